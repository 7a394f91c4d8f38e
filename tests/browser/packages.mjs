// Where the packages of npm are: not beside these files but in a folder of the build (tools/browser
// and CTest say which), so that the tree holds nothing that is not ours.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

function value(name, otherwise) {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
}

export const options = {
    sopu: resolve(value('sopu', 'build/release/sopu')),
    packages: resolve(value('packages', 'build/browser')),
    webDir: value('web-dir', ''),
    chromium: value('chromium', '/usr/bin/chromium'),
    screenshots: value('screenshots', ''),
    only: value('only', ''),
};

const load = createRequire(join(options.packages, 'package.json'));

export const { chromium } = load('playwright-core');
export const axeSource = load('axe-core').source;
export const { HtmlValidate } = load('html-validate');
