// SPDX-License-Identifier: LGPL-2.1-or-later

// Ways to end a call early: a Gio.Cancellable, an AbortSignal, a timeout. GJS has no AbortController of its own; one that a
// program brings along works as well.

const {Gio, GLib} = imports.gi;

var AbortSignal = class {
    constructor() {
        this.aborted = false;
        this.reason = undefined;
        this.onabort = null;
        this._listeners = new Map();
    }

    addEventListener(type, listener, options = {}) {
        if (type === 'abort')
            this._listeners.set(listener, options?.once === true);
    }

    removeEventListener(type, listener) {
        if (type === 'abort')
            this._listeners.delete(listener);
    }

    throwIfAborted() {
        if (this.aborted)
            throw this.reason;
    }

    _abort(reason) {
        if (this.aborted)
            return;
        this.aborted = true;
        this.reason = reason ?? new GLib.Error(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED, 'Operation was cancelled');
        const event = {type: 'abort', target: this};
        for (const listener of [this.onabort, ...this._listeners.keys()].filter(one => one !== null)) {
            if (this._listeners.get(listener))
                this._listeners.delete(listener);
            try {
                if (typeof listener === 'function')
                    listener.call(this, event);
                else
                    listener.handleEvent(event);
            } catch (error) {
                logError(error, 'A listener of an abort signal failed');
            }
        }
    }

    static abort(reason) {
        const signal = new this();
        signal._abort(reason);
        return signal;
    }
};

var AbortController = class {
    constructor() {
        this.signal = new AbortSignal();
    }

    abort(reason) {
        this.signal._abort(reason);
    }
};

function isSignal(value) {
    return typeof value === 'object' && typeof value?.aborted === 'boolean' && typeof value.addEventListener === 'function';
}

// what ends a call: {cancellable, done(), explain(error)}
function makeLimit(Trueconf, label, {cancellable, signal, timeout}) {
    if (signal !== undefined && signal !== null && !isSignal(signal))
        throw new TypeError(`${label}: signal has to be an AbortSignal, such as that of new Trueconf.AbortController()`);
    if (timeout !== undefined && timeout !== null && !(typeof timeout === 'number' && timeout > 0))
        throw new TypeError(`${label}: timeout has to be a number of seconds above 0`);

    const own = new Gio.Cancellable();
    let source = 0, late = false;
    const cancel = () => own.cancel();
    const outer = cancellable?.connect(cancel) ?? 0;
    if (signal?.aborted)
        cancel();
    signal?.addEventListener('abort', cancel);
    if (timeout) {
        source = GLib.timeout_add(GLib.PRIORITY_DEFAULT, Math.min(Math.ceil(timeout * 1000), 0xffffffff), () => {
            source = 0;
            late = true;
            cancel();
            return GLib.SOURCE_REMOVE;
        });
    }

    return {
        cancellable: own,
        done() {
            signal?.removeEventListener('abort', cancel);
            if (source)
                GLib.source_remove(source);
            if (outer)
                cancellable.disconnect(outer);
        },
        explain(error) {
            if (!late || !(error instanceof GLib.Error) || !error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
                return error;
            return new GLib.Error(Trueconf.error_quark(), Trueconf.Error.TIMED_OUT, `${label} has taken longer than ${timeout} seconds`);
        },
    };
}

function addCancelling(Trueconf) {
    Trueconf.AbortController = AbortController;
    Trueconf.AbortSignal = AbortSignal;
}
