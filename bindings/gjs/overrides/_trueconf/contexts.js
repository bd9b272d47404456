// SPDX-License-Identifier: LGPL-2.1-or-later

// Contexts of events: held while promises are pending, and any value of JavaScript as data.

const {GObject} = imports.gi;

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
