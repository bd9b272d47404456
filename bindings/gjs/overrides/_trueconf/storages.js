// SPDX-License-Identifier: LGPL-2.1-or-later

// A base class for storages of dialogs that are written in JavaScript.

const {Gio, GObject} = imports.gi;
const {wrongType} = imports.overrides._trueconf.arguments;
const {toError} = imports.overrides._trueconf.errors;

// a storage of dialogs that has load(key), store(key, record, version) and find_expired(time, limit), which may be asynchronous
function addStorages(Trueconf) {
    const serve = (task, work, answer) => Promise.resolve().then(work).then(answer)
        .catch(error => task.return_error(toError(Trueconf, error)));
    const description = {GTypeName: 'TrueconfGjsStorage', Implements: [Trueconf.FsmStorage]};
    Trueconf.Storage = GObject.registerClass(description, class Storage extends GObject.Object {
        vfunc_load(key, task) {
            const none = Trueconf.FsmRecord.new(null, null, 0, null);
            serve(task, () => this.load(key), record => {
                if (record !== null && record !== undefined && !(record instanceof Trueconf.FsmRecord))
                    throw wrongType('what load() returns', 'a Trueconf.FsmRecord or null', record);
                (record ?? none).answer(task);
            });
        }

        vfunc_store(key, record, version, task) {
            serve(task, () => this.store(key, record, version), stored => {
                // nothing is not the version of somebody else
                if (typeof stored !== 'boolean')
                    throw wrongType('what store() returns', 'true if the record was stored, and false if another version is there', stored);
                task.return_boolean(stored);
            });
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
