// SPDX-License-Identifier: LGPL-2.1-or-later

// Middlewares of requests: functions of (request, next), which may be asynchronous.

const {logThrown, toError} = imports.overrides._trueconf.errors;
const {fromNode, isPromise, refuseUncallable, toNode} = imports.overrides._trueconf.values;

// the way on for a request: next() sends it on and returns a promise of the answer
function makeRequestNext(Trueconf, next) {
    const state = {looks: false, decided: false};
    const check = (name, afterLooking) => {
        if (state.decided)
            throw new Error(`${name}() comes too late: the middleware has answered or refused the request already`);
        if ((next.has_run || state.looks) && !(afterLooking && state.looks))
            throw new Error(`${name}() comes too late: the middleware has sent the request on already`);
    };
    const goOn = () => {
        check('next', false);
        state.looks = true;
        // later, since GJS frees a callback too early when the same function is called from within it
        const promise = state.promise = Promise.resolve().then(() => new Promise((resolve, reject) => {
            if (state.decided) {
                reject(new Error('the middleware has answered or refused the request itself'));
                return;
            }
            next.run_async(null, (_source, result) => {
                try {
                    state.node = next.run_finish(result);
                    resolve(fromNode(state.node));
                } catch (error) {
                    state.error = error;
                    reject(error);
                }
            });
        }));
        // the caller gets it, whether or not it is awaited
        promise.catch(() => {});
        return promise;
    };
    goOn.state = state;
    goOn.cancellable = next.cancellable;
    goOn.run = () => {
        check('run', false);
        next.run();
    };
    goOn.answer = payload => {
        check('answer', true);
        const node = toNode(payload);
        state.decided = true;
        next.answer(node);
    };
    goOn.fail = error => {
        check('fail', true);
        state.decided = true;
        next.fail(toError(Trueconf, error));
    };
    return goOn;
}

// a middleware of a function of (request, next), which may be asynchronous
function toRequestMiddleware(Trueconf, middleware) {
    if (middleware instanceof Trueconf.RequestMiddleware)
        return middleware;
    if (typeof middleware !== 'function')
        throw new TypeError(`${middleware} is not a request middleware: it has to be a function or a Trueconf.RequestMiddleware`);
    refuseUncallable('the request middleware', middleware);

    return Trueconf.RequestMiddleware.new_func((request, next) => {
        const goOn = makeRequestNext(Trueconf, next);
        const {state} = goOn;
        const failed = error => {
            if (state.decided || next.has_run && !state.looks)
                logThrown(error, 'A request middleware failed');
            else
                goOn.fail(error);
        };
        const ended = answer => {
            if (state.decided)
                return;
            if (answer !== undefined)
                goOn.answer(answer);
            else if (state.node)
                goOn.answer(state.node);
            else if (state.error)
                goOn.fail(state.error);
            else if (state.looks)
                state.promise.then(() => ended(), () => ended());
            else if (!next.has_run)
                goOn.fail(new Error('the middleware has neither called next nor returned an answer'));
        };
        try {
            const result = middleware(request, goOn);
            if (isPromise(result))
                Promise.resolve(result).then(ended).catch(failed);
            else
                ended(result);
        } catch (error) {
            failed(error);
        }
    });
}

function addRequestMiddlewares(Trueconf) {
    const {add_request_middleware: add} = Trueconf.Bot.prototype;

    // returns the middleware, which can be removed
    Trueconf.Bot.prototype.add_request_middleware = function (middleware) {
        const made = toRequestMiddleware(Trueconf, middleware);
        add.call(this, made);
        return made;
    };

    Object.defineProperty(Trueconf.OutgoingRequest.prototype, 'payload', {
        configurable: true,
        get() {
            return fromNode(this.get_payload());
        },
        set(payload) {
            this.set_payload(toNode(payload));
        },
    });
}
