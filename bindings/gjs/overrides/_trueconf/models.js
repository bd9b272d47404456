// SPDX-License-Identifier: LGPL-2.1-or-later

// Objects of the library as text and as JSON, and lists that come in pages as asynchronous iterators.

const {Gio, GLib, GObject} = imports.gi;
const {toNick, wrongType} = imports.overrides._trueconf.arguments;
const {define} = imports.overrides._trueconf.calls;
const {items, takeOptions, toDate} = imports.overrides._trueconf.values;

// what leads out of an object, and what nobody else may read
const LEFT_OUT = new Set(['bot', 'dispatcher', 'parent', 'raw', 'token', 'password', 'secret', 'uri', 'download_url', 'proxy_resolver', 'tls_database']);
// what says most about an object, in this order
const TELLING = ['name', 'id', 'message_id', 'chat_id', 'user_id', 'file_id', 'server', 'status', 'title', 'text', 'command', 'url'];
const LONGEST = 60;

function readable(Trueconf, type) {
    return type.list_properties().filter(({flags}) => flags & GObject.ParamFlags.READABLE).map(pspec => {
        const name = pspec.name.replaceAll('-', '_');
        const enumeration = GObject.type_is_a(pspec.value_type, GObject.TYPE_ENUM)
            ? Trueconf[GObject.type_name(pspec.value_type).replace(/^Trueconf/, '')] : null;
        return {name, enumeration};
    }).filter(({name}) => !LEFT_OUT.has(name));
}

function toPlain(value) {
    if (value === null || value === undefined || typeof value !== 'object' && typeof value !== 'function')
        return typeof value === 'function' ? undefined : value;
    if (typeof value.toJSON === 'function')
        return value.toJSON();
    if (value instanceof GLib.DateTime)
        return value.to_timezone(GLib.TimeZone.new_utc()).format_iso8601();
    if (value instanceof GLib.TimeZone)
        return value.get_identifier();
    if (value instanceof GLib.Error)
        return value.message;
    if (value instanceof Gio.File)
        return value.get_path() ?? value.get_uri();
    if (value instanceof Gio.ListModel)
        return [...items(value)].map(toPlain);
    if (Array.isArray(value))
        return value.map(toPlain);
    return undefined;
}

function addPlain(Trueconf, name, type) {
    const {prototype} = type;
    const has = method => Object.prototype.hasOwnProperty.call(prototype, method);
    let properties = null;
    const read = object => {
        properties ??= readable(Trueconf, type);
        return properties.map(({name: key, enumeration}) => {
            const value = object[key];
            return [key, enumeration ? toNick(enumeration, value) : value];
        });
    };

    if (!has('toJSON')) {
        define(prototype, 'toJSON', function () {
            const plain = read(this).map(([key, value]) => [key, toPlain(value)]);
            return Object.fromEntries(plain.filter(([, value]) => value !== null && value !== undefined));
        });
    }
    if (!has('toString')) {
        define(prototype, 'toString', function () {
            const values = new Map(read(this).filter(([, value]) => typeof value === 'string' && value !== ''));
            const words = TELLING.filter(key => values.has(key)).map(key => {
                const characters = [...values.get(key)];
                const text = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : characters.join('');
                return `${key}: ${JSON.stringify(text)}`;
            });
            return `[Trueconf.${name}${words.length ? ` ${words.join(', ')}` : ''}]`;
        });
    }
}

// one page after the other: `read` gets a page by its number and the one before it. A page can begin with what the one before
// has ended with, and lists move while they are read; nothing comes twice
async function* readPages(size, idOf, read) {
    const seen = new Set();
    let page = [], number = 1;
    do {
        page = [...await read(number++, page)];
        const fresh = page.filter(item => !seen.has(idOf(item)));
        if (!fresh.length)
            return;
        for (const item of fresh) {
            seen.add(idOf(item));
            yield item;
        }
    } while (page.length >= size);
}

// for await (const message of bot.iter_history(chat)), bot.iter_chats(), bot.iter_participants(chat)
function addIterators(Trueconf) {
    const {prototype} = Trueconf.Bot;
    const known = ['page_size', 'cancellable', 'signal', 'timeout'];
    const check = (name, options, least) => {
        takeOptions(name, options, known, []);
        const {page_size: size = 100, ...limits} = options;
        if (!Number.isInteger(size) || size < least)
            throw new TypeError(`page_size has to be a whole number from ${least} on, not ${size}`);
        return [size, limits];
    };

    // the newest first; a page begins with the last message of the one before
    define(prototype, 'iter_history', function (chatId, options = {}) {
        const [size, limits] = check('iter_history', options, 2);
        return readPages(size, message => message.message_id,
            (_, before) => this.get_chat_history(chatId, size, before.at(-1)?.message_id ?? null, limits));
    });
    define(prototype, 'iter_chats', function (options = {}) {
        const [size, limits] = check('iter_chats', options, 1);
        return readPages(size, chat => chat.chat_id, number => this.get_chats(size, number, limits));
    });
    define(prototype, 'iter_participants', function (chatId, options = {}) {
        const [size, limits] = check('iter_participants', options, 1);
        return readPages(size, participant => participant.user_id,
            number => this.get_chat_participants(chatId, size, number, limits));
    });
}

// `date` beside a time in milliseconds, and a Date beside each GLib.DateTime: message.date, health.date, job.next_run_date
function addDates(type) {
    for (const {name, value_type: kind} of type.list_properties()) {
        const time = name.replaceAll('-', '_');
        const isDateTime = GObject.type_name(kind) === 'GDateTime';
        const date = ['timestamp', 'date_time'].includes(time) ? 'date' : `${time}_date`;
        if (!isDateTime && time !== 'timestamp' || date in type.prototype)
            continue;
        Object.defineProperty(type.prototype, date, {
            configurable: true,
            get() {
                return isDateTime ? toDate(this[time]) : new Date(this[time]);
            },
        });
    }
}

function addModels(Trueconf) {
    for (const name of Object.keys(Trueconf)) {
        const type = Trueconf[name];
        if (!(type?.prototype instanceof GObject.Object))
            continue;
        addPlain(Trueconf, name, type);
        addDates(type);
    }
    Trueconf.to_date = function (time) {
        if (time !== null && time !== undefined && !(time instanceof GLib.DateTime))
            throw wrongType('time', 'a GLib.DateTime', time);
        return toDate(time);
    };
    addIterators(Trueconf);
}
