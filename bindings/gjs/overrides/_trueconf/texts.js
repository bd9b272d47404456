// SPDX-License-Identifier: LGPL-2.1-or-later

// Formatted texts: joined, written as templates, and given wherever a text is wanted.

const {addConversion, wrongType} = imports.overrides._trueconf.arguments;
const {isPlain, items} = imports.overrides._trueconf.values;

// Text: `a + b` gives a string in JavaScript, so it is a.concat(b, c); Trueconf.html`<b>${name}</b>` shows the values as they
// are, and keeps the formatting of those that are texts, and of all in an array
function addTexts(Trueconf) {
    const {Text} = Trueconf;
    const {concat} = Text.prototype;
    const toText = value => {
        if (value instanceof Text)
            return value;
        return Array.isArray(value) ? Text.from(...value) : Text.new(`${value}`.replaceAll('\0', '\ufffd'));
    };
    const isAttribute = html => html.lastIndexOf('<') > html.lastIndexOf('>');

    Text.prototype.concat = function (...others) {
        return others.reduce((text, other) => concat.call(text, toText(other)), this);
    };
    Text.prototype.toString = function () {
        return this.to_string();
    };
    Text.prototype.toJSON = function () {
        return this.to_html();
    };
    Text.prototype[Symbol.iterator] = function* () {
        yield* items(this.get_spans());
    };
    Text.from = (...parts) => parts.reduce((text, part) => text.concat(part), Text.new(''));

    Trueconf.html = function (strings, ...values) {
        const html = values.reduce((before, value, index) => {
            // an attribute has no formatting
            const shown = isAttribute(before) ? escapeAttribute(toText(value).to_string()) : toText(value).to_html();
            return before + shown + strings[index + 1];
        }, strings[0]);
        return Text.new_from_html(html);
    };

    const {split_text, split_text_full} = Trueconf;
    // what a message can have
    Trueconf.split_text = (text, limit = 4096) => split_text(text, limit);
    Trueconf.split_text_full = (text, limit = 4096, parse_mode = 'text') => split_text_full(text, limit, parse_mode);

    Object.defineProperty(Trueconf.Message.prototype, 'formatted_text', {
        configurable: true,
        get() {
            return this.get_formatted_text();
        },
    });

    const {get, set} = Object.getOwnPropertyDescriptor(Trueconf.Draft.prototype, 'text') ?? {
        get() {
            return this.get_text();
        },
        set(value) {
            this.set_text(value);
        },
    };
    Object.defineProperty(Trueconf.Draft.prototype, 'text', {
        configurable: true,
        enumerable: true,
        get,
        set(value) {
            if (value instanceof Text)
                this.set_formatted_text(value);
            else
                set.call(this, value);
        },
    });
    // new Trueconf.Draft({text: Text})
    const construct = Trueconf.Draft.prototype._init;
    Trueconf.Draft.prototype._init = function (properties = {}, ...rest) {
        if (properties?.text instanceof Text) {
            const {text, parse_mode: _, ...others} = properties;
            properties = {...others, formatted_text: text};
        }
        return construct.call(this, properties, ...rest);
    };
}

function escapeAttribute(text) {
    return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

// where a draft is wanted: a text, a formatted one, or an object with the properties of a draft
function addDrafts(Trueconf) {
    addConversion('Draft', (name, value) => {
        if (typeof value === 'string' || value instanceof Trueconf.Text)
            return new Trueconf.Draft({parse_mode: Trueconf.ParseMode.TEXT, text: value});
        if (isPlain(value))
            return new Trueconf.Draft(value);
        if (!(value instanceof Trueconf.Draft))
            throw wrongType(name, 'a text or a Trueconf.Draft', value);
        return value;
    });
}
