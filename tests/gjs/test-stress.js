// SPDX-License-Identifier: LGPL-2.1-or-later

// What a long life brings: exceptions in every place, the collector at any time, thousands of calls, hundreds of bots.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, makeEchoBot, run, sleep, waitFor} from './harness.js';

const PLACES = ['handler', 'promise', 'filter', 'outer', 'inner', 'request', 'storage', 'error handler'];

const isText = text => event => event instanceof Trueconf.Message && event.text === text;

const BrokenStorage = GObject.registerClass(class BrokenStorage extends Trueconf.Storage {
    records = new Map();

    async load(key) {
        if (key.to_string().includes('omar'))
            throw new Error('storage');
        return this.records.get(key.to_string());
    }

    async store(key, record) {
        this.records.set(key.to_string(), record);
        return true;
    }
});

async function startTroubledBot(test) {
    const caught = [];
    const dispatcher = new Trueconf.Dispatcher({storage: new BrokenStorage()});
    const troubled = new Trueconf.Router({name: 'troubled'});
    const last = new Trueconf.Router({name: 'last'});
    dispatcher.include_router(troubled);
    dispatcher.include_router(last);
    const raising = place => async (event, context, next) => {
        if (isText(place)(event))
            throw new Error(place);
        await next();
    };
    troubled.add_outer_middleware(raising('outer'));
    troubled.add_inner_middleware(raising('inner'));
    troubled.on(Trueconf.Message, isText('handler'), () => {
        throw new Error('handler');
    });
    troubled.on(Trueconf.Message, isText('promise'), async () => {
        await sleep(1);
        throw new Error('promise');
    });
    troubled.on(Trueconf.Message, event => {
        if (event.text === 'filter')
            throw new Error('filter');
        return false;
    }, () => {});
    troubled.on(Trueconf.Message, isText('inner'), () => {});
    troubled.on(Trueconf.Message, isText('request'), async message => {
        await message.answer('refused');
    });
    troubled.on(Trueconf.Message, isText('storage'), async (message, context) => {
        await context.state.set_state('Dialog:name');
    });
    troubled.on(Trueconf.Message, isText('error handler'), () => {
        throw new RangeError('error handler');
    });
    last.on(Trueconf.Message, async message => {
        await message.answer(message.text);
    });
    dispatcher.add_error_handler(error => {
        caught.push(error.message);
        if (error.message.includes('error handler'))
            throw new Error('error handler');
        return true;
    });
    const bot = makeBot(test, {dispatcher});
    bot.add_request_middleware(async (request, next) => {
        if (JSON.stringify(request.payload).includes('refused'))
            throw new Error('request');
        return next();
    });
    await bot.start();
    return {bot, caught};
}

function threads() {
    let number = 0;
    const list = Gio.File.new_for_path('/proc/self/task').enumerate_children('standard::name', Gio.FileQueryInfoFlags.NONE, null);
    while (list.next_file(null))
        number++;
    return number;
}

// megabytes
function resident() {
    const [, content] = GLib.file_get_contents('/proc/self/statm');
    return Number(new TextDecoder().decode(content).split(' ')[1]) * 4096 / 1e6;
}

function settings(test) {
    return {server: '127.0.0.1', port: test.sandbox.port, https: false, username: 'echo_bot', password: 'secret'};
}

run({
    async 'an exception in each place'(test) {
        const {caught} = await startTroubledBot(test);
        for (let round = 0; round < 3; round++) {
            for (const place of PLACES) {
                test.sandbox.say(place, place === 'storage' ? 'omar' : 'nora');
                test.sandbox.say(`echo ${round} ${place}`);
                await waitFor(() => test.sandbox.texts().includes(`echo ${round} ${place}`));
            }
        }
        for (const place of PLACES)
            await waitFor(() => caught.filter(words => words.includes(place)).length >= 3);
        // a filter that throws does not match, and the next router is asked
        assertEqual(test.sandbox.texts().filter(text => !text.startsWith('echo')), ['filter', 'filter', 'filter']);
    },

    async 'an exception in each place at once'(test) {
        const {bot} = await startTroubledBot(test);
        const people = ['nora', 'omar'];
        for (let number = 0; number < 10; number++) {
            for (const place of PLACES)
                test.sandbox.say(place, people[number % 2]);
        }
        for (const person of people) {
            test.sandbox.say('the end', person);
            await waitFor(() => test.sandbox.texts(person).includes('the end'), 30);
        }
        assert(bot.authorized);
    },

    async 'a callback after the bot is gone'(test) {
        let answered = 0;
        for (const started of [false, true]) {
            let bot = new Trueconf.Bot({...settings(test), offline_timeout: 0.1});
            if (started)
                await bot.start();
            bot.get_chats(10, 1).then(() => answered++, () => answered++);
            bot = null;
            System.gc();
            await waitFor(() => answered === 1 + started);
        }
    },

    async 'the collector at any time'(test) {
        const bot = makeEchoBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        const collecting = GLib.timeout_add(GLib.PRIORITY_HIGH, 2, () => {
            System.gc();
            return GLib.SOURCE_CONTINUE;
        });
        const one = async number => {
            await bot.send_message(chat, `sent ${number}`);
            const button = Trueconf.Button.new_command('Press', 'press');
            await bot.send_draft(chat, new Trueconf.Draft({text: `draft ${number}`, keyboard: Trueconf.Keyboard.from([[button]])}));
            return [...await bot.get_chat_history(chat, 5, null)].map(message => message.message_id);
        };
        for (let number = 0; number < 20; number++)
            test.sandbox.say(`heard ${number}`);
        const pages = await Promise.all(Array.from({length: 50}, (_, number) => one(number)));
        await waitFor(() => test.sandbox.texts().filter(text => text.startsWith('heard')).length === 20, 30);
        GLib.source_remove(collecting);
        assert(pages.every(page => page.length === 5));
        for (const kind of ['sent', 'draft'])
            assertEqual(test.sandbox.texts().filter(text => text.startsWith(kind)).length, 50);
    },

    async 'ten thousand calls'(test) {
        const bot = makeBot(test);
        await bot.start();
        const call = async times => {
            for (let number = 0; number < times; number++)
                await bot.get_chats(1, 1);
            System.gc();
            // what the collector has let go is freed by an idle source
            await sleep(50);
        };
        await call(2000);
        const before = resident();
        await call(8000);
        const {statistics} = bot;
        assertEqual([statistics.requests, statistics.requests_in_flight], [10000, 0]);
        // leaking one answer a call would add as much as all of GJS takes
        assert(resident() < 1.5 * before, `${before} MB became ${resident()} MB`);
    },

    async 'a thousand bots'(test) {
        const make = async number => {
            const dispatcher = new Trueconf.Dispatcher();
            dispatcher.on(Trueconf.Message, async message => {
                await message.answer(message.text);
            });
            const bot = new Trueconf.Bot({...settings(test), dispatcher, offline_timeout: 1});
            bot.connect('status-changed', () => {});
            if (number % 50 === 0) {
                await bot.start();
                if (number % 100 === 0)
                    await bot.stop();
            } else if (number % 50 === 1) {
                bot.get_chats(1, 1).catch(() => {});
            }
        };
        await make(0);
        const before = threads();
        for (let number = 0; number < 1000; number++)
            await make(number);
        await waitFor(() => {
            System.gc();
            return test.sandbox.call('/sandbox/state').connections.length === 0;
        }, 30);
        assert(threads() <= before + 2, `${before} threads became ${threads()}`);
    },
});
