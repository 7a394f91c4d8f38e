// The resident: from a municipality's front page to the month, a day, an event, and to a calendar of
// one's own that keeps itself up to date.
import { publish } from './calendar.mjs';
import { Visitor, checkPage } from './checks.mjs';
import { expect, test } from './harness.mjs';
import { dayFromNow, languages, widths } from './words.mjs';

const townCode = { suomussalmi: '777', jakobstad: '598' };
export const subscribeWord = { fi: 'tilaa', sv: 'prenumerera', en: 'subscribe' };

async function anEvent(base, language) {
    const day = dayFromNow(20);
    const title = `Kesäjuhla & <tanssit> ${language.code}`;
    const { id } = await publish(base, {
        title: { fi: title, sv: title },
        when: { start: `${day}T18:00`, end: `${day}T20:00` },
        municipality: townCode[language.town],
        venue_text: 'Seurantalo',
        organiser: { name: 'Kyläyhdistys ry' },
    });
    return { id, day, title };
}

// What search engines and calendars read of an event.
async function eventData(page) {
    const blocks = await page.locator('script[type="application/ld+json"]').allTextContents();
    return blocks.map((it) => JSON.parse(it)).find((it) => it['@type'] === 'Event');
}

async function calendarOf(base, href) {
    const answer = await fetch(new URL(href.replace(/^webcals?:/, 'http:'), base));
    expect(answer.status === 200, `${href} answered ${answer.status}`);
    const type = answer.headers.get('content-type');
    expect(type.startsWith('text/calendar'), `${href} is ${type}`);
    return answer.text();
}

async function toTheEvent(visitor, language, event) {
    const { page } = visitor;
    const { prefix, town } = language;
    await visitor.go(`${prefix}/${town}`);
    const month = event.day.slice(0, 7);
    const inMonth = page.locator(`main a[href^="${prefix}/${town}/"]`);
    await visitor.follow(inMonth.and(page.locator('a[href*="/20"]')).first());
    for (let clicks = 0; !visitor.path.includes(month); ++clicks) {
        expect(clicks < 3, `no way to ${month} from ${visitor.path}`);
        await visitor.follow(page.locator('a[rel~="next"]').first());
    }
    await page.getByRole('table').first().waitFor();
    await visitor.follow(page.locator(`table a[href*="${event.day}"]`).first());
    await visitor.follow(page.getByRole('link', { name: event.title }).first());
    await page.getByRole('heading', { level: 1, name: event.title }).waitFor();
}

async function readsTheEvent(visitor, event) {
    const { page, base } = visitor;
    const data = await eventData(page);
    expect(data?.name === event.title, `its data names ${data?.name}`);
    expect(data.startDate?.startsWith(`${event.day}T18:00`), `it starts ${data.startDate}`);
    expect(/[+-]\d\d:\d\d$|Z$/.test(data.startDate), `no offset in ${data.startDate}`);
    const file = await page.locator('a[href*=".ics"]').first().getAttribute('href');
    const calendar = await calendarOf(base, file);
    expect(calendar.includes('BEGIN:VEVENT'), 'its calendar file holds no event');
}

async function subscribes(visitor, language) {
    const { page, base } = visitor;
    const { prefix, town } = language;
    await visitor.go(`${prefix}/${town}`);
    const way = `main a[href*="/${subscribeWord[language.code]}"]`;
    await visitor.follow(page.locator(way).first());
    const feed = await page.locator('a[href^="webcal:"]').first().getAttribute('href');
    const calendar = await calendarOf(base, feed);
    expect(calendar.includes('BEGIN:VCALENDAR'), 'the feed is no calendar');
    const google = page.locator('a[href^="https://calendar.google.com/"]');
    expect((await google.count()) > 0, 'no way for Google');
    expect((await page.locator('svg, img[src$=".svg"]').count()) > 0, 'no QR');
}

for (const language of languages)
    for (const { name, width, height, scheme } of widths)
        test(`a resident finds an event and subscribes: ${language.code} ${name}`,
            async ({ browser, base }) => {
                const event = await anEvent(base, language);
                const context = await browser.newContext({
                    viewport: { width, height }, locale: language.locale,
                });
                const visitor = await Visitor.open(context, base);
                await toTheEvent(visitor, language, event);
                await readsTheEvent(visitor, event);
                const findings = await checkPage(visitor, language, { schemes: [scheme] });
                await subscribes(visitor, language);
                findings.push(...(await checkPage(visitor, language, { schemes: [scheme] })));
                await context.close();
                return findings;
            });
