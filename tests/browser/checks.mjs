// What every page of ours must be, whoever asks for it: sound HTML, no finding of axe in light and
// dark, small, at home (no other origin, no cookie, no error in the console), as wide as its window,
// with targets that a thumb hits. A visitor collects what the browser saw; `checkPage` judges it.
import { readFileSync } from 'node:fs';

import { HtmlValidate, axeSource } from './packages.mjs';

export const pageBytesMax = 60 * 1024;
const targetPixelsMin = 44;
const answerMs = 15_000;

const validator = new HtmlValidate(
    JSON.parse(readFileSync(new URL('./html-validate.json', import.meta.url), 'utf8')),
);

// A page of the browser, watched: what it fetched, how much came over the wire, what it complained
// about. `html` is the source of the last document as it was sent.
export class Visitor {
    constructor(page, base) {
        this.page = page;
        this.base = base;
        this.html = '';
        this.status = 0;
        this.bytes = 0;
        this.complaints = [];
    }

    static async open(context, base) {
        const page = await context.newPage();
        page.setDefaultTimeout(answerMs);
        const visitor = new Visitor(page, base);
        await visitor.#watch();
        return visitor;
    }

    async #watch() {
        const wire = await this.page.context().newCDPSession(this.page);
        await wire.send('Network.enable');
        await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
        wire.on('Network.loadingFinished', (it) => (this.bytes += it.encodedDataLength));
        this.page.on('request', (request) => {
            const url = request.url();
            if (!url.startsWith(this.base) && !url.startsWith('data:'))
                this.complaints.push(`asks another origin: ${url}`);
            if (request.isNavigationRequest()) this.bytes = 0;
        });
        this.page.on('response', (response) => {
            if (!response.request().isNavigationRequest()) {
                if (response.status() >= 400)
                    this.complaints.push(`${response.status()} ${response.url()}`);
                return;
            }
            this.status = response.status();
            this.reading = response.text().then((text) => (this.html = text)).catch(() => {});
        });
        this.page.on('pageerror', (error) => this.complaints.push(`script: ${error.message}`));
        this.page.on('console', (line) => {
            // The browser also tells of a refused document (404, 422), which the test expects.
            const expected = line.text().startsWith('Failed to load resource');
            if (line.type() === 'error' && !expected)
                this.complaints.push(`console: ${line.text()}`);
        });
    }

    async go(path) {
        await this.page.goto(new URL(path, this.base).href, { waitUntil: 'load' });
        await this.reading;
        return this;
    }

    get path() {
        const url = new URL(this.page.url());
        return url.pathname + url.search;
    }

    // A click that leads to another document.
    async follow(locator) {
        await Promise.all([this.page.waitForEvent('load'), locator.click()]);
        await this.reading;
        return this;
    }

    async press(key) {
        await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press(key)]);
        await this.reading;
        return this;
    }

    takeComplaints() {
        const found = this.complaints;
        this.complaints = [];
        return found;
    }
}

export async function axeFindings(page, scheme) {
    await page.emulateMedia({ colorScheme: scheme });
    // Through the debugger: the pages' policy (CSP) lets no script of others in.
    if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axeSource);
    const { violations } = await page.evaluate('axe.run({resultTypes: ["violations"]})');
    return violations.flatMap((it) =>
        it.nodes.map((node) => `axe ${scheme} ${it.id}: ${node.html.slice(0, 160)}`),
    );
}

export async function htmlFindings(html) {
    const report = await validator.validateString(html);
    return report.results.flatMap((result) =>
        result.messages.map((it) => `html ${it.line}:${it.column} ${it.ruleId}: ${it.message}`),
    );
}

// The page may be wider than its window for nobody: wide tables scroll within themselves.
export async function widthFindings(page) {
    const found = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        if (wide <= 0) return null;
        const over = [...document.body.querySelectorAll('*')]
            .filter((it) => it.getBoundingClientRect().right > window.innerWidth + 1)
            .map((it) => it.outerHTML.slice(0, 90));
        return { wide, over: over.slice(-2) };
    });
    return found ? [`${found.wide} px too wide: ${found.over.join(' | ')}`] : [];
}

// Links in running text are exempt, as in WCAG 2.5.5: the line would tear.
export async function targetFindings(page) {
    return page.evaluate((min) => {
        const controls = 'button, select, textarea, summary, a.button, ' +
            'input:not([type=hidden]):not([type=checkbox]):not([type=radio]), nav a';
        return [...document.querySelectorAll(controls)]
            .map((it) => ({ it, box: it.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && box.height + 0.5 < min)
            .map(({ it, box }) => `target of ${box.height} px: ${it.outerHTML.slice(0, 90)}`);
    }, targetPixelsMin);
}

// `cookies`: of pages that anybody sees there is none at all. `schemes`: axe takes a second for each,
// so the walk looks at a page in light on the phone and in dark on the desk.
export async function checkPage(visitor, language, options = {}) {
    const { cookies = false, schemes = ['light', 'dark'] } = options;
    const { page } = visitor;
    const found = visitor.takeComplaints();
    found.push(...(await htmlFindings(visitor.html)));
    for (const scheme of schemes) found.push(...(await axeFindings(page, scheme)));
    found.push(...(await widthFindings(page)), ...(await targetFindings(page)));
    if (visitor.bytes > pageBytesMax) found.push(`${visitor.bytes} bytes over the wire`);
    if ((await page.locator('html').getAttribute('lang')) !== language.code)
        found.push(`its language is not ${language.code}`);
    if ((await page.locator('h1').count()) !== 1) found.push('not one h1');
    if (/\{\{|\bundefined\b/.test(visitor.html)) found.push('a template shows through');
    if (!cookies && (await page.context().cookies()).length > 0) found.push('sets a cookie');
    return [...new Set(found)];
}
