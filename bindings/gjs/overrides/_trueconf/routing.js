// SPDX-License-Identifier: LGPL-2.1-or-later

// Handlers of routers and of errors, which may be asynchronous.

const {commandValues} = imports.overrides._trueconf.commands;
const {holdForPromise, releaseForPromise} = imports.overrides._trueconf.contexts;
const {THROWN, failed, logThrown, original} = imports.overrides._trueconf.errors;
const {toCondition} = imports.overrides._trueconf.filters;
const {isPromise, refuseUncallable} = imports.overrides._trueconf.values;

// the handler for the library: it holds the event while a promise is pending, and reports exceptions
function makeHandler(Trueconf, handler) {
    return (event, context) => {
        let result;
        try {
            result = handler(event, context, commandValues(context));
        } catch (error) {
            failed(Trueconf, context, error);
            return;
        }
        if (!isPromise(result))
            return;
        holdForPromise(context);
        Promise.resolve(result).then(
            () => {},
            error => failed(Trueconf, context, error)
        ).then(() => releaseForPromise(context));
    };
}

// A function of (error, event, context), which has dealt with the error unless it returns false. A promise has dealt with it,
// too, since the library does not wait for it; if it turns out that it has not, the error is logged.
function makeErrorHandler(Trueconf, handler) {
    return (error, event, context) => {
        const thrown = original(Trueconf, context, error);
        let result;
        try {
            result = handler(thrown, event, context);
        } catch (another) {
            logThrown(another, 'An error handler failed');
            return false;
        }
        const handled = isPromise(result) || result !== false;
        if (handled && context[THROWN])
            context[THROWN].handled = true;
        if (!isPromise(result))
            return handled;
        holdForPromise(context);
        Promise.resolve(result).then(
            answer => answer !== false,
            another => {
                logThrown(another, 'An error handler failed');
                return false;
            }
        ).then(done => {
            if (!done)
                logThrown(thrown, 'An error handler has not dealt with this');
            releaseForPromise(context);
        });
        return true;
    };
}

function addErrorHandlers(Trueconf) {
    const {prototype} = Trueconf.Router;
    const addErrorHandler = prototype.add_error_handler;
    prototype.add_error_handler = function (handler, ...rest) {
        if (typeof handler !== 'function')
            throw new TypeError(`${handler} cannot handle errors: it has to be a function`);
        // forEach() gives an index and an array as well
        if (rest.some(one => typeof one === 'function') || handler.prototype instanceof Error)
            throw new TypeError('add_error_handler() takes a function alone, for errors of all classes: let it return false for others');
        refuseUncallable('the handler of errors', handler);
        return addErrorHandler.call(this, makeErrorHandler(Trueconf, handler));
    };
}

function addIncluding(Trueconf) {
    const {prototype} = Trueconf.Router;
    const include = prototype.include_router;
    prototype.include_router = function (router) {
        if (!(router instanceof Trueconf.Router))
            throw new TypeError(`${router} is not a router: include_router() takes a Trueconf.Router`);
        if (router.get_parent())
            throw new Error(`router ${router.name ?? '(no name)'} is already included by another router: exclude it there first`);
        for (let above = this; above; above = above.get_parent()) {
            if (above === router)
                throw new Error('a router cannot include itself, or a router that includes it');
        }
        if (router instanceof Trueconf.Dispatcher)
            throw new TypeError('a dispatcher is the router of its bots, and no router includes it: include the other router in it');
        include.call(this, router);
    };
}

// the classes of events by the names of their functions: message, callback_query, removed_chat …
function eventClasses(Trueconf) {
    const classes = new Map();
    for (const name of Object.keys(Trueconf)) {
        const type = Trueconf[name];
        if (type?.prototype instanceof Trueconf.Event)
            classes.set(name.replace(/(?<!^)[A-Z]/g, letter => `_${letter}`).toLowerCase(), type);
    }
    return classes.set('event', Trueconf.Event);
}

function addRouting(Trueconf) {
    const classes = eventClasses(Trueconf);
    const {prototype} = Trueconf.Router;

    // the class of an event, and the filter for a method of the server
    function toClass(name, type) {
        if (typeof type !== 'string') {
            if (type === Trueconf.Event || type?.prototype instanceof Trueconf.Event)
                return [type, []];
            throw new TypeError(`the first argument of ${name}() has to be a class of events, its name or a method of the server`);
        }
        if (classes.has(type))
            return [classes.get(type), []];
        // methods of the server are written likeThis: one word in small letters is a mistyped event, as "messages"
        if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(type) || !/[A-Z]/.test(type))
            throw new TypeError(`there is no event “${type}”: it is one of ${[...classes.keys()].sort().join(', ')}`);
        return [Trueconf.Event, [Trueconf.Filter.new_method(type)]];
    }

    function isHandlerAlone(type, rest) {
        return rest.length === 0 && typeof type === 'function' && !type.$gtype;
    }

    function add(router, how, name, type, rest) {
        const handler = rest.pop();
        if (typeof handler !== 'function')
            throw new TypeError(`the last argument of ${name}() has to be the handler, a function`);
        refuseUncallable(`the handler of ${name}()`, handler);
        const [eventType, filters] = toClass(name, type);
        const condition = toCondition(Trueconf, [...filters, ...rest]);
        const id = router[how](eventType.$gtype, condition, makeHandler(Trueconf, handler));
        router.set_handler_name(id, handler.name || null);
        return id;
    }

    // on(Trueconf.Message, [filters …,] handler) or on('message', …); instead of a class, also a method of the server
    prototype.on = function (type, ...rest) {
        return add(this, 'add_handler', 'on', type, rest);
    };

    // the same for events that no handler has taken; fallback(handler) for all of them
    prototype.fallback = function (type, ...rest) {
        return isHandlerAlone(type, rest)
            ? add(this, 'add_fallback', 'fallback', Trueconf.Event, [type])
            : add(this, 'add_fallback', 'fallback', type, rest);
    };
    const addFallback = prototype.add_fallback;
    prototype.add_fallback = function (type, ...rest) {
        return isHandlerAlone(type, rest) ? this.fallback(type) : addFallback.call(this, type, ...rest);
    };

    // message([filters …,] handler), callback_query(…) and so on
    for (const [name, type] of classes) {
        if (name in prototype)
            throw new Error(`the event ${name} hides a function of routers`);
        prototype[name] = function (...rest) {
            return add(this, 'add_handler', name, type, rest);
        };
    }

    addErrorHandlers(Trueconf);
    addIncluding(Trueconf);
}
