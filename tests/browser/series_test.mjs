// A series: a volunteer asks for every Tuesday, leaves out what clashes by one tap, pencils it in,
// and skips one evening by the link of the receipt. Residents read when it is.
import { Visitor, checkPage } from './checks.mjs';
import { expect, test } from './harness.mjs';
import { Person } from './person.mjs';
import { dayFromNow, languages, widths } from './words.mjs';
import { submits } from './volunteer_test.mjs';

const weeks = 12;

// A Tuesday far enough away that nothing of the demo data is there.
function tuesday(weeksOn) {
    const day = new Date(`${dayFromNow(200)}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + ((9 - day.getUTCDay()) % 7) + 7 * weeksOn);
    return day.toISOString().slice(0, 10);
}

async function choose(person, name, value) {
    person.interactions += 1;
    await person.page.locator(`main [name="${name}"]`).first().selectOption(value);
}

async function saysWhenAndWhere(person, date, venue) {
    await person.visitor.go(person.language.prefix + (person.language.code === 'fi' ? '/ilmoita'
        : person.language.code === 'sv' ? '/anmal' : '/submit'));
    await person.fill('date', date);
    await person.fill('start', '18:00');
    await person.fill('end', '20:00');
    await choose(person, 'municipality', '777');
    await person.fill('venue', venue);
}

async function journey({ browser, base }, language, { name, width, height, scheme }, script) {
    const context = await browser.newContext({
        viewport: { width, height }, locale: language.locale, javaScriptEnabled: script,
    });
    const visitor = await Visitor.open(context, base);
    const person = new Person(visitor, language);
    const looks = async () => (script ? checkPage(visitor, language, { schemes: [scheme] }) : []);
    const venue = `Sarjan sali ${language.code} ${name} ${script}`;
    const found = [];

    await saysWhenAndWhere(person, tuesday(1), venue);
    await submits(person, `Yksi ilta ${language.code} ${name}`);

    await saysWhenAndWhere(person, tuesday(0), venue);
    const count = person.page.locator('#count');
    expect(!(await count.isVisible()), 'what only a series needs is shown without one');
    await choose(person, 'repeat', 'weekly');
    expect(await count.isVisible(), 'the number of times is not shown for a series');
    await person.press(person.text('form.check'));
    await person.sees(person.text('error.repeat_needs_end'));
    found.push(...(await looks()));
    await person.fill('count', String(weeks));
    await person.press(person.text('form.check'));
    found.push(...(await looks()));
    const skip = person.page.locator('#answer .suggestions button').first();
    await person.tap(skip);
    expect((await person.value('except')) !== '', 'the tap left nothing out');
    expect((await person.value('count')) === String(weeks), 'the number of times was lost');
    await submits(person, `Sarja ${language.code} ${name}`);
    found.push(...(await looks()));

    await person.tap(person.page.locator('main a[href*="/receipt/"]').first());
    const skipped = person.page.locator('.times .skipped');
    expect((await skipped.count()) === 1, 'the evening that was left out is not told');
    person.interactions += 1;
    await visitor.follow(person.page.locator('.times button').first());
    expect((await skipped.count()) === 2, 'the button skipped nothing');
    found.push(...(await looks()));
    await visitor.follow(person.page.locator('.times .skipped button').first());
    expect((await skipped.count()) === 1, 'the button took nothing back');
    await context.close();
    return found;
}

for (const language of languages)
    for (const width of widths)
        test(`a series is asked for, submitted and skipped: ${language.code} ${width.name}`,
            (world) => journey(world, language, width, true));

test('a series without JavaScript', (world) => journey(world, languages[0], widths[0], false));
