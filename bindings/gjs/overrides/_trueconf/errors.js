// SPDX-License-Identifier: LGPL-2.1-or-later

// Exceptions of handlers on their way through the library, which knows GLib.Error only.

const {Gio, GLib} = imports.gi;
const {refuseNul} = imports.overrides._trueconf.values;

// what was thrown, or an exception with words for `throw undefined` and promises that are rejected without a reason
function toThrown(error) {
    return error ?? new Error(`${error} was thrown, which does not say what has happened: throw an Error`);
}

function textOf(thrown) {
    try {
        return String(thrown);
    } catch {
        return 'an object was thrown that has no text';
    }
}

function toError(Trueconf, error) {
    const thrown = toThrown(error);
    return thrown instanceof GLib.Error ? thrown : new GLib.Error(Trueconf.error_quark(), Trueconf.Error.FAILED, textOf(thrown));
}

// for what no error handler gets
function logThrown(error, words) {
    const thrown = toThrown(error);
    logError(typeof thrown === 'object' ? thrown : new Error(textOf(thrown)), words);
}

// what was thrown, for the GLib.Error that it has become in the library
var THROWN = Symbol('thrown');

function original(Trueconf, context, error) {
    const thrown = context[THROWN];
    return thrown && toError(Trueconf, thrown.error).message === error.message ? thrown.error : error;
}

// hands an exception to the error handlers, and logs it if none has dealt with it
function failed(Trueconf, context, thrown, words = 'A handler failed') {
    const error = toThrown(thrown);
    if (error instanceof GLib.Error && error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED)) {
        logThrown(error, words);
        return;
    }
    context[THROWN] = {error};
    if (!context.fail(toError(Trueconf, error)))
        logThrown(error, words);
}

function nickOf(type, code) {
    return Object.keys(type).find(name => type[name] === code)?.toLowerCase().replaceAll('_', '-');
}

// error.nick, and error.matches('chat-not-found') beside error.matches(domain, code)
function makeWords(known) {
    const {matches} = GLib.Error.prototype;
    return {
        nick: {
            configurable: true,
            get() {
                return nickOf(this.constructor, this.code);
            },
        },
        matches: {
            configurable: true,
            writable: true,
            value(...given) {
                const [word] = given;
                if (given.length !== 1 || typeof word !== 'string')
                    return matches.apply(this, given);
                refuseNul('the word', word);
                const name = word.toUpperCase().replace(/[- ]/g, '_');
                if (!known.concat(this.constructor).some(type => typeof type[name] === 'number'))
                    throw new TypeError(`there is no error “${word}”: see Trueconf.ApiError and Trueconf.Error for those that there are`);
                return this.constructor[name] === this.code;
            },
        },
    };
}

let words;

// for an error of another domain, such as that of a call which was cancelled
function addWords(error) {
    if (error instanceof GLib.Error && !('nick' in error))
        Object.defineProperties(error, words);
    return error;
}

function addErrors(Trueconf) {
    words = makeWords([Trueconf.ApiError, Trueconf.Error, Gio.IOErrorEnum]);
    for (const type of [Trueconf.ApiError, Trueconf.Error])
        Object.defineProperties(type.prototype, words);
}
