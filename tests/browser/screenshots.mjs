// The pictures of docs/screenshots: every kind of page at both widths in Finnish, and in Swedish and
// English the pages with the longest words. No higher than one can take in; taken by
// `tools/browser --screenshots` and looked at by a person.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { empty, fill, full } from './calendar.mjs';
import { Visitor } from './checks.mjs';
import { Person } from './person.mjs';
import { smallPng } from './png.mjs';
import { subscribeWord } from './resident_test.mjs';
import { demo, paths, signsIn, waiting } from './staff_test.mjs';
import { dayFromNow, languages, widths } from './words.mjs';

const heightMax = 2000;
const bytesMax = 150_000;
const submitPath = { fi: '/ilmoita', sv: '/sv/anmal', en: '/en/submit' };
const townCode = { suomussalmi: '777', jakobstad: '598' };

async function publicPages(visitor, language, { longEvent, taken }) {
    const { prefix, home, town, code } = language;
    const query = `date=${dayFromNow(6)}&municipality=${townCode[town]}`;
    const pages = {
        national: home,
        town: `${prefix}/${town}`,
        month: `${prefix}/${town}/${dayFromNow(0).slice(0, 7)}`,
        subscribe: `${prefix}/${town}/${subscribeWord[code]}`,
        check: `${submitPath[code]}?${query}`,
    };
    if (code !== 'fi') return pages;
    await visitor.go(`${prefix}/${town}`);
    const event = visitor.page.locator(`main a[href^="${prefix}/events/"]`).first();
    return {
        ...pages,
        event: await event.getAttribute('href'),
        'long-words': `${prefix}/events/${longEvent}`,
        'full-day': `${prefix}/${full.slug}/${full.day.slice(0, 7)}`,
        'full-list': `${prefix}/${full.slug}?day=${full.day}`,
        empty: `${prefix}/${empty.slug}`,
        form: submitPath[code],
        taken: `${submitPath[code]}?${new URLSearchParams(taken)}`,
        'not-found': `${prefix}/atlantis`,
    };
}

async function picture(visitor, folder, name) {
    const { page } = visitor;
    const { height, width } = await page.evaluate(() => ({
        height: document.documentElement.scrollHeight,
        width: window.innerWidth,
    }));
    const clip = { x: 0, y: 0, width, height: Math.min(height, heightMax) };
    const png = smallPng(await page.screenshot({ fullPage: true, clip }));
    if (png.length > bytesMax) console.log(`${name}: ${png.length} bytes, more than ${bytesMax}`);
    await writeFile(join(folder, `${name}.png`), png);
    console.log(`${name}.png ${png.length}`);
}

async function receipt(visitor, language, folder, width) {
    const { page } = visitor;
    await page.locator('[name="title"]').fill('Kylän yhteinen pikkujoulu');
    await page.locator('[name="organiser"]').fill('Kyläyhdistys ry');
    await visitor.follow(page.getByRole('button', { name: language.text('form.submit') }).first());
    await picture(visitor, folder, `${language.code}-receipt-${width}`);
}

async function staffPages(visitor, language, folder, width, { clash }) {
    const { queue, events } = paths[language.code];
    const shoot = (name) => picture(visitor, folder, `${language.code}-${name}-${width}`);
    await visitor.go(queue);
    await shoot('staff-sign-in');
    await signsIn(new Person(visitor, language), demo);
    await shoot('staff-queue');
    await visitor.go(`${events}${clash.id}`);
    await shoot('staff-event');
}

export async function takeScreenshots({ browser, base }, folder) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const { longEvent } = await fill(base);
    const undecided = await waiting(base, 'kyläillassa');
    const taken = {
        date: undecided.day, start: '18:00', end: '20:00', municipality: townCode.suomussalmi,
        venue: 'Suomussalmen liikuntahalli',
    };
    for (const language of languages)
        for (const { name, width, height } of widths) {
            const context = await browser.newContext({
                viewport: { width, height }, locale: language.locale,
            });
            const visitor = await Visitor.open(context, base);
            const pages = await publicPages(visitor, language, { longEvent, taken });
            for (const [page, path] of Object.entries(pages)) {
                await visitor.go(path);
                await picture(visitor, folder, `${language.code}-${page}-${name}`);
                if (page === 'check') await receipt(visitor, language, folder, name);
            }
            if (language.code !== 'en')
                await staffPages(visitor, language, folder, name, undecided);
            await context.close();
        }
}
