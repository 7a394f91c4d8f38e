// The program under test: started on a free port with demo data in a folder of its own, stopped by
// its own handle. Rate limits are off: one address sends everything here.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { options } from './packages.mjs';

const startMs = 60_000;

function listening(child) {
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('sopu does not listen')), startMs);
        createInterface({ input: child.stdout }).on('line', (line) => {
            const found = /^listening on (http:\S+?)\/?$/.exec(line);
            if (!found) return;
            clearTimeout(late);
            resolve(found[1]);
        });
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`sopu ended with ${code}`)));
    });
}

// Staff of another municipality than the tests' events are in.
export const neighbour = { user: 'naapuri', password: 'naapurin-salasana', area: 'utsjoki' };

function addNeighbour(db) {
    const { user, area, password } = neighbour;
    const how = ['--role', 'coordinator', '--area', area, '--password-stdin', '--db', db];
    const done = spawnSync(options.sopu, ['user', 'add', user, ...how], { input: `${password}\n` });
    if (done.status !== 0) throw new Error(`user add: ${done.stderr}`);
}

export async function serve() {
    const folder = await mkdtemp(join(tmpdir(), 'sopu-browser-'));
    addNeighbour(join(folder, 'sopu.db'));
    const web = options.webDir ? ['--web-dir', options.webDir] : [];
    const child = spawn(
        options.sopu,
        ['serve', '--demo', '--db', join(folder, 'sopu.db'), '--listen', '127.0.0.1:0', ...web],
        {
            stdio: ['ignore', 'pipe', process.env.SOPU_BROWSER_LOG ? 'inherit' : 'ignore'],
            env: { ...process.env, SOPU_RATE_LIMIT: 'off' },
        },
    );
    const base = await listening(child);
    const stop = async () => {
        child.removeAllListeners('exit');
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
        await rm(folder, { recursive: true, force: true });
    };
    return { base, stop };
}
