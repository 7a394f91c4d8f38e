// The texts of the pages, from the same files as the program's: a test finds a button by what
// people read on it.
import { readFileSync } from 'node:fs';

const folder = new URL('../../web/messages/', import.meta.url);

function messagesOf(code) {
    return JSON.parse(readFileSync(new URL(`${code}.json`, folder), 'utf8'));
}

// What differs between the languages in these tests: where pages are, and a municipality to visit.
export const languages = [
    { code: 'fi', prefix: '', home: '/', locale: 'fi-FI', town: 'suomussalmi' },
    { code: 'sv', prefix: '/sv', home: '/sv/', locale: 'sv-FI', town: 'jakobstad' },
    { code: 'en', prefix: '/en', home: '/en/', locale: 'en-GB', town: 'suomussalmi' },
].map((language) => {
    const messages = messagesOf(language.code);
    const text = (key) => {
        const found = messages[key];
        if (found === undefined) throw new Error(`no message ${key} in ${language.code}`);
        return found;
    };
    return { ...language, text };
});

export const widths = [
    { name: 'phone', width: 360, height: 740, scheme: 'light' },
    { name: 'desktop', width: 1280, height: 900, scheme: 'dark' },
];

// The day `far` days from today, as date fields and addresses write it.
export function dayFromNow(far) {
    return new Date(Date.now() + far * 86_400_000).toISOString().slice(0, 10);
}
