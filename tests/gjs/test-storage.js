// SPDX-License-Identifier: LGPL-2.1-or-later

// Storages of dialogs that are written in JavaScript, and the one in Redis, in the hands of the library's dispatcher.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run, sleep, waitFor} from './harness.js';

const Form = Trueconf.states('Form', ['name', 'city']);

// with functions that are asynchronous
const Promised = GObject.registerClass(class Promised extends Trueconf.Storage {
    records = new Map();
    problem = null;
    conflicts = 0;

    async load(key) {
        await sleep(1);
        if (this.problem)
            throw this.problem;
        return this.records.get(key.to_string());
    }

    async store(key, record, version) {
        await sleep(1);
        const name = key.to_string();
        if (this.conflicts > 0) {
            // somebody else was faster
            this.conflicts--;
            this.records.set(name, Trueconf.FsmRecord.new('Form:name', '{"other": 1}', 0, `theirs ${this.conflicts}`));
        }
        const stored = this.records.get(name)?.version ?? null;
        if (stored !== version && stored !== record.version)
            return false;
        this.records.set(name, record);
        return true;
    }
});

// with nothing but the interface of the library
const Plain = GObject.registerClass({Implements: [Trueconf.FsmStorage]}, class Plain extends GObject.Object {
    records = new Map();

    vfunc_load(key, task) {
        (this.records.get(key.to_string()) ?? new Trueconf.FsmRecord()).answer(task);
    }

    vfunc_store(key, record, version, task) {
        const stored = this.records.get(key.to_string())?.version ?? null;
        if (stored === version)
            this.records.set(key.to_string(), record);
        task.return_boolean(stored === version || stored === record.version);
    }
});

async function ask(test, text) {
    const before = test.sandbox.texts('nora').length;
    test.sandbox.say(text, 'nora');
    await waitFor(() => test.sandbox.texts('nora').length > before);
    return test.sandbox.texts('nora')[before];
}

async function start(test, storage) {
    const dispatcher = new Trueconf.Dispatcher({storage});
    dispatcher.on(Trueconf.Message, message => message.text === 'begin', async (message, {state}) => {
        await state.set_state(Form.name);
        await message.answer('name?');
    });
    dispatcher.on(Trueconf.Message, Form.name, async (message, {state}) => {
        const data = await state.update_data({name: message.text});
        await state.go_on(Form);
        await message.answer(`city, ${Object.keys(data).sort()}?`);
    });
    dispatcher.on(Trueconf.Message, Form.city, async (message, {state}) => {
        await message.answer(`${await state.get_state()} ${Object.keys(await state.get_data())}`);
    });
    await makeBot(test, {dispatcher}).start();
}

async function walk(test, storage) {
    await start(test, storage);
    assertEqual(await ask(test, 'begin'), 'name?');
    assertEqual(await ask(test, 'Nora'), 'city, name?');
    assertEqual(await ask(test, 'Riga'), 'Form:city name');
}

async function failure(promise) {
    try {
        await promise;
    } catch (error) {
        return error.message;
    }
    throw new Error('this should fail');
}

run({
    async 'functions that are asynchronous'(test) {
        await walk(test, new Promised());
    },

    async 'the interface alone'(test) {
        await walk(test, new Plain());
    },

    async 'changes of others are kept, and the change is made again'(test) {
        const storage = new Promised();
        await start(test, storage);
        assertEqual(await ask(test, 'begin'), 'name?');
        storage.conflicts = 3;
        assertEqual(await ask(test, 'Nora'), 'city, name,other?');
        assertEqual(storage.conflicts, 0);
    },

    async 'what is thrown reaches the caller, and the dialog stays where it is'(test) {
        const storage = new Promised();
        await start(test, storage);
        assertEqual(await ask(test, 'begin'), 'name?');
        storage.problem = new Error('the disk is gone');
        const before = [...storage.records.values()];
        const dialog = Trueconf.FsmContext.new(storage, Trueconf.FsmKey.new('bot', 'chat', 'user', null));
        assert((await failure(dialog.set_state('elsewhere'))).includes('the disk is gone'));
        assertEqual([...storage.records.values()].length, before.length);
        storage.problem = null;
        assertEqual(await ask(test, 'Nora'), 'city, name?');
    },

    async 'what is no answer is told'() {
        const dialog = answers => Trueconf.FsmContext.new(Object.assign(new Promised(), answers),
            Trueconf.FsmKey.new('bot', 'chat', 'user', null));
        for (const record of [5, {}, 'text'])
            assert((await failure(dialog({load: () => record}).get_state())).includes('load() returns has to be a Trueconf.FsmRecord'));
        for (const stored of [undefined, 'no', 1])
            assert((await failure(dialog({store: async () => stored}).set_data({a: 1}))).includes('store() returns has to be true'));
    },

    async 'Redis'(test) {
        const folder = GLib.dir_make_tmp('redis-XXXXXX');
        const server = Gio.Subprocess.new(['redis-server', '--port', '0', '--unixsocket', `${folder}/socket`, '--dir', folder,
            '--save', '', '--requirepass', 's3cret'], Gio.SubprocessFlags.STDOUT_SILENCE);
        try {
            await waitFor(() => GLib.file_test(`${folder}/socket`, GLib.FileTest.EXISTS));
            const storage = new Trueconf.RedisStorage({address: `unix://${folder}/socket`, password: 's3cret', timeout: 30});
            assertEqual(storage.address, `unix://${folder}/socket`);
            await walk(test, storage);
            const stranger = Trueconf.RedisStorage.new(`unix://${folder}/socket`);
            const dialog = Trueconf.FsmContext.new(stranger, Trueconf.FsmKey.new('bot', 'chat', 'user', null));
            assert((await failure(dialog.get_state())).includes('wants a password'));
        } finally {
            server.force_exit();
            server.wait(null);
            GLib.unlink(`${folder}/socket`);
            GLib.rmdir(folder);
        }
    },
});
