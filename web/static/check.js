// The answer while somebody types: when a date, a time or a place changes, the form asks the server
// and shows what it says, the same words as the button's own page. Without this file the button
// does it alone. Nothing is kept, and only what the question needs is sent.
const form = document.getElementById("ask");
const live = document.getElementById("live");
const asked = ["date", "end_date", "start", "end", "repeat", "until", "count", "except",
    "municipality", "venue", "own", "event", "token"];
const wait = 400; // milliseconds without a change: somebody is done with the field

let timer = 0;
let running = new AbortController();
let last = "";

function question() {
    const fields = new URLSearchParams();
    for (const name of asked) {
        const field = form.elements.namedItem(name);
        if (field && field.value) fields.set(name, field.value);
    }
    return fields;
}

function show(html) {
    live.innerHTML = html;
    // The answer that came with the page is about something else by now.
    for (const old of document.querySelectorAll("section.verdict"))
        if (!live.contains(old)) old.remove();
}

async function ask() {
    const fields = question();
    const now = fields.toString();
    if (now === last || !fields.has("date") || !fields.has("municipality")) return;
    running.abort();
    running = new AbortController();
    try {
        const answer = await fetch(form.dataset.answer, {
            method: "POST", body: fields, signal: running.signal, credentials: "omit",
        });
        if (!answer.ok) return; // too often, or the server is away: the button tells
        const html = await answer.text();
        last = now;
        if (html.trim()) show(html);
        else live.replaceChildren();
    } catch {
        // Overtaken by a newer question, or no network: the button is still there.
    }
}

if (form && live) {
    last = question().toString();
    form.addEventListener("input", (event) => {
        if (!asked.includes(event.target.name)) return;
        clearTimeout(timer);
        timer = setTimeout(ask, wait);
    });
}
