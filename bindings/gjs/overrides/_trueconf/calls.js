// SPDX-License-Identifier: LGPL-2.1-or-later

// Promises: x() for each pair x_async() and x_finish(). The arguments can be given by position, by name as one object, or first
// some by position and then an object with the rest.

const {Gio, GLib} = imports.gi;
const {argumentsOf} = imports.overrides._trueconf.arguments;
const {makeLimit} = imports.overrides._trueconf.cancelling;
const {addWords} = imports.overrides._trueconf.errors;
const {fromNode, isPlain} = imports.overrides._trueconf.values;

var ASYNC = '_async';
var FINISH = '_finish';

// what is taken for an argument that is left out
const DEFAULTS = {count: 100, page: 1, page_size: 100, page_number: 1};
const LIMITS = ['cancellable', 'signal', 'timeout'];

function parameterNames(method) {
    const [, names] = /\(([^)]*)\)/.exec(method.toString());
    return names.split(',').map(name => name.trim()).filter(name => name !== '');
}

// throws an exception if another thread runs the main context of the bot; the library would only log it
function checkThread(Trueconf, object, label) {
    const bot = object instanceof Trueconf.Bot ? object : object.get_bot?.();
    if (!bot)
        return;
    try {
        bot.check_thread(label);
    } catch (error) {
        throw new Error(error.message);
    }
}

function defaultOf(Trueconf, {name, type}) {
    if (type === 'boolean')
        return false;
    if (type === 'ParseMode')
        return Trueconf.ParseMode.TEXT;
    if (type === 'number')
        return 0;
    return DEFAULTS[name];
}

// `label` is Bot.send_message(), `names` those of x_async() without the callback
function makeSpecification(Trueconf, owner, name, names) {
    const parameters = argumentsOf(Trueconf, `${owner}.${name}${ASYNC}`, names);
    for (const parameter of parameters)
        parameter.otherwise = defaultOf(Trueconf, parameter);
    return {
        name,
        label: `Trueconf.${owner}.${name}()`,
        names,
        known: [...new Set([...names, ...LIMITS])],
        parameters,
        cancellable: names.indexOf('cancellable'),
        chat: names.indexOf('chat_id'),
        text: names.includes('parse_mode') ? names.indexOf('text') : -1,
        mode: names.indexOf('parse_mode'),
    };
}

// whether an object without a class at this place is the argument itself, and not what names the arguments
function isArgument({parameters, known}, index, value) {
    switch (parameters[index]?.type) {
    case 'Json.Node':
        return true;
    case 'InputFile':
        return value.bytes !== undefined;
    case 'Draft': {
        const keys = Object.keys(value);
        return keys.length > 0 && !keys.some(key => known.includes(key));
    }
    default:
        return false;
    }
}

// puts what an object names to its place, and returns the other ways to end the call
function spread(specification, values, options) {
    const {label, known, names} = specification;
    const limit = {};
    for (const [key, value] of Object.entries(options)) {
        if (!known.includes(key))
            throw new TypeError(`${label} takes no ${key}: it takes {${known.join(', ')}}`);
        const index = names.indexOf(key);
        if (index < 0) {
            limit[key] = value;
            continue;
        }
        if (values[index] !== undefined)
            throw new TypeError(`${label} got ${key} twice`);
        values[index] = value;
    }
    return limit;
}

// the arguments of x() as x_async() needs them, without the callback, and what may end the call; the latter can be null
function complete(Trueconf, specification, given) {
    const {label, names, parameters, cancellable, text, mode} = specification;
    const values = given.slice();
    let limit = null;

    const last = values.length - 1;
    if (last >= 0 && isPlain(values[last]) && !isArgument(specification, last, values[last]))
        limit = spread(specification, values, values.pop());
    else if (last >= 0 && last < cancellable && values[last] instanceof Gio.Cancellable)
        // it can follow the last argument
        values[cancellable] = values.splice(last, 1, undefined)[0];
    if (values.length > names.length)
        throw new TypeError(`${label} takes at most ${names.length} arguments (${names.join(', ')}), ${values.length} were given`);

    if (text >= 0 && values[text] instanceof Trueconf.Text) {
        values[text] = values[text].to_html();
        values[mode] = Trueconf.ParseMode.HTML;
    }
    for (let index = 0; index < parameters.length; index++) {
        const value = values[index], {name, convert, nullable, otherwise} = parameters[index];
        if (value !== undefined && value !== null)
            values[index] = convert ? convert(name, value) : value;
        else if (nullable)
            values[index] = null;
        else if (otherwise !== undefined)
            values[index] = otherwise;
        else
            throw new TypeError(`${label} needs ${name}: it takes (${names.join(', ')})`);
    }
    if (limit !== null && (limit.signal !== undefined || limit.timeout !== undefined)) {
        limit = makeLimit(Trueconf, label, {...limit, cancellable: values[cancellable]});
        values[cancellable] = limit.cancellable;
    } else {
        limit = null;
    }
    return [values, limit];
}

// the places of the program where a call was made, without those of the library
function callers(place) {
    return place.stack.split('\n').filter(line => !/gjs[^:]*\/overrides\//.test(line)).join('\n');
}

// says which call has failed, and where it was made
function explain(specification, object, values, error, place) {
    if (!(error instanceof GLib.Error))
        return error;
    error.method = specification.name;
    const chat = specification.chat >= 0 ? values[specification.chat] : object.get_chat_id?.() ?? null;
    if (chat !== null)
        error.chat_id = chat;
    error.stack = callers(place);
    return addWords(error);
}

function toResult(value) {
    if (typeof value !== 'object' || value === null)
        return value;
    return value instanceof GLib.Bytes ? value.toArray() : fromNode(value);
}

// calls x_async() with arguments that are complete(); `collect` makes the result of what x_finish() gives, `failed` adds to
// an exception
function callWith(specification, object, begin, finish, values, limit, collect = toResult, failed = null) {
    // a stack is made of this only when the call fails
    const place = new Error();
    return new Promise((resolve, reject) => {
        try {
            begin.call(object, ...values, (_source, result) => {
                limit?.done();
                try {
                    resolve(collect(finish.call(object, result)));
                } catch (error) {
                    const explained = explain(specification, object, values, limit ? limit.explain(error) : error, place);
                    failed?.(explained, result);
                    reject(explained);
                }
            });
        } catch (error) {
            limit?.done();
            reject(error);
        }
    });
}

// the specification of a method with a promise
var SPECIFICATION = Symbol('specification');

// what has to happen while the event is handled: the library would only log that it comes too late, and the promise would wait for ever
const WHILE_HANDLED = {
    'Trueconf.Context.ask()': 'its handler cannot ask any more',
    'Trueconf.Form.begin()': 'no form can begin in it any more',
    'Trueconf.Router.list_commands()': 'nobody can be told of commands in it any more',
};

function checkEvent(Trueconf, label, object, values) {
    if (label === 'Trueconf.Form.begin()' && object.get_fields().get_n_items() === 0)
        throw new Error(`the form ${object.get_name()} has no fields`);
    const context = label in WHILE_HANDLED && [object, ...values].find(value => value instanceof Trueconf.Context);
    if (context && context.done)
        throw new Error(`the event is done: ${WHILE_HANDLED[label]}`);
}

// a method with a promise: an exception before the call is one of the promise, too
function makeMethod(Trueconf, specification, begin, finish, collect, failed) {
    const method = {
        [specification.name](...given) {
            let values, limit;
            try {
                checkThread(Trueconf, this, specification.label);
                [values, limit] = complete(Trueconf, specification, given);
                checkEvent(Trueconf, specification.label, this, values);
                // the answer can be there before the library sees that nobody wants it; with `failed`, it says itself what it has done
                if (!failed)
                    values[specification.cancellable]?.set_error_if_cancelled();
            } catch (error) {
                limit?.done();
                return Promise.reject(addWords(error));
            }
            return callWith(specification, this, begin, finish, values, limit, collect, failed);
        },
    }[specification.name];
    method[SPECIFICATION] = specification;
    return method;
}

function define(prototype, name, value) {
    Object.defineProperty(prototype, name, {configurable: true, writable: true, value});
}

function addPromises(Trueconf, owner, prototype) {
    const members = new Set(Object.getOwnPropertyNames(prototype));
    for (const name of members) {
        const bare = name.slice(0, -ASYNC.length);
        if (!name.endsWith(ASYNC) || !members.has(bare + FINISH) || members.has(bare))
            continue;

        const begin = prototype[name], finish = prototype[bare + FINISH];
        const names = parameterNames(begin).slice(0, -1);
        const specification = makeSpecification(Trueconf, owner, bare, names);
        define(prototype, bare, makeMethod(Trueconf, specification, begin, finish));
        // as in C with a callback, and a promise of the same result without
        const method = makeMethod(Trueconf, specification, begin, finish, result => result);
        prototype[name] = function (...given) {
            if (given.length === names.length + 1 && (typeof given.at(-1) === 'function' || given.at(-1) === null))
                return begin.apply(this, given);
            return method.apply(this, given);
        };
    }
}
