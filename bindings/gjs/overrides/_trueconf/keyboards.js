// SPDX-License-Identifier: LGPL-2.1-or-later

// Keyboards from arrays, and as iterables.

const {Gio} = imports.gi;
const {addConversion, wrongType} = imports.overrides._trueconf.arguments;
const {isPlain, items} = imports.overrides._trueconf.values;

function toButton(Trueconf, name, value) {
    if (isPlain(value))
        return new Trueconf.Button(value);
    if (!(value instanceof Trueconf.Button))
        throw wrongType(name, 'a Trueconf.Button or an object with its properties', value);
    return value;
}

function toKeyboard(Trueconf, name, rows) {
    if (rows instanceof Trueconf.Keyboard)
        return rows;
    if (typeof rows !== 'object' || typeof rows?.[Symbol.iterator] !== 'function')
        throw wrongType(name, 'a Trueconf.Keyboard or an array of rows, which are arrays of buttons', rows);
    const keyboard = new Trueconf.Keyboard();
    [...rows].forEach((row, index) => {
        const buttons = Array.isArray(row) ? row : [row];
        keyboard.add_row(buttons.map((button, column) => toButton(Trueconf, `${name}[${index}][${column}]`, button)));
    });
    return keyboard;
}

// where a button is wanted: an object with its properties; where a keyboard is wanted: rows of buttons
function addButtons(Trueconf) {
    addConversion('Button', (name, value) => toButton(Trueconf, name, value));
    addConversion('Keyboard', (name, value) => toKeyboard(Trueconf, name, value));
}

function addKeyboards(Trueconf) {
    // Trueconf.Keyboard.from([[button, button], button])
    Trueconf.Keyboard.from = rows => toKeyboard(Trueconf, 'rows', rows);

    // Trueconf.KeyboardPager.from('cities', [['Berlin', 'ber'], 'Paris'], {columns: 2}); items are texts, pairs or buttons
    Trueconf.KeyboardPager.from = function (id, list, properties = {}) {
        const store = Gio.ListStore.new(Trueconf.Button.$gtype);
        [...list].forEach((item, position) => {
            if (item instanceof Trueconf.Button || isPlain(item)) {
                store.append(toButton(Trueconf, `list[${position}]`, item));
                return;
            }
            const [text, data] = Array.isArray(item) ? item : [item];
            const made = Trueconf.KeyboardPager.new_from_strv(id, [`${text}`], [`${data ?? position}`]);
            store.append(made.get_items().get_item(0));
        });
        return new Trueconf.KeyboardPager({id, items: store, ...properties});
    };

    // for (const row of keyboard) for (const button of row)
    Object.defineProperty(Trueconf.Keyboard.prototype, 'rows', {
        configurable: true,
        get() {
            return [...items(this.get_rows())].map(row => [...items(row)]);
        },
    });
    Trueconf.Keyboard.prototype[Symbol.iterator] = function* () {
        yield* this.rows;
    };
}
