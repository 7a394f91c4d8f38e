// The coordinator: signs in, sees only what needs a person, decides with the findings in front of
// her, and what she publishes appears. And everything that is refused: without a session, with a
// wrong token, for another municipality.
import { publish, submit } from './calendar.mjs';
import { Visitor, checkPage } from './checks.mjs';
import { expect, test } from './harness.mjs';
import { Person } from './person.mjs';
import { neighbour } from './served.mjs';
import { dayFromNow, languages, widths } from './words.mjs';

export const paths = {
    fi: { queue: '/henkilokunta', events: '/henkilokunta/tapahtumat/' },
    sv: { queue: '/sv/personal', events: '/sv/personal/evenemang/' },
    en: { queue: '/en/staff', events: '/en/staff/events/' },
};
export const demo = { user: 'demo', password: 'demo-sopu' };
let days = 120;

function event(title, day, venue) {
    return {
        title: { fi: title },
        when: { start: `${day}T18:00`, end: `${day}T20:00` },
        municipality: '777',
        ...(venue ? { venue } : { venue_text: `Talo ${title}` }),
        organiser: { name: 'Kyläyhdistys ry', email: 'kyla@example.org' },
    };
}

// Whatever day it is run on: a day that is no holiday and has nothing beside it.
async function quietDay(base, title) {
    for (let tries = 0; tries < 30; ++tries) {
        const day = dayFromNow((days += 1));
        const answer = await fetch(new URL('/api/v1/conflicts/check', base), {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(event(title, day)),
        });
        const { conflicts } = await answer.json();
        if (conflicts.every((it) => it.severity === 'opportunity')) return day;
    }
    throw new Error('a month without a quiet day');
}

// One event without findings, and one that wants a hall that somebody has.
export async function waiting(base, name) {
    const hall = 'suomussalmen-liikuntahalli';
    const day = dayFromNow((days += 1));
    const title = `Rauhallinen ${name}`;
    const clean = await submit(base, event(title, await quietDay(base, title)));
    await publish(base, event(`Varattu ${name}`, day, hall));
    const clash = await submit(base, event(`Törmäys ${name}`, day, hall));
    return { clean, clash, day };
}

export async function signsIn(person, { user, password }) {
    await person.fill('user', user);
    await person.fill('password', password);
    await person.press(person.text('staff.enter'));
}

async function decides(person, { clash }) {
    const { page, visitor, language } = person;
    const event = page.locator(`main a[href="${paths[language.code].events}${clash.id}"]`);
    await person.tap(event.first());
    await person.sees(person.text('staff.findings_title'));
    const week = page.locator('.verdict table').first();
    expect((await week.locator('tbody tr').count()) === 7, 'no week side by side');
    expect((await week.locator('td.taken').count()) >= 2, 'the week shows not both events');
    const findings = await checkPage(visitor, language, { cookies: true });

    await person.press(person.text('staff.decide_decline'));
    await page.locator('#reason-error').waitFor();
    await person.press(person.text('staff.decide_publish'));
    await page.getByRole('alert').waitFor();
    findings.push(...(await checkPage(visitor, language, { cookies: true })));
    await page.locator('#accept').check();
    await person.fill('reason', 'Sovittu järjestäjien kesken');
    await person.press(person.text('staff.decide_publish'));
    await person.sees(person.text('staff.done_publish'));
    findings.push(...(await checkPage(visitor, language, { cookies: true })));
    return findings;
}

async function publishesTheRest(person, { clean }) {
    const { page, visitor, language } = person;
    await visitor.go(paths[language.code].queue);
    const picks = page.locator('main input[type="checkbox"]');
    const ours = page.locator(`#pick-${clean.id}`);
    await ours.waitFor();
    for (const pick of await picks.all()) await pick.setChecked(false);
    await ours.setChecked(true);
    await person.press(person.text('staff.publish_chosen'));
    await page.getByRole('status').first().waitFor();
    expect((await ours.count()) === 0, 'what was published still waits');
}

async function appears(base, { id }) {
    const answer = await fetch(new URL(`/events/${id}`, base));
    expect(answer.status === 200, `what was published answers ${answer.status}`);
}

async function staffJourney({ browser, base }, language, { name, width, height }) {
    const events = await waiting(base, `${language.code} ${name}`);
    const context = await browser.newContext({
        viewport: { width, height }, locale: language.locale,
    });
    const visitor = await Visitor.open(context, base);
    const person = new Person(visitor, language);
    const { queue } = paths[language.code];
    await visitor.go(queue);
    const findings = await checkPage(visitor, language);
    await signsIn(person, { ...demo, password: 'not the password' });
    await person.page.getByRole('alert').waitFor();
    expect((await person.value('user')) === demo.user, 'the name was lost');
    findings.push(...(await checkPage(visitor, language)));
    await signsIn(person, demo);
    expect(visitor.path === queue, `signing in led to ${visitor.path}`);
    findings.push(...(await checkPage(visitor, language, { cookies: true })));

    findings.push(...(await decides(person, events)));
    await appears(base, events.clash);
    await publishesTheRest(person, events);
    await appears(base, events.clean);
    const menu = person.page.locator('nav.staff a');
    for (const href of await menu.evaluateAll((all) => all.map((it) => it.getAttribute('href')))) {
        await visitor.go(href);
        findings.push(...(await checkPage(visitor, language, { cookies: true })));
    }
    await person.press(person.text('staff.sign_out'));
    await visitor.go(queue);
    expect(visitor.path !== queue, 'the queue is seen after signing out');
    await context.close();
    return findings;
}

for (const language of languages)
    for (const width of widths)
        test(`staff decide and publish: ${language.code} ${width.name}`,
            (world) => staffJourney(world, language, width));

async function post(base, path, cookie, fields) {
    const answer = await fetch(new URL(path, base), {
        method: 'POST',
        redirect: 'manual',
        headers: {
            'Content-Type': 'application/x-www-form-urlencoded',
            Origin: base,
            ...(cookie ? { Cookie: cookie } : {}),
        },
        body: new URLSearchParams(fields).toString(),
    });
    return answer.status;
}

async function sessionOf({ browser, base }, language, who) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const visitor = await Visitor.open(context, base);
    await visitor.go(paths[language.code].queue);
    await signsIn(new Person(visitor, language), who);
    const [cookie] = await context.cookies();
    expect(cookie?.httpOnly && cookie.sameSite === 'Lax', 'the cookie is open to scripts or sites');
    const token = await visitor.page.locator('input[name="csrf"]').first().inputValue();
    return { context, visitor, cookie: `${cookie.name}=${cookie.value}`, token };
}

for (const language of languages)
    test(`staff's pages are refused to everybody else: ${language.code}`, async (world) => {
        const { base } = world;
        const { queue, events } = paths[language.code];
        const { clash } = await waiting(base, `refused ${language.code}`);
        const path = `${events}${clash.id}`;
        const decision = { do: 'decline', reason: 'ei', revision: '1' };

        const closed = await fetch(new URL(path, base), { redirect: 'manual' });
        expect(closed.status === 303, `without a session: ${closed.status}`);
        const stranger = await post(base, path, '', decision);
        expect(stranger === 403, `a decision without a session: ${stranger}`);

        const ours = await sessionOf(world, language, demo);
        const none = await post(base, path, ours.cookie, decision);
        expect(none === 403, `a decision without a token: ${none}`);
        const wrong = await post(base, path, ours.cookie, { ...decision, csrf: 'x'.repeat(43) });
        expect(wrong === 403, `a decision with a wrong token: ${wrong}`);

        const other = await sessionOf(world, language, neighbour);
        const theirs = await post(base, path, other.cookie, { ...decision, csrf: ours.token });
        expect(theirs === 403, `a decision with another's token: ${theirs}`);
        await other.visitor.go(path);
        expect(other.visitor.status === 404, `another municipality: ${other.visitor.status}`);
        const findings = await checkPage(other.visitor, language, { cookies: true });
        const away = await post(base, path, other.cookie, { ...decision, csrf: other.token });
        expect(away === 404, `a decision on another municipality: ${away}`);
        await other.visitor.go(queue);
        const seen = other.visitor.page.getByText(`refused ${language.code}`);
        expect((await seen.count()) === 0, "the queue shows another municipality's event");
        for (const { context } of [ours, other]) await context.close();
        return findings;
    });
