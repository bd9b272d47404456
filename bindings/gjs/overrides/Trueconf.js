// SPDX-License-Identifier: LGPL-2.1-or-later

// Adds to the namespace Trueconf what JavaScript users expect beyond the typelib: promises, handlers that may be
// asynchronous, filters that may be functions, plain objects instead of JsonNode. It is generated from the typelib, so
// that it includes what newer versions of the library add.

const {GObject} = imports.gi;
const parts = imports.overrides._trueconf;
const {addPromises, checkThread} = parts.calls;
const {addCancelling} = parts.cancelling;
const {addCommands} = parts.commands;
const {addData, checkHolds} = parts.contexts;
const {addDialogs} = parts.dialogs;
const {addFunctionFilters, addPropertyFilters, addSearch} = parts.filters;
const {addForms} = parts.forms;
const {addErrors, addWords} = parts.errors;
const {guardArguments} = parts.guards;
const {addButtons, addKeyboards} = parts.keyboards;
const {addMiddlewares} = parts.middlewares;
const {addModels} = parts.models;
const {addRequestMiddlewares} = parts.requests;
const {addRouting} = parts.routing;
const {addSchedules} = parts.schedule;
const {addCommandAnswers, addFiles, addSplitting} = parts.sending;
const {addStorages} = parts.storages;
const {addDrafts, addTexts} = parts.texts;
const {fromNode} = parts.values;

// for (const item of list), [...list]: GJS supports it for Gio.ListStore only, and the class of the library's lists has
// no name here
function iterateLists(Trueconf) {
    for (const prototype of [Object.getPrototypeOf(new Trueconf.Keyboard().get_rows()), Trueconf.LiveList.prototype]) {
        prototype[Symbol.iterator] ??= function* () {
            for (let i = 0; i < this.get_n_items(); i++)
                yield this.get_item(i);
        };
    }
}

function plainRaw(prototype) {
    Object.defineProperty(prototype, 'raw', {
        configurable: true,
        get() {
            return fromNode(this.get_raw());
        },
    });
}

function _init() {
    const Trueconf = this;

    // what can stand for an argument has to be known before the methods are made
    addFunctionFilters(Trueconf);
    addDrafts(Trueconf);
    addButtons(Trueconf);
    for (const name of Object.keys(Trueconf)) {
        const prototype = Trueconf[name]?.prototype;
        if (prototype instanceof GObject.Object)
            addPromises(Trueconf, name, prototype);
    }

    guardArguments(Trueconf);
    addPropertyFilters(Trueconf);
    addSearch(Trueconf);
    addErrors(Trueconf);
    addCancelling(Trueconf);
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
    addForms(Trueconf);
    addCommandAnswers(Trueconf);
    iterateLists(Trueconf);

    addStorages(Trueconf);

    Trueconf.Health.prototype.toJSON = function () {
        return JSON.parse(this.to_json());
    };

    addModels(Trueconf);

    const run = Trueconf.Bot.prototype.run;
    Trueconf.Bot.prototype.run = function (cancellable = null) {
        checkThread(Trueconf, this, 'run');
        try {
            return run.call(this, cancellable);
        } catch (error) {
            throw addWords(error);
        }
    };
}
