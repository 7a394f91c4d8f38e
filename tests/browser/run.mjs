// Starts the program and the browser, runs every test, ends with "N passed, N failed".
//   node tests/browser/run.mjs --sopu build/release/sopu --packages build/browser
//   --only TEXT: tests whose name holds it; --screenshots FOLDER: pictures instead of tests;
//   --web-dir web: templates, messages and styles from the disk
import { fill } from './calendar.mjs';
import { runAll } from './harness.mjs';
import { chromium, options } from './packages.mjs';
import { serve } from './served.mjs';
import { takeScreenshots } from './screenshots.mjs';

import './pages_test.mjs';
import './resident_test.mjs';
import './volunteer_test.mjs';
import './series_test.mjs';
import './staff_test.mjs';
import './reach_test.mjs';

const served = await serve();
let good = false;
try {
    const browser = await chromium.launch({
        executablePath: options.chromium,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    const world = { browser, base: served.base };
    if (options.screenshots) {
        await takeScreenshots(world, options.screenshots);
        good = true;
    } else {
        world.data = await fill(served.base);
        good = await runAll(world);
    }
    await browser.close();
} finally {
    await served.stop();
}
process.exitCode = good ? 0 : 1;
