// Every page in every language: a walk along the links from the front pages, a few of each kind, and
// the pages that are hard to lay out. Also what is told where nothing is.
import { empty, full } from './calendar.mjs';
import { Visitor, checkPage } from './checks.mjs';
import { expect, test } from './harness.mjs';
import { languages, widths } from './words.mjs';

const ofEachKindMax = 2;

// Pages of one template have one kind: names of events, places, days and queries fold together.
export function kindOf(path, slugs) {
    const url = new URL(path, 'http://x');
    const parts = url.pathname.split('/').map((part, at, all) => {
        if (slugs.has(part)) return '{town}';
        if (/^\d{4}-\d{2}(-\d{2})?$/.test(part)) return '{date}';
        return ['events', 'receipt'].includes(all[at - 1]) ? '{id}' : part;
    });
    return `${parts.join('/')}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
}

export async function municipalitySlugs(base) {
    const slugs = new Set();
    for (let next = ''; next !== null; ) {
        const query = next ? `&cursor=${encodeURIComponent(next)}` : '';
        const url = new URL(`/api/v1/municipalities?limit=200${query}`, base);
        const page = await (await fetch(url)).json();
        for (const it of page.items) slugs.add(it.slug);
        next = page.next;
    }
    return slugs;
}

async function linksOf(page, base) {
    const found = await page.$$eval('a[href]', (all) => all.map((it) => it.href.split('#')[0]));
    return found.filter((it) => it.startsWith(`${base}/`)).map((it) => it.slice(base.length));
}

// Files to download, and what belongs to somebody who has signed in.
const isPage = (path) => !/^\/(feeds|static|api)\//.test(path) && !/\.(ics|txt|xml)$/.test(path);
const inLanguage = (path, { prefix }) =>
    prefix ? path.startsWith(`${prefix}/`) || path === prefix : !/^\/(sv|en)(\/|$)/.test(path);

function starts(language, longEvent) {
    const { prefix, home, town } = language;
    return [
        home,
        `${prefix}/${town}`,
        `${prefix}/${empty.slug}`,
        `${prefix}/${full.slug}`,
        `${prefix}/${full.slug}/${full.day.slice(0, 7)}`,
        `${prefix}/${full.slug}?day=${full.day}`,
        `${prefix}/events/${longEvent}`,
    ];
}

// Calls `visit` on a few pages of each kind that links reach.
export async function walk(visitor, language, longEvent, visit) {
    const slugs = await municipalitySlugs(visitor.base);
    const hard = starts(language, longEvent);
    const waiting = [...hard];
    const seen = new Set();
    const ofKind = new Map();
    while (waiting.length > 0) {
        const path = waiting.shift();
        if (seen.has(path)) continue;
        seen.add(path);
        const kind = kindOf(path, slugs);
        const before = ofKind.get(kind) ?? 0;
        if (before >= ofEachKindMax && !hard.includes(path)) continue;
        ofKind.set(kind, before + 1);
        await visitor.go(path);
        await visit(path, kind, before);
        for (const link of await linksOf(visitor.page, visitor.base))
            if (isPage(link) && inLanguage(link, language)) waiting.push(link);
    }
    return [...ofKind.keys()];
}

for (const language of languages)
    for (const { name, width, height, scheme } of widths)
        test(`every page is sound: ${language.code} ${name}`, async ({ browser, base, data }) => {
            const context = await browser.newContext({
                viewport: { width, height }, locale: language.locale, bypassCSP: false,
            });
            const visitor = await Visitor.open(context, base);
            const found = [];
            const kinds = await walk(visitor, language, data.longEvent, async (path) => {
                const answered = visitor.status;
                const broken = answered !== 200 ? [`answered ${answered}`] : [];
                const findings = await checkPage(visitor, language, {
                    schemes: [scheme],
                });
                found.push(...[...broken, ...findings].map((it) => `${path} ${it}`));
            });
            await context.close();
            expect(kinds.length >= 4, `the walk met only ${kinds.join(' ')}`);
            return found;
        });

for (const language of languages)
    test(`a page that is not there helps on: ${language.code}`, async ({ browser, base }) => {
        const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
        const visitor = await Visitor.open(context, base);
        await visitor.go(`${language.prefix}/atlantis`);
        expect(visitor.status === 404, `answered ${visitor.status}`);
        const heading = language.text('page.not_found_title');
        await visitor.page.getByRole('heading', { level: 1, name: heading }).waitFor();
        const findings = await checkPage(visitor, language);
        await visitor.follow(
            visitor.page.locator('main').getByRole('link', { name: language.text('page.home') }),
        );
        expect(visitor.path === language.home, `led to ${visitor.path}`);
        await context.close();
        return findings;
    });

test('a day of 200 events says so and a municipality without any does too',
    async ({ browser, base }) => {
        const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
        const visitor = await Visitor.open(context, base);
        for (const language of languages) {
            await visitor.go(`${language.prefix}/${full.slug}/${full.day.slice(0, 7)}`);
            const day = visitor.page.locator('table').getByText(String(full.events));
            expect((await day.count()) > 0, `${visitor.path}: the month tells no ${full.events}`);
            await visitor.go(`${language.prefix}/${empty.slug}`);
            const none = visitor.page.getByText(language.text('list.none'));
            expect((await none.count()) > 0, `${visitor.path}: does not say that nothing is known`);
        }
        await context.close();
    });
