// Reached by everybody: the whole way by keyboard alone, with the focus in sight; and at 200 % and
// 400 % zoom, which is a window of 640 and 320 CSS pixels.
import { full } from './calendar.mjs';
import { Visitor, widthFindings } from './checks.mjs';
import { expect, test } from './harness.mjs';
import { dayFromNow, languages } from './words.mjs';

const tabsMax = 80;

// Walks with Tab to what `selector` names, and looks at each stop whether its focus is seen. A date
// field has stops within, whose marks are the browser's own.
async function tabTo(page, selector) {
    for (let tabs = 0; tabs < tabsMax; ++tabs) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate((wanted) => {
            const at = document.activeElement;
            const within = at === window.lastStop;
            window.lastStop = at;
            const style = getComputedStyle(at);
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            const box = at.getBoundingClientRect();
            const inSight = box.bottom > 0 && box.top < window.innerHeight;
            return {
                seen: within || ((outlined || style.boxShadow !== 'none') && inSight),
                there: at.matches(wanted),
                end: at === document.body,
                what: at.outerHTML.slice(0, 100),
            };
        }, selector);
        if (stop.end) break;
        expect(stop.seen, `the focus is not seen on ${stop.what}`);
        if (stop.there) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
}

// The three parts of a date field stand in the order of the browser's own language.
async function typeDate(page, day) {
    const [year, month, date] = day.split('-');
    for (const typed of [`${month}${date}${year}`, `${date}${month}${year}`]) {
        await page.keyboard.type(typed);
        const said = await page.evaluate(() => document.activeElement.value);
        if (said === day) return;
        for (const back of ['Shift+Tab', 'Shift+Tab']) await page.keyboard.press(back);
    }
    throw new Error(`the date field does not take ${day}`);
}

for (const language of languages)
    test(`the whole way by keyboard: ${language.code}`, async ({ browser, base }) => {
        const context = await browser.newContext({
            viewport: { width: 360, height: 740 }, locale: language.locale,
        });
        const visitor = await Visitor.open(context, base);
        const { page } = visitor;
        await visitor.go(`${language.prefix}/${language.town}`);
        await page.keyboard.press('Tab');
        const skip = await page.evaluate(() => document.activeElement.getAttribute('href'));
        expect(skip === '#content', `the first stop is ${skip}`);
        await page.keyboard.press('Enter');
        await tabTo(page, 'main input[name="date"]');
        await typeDate(page, dayFromNow(81));
        await visitor.press('Enter');
        await page.locator('#answer').waitFor();
        await tabTo(page, 'input[name="title"]');
        await page.keyboard.type(`Näppäimistöllä ${language.code}`);
        await tabTo(page, 'input[name="organiser"]');
        await page.keyboard.type('Kyläyhdistys ry');
        await tabTo(page, 'button[value="submit"]');
        await visitor.press('Enter');
        const heading = language.text('receipt.title');
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await context.close();
    });

const submitPath = { fi: '/ilmoita', sv: '/sv/anmal', en: '/en/submit' };

for (const [percent, width] of [[200, 640], [400, 320]])
    test(`nothing is cut off at ${percent} % zoom`, async ({ browser, base, data }) => {
        const found = [];
        for (const language of languages) {
            const { prefix, home, town } = language;
            const context = await browser.newContext({
                viewport: { width, height: Math.round((width * 9) / 16) },
                deviceScaleFactor: percent / 100,
                locale: language.locale,
            });
            const visitor = await Visitor.open(context, base);
            const paths = [
                home,
                `${prefix}/${town}`,
                `${prefix}/${full.slug}`,
                `${prefix}/${full.slug}/${full.day.slice(0, 7)}`,
                `${prefix}/events/${data.longEvent}`,
                `${submitPath[language.code]}?date=${full.day}&municipality=${full.code}`,
            ];
            for (const path of paths) {
                await visitor.go(path);
                const findings = await widthFindings(visitor.page);
                found.push(...findings.map((it) => `${path} ${it}`));
            }
            await context.close();
        }
        return found;
    });
