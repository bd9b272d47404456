// SPDX-License-Identifier: LGPL-2.1-or-later

// Values on their way into the library and out of it: texts, JSON, lists, options.

const {GLib, Json} = imports.gi;

// a text with U+0000 would be cut off there in silence, because C ends texts with it
function refuseNul(name, value) {
    if (typeof value === 'string') {
        if (value.includes('\0')) {
            throw new TypeError(`${name} has a NUL character at position ${value.indexOf('\0')}, which the library ` +
                'cannot send: take it out');
        }
    } else if (Array.isArray(value)) {
        value.forEach(item => refuseNul(name, item));
    } else if (isPlain(value)) {
        Object.entries(value).flat().forEach(item => refuseNul(name, item));
    }
}

// what JSON.stringify() makes an empty object of, or one that is not what it was
const STRANGERS = [Map, Set, WeakMap, WeakSet, RegExp, Promise, Error, ArrayBuffer];

// A number that JSON or C does not have would arrive as another one, a Map or a Set as an empty object, and a function not at all. JSON
// rounds -(2 ** 63) to 17 digits, which is below it, and writes larger ones with an exponent. This is what JSON.stringify() asks about each
// value, after its toJSON().
function refuseStrangers(_key, value) {
    if (typeof value === 'number') {
        if (!Number.isFinite(value))
            throw new RangeError(`there is ${value}, which JSON does not know: give it as a text`);
        if (Number.isInteger(value) && Math.abs(value) >= 2 ** 63 && Math.abs(value) < 1e21)
            throw new RangeError(`there is ${value}, which does not pass as an integer of 64 bits: give it as a text`);
    } else if (typeof value === 'function' || typeof value === 'symbol' || ArrayBuffer.isView(value) || STRANGERS.some(type => value instanceof type)) {
        throw new TypeError(`there is a ${value.constructor?.name ?? typeof value}, which JSON does not know: give what is in it as an object or an array`);
    }
    return value;
}

function toNode(value) {
    if (value === null || value === undefined || value instanceof Json.Node)
        return value ?? null;
    // half of a character, as slice() leaves it, is what it is in the texts of messages
    const json = JSON.stringify(value, refuseStrangers)?.replace(/\\(?:\\|u(d[89a-f][0-9a-f]{2}))/g, (found, half) => half ? '\ufffd' : found);
    if (json === undefined)
        throw new TypeError('there is an object whose toJSON() returns nothing');
    return Json.from_string(json);
}

function fromNode(value) {
    // json-glib 1.6 writes U+001F as it is, which JSON.parse does not take
    return value instanceof Json.Node ? JSON.parse(Json.to_string(value, false).replaceAll('\x1f', '\\u001f')) : value;
}

function isPromise(value) {
    return typeof value?.then === 'function';
}

// A class is a function, too, which only fails when it is called, and of a generator nothing runs then: what it is, or null.
function describeUncallable(value) {
    // a method may be called class
    if (value.$gtype || /^class(?:\s+[^\s(]|\{)/.test(Function.prototype.toString.call(value)))
        return 'a class';
    return value.constructor?.name.endsWith('GeneratorFunction') ? 'a generator' : null;
}

function refuseUncallable(what, value) {
    const kind = describeUncallable(value);
    if (kind)
        throw new TypeError(`${what} is ${kind}, of which nothing would run: make it a function, which may be async`);
}

function isAsync(value) {
    return typeof value === 'function' && value.constructor?.name === 'AsyncFunction';
}

function* items(list) {
    for (let index = 0; index < list.get_n_items(); index++)
        yield list.get_item(index);
}

function isPlain(value) {
    // the groups of a match have no prototype
    return value !== null && typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function takeOptions(name, options, known, required) {
    if (typeof options !== 'object' || options === null)
        throw new TypeError(`${name}() takes one object: {${known.join(', ')}}`);
    for (const key of Object.keys(options)) {
        if (!known.includes(key))
            throw new TypeError(`${name}() takes no ${key}: it takes {${known.join(', ')}}`);
    }
    for (const key of required) {
        if (options[key] === undefined || options[key] === null)
            throw new TypeError(`${name}() needs ${key}: it takes {${known.join(', ')}}`);
    }
}

function toZone(value) {
    if (value === null || value === undefined || value instanceof GLib.TimeZone)
        return value ?? null;
    const zone = typeof value === 'string' ? GLib.TimeZone.new_identifier(value) : null;
    if (zone === null)
        throw new TypeError(`${value} is not a time zone: give one such as Europe/Berlin or +03:00`);
    return zone;
}

// the Date of a GLib.DateTime, which has microseconds
function toDate(value) {
    return value === null || value === undefined ? null : new Date(value.to_unix() * 1000 + Math.floor(value.get_microsecond() / 1000));
}

function toDateTime(value) {
    if (value instanceof GLib.DateTime || value === null || value === undefined)
        return value ?? null;
    if (!(value instanceof Date) || Number.isNaN(value.getTime()))
        throw new TypeError(`${value} is not a time: give a Date or a GLib.DateTime`);
    const milliseconds = value.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return GLib.DateTime.new_from_unix_utc(seconds).add((milliseconds - seconds * 1000) * 1000);
}
