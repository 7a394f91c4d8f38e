// A test has a name and a body that throws or returns findings; the run prints one line for each and
// sums up. Tests run one after the other: the machine has two cores, and the browser uses both.
import { options } from './packages.mjs';

const tests = [];
const testMs = 180_000;
const findingsShownMax = 20;

export function test(name, body) {
    tests.push({ name, body });
}

export function expect(holds, what) {
    if (!holds) throw new Error(what);
}

async function inTime(body, world) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`took over ${testMs} ms`)), testMs);
    });
    try {
        return await Promise.race([body(world), late]);
    } finally {
        clearTimeout(timer);
    }
}

async function outcome(one, world) {
    try {
        const findings = (await inTime(one.body, world)) ?? [];
        return Array.isArray(findings) ? findings : [];
    } catch (error) {
        return [error.message.split('\n').slice(0, 12).join('\n    ')];
    }
}

export async function runAll(world) {
    const wanted = tests.filter(({ name }) => name.includes(options.only));
    let failed = 0;
    for (const one of wanted) {
        const start = Date.now();
        const findings = await outcome(one, world);
        const seconds = ((Date.now() - start) / 1000).toFixed(1);
        console.log(`${findings.length ? 'FAILED' : 'passed'} ${one.name} (${seconds} s)`);
        for (const it of findings.slice(0, findingsShownMax)) console.log(`    ${it}`);
        const more = findings.length - findingsShownMax;
        if (more > 0) console.log(`    and ${more} more`);
        if (findings.length) failed += 1;
    }
    console.log(`${wanted.length - failed} passed, ${failed} failed`);
    return wanted.length > 0 && failed === 0;
}
