// Somebody who uses the pages, and how much work that is: each field gone to, each button, link and
// choice is one interaction; typing itself is not counted.
import { expect } from './harness.mjs';

export class Person {
    constructor(visitor, language) {
        this.visitor = visitor;
        this.page = visitor.page;
        this.language = language;
        this.interactions = 0;
    }

    text(key) {
        return this.language.text(key);
    }

    // A field by its name in the form, which is its id as well (form.mustache).
    async fill(name, value) {
        this.interactions += 1;
        await this.page.locator(`main [name="${name}"]`).first().fill(value);
    }

    async press(button) {
        this.interactions += 1;
        await this.visitor.follow(this.page.locator('main').getByRole('button', {
            name: button, exact: true,
        }).first());
    }

    async tap(link) {
        this.interactions += 1;
        await this.visitor.follow(link);
    }

    async sees(text) {
        const found = this.page.getByText(text);
        expect((await found.count()) > 0, `${this.visitor.path} does not say "${text}"`);
    }

    async value(name) {
        return this.page.locator(`main [name="${name}"]`).first().inputValue();
    }
}
