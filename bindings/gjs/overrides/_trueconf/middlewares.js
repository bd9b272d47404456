// SPDX-License-Identifier: LGPL-2.1-or-later

// Middlewares: functions of (event, context, next), which may be asynchronous.

const {THROWN, logThrown, original, toError, toThrown} = imports.overrides._trueconf.errors;
const {describeUncallable, isPromise} = imports.overrides._trueconf.values;

const ENDED = Symbol('ended');

function end(next) {
    next[ENDED] = true;
    next.end();
}

// lets the event go on, and returns a promise of whether there was a handler, which fails as the handler does
function makeNext(Trueconf, context, next) {
    return () => {
        if (next.has_run)
            throw new Error('next() was called before: an event goes on once');
        if (next[ENDED])
            throw new Error('next() comes too late: the middleware has ended, and the event was blocked');
        // not run_async(), since GJS frees a callback too early when the same function is called from within it
        const promise = new Promise((resolve, reject) => {
            next.connect('notify::returned', () => {
                if (!next.error) {
                    resolve(next.handled);
                    return;
                }
                next[THROWN] = {error: original(Trueconf, context, next.error)};
                reject(next[THROWN].error);
            });
        });
        next.run();
        // the error handlers get it, whether or not it is awaited
        promise.catch(() => {});
        return promise;
    };
}

function middlewareFailed(Trueconf, context, next, reason) {
    const error = toThrown(reason);
    // the exception of the handler has only passed through
    if (next[THROWN]?.error === error) {
        end(next);
        return;
    }
    context[THROWN] = {error};
    next[ENDED] = true;
    if (!next.fail(toError(Trueconf, error)))
        logThrown(error, 'A middleware failed');
}

// a middleware of a function of (event, context, next), which may be asynchronous
function toMiddleware(Trueconf, middleware) {
    // a class of JavaScript is called by this, since the library would wait until its `next` is collected as garbage;
    // functions of the library do not have the prefix in their text
    if (middleware instanceof Trueconf.Middleware && `${middleware.vfunc_process}`.includes('vfunc_process')) {
        const instance = middleware;
        middleware = (event, context, next) => instance.vfunc_process(event, context, next);
    }
    if (middleware instanceof Trueconf.Middleware)
        return middleware;
    if (typeof middleware !== 'function')
        throw new TypeError(`${middleware} is not a middleware: it has to be a function or a Trueconf.Middleware`);
    const kind = describeUncallable(middleware);
    if (kind)
        throw new TypeError(`${middleware.name || 'this'} is ${kind}, and not a middleware: give a function, or an object of a class`);

    return Trueconf.Middleware.new_func((event, context, next) => {
        const goOn = makeNext(Trueconf, context, next);
        let result;
        try {
            result = middleware(event, context, goOn);
        } catch (error) {
            middlewareFailed(Trueconf, context, next, error);
            return;
        }
        if (isPromise(result)) {
            Promise.resolve(result).then(
                () => end(next),
                error => middlewareFailed(Trueconf, context, next, error)
            );
        } else {
            end(next);
        }
    });
}

function addMiddlewares(Trueconf) {
    const {prototype} = Trueconf.Router;

    for (const where of ['outer', 'inner']) {
        const add = prototype[`add_${where}_middleware`];
        // returns the middleware, which can be removed
        prototype[`add_${where}_middleware`] = function (middleware) {
            const made = toMiddleware(Trueconf, middleware);
            add.call(this, made);
            return made;
        };
    }
}
