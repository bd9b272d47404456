// SPDX-License-Identifier: LGPL-2.1-or-later

// Adds to the namespace Trueconf what JavaScript users expect beyond the typelib: promises, handlers that may be
// asynchronous, filters that may be functions, plain objects instead of JsonNode. It is generated from the typelib, so
// that it includes what newer versions of the library add.

const {Gio, GLib, GObject} = imports.gi;
const {fromNode, isPlain, isPromise, items, refuseNul, takeOptions, toNode} = imports.overrides._trueconf.values;
const {addCommands, commandValues} = imports.overrides._trueconf.commands;
const {addDialogs, asStateFilter} = imports.overrides._trueconf.dialogs;
const {addForms} = imports.overrides._trueconf.forms;

const ASYNC = '_async';
const FINISH = '_finish';

function parameterNames(method) {
    const [, names] = /\(([^)]*)\)/.exec(method.toString());
    return names.split(',').map(name => name.trim()).filter(name => name !== '');
}

function toParseMode(Trueconf, value) {
    if (value === undefined || value === null)
        return Trueconf.ParseMode.TEXT;
    if (typeof value !== 'string')
        return value;
    const mode = Trueconf.ParseMode[value.toUpperCase()];
    if (mode === undefined)
        throw new TypeError(`${value} is not a parse mode: it is one of text, html, markdown`);
    return mode;
}

// replaces a formatted text among the arguments by HTML
function formatText(Trueconf, names, args) {
    const text = names.indexOf('text'), mode = names.indexOf('parse_mode');
    if (text >= 0 && mode >= 0 && args[text] instanceof Trueconf.Text) {
        args[text] = args[text].to_html();
        args[mode] = Trueconf.ParseMode.HTML;
    }
}

// the arguments of x() as x_async() needs them, without the callback
function completeArguments(Trueconf, names, args) {
    if (args.length > names.length)
        throw new TypeError(`at most ${names.length} arguments (${names.join(', ')}), ${args.length} were given`);

    const complete = [...args];
    const cancellable = names.indexOf('cancellable');
    // a cancellable can follow the last argument
    if (cancellable > 0 && complete.length && complete.length <= cancellable && complete.at(-1) instanceof Gio.Cancellable) {
        const given = complete.pop();
        complete.length = cancellable;
        complete.push(given);
    }
    formatText(Trueconf, names, complete);
    return names.map((name, index) => {
        refuseNul(name, complete[index]);
        if (name === 'parse_mode')
            return toParseMode(Trueconf, complete[index]);
        if (name === 'payload')
            return toNode(complete[index]);
        return complete[index] ?? null;
    });
}

// throws an exception if another thread runs the main context of the bot; the library would only log it
function checkThread(Trueconf, object, name) {
    const bot = object instanceof Trueconf.Bot ? object : object.bot;
    if (!(bot instanceof Trueconf.Bot))
        return;
    try {
        bot.check_thread(`${object.constructor.name.replace('_', '.')}.${name}()`);
    } catch (error) {
        throw new Error(error.message);
    }
}

// the names of the arguments of a method with a promise
const NAMES = Symbol('names');

function addPromises(Trueconf, prototype) {
    const members = new Set(Object.getOwnPropertyNames(prototype));
    for (const name of members) {
        const bare = name.slice(0, -ASYNC.length);
        if (!name.endsWith(ASYNC) || !members.has(bare + FINISH) || members.has(bare))
            continue;

        const names = parameterNames(prototype[name]).slice(0, -1);
        Gio._promisify(prototype, name, bare + FINISH);
        Object.defineProperty(prototype, bare, {
            configurable: true,
            writable: true,
            async value(...args) {
                checkThread(Trueconf, this, bare);
                return fromNode(await this[name](...completeArguments(Trueconf, names, args)));
            },
        });
        prototype[bare][NAMES] = names;
    }
}

// for (const item of list), [...list]: GJS supports it for Gio.ListStore only, and the class of the library's lists has
// no name here
function iterateLists(Trueconf) {
    const prototype = Object.getPrototypeOf(new Trueconf.Keyboard().get_rows());
    prototype[Symbol.iterator] ??= function* () {
        for (let i = 0; i < this.get_n_items(); i++)
            yield this.get_item(i);
    };
}

function plainRaw(prototype) {
    Object.defineProperty(prototype, 'raw', {
        configurable: true,
        get() {
            return fromNode(this.get_raw());
        },
    });
}

// whether the answer of a filter is yes; an object is, and what is in it goes into the context
function takeAnswer(answer, context) {
    if (!isPlain(answer))
        return Boolean(answer);
    for (const [key, value] of Object.entries(answer))
        context.set_data(key, value);
    return true;
}

function makeCondition(Trueconf) {
    return GObject.registerClass({GTypeName: 'TrueconfGjsCondition'}, class Condition extends Trueconf.Filter {
        setTest(test) {
            this._test = test;
            return this;
        }

        vfunc_match(event, context) {
            try {
                const answer = this._test(event, context);
                if (isPromise(answer))
                    throw new TypeError('a filter that returns a promise has to be an async function');
                return takeAnswer(answer, context);
            } catch (error) {
                failed(Trueconf, context, error, 'A filter failed');
                return false;
            }
        }
    });
}

// a filter of the library for a function, which may be asynchronous, for a state, a group of states or a filter
function toFilter(Trueconf, Condition, filter) {
    if (filter instanceof Trueconf.Filter)
        return filter;
    const states = asStateFilter(Trueconf, filter);
    if (states)
        return states;
    if (typeof filter !== 'function')
        throw new TypeError(`${filter} is not a filter: it has to be a function, a state, a group of states or a Trueconf.Filter`);
    if (filter.constructor.name !== 'AsyncFunction')
        return new Condition().setTest(filter);

    return Trueconf.Filter.new_async_func((event, context, task) => {
        filter(event, context).then(answer => takeAnswer(answer, context)).then(
            matches => task.return_boolean(matches),
            error => {
                context[THROWN] = {error};
                task.return_error(toError(Trueconf, error));
            }
        );
    });
}

// null: no filter, so that everything matches
function toCondition(Trueconf, Condition, filters) {
    const made = filters.filter(filter => filter !== null && filter !== undefined)
        .map(filter => toFilter(Trueconf, Condition, filter));
    return made.length > 1 ? Trueconf.Filter.new_and(made) : made[0] ?? null;
}

function toError(Trueconf, error) {
    return error instanceof GLib.Error ? error : new GLib.Error(Trueconf.error_quark(), Trueconf.Error.FAILED, `${error}`);
}

// what was thrown, for the GLib.Error that it has become in the library
const THROWN = Symbol('thrown');

function original(Trueconf, context, error) {
    const thrown = context[THROWN];
    return thrown && toError(Trueconf, thrown.error).message === error.message ? thrown.error : error;
}

// hands an exception to the error handlers, and logs it if none has dealt with it
function failed(Trueconf, context, error, words = 'A handler failed') {
    if (error instanceof GLib.Error && error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED)) {
        logError(error, words);
        return;
    }
    context[THROWN] = {error};
    if (!context.fail(toError(Trueconf, error)))
        logError(error, words);
}

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
        result.then(
            () => {},
            error => failed(Trueconf, context, error)
        ).then(() => releaseForPromise(context));
    };
}

// counts the holds for pending promises, so that a handler cannot release them by mistake
const PROMISES = Symbol('promises');
let hold, release;

function holdForPromise(context) {
    context[PROMISES] = (context[PROMISES] ?? 0) + 1;
    hold.call(context);
}

function releaseForPromise(context) {
    context[PROMISES]--;
    release.call(context);
}

// throws an exception for a mistake, which the library would only log
function checkHolds(prototype) {
    ({hold, release} = prototype);
    prototype.hold = function () {
        if (this.done)
            throw new Error('the event is done: it cannot be held any more');
        hold.call(this);
    };
    prototype.release = function () {
        if (this.n_holds <= (this[PROMISES] ?? 0))
            throw new Error('release() without a hold(): the context is not held');
        release.call(this);
    };
}

// lets the event go on, and returns a promise of whether there was a handler, which fails as the handler does
function makeNext(Trueconf, context, next) {
    return () => {
        if (next.has_run)
            throw new Error('next() was called before: an event goes on once');
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

function middlewareFailed(Trueconf, context, next, error) {
    // the exception of the handler has only passed through
    if (next[THROWN]?.error === error) {
        next.end();
        return;
    }
    context[THROWN] = {error};
    if (!next.fail(toError(Trueconf, error)))
        logError(error, 'A middleware failed');
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
            result.then(
                () => next.end(),
                error => middlewareFailed(Trueconf, context, next, error)
            );
        } else {
            next.end();
        }
    });
}

// a function of (error, event, context), which has dealt with the error unless it returns false
function makeErrorHandler(Trueconf, handler) {
    return (error, event, context) => {
        let result;
        try {
            result = handler(original(Trueconf, context, error), event, context);
        } catch (another) {
            logError(another, 'An error handler failed');
            return false;
        }
        if (!isPromise(result))
            return result !== false;
        holdForPromise(context);
        result.then(
            () => {},
            another => logError(another, 'An error handler failed')
        ).then(() => releaseForPromise(context));
        return true;
    };
}

// set_data() takes any value of JavaScript; get_data() of what is not there is undefined
function addData(Trueconf) {
    const Holder = GObject.registerClass({GTypeName: 'TrueconfGjsHolder'}, class Holder extends GObject.Object {});
    const {get_data: get, set_data: set} = Trueconf.Context.prototype;

    Trueconf.Context.prototype.set_data = function (key, value) {
        if (value === null || value === undefined) {
            set.call(this, key, null);
            return;
        }
        const holder = new Holder();
        holder.value = value;
        set.call(this, key, holder);
    };
    Trueconf.Context.prototype.get_data = function (key) {
        const value = get.call(this, key);
        if (value instanceof Holder)
            return value.value;
        return value ?? undefined;
    };
}

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

    return Trueconf.RequestMiddleware.new_func((request, next) => {
        const goOn = makeRequestNext(Trueconf, next);
        const {state} = goOn;
        const failed = error => {
            if (state.decided || next.has_run && !state.looks)
                logError(error, 'A request middleware failed');
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
                result.then(ended).catch(failed);
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

// await context.ask({question: 'How old are you?', filter: message => …, retry: 'A number, please', timeout: 60})
function addQuestions(Trueconf, Condition) {
    const known = ['question', 'filter', 'retry', 'timeout', 'cancellable'];
    const {ask_async: ask, ask_finish: finish} = Trueconf.Context.prototype;
    const toDraft = question => typeof question === 'string'
        ? Trueconf.Draft.new_text(question, Trueconf.ParseMode.TEXT) : question ?? null;

    Trueconf.Context.prototype.ask = function (options) {
        if (typeof options === 'string')
            options = {question: options};
        takeOptions('ask', options ?? {}, known, []);
        const {question, filter, retry, timeout, cancellable} = options ?? {};
        const condition = toCondition(Trueconf, Condition, [filter]);
        return new Promise((resolve, reject) => {
            ask.call(this, toDraft(question), condition, toDraft(retry), timeout ?? 0, cancellable ?? null, (_, result) => {
                try {
                    resolve(finish.call(this, result));
                } catch (error) {
                    reject(error);
                }
            });
        });
    };
}

function addMiddlewares(Trueconf) {
    const prototype = Trueconf.Router.prototype;

    for (const where of ['outer', 'inner']) {
        const add = prototype[`add_${where}_middleware`];
        // returns the middleware, which can be removed
        prototype[`add_${where}_middleware`] = function (middleware) {
            const made = toMiddleware(Trueconf, middleware);
            add.call(this, made);
            return made;
        };
    }

    const addErrorHandler = prototype.add_error_handler;
    prototype.add_error_handler = function (handler) {
        if (typeof handler !== 'function')
            throw new TypeError(`${handler} cannot handle errors: it has to be a function`);
        return addErrorHandler.call(this, makeErrorHandler(Trueconf, handler));
    };

    const include = prototype.include_router;
    prototype.include_router = function (router) {
        if (router.get_parent())
            throw new Error(`router ${router.name ?? '(no name)'} is already included by another router: exclude it there first`);
        for (let above = this; above; above = above.get_parent()) {
            if (above === router)
                throw new Error('a router cannot include itself, or a router that includes it');
        }
        include.call(this, router);
    };
}

function addRouting(Trueconf) {
    const Condition = makeCondition(Trueconf);
    addQuestions(Trueconf, Condition);

    function add(router, how, name, type, rest) {
        const handler = rest.pop();
        if (typeof handler !== 'function')
            throw new TypeError(`the last argument of ${name}() has to be the handler, a function`);

        let eventType = type;
        if (typeof type === 'string') {
            rest.unshift(Trueconf.Filter.new_method(type));
            eventType = Trueconf.Event;
        }
        const condition = toCondition(Trueconf, Condition, rest);
        const id = router[how](eventType.$gtype, condition, makeHandler(Trueconf, handler));
        router.set_handler_name(id, handler.name || null);
        return id;
    }

    // on(Trueconf.Message, [filters …,] handler); instead of a class, the name of a method of the server
    Trueconf.Router.prototype.on = function (type, ...rest) {
        return add(this, 'add_handler', 'on', type, rest);
    };

    // the same for events that no handler has taken
    Trueconf.Router.prototype.fallback = function (type, ...rest) {
        return add(this, 'add_fallback', 'fallback', type, rest);
    };
}

function addKeyboards(Trueconf) {
    // Trueconf.Keyboard.from([[button, button], [button]])
    Trueconf.Keyboard.from = function (rows) {
        const keyboard = new Trueconf.Keyboard();
        for (const row of rows)
            keyboard.add_row(Array.isArray(row) ? row : [row]);
        return keyboard;
    };

    // Trueconf.KeyboardPager.from('cities', [['Berlin', 'ber'], 'Paris'], {columns: 2}); items are texts, pairs or buttons
    Trueconf.KeyboardPager.from = function (id, list, properties = {}) {
        const store = Gio.ListStore.new(Trueconf.Button.$gtype);
        [...list].forEach((item, position) => {
            if (item instanceof Trueconf.Button) {
                store.append(item);
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

function toZone(value) {
    if (value === null || value === undefined || value instanceof GLib.TimeZone)
        return value ?? null;
    const zone = GLib.TimeZone.new_identifier(value);
    if (zone === null)
        throw new TypeError(`${value} is not a time zone: give one such as Europe/Berlin or +03:00`);
    return zone;
}

function toDateTime(value) {
    if (!(value instanceof Date))
        return value;
    const milliseconds = value.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return GLib.DateTime.new_from_unix_utc(seconds).add((milliseconds - seconds * 1000) * 1000);
}

// the function for the library: it holds the job while a promise is pending, and reports exceptions
function makeRunner(Trueconf, work) {
    return job => {
        let result;
        try {
            result = work(job);
        } catch (error) {
            failed(Trueconf, job, error);
            return;
        }
        if (!isPromise(result))
            return;
        job.hold();
        result.then(
            () => {},
            error => failed(Trueconf, job, error)
        ).then(() => job.release());
    };
}

// scheduler.every(30, work), daily('09:00', work, {zone, name, missed_policy …}), cron('0 9 * * *', work, …), at(date, work, …)
function addSchedules(Trueconf) {
    const {Schedule, Scheduler} = Trueconf;
    const addJob = Scheduler.prototype.add_job;

    Scheduler.prototype.add_job = function (name, schedule, work) {
        if (typeof work !== 'function')
            throw new TypeError('what a job does has to be a function');
        if (typeof name !== 'string' || name === '')
            throw new TypeError('a job needs a name: give {name}, or a function that has one');
        if (this.find_job(name) !== null)
            throw new Error(`there is a job ${name} already: give this one another name, or cancel that one`);
        return addJob.call(this, name, schedule, makeRunner(Trueconf, work));
    };

    const kinds = {
        every: [seconds => Schedule.new_every(Math.round(seconds * 1e6)), []],
        daily: [(time, options) => Schedule.new_daily(time, toZone(options.zone)), ['zone']],
        cron: [(expression, options) => Schedule.new_cron(expression, toZone(options.zone)), ['zone']],
        at: [time => Schedule.new_once(toDateTime(time)), []],
    };
    for (const [kind, [makeSchedule, more]] of Object.entries(kinds)) {
        const known = ['name', ...more, 'missed_policy', 'grace_time', 'allow_overlap', 'paused'];
        Scheduler.prototype[kind] = function (when, work, options = {}) {
            takeOptions(kind, options, known, []);
            const {name, zone, missed_policy: policy, ...properties} = options;
            if (kind === 'every' && !(when >= 0.001))
                throw new TypeError(`a job cannot run every ${when} seconds: 0.001 is the least`);
            const job = this.add_job(name ?? work?.name, makeSchedule(when, {zone}), work);
            if (policy !== undefined)
                properties.missed_policy = typeof policy === 'string' ? Trueconf.MissedPolicy[policy.toUpperCase().replace('-', '_')] : policy;
            return Object.assign(job, properties);
        };
    }

    Object.defineProperty(Scheduler.prototype, 'jobs', {
        configurable: true,
        get() {
            return [...items(this.list_jobs())];
        },
    });
}

// Text: `a + b` gives a string in JavaScript, so it is a.concat(b, c); Trueconf.html`<b>${name}</b>` shows the values as they
// are, and keeps the formatting of those that are texts
function addTexts(Trueconf) {
    const {Text} = Trueconf;
    const {concat} = Text.prototype;
    const toText = value => value instanceof Text ? value : Text.new(`${value}`.replaceAll('\0', '\ufffd'));
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

// send_message(chat, text, {split: true}) and so on: a text of any length, for a list of what was sent. The last argument can
// have other arguments by their names as well.
function addSplitting(Trueconf) {
    const verbs = [
        [Trueconf.Bot, 'send_message', 'send_long_message'],
        [Trueconf.Bot, 'send_draft', 'send_long_draft'],
        [Trueconf.Message, 'answer', 'answer_long'],
        [Trueconf.Message, 'reply', 'reply_long'],
        [Trueconf.Message, 'answer_draft', 'answer_long_draft'],
        [Trueconf.Message, 'reply_draft', 'reply_long_draft'],
    ];

    for (const [type, name, long] of verbs) {
        const {prototype} = type;
        const begin = prototype[`${long}_async`], finish = prototype[`${long}_finish`];
        const names = prototype[long][NAMES];

        // an exception tells what was sent before
        prototype[long] = async function (...args) {
            checkThread(Trueconf, this, long);
            const complete = completeArguments(Trueconf, names, args);
            const list = await new Promise((resolve, reject) => {
                begin.call(this, ...complete, (source, result) => {
                    try {
                        resolve(finish.call(this, result));
                    } catch (error) {
                        error.sent = [...items(Trueconf.SentMessage.list_from_result(result))];
                        reject(error);
                    }
                });
            });
            return [...items(list)];
        };

        const plain = prototype[name];
        const known = [...names, 'split'];
        prototype[name] = async function (...args) {
            const options = args.at(-1);
            if (!isPlain(options))
                return await plain.apply(this, args);
            takeOptions(name, options, known, []);
            const {split, ...named} = options;
            const complete = args.slice(0, -1);
            for (const [key, value] of Object.entries(named)) {
                const index = names.indexOf(key);
                if (complete[index] !== undefined)
                    throw new TypeError(`${name}() got ${key} twice`);
                complete[index] = value;
            }
            return await (split ? this[long] : plain).apply(this, Array.from(complete));
        };
    }
}

function toInputFile(Trueconf, file) {
    return file instanceof Gio.File ? Trueconf.InputFile.new_for_file(file) : file ?? null;
}

// send_photo({chat_id, file, caption}), answer_document({file}) and so on, which send a draft
function addFiles(Trueconf) {
    const kinds = {
        photo: ['file', 'preview', 'caption', 'parse_mode', 'split'],
        document: ['file', 'caption', 'parse_mode', 'split'],
        sticker: ['file'],
    };
    const verbs = [
        [Trueconf.Bot, 'send', ['chat_id'], ['reply_message_id']],
        [Trueconf.Message, 'answer', [], []],
        [Trueconf.Message, 'reply', [], []],
    ];

    for (const [kind, members] of Object.entries(kinds)) {
        for (const [type, verb, before, after] of verbs) {
            const name = `${verb}_${kind}`;
            const known = [...before, ...members, ...after, 'progress', 'cancellable'];
            type.prototype[name] = async function (options) {
                takeOptions(name, options, known, [...before, 'file']);
                const parseMode = options.caption instanceof Trueconf.Text ? {} : {parse_mode: toParseMode(Trueconf, options.parse_mode)};
                const draft = new Trueconf.Draft({
                    ...parseMode,
                    kind: Trueconf.DraftKind[kind.toUpperCase()],
                    file: toInputFile(Trueconf, options.file),
                    preview: toInputFile(Trueconf, options.preview),
                    text: options.caption ?? null,
                    reply_message_id: options.reply_message_id ?? null,
                });
                return await this[`${verb}${options.split ? '_long' : ''}_draft`](...before.map(key => options[key]), draft,
                    options.progress ?? null, options.cancellable ?? null);
            };
        }
    }
}

// query.answer({text}), bot.answer_command({command_id, text}); or with a draft
function addCommandAnswers(Trueconf) {
    const enums = {
        answer: Trueconf.CommandAnswer,
        status: Trueconf.CommandStatus,
        visibility: Trueconf.CommandVisibility,
        level: Trueconf.CommandLevel,
    };
    const verbs = [[Trueconf.Bot, 'answer_command', ['command_id']], [Trueconf.CallbackQuery, 'answer', []]];

    for (const [type, name, before] of verbs) {
        const plain = type.prototype[name];
        const known = [...before, 'text', ...Object.keys(enums), 'cancellable'];
        type.prototype[name] = async function (...args) {
            const [options] = args;
            if (args.length > 1 || options instanceof Trueconf.Draft)
                return await plain.apply(this, args);
            takeOptions(name, options ?? {}, known, before);
            const values = {text: options?.text ?? null};
            for (const [key, members] of Object.entries(enums)) {
                const value = options?.[key];
                if (value !== undefined)
                    values[`command_${key}`] = typeof value === 'string' ? members[value.toUpperCase()] : value;
            }
            return await plain.call(this, ...before.map(key => options[key]), new Trueconf.Draft(values),
                options?.cancellable ?? null);
        };
    }
}

function guarded(original) {
    const names = parameterNames(original);
    return function (...args) {
        args.forEach((value, index) => refuseNul(names[index] ?? `argument ${index + 1}`, value));
        return original.apply(this, args);
    };
}

function guardMembers(object, isWanted) {
    for (const name of Object.getOwnPropertyNames(object)) {
        // those of the module are there only once they are used
        const descriptor = Object.getOwnPropertyDescriptor(object, name);
        const value = descriptor ? descriptor.value : object[name];
        if (typeof value === 'function' && isWanted(name, value))
            object[name] = guarded(value);
    }
}

function guardProperties(prototype) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        if (descriptor.set) {
            Object.defineProperty(prototype, name, {
                ...descriptor,
                set(value) {
                    refuseNul(name, value);
                    descriptor.set.call(this, value);
                },
            });
        }
    }
}

// construction with properties, static functions, methods and functions of the module; what ends in _async is guarded
// by completeArguments()
function guardTexts(Trueconf) {
    const isOfLibrary = (name, value) => String(value).includes('wrapper for native symbol') &&
        parameterNames(value).length > 0 && !name.endsWith(ASYNC) && !name.endsWith(FINISH);

    for (const name of Object.keys(Trueconf)) {
        const type = Trueconf[name];
        if (!(type?.prototype instanceof GObject.Object))
            continue;
        guardMembers(type, isOfLibrary);
        guardMembers(type.prototype, isOfLibrary);
        guardProperties(type.prototype);
        const construct = type.prototype._init;
        type.prototype._init = function (...args) {
            // the properties of the object
            for (const [property, value] of args.filter(isPlain).flatMap(Object.entries))
                refuseNul(property, value);
            return construct.apply(this, args);
        };
    }
    guardMembers(Trueconf, isOfLibrary);
}

// a storage of dialogs that has load(key), store(key, record, version) and find_expired(time, limit), which may be asynchronous
function addStorages(Trueconf) {
    const serve = (task, work, answer) => Promise.resolve().then(work).then(answer)
        .catch(error => task.return_error(toError(Trueconf, error)));
    const description = {GTypeName: 'TrueconfGjsStorage', Implements: [Trueconf.FsmStorage]};
    Trueconf.Storage = GObject.registerClass(description, class Storage extends GObject.Object {
        vfunc_load(key, task) {
            const none = Trueconf.FsmRecord.new(null, null, 0, null);
            serve(task, () => this.load(key), record => (record ?? none).answer(task));
        }

        vfunc_store(key, record, version, task) {
            serve(task, () => this.store(key, record, version), stored => task.return_boolean(stored));
        }

        vfunc_find_expired(time, limit, task) {
            const found = Gio.ListStore.new(Trueconf.FsmKey.$gtype);
            serve(task, () => this.find_expired?.(time, limit) ?? [], keys => {
                keys.forEach(key => found.append(key));
                this.answer_keys(task, found);
            });
        }
    });
}

function _init() {
    const Trueconf = this;

    for (const name of Object.keys(Trueconf)) {
        const prototype = Trueconf[name]?.prototype;
        if (prototype instanceof GObject.Object)
            addPromises(Trueconf, prototype);
    }

    plainRaw(Trueconf.Event.prototype);
    plainRaw(Trueconf.Content.prototype);
    checkHolds(Trueconf.Context.prototype);
    addRouting(Trueconf);
    addCommands(Trueconf);
    addDialogs(Trueconf);
    addData(Trueconf);
    addMiddlewares(Trueconf);
    addRequestMiddlewares(Trueconf);
    Trueconf.Bot.prototype.with_activity = function (chat, kind, work) {
        const activity = this.begin_chat_activity(chat, kind);
        return Promise.resolve().then(() => work()).finally(() => activity.end());
    };
    addKeyboards(Trueconf);
    addSchedules(Trueconf);
    addTexts(Trueconf);
    addSplitting(Trueconf);
    addFiles(Trueconf);
    addForms(Trueconf, toError, toZone);
    addCommandAnswers(Trueconf);
    iterateLists(Trueconf);

    guardTexts(Trueconf);
    addStorages(Trueconf);

    Trueconf.Health.prototype.toJSON = function () {
        return JSON.parse(this.to_json());
    };

    const run = Trueconf.Bot.prototype.run;
    Trueconf.Bot.prototype.run = function (cancellable = null) {
        checkThread(Trueconf, this, 'run');
        return run.call(this, cancellable);
    };
}
