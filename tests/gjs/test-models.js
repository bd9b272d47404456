// SPDX-License-Identifier: LGPL-2.1-or-later

// Objects as text and JSON, lists in pages, and functions for each kind of event.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertFails, assertThrows, makeBot, run, sleep, waitFor} from './harness.js';

async function collect(iterator) {
    const list = [];
    for await (const item of iterator)
        list.push(item);
    return list;
}

run({
    async 'messages as JSON and as text'(test) {
        const messages = [];
        const bot = makeBot(test);
        bot.connect('message', (_, message) => messages.push(message));
        await bot.start();
        test.sandbox.say('hello');
        await waitFor(() => messages.length);
        const plain = JSON.parse(JSON.stringify(messages[0]));
        assertEqual([plain.text, plain.message_type, plain.parse_mode, plain.is_edited, plain.chat_type],
            ['hello', 'plain-message', 'text', false, 'p2p']);
        assertEqual(plain.author, {id: 'nora@sandbox.local', type: 'user'});
        assert(/^\d{4}-\d\d-\d\dT.*Z$/.test(plain.date_time), plain.date_time);
        assert(!('bot' in plain));
        assert(`${messages[0]}`.startsWith(`[Trueconf.Message message_id: "${plain.message_id}"`), `${messages[0]}`);
        assert(`${messages[0]}`.endsWith('text: "hello"]'));

        const keyboard = Trueconf.Keyboard.from([Trueconf.Button.new_copy('x', 'y')]);
        assertEqual(JSON.parse(JSON.stringify({keyboard})).keyboard.rows[0][0].text, 'x');
        assertEqual(JSON.parse(JSON.stringify(bot.statistics)).requests, bot.statistics.requests);
    },

    async 'times as Date'(test) {
        const bot = makeBot(test);
        const messages = [], edits = [];
        bot.dispatcher.message(message => messages.push(message));
        bot.dispatcher.edited_message(event => edits.push(event));
        const before = Date.now();
        await bot.start();
        const {message_id: id} = test.sandbox.say('hello');
        await waitFor(() => messages.length);
        const [message] = messages;
        assert(message.date instanceof Date);
        assertEqual([message.date.getTime(), message.date.toISOString().slice(0, 19)],
            [message.timestamp, message.date_time.format('%FT%T')]);
        assert(Math.abs(message.date.getTime() - before) < 60000, `${message.date}`);
        const sent = await message.answer('x');
        assertEqual(sent.date.getTime(), sent.timestamp);
        const transcript = Trueconf.Transcript.new(bot, message.chat_id);
        await waitFor(() => !transcript.loading);
        for (const item of transcript) {
            assert(item.date instanceof Date);
            assertEqual(item.date.getTime(), item.timestamp);
        }
        assert(transcript.get_n_items() > 1);
        test.sandbox.call('/sandbox/edit', {from: 'nora', message_id: message.message_id ?? id, text: 'hello!'});
        await waitFor(() => edits.length);
        assertEqual(edits[0].date.getTime(), edits[0].timestamp);

        const health = bot.health_check();
        assertEqual(health.date.getTime(), Math.floor(Number(health.timestamp.format('%s%f')) / 1000));
        const scheduler = new Trueconf.Scheduler({});
        const due = new Date(Date.now() + 3600123);
        const job = scheduler.at(due, () => {}, {name: 'once'});
        scheduler.start();
        await waitFor(() => job.next_run);
        assertEqual([job.next_run_date.getTime(), job.last_run_date], [due.getTime(), null]);
        await scheduler.stop();

        // before 1970, and with microseconds
        const old = GLib.DateTime.new_from_iso8601('1969-12-31T23:59:59.500999Z', null);
        assertEqual([Trueconf.to_date(old).getTime(), Trueconf.to_date(null)], [-500, null]);
        assertThrows(() => Trueconf.to_date('today'), 'time has to be a GLib.DateTime, not the text “today”');
    },

    'no secrets, and every object'() {
        const bot = new Trueconf.Bot({server: 'x', username: 'u', password: 'hidden-password'});
        const token = new Trueconf.Bot({server: 'x', token: 'hidden-token'});
        for (const object of [bot, token, new Trueconf.RedisStorage({password: 'hidden'})])
            assert(!`${JSON.stringify(object)} ${object}`.includes('hidden'), JSON.stringify(object));
        assertEqual(`${new Trueconf.Router({name: 'orders'})}`, '[Trueconf.Router name: "orders"]');
        assertEqual(`${new Trueconf.Draft({text: 'é'.repeat(100)})}`, `[Trueconf.Draft text: "${'é'.repeat(60)}…"]`);
        assertEqual(JSON.parse(JSON.stringify(new Trueconf.Draft({text: 'x', parse_mode: 'html'}))).parse_mode, 'html');
    },

    async 'history, chats and participants, page by page'(test) {
        const bot = makeBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        for (let number = 0; number < 7; number++)
            await bot.send_message(chat, `${number}`);
        const wanted = ['6', '5', '4', '3', '2', '1', '0'];
        for (const page_size of [2, 3, 6, 7, 8, undefined]) {
            const texts = (await collect(bot.iter_history(chat, page_size ? {page_size} : {}))).map(({text}) => text);
            assertEqual([page_size, texts], [page_size, wanted]);
        }
        // a page is asked for only when it is needed
        const before = bot.statistics.requests;
        for await (const message of bot.iter_history(chat, {page_size: 2})) {
            assertEqual(message.text, '6');
            break;
        }
        assertEqual(bot.statistics.requests - before, 1);

        for (const title of ['a', 'b', 'c'])
            await bot.create_group_chat(title);
        for (const page_size of [1, 3, 4, 5])
            assertEqual((await collect(bot.iter_chats({page_size}))).length, 4);
        const group = await bot.create_group_chat('d');
        await bot.add_participant_to_chat(group, 'nora');
        await bot.add_participant_to_chat(group, 'omar');
        for (const page_size of [1, 2, 3, 4]) {
            const names = (await collect(bot.iter_participants(group, {page_size}))).map(({user_id: id}) => id.split('@')[0]);
            assertEqual(names.sort(), ['echo_bot', 'nora', 'omar']);
        }
        assertThrows(() => bot.iter_history(chat, {page_size: 1}), 'page_size has to be a whole number from 2 on');
        assertThrows(() => bot.iter_chats({pages: 1}), 'takes no pages');
        const cancellable = new Gio.Cancellable();
        cancellable.cancel();
        await assertFails(collect(bot.iter_history(chat, {cancellable})), Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    },

    async 'a function for each kind of event'(test) {
        const seen = [];
        const dispatcher = new Trueconf.Dispatcher();
        const router = new Trueconf.Router({name: 'events'});
        dispatcher.include_router(router);
        // a filter that returns a promise, without being an async function
        router.message(message => sleep(1).then(() => message.text === 'never'), () => seen.push('never'));
        router.message(message => sleep(1).then(() => ({size: message.text.length})), (message, context) => {
            seen.push(`message ${message.text} ${context.get_data('size')} ${context.get_data('nothing')}`);
        });
        router.on('edited_message', event => seen.push(`edited ${event.text}`));
        router.removed_chat(event => seen.push(`removed ${event.chat_id}`));
        router.on('clearHistory', event => seen.push(event.method));
        router.callback_query(query => seen.push(`pressed ${query.command}`));
        router.created_personal_chat(() => {});
        router.changed_file_upload_limits(() => {});
        router.on('getFileUploadLimits', () => {});
        router.event(event => seen.push(`other ${event.method}`));
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        const said = test.sandbox.say('helo');
        await waitFor(() => seen.length === 1);
        test.sandbox.call('/sandbox/edit', {message_id: said.message_id, text: 'hello', parse_mode: 'text'});
        await waitFor(() => seen.length === 2);
        const button = new Trueconf.Button({text: 'Go', command: 'go', button_id: 'b'});
        const sent = await bot.send_message({chat_id: said.chat_id, text: 'x', keyboard: Trueconf.Keyboard.from([button])});
        test.sandbox.call('/sandbox/press', {from: 'nora', message_id: sent.message_id, button_id: 'b'});
        await waitFor(() => seen.length === 3);
        for (const method of ['removeChat', 'clearHistory', 'somethingNew']) {
            test.sandbox.call('/sandbox/send', {method, payload: {chatId: 'c'}});
            await sleep(1);
        }
        await waitFor(() => seen.length === 6);
        assertEqual(seen.slice(0, 3), ['message helo 4 undefined', 'edited hello', 'pressed go']);
        assertEqual(seen.slice(3).sort(), ['clearHistory', 'other somethingNew', 'removed c']);

        assertThrows(() => router.on('edited_mesage', () => {}), 'there is no event “edited_mesage”: it is one of');
        assertThrows(() => router.on('messages', () => {}), 'there is no event “messages”: it is one of');
        assertThrows(() => router.include_router('shop'), 'shop is not a router: include_router() takes a Trueconf.Router');
        assertThrows(() => router.include_router(), 'undefined is not a router');
        assertThrows(() => router.on(Trueconf.Bot, () => {}), 'has to be a class of events');
        assertThrows(() => router.message(), 'the last argument of message() has to be the handler');
        for (const name of Object.keys(Trueconf).filter(key => Trueconf[key]?.prototype instanceof Trueconf.Event)) {
            const snake = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
            assertEqual([name, typeof router[snake]], [name, 'function']);
        }
    },
});
