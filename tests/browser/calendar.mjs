// A small extra calendar, made through the API: a day of 200 events, words as long as Finnish and
// Swedish make them, and a municipality that has nothing at all.
import { dayFromNow } from './words.mjs';

export const full = { slug: 'hyrynsalmi', code: '105', day: dayFromNow(45), events: 200 };
export const empty = { slug: 'utsjoki', code: '890' };
export const longWords = {
    fi: 'Kansalaisopistonopettajayhdistystenjärjestelytoimikunnankevätkokousmatkailijailta',
    sv: 'Föreningssamarbetskommittéordförandevalsförberedelsemötesdeltagarlunchbiljettförsäljning',
};
const staff = { user: 'demo', password: 'demo-sopu' };

async function send(base, path, body, headers = {}) {
    const answer = await fetch(new URL(path, base), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return { body: await answer.json(), headers: answer.headers };
}

async function signIn(base) {
    const { body, headers } = await send(base, '/api/v1/sessions', staff);
    const cookie = headers.get('set-cookie').split(';')[0];
    return { Cookie: cookie, 'X-CSRF-Token': body.csrf };
}

function draft(number) {
    const hour = String(8 + (number % 12)).padStart(2, '0');
    const long = number === 0;
    return {
        title: long ? longWords : { fi: `Kylätapahtuma ${number}` },
        when: { start: `${full.day}T${hour}:00`, end: `${full.day}T${hour}:45` },
        municipality: full.code,
        venue_text: long ? `${longWords.fi}huone` : `Huone ${number}`,
        organiser: { name: long ? longWords.sv : `Kyläseura ${number}` },
    };
}

export async function submit(base, event) {
    return (await send(base, '/api/v1/events', event)).body;
}

// Submits and publishes; the answer is the event as it was taken.
export async function publish(base, event, session) {
    const body = await submit(base, event);
    const headers = session ?? (await signIn(base));
    const decision = { decision: 'publish', reason: 'test', accept_conflicts: true };
    await send(base, `/api/v1/events/${body.id}/decision`, decision, headers);
    return body;
}

export async function fill(base) {
    const session = await signIn(base);
    const ids = [];
    for (let number = 0; number < full.events; ++number)
        ids.push((await publish(base, draft(number), session)).id);
    return { longEvent: ids[0] };
}
