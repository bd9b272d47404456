// SPDX-License-Identifier: LGPL-2.1-or-later

// Filters: functions, which may be asynchronous, states and groups of states in the place of a Trueconf.Filter.

const {GLib, GObject} = imports.gi;
const {addConversion, describe, wrongType} = imports.overrides._trueconf.arguments;
const {asStateFilter} = imports.overrides._trueconf.dialogs;
const {THROWN, logThrown, toError, toThrown} = imports.overrides._trueconf.errors;
const {describeUncallable, isAsync, isPlain, isPromise, refuseNul, toDateTime} = imports.overrides._trueconf.values;

// whether the answer of a filter is yes; an object is, and what is in it goes into the context
function takeAnswer(answer, context) {
    if (!isPlain(answer))
        return Boolean(answer);
    for (const [key, value] of Object.entries(answer))
        context.set_data(key, value);
    return true;
}

function addFunctionFilters(Trueconf) {
    addConversion('Filter', (_, value) => toFilter(Trueconf, value));
}

// what GJS would cut, or take for 0, is refused
function toArray(values) {
    refuseNul('value', values);
    if (values.every(one => typeof one === 'string'))
        return new GLib.Variant('as', values);
    if (values.every(one => typeof one === 'boolean'))
        return new GLib.Variant('ab', values);
    for (const one of values) {
        if (typeof one !== 'bigint' && !Number.isInteger(one))
            throw wrongType('value', 'an array of texts, of whole numbers or of true and false', one);
    }
    return new GLib.Variant('ax', values);
}

// GJS takes a bigint where it knows the type only
function toInteger(value) {
    const isSigned = value < 2n ** 63n;
    if (value < -(2n ** 63n) || value >= 2n ** 64n)
        throw new RangeError(`value cannot be ${value}, which is no integer of 64 bits`);
    const made = new GObject.Value();
    made.init(isSigned ? GObject.TYPE_INT64 : GObject.TYPE_UINT64);
    made[isSigned ? 'set_int64' : 'set_uint64'](value);
    return made;
}

function toComparable(value) {
    if (Array.isArray(value))
        return toArray(value);
    refuseNul('value', value);
    if (value === undefined || value === null)
        return null;
    if (typeof value === 'bigint')
        return toInteger(value);
    if (value instanceof Date)
        return toDateTime(value);
    if (value instanceof GObject.Value || value instanceof GLib.Variant || value instanceof GLib.DateTime ||
        ['string', 'boolean', 'number'].includes(typeof value))
        return value;
    throw wrongType('value', 'a text, a number, true, false, a time or an array', value);
}

// for Operator.IN the value is an array; on top of what checks the arguments
function addPropertyFilters(Trueconf) {
    const {new_property: newProperty} = Trueconf.Filter;
    // a promise would be taken for true
    const {new_func: newFunc} = Trueconf.Filter;
    Trueconf.Filter.new_func = test => {
        if (isAsync(test) || typeof test === 'function' && describeUncallable(test))
            throw new TypeError('Filter.new_func() takes a function that answers at once: an async function is a filter itself, without new_func()');
        return newFunc(test);
    };
    Trueconf.Filter.new_property = (eventType, path, operator, value) => {
        if (!GObject.type_is_a(eventType?.$gtype ?? GObject.TYPE_NONE, Trueconf.Event.$gtype))
            throw wrongType('event_type', 'a class of events, such as Trueconf.Message', eventType);
        return newProperty(eventType, path, operator, toComparable(value));
    };
}

// a constructor tells what is wrong with its pattern, and a search tells places in the units by which JavaScript cuts texts
function addSearch(Trueconf) {
    const {prototype} = Trueconf.BoundedRegex;
    const {find} = prototype;
    prototype.find = function (text, flags = 0, limit = 0) {
        const places = find.call(this, text, flags, limit);
        const units = [];
        let at = 0;
        for (const letter of text) {
            const code = letter.codePointAt(0);
            for (let bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; bytes > 0; bytes--)
                units.push(at);
            at += letter.length;
        }
        units.push(at);
        return new GLib.Variant('aa(ii)', places.deepUnpack().map(groups =>
            groups.map(([start, end]) => start < 0 ? [-1, -1] : [units[start], units[end]])));
    };
    const construct = prototype._init;
    prototype._init = function (...args) {
        construct.apply(this, args);
        this.init(null);
    };
}

// a filter for promises: `ask` returns one, or throws an exception
function makePromiseFilter(Trueconf, ask) {
    return Trueconf.Filter.new_async_func((event, context, task) => {
        const fail = reason => {
            const error = toThrown(reason);
            const thrown = context[THROWN] = {error};
            task.return_error(toError(Trueconf, error));
            // by then the library has asked the error handlers; it logs the message only
            GLib.idle_add(GLib.PRIORITY_DEFAULT_IDLE, () => {
                if (!thrown.handled)
                    logThrown(error, 'A filter failed');
                return GLib.SOURCE_REMOVE;
            });
        };
        try {
            Promise.resolve(ask(event, context)).then(answer => task.return_boolean(takeAnswer(answer, context))).catch(fail);
        } catch (error) {
            fail(error);
        }
    });
}

// What a function returns is known only when it is called: whether it is a promise, too. The task of an asynchronous filter
// costs several times as much as the function, so that there is one only for promises and exceptions. The library asks all
// parts in one go, so that the answer is still that for the same event.
function makeFunctionFilter(Trueconf, test) {
    const {Filter} = Trueconf;
    if (isAsync(test))
        return makePromiseFilter(Trueconf, test);

    let answer;
    return Filter.new_and([
        Filter.new_func((event, context) => {
            try {
                answer = test(event, context);
                if (!isPromise(answer))
                    answer = takeAnswer(answer, context);
            } catch (error) {
                answer = Promise.reject(error);
            }
            return answer !== false;
        }),
        Filter.new_or([Filter.new_func(() => answer === true), makePromiseFilter(Trueconf, () => answer)]),
    ]);
}

// a filter of the library for a function, which may be asynchronous, for a state, a group of states or a filter
function toFilter(Trueconf, filter) {
    if (filter instanceof Trueconf.Filter)
        return filter;
    const states = asStateFilter(Trueconf, filter);
    if (states)
        return states;
    const kind = typeof filter === 'function' ? describeUncallable(filter) : null;
    if (kind)
        throw new TypeError(`${filter.name || 'this'} is ${kind}, which is not a filter: give a function, which may be async`);
    if (typeof filter !== 'function')
        throw new TypeError(`${describe(filter)} is not a filter: it has to be a function, a state, a group of states or a Trueconf.Filter`);
    return makeFunctionFilter(Trueconf, filter);
}

// null: no filter, so that everything matches. A mistyped name, as of a state that a group does not have, is undefined, and
// its handler would get everything
function toCondition(Trueconf, filters) {
    const made = filters.filter(filter => filter !== null)
        .map(filter => toFilter(Trueconf, filter));
    return made.length > 1 ? Trueconf.Filter.new_and(made) : made[0] ?? null;
}
