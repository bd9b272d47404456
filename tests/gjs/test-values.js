// SPDX-License-Identifier: LGPL-2.1-or-later

// What is given to the library and what comes of it: words for enumerations, options by name, files, and what does not fit.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertFails, assertThrows, makeBot, run, waitFor} from './harness.js';

async function startedBot(test) {
    const bot = makeBot(test);
    await bot.start();
    return [bot, await bot.create_personal_chat('nora')];
}

async function assertRejects(call, words) {
    let said = 'nothing was refused';
    try {
        await call();
    } catch (error) {
        assert(error instanceof TypeError, `${error}`);
        said = error.message;
    }
    assert(said.includes(words), `“${said}” should contain “${words}”`);
}

run({
    'words for enumerations'() {
        const {AckPolicy, ButtonStyle, ChatActivity, ParseMode} = Trueconf;
        assertEqual(new Trueconf.Draft({text: 'x', parse_mode: 'html'}).parse_mode, ParseMode.HTML);
        assertEqual(new Trueconf.Draft({text: 'x', parseMode: 'markdown'}).parse_mode, ParseMode.MARKDOWN);
        assertEqual(new Trueconf.Bot({ack_policy: 'after-handler'}).ack_policy, AckPolicy.AFTER_HANDLER);
        assertEqual(new Trueconf.Bot({ack_policy: 'after_handler'}).get_ack_policy(), AckPolicy.AFTER_HANDLER);
        const draft = new Trueconf.Draft();
        draft.parse_mode = 'html';
        assertEqual(draft.parse_mode, ParseMode.HTML);
        draft.set_parse_mode('markdown');
        assertEqual(draft.parse_mode, ParseMode.MARKDOWN);
        assertEqual(new Trueconf.Button({text: 'x', style: 'danger'}).style, ButtonStyle.DANGER);
        assertEqual(new Trueconf.ActivityMiddleware({activity: 'typing'}).activity, ChatActivity.TYPING);
        assertEqual(Trueconf.Draft.new_text('x', 'html').parse_mode, ParseMode.HTML);
        assertEqual(Trueconf.split_text_full('one *two*', 3, 'text').join('|'), 'one|*tw|o*');
        Trueconf.Filter.new_chat_types(['group', 'p2p', Trueconf.ChatType.CHANNEL]);
    },

    'what does not fit is refused by its name'() {
        const draft = new Trueconf.Draft();
        const bot = new Trueconf.Bot({});
        for (const [action, words] of [
            [() => new Trueconf.Draft({parse_mode: 'htm'}), 'parse_mode cannot be “htm”: it is one of text, markdown, html'],
            [() => new Trueconf.Draft({parse_mode: true}), 'parse_mode has to be one of'],
            [() => new Trueconf.Draft({parse_mode: 77}), 'parse_mode has to be one of'],
            [() => new Trueconf.Draft({text: 5}), 'text has to be a text, not 5'],
            [() => new Trueconf.Bot({https: 'no'}), 'https has to be true or false, not the text “no”'],
            [() => new Trueconf.Bot({port: '443'}), 'port has to be a whole number'],
            [() => new Trueconf.Bot({timeout: NaN}), 'timeout has to be a number, not NaN'],
            [() => new Trueconf.Bot({dispatcher: {}}), 'dispatcher has to be a Trueconf.Dispatcher, not an object'],
            [() => {
                bot.ack_policy = 'later';
            }, 'ack_policy cannot be “later”'],
            [() => {
                draft.keyboard = 'x';
            }, 'keyboard has to be a Trueconf.Keyboard or an array of rows, which are arrays of buttons, not the text “x”'],
            [() => draft.set_keyboard([['Yes']]), 'keyboard[0][0] has to be a Trueconf.Button or an object with its properties'],
            [() => new Trueconf.Draft({keyboard: [{text: 'x', style: 'red'}]}), 'style cannot be “red”'],
            [() => draft.set_kind('picture'), 'kind cannot be “picture”'],
            [() => {
                draft.parse_mode = undefined;
            }, 'parse_mode has to be one of text, markdown, html, not undefined'],
            [() => {
                bot.ack_policy = null;
            }, 'ack_policy has to be one of'],
            [() => new Trueconf.Draft({parse_mode: null}), 'parse_mode has to be one of'],
            [() => Trueconf.Filter.new_authors('nora'), 'user_ids has to be an array'],
        ]) {
            let error = null;
            try {
                action();
            } catch (thrown) {
                error = thrown;
            }
            assert(error instanceof TypeError && error.message.includes(words), `${error} should say “${words}”`);
        }
        assertThrows(() => new Trueconf.Draft({txet: 'x'}), 'txet');
        // as if it was left out
        assertEqual(new Trueconf.Bot({dedup_size: undefined}).dedup_size, bot.dedup_size);
        assertEqual([draft.text, draft.keyboard, bot.ack_policy], [null, null, Trueconf.AckPolicy.ON_RECEIPT]);
    },

    async 'arguments by position, by name, and both'(test) {
        const [bot, chat] = await startedBot(test);
        const last = () => test.sandbox.messages().at(-1);
        const first = await bot.send_message({chat_id: chat, text: '<b>1</b>', parse_mode: 'html'});
        assertEqual([last().text, last().parse_mode], ['<b>1</b>', 'html']);
        await bot.send_message(chat, 'two', {reply_message_id: first.message_id});
        assertEqual([last().text, last().reply_message_id], ['two', first.message_id]);
        await bot.send_message({chat_id: chat, text: 'press', keyboard: Trueconf.Keyboard.from([Trueconf.Button.new_copy('x', 'y')])});
        assertEqual((await bot.get_chat_history({chat_id: chat, count: 1})).get_item(0).keyboard.rows[0][0].text, 'x');
        await bot.send_draft(chat, Trueconf.html`<b>${'<'}</b>`);
        assertEqual([last().text, last().parse_mode], ['<b>&lt;</b>', 'html']);
        assertEqual((await bot.get_chats()).get_n_items(), 1);
        assertEqual(await bot.remove_message({message_id: first.message_id, for_all: true}), true);

        for (const [call, words] of [
            [() => bot.send_message(), 'Trueconf.Bot.send_message() needs chat_id'],
            [() => bot.send_message({text: 'x'}), 'needs chat_id'],
            [() => bot.send_message(chat, 'x', {text: 'y'}), 'got text twice'],
            [() => bot.send_message({chat_id: chat, txet: 'x'}), 'takes no txet'],
            [() => bot.get_chats({cuont: 1}), 'Trueconf.Bot.get_chats() takes no cuont: it takes {count, page, '],
            [() => bot.get_chats(1, 2, null, 4), 'at most 3 arguments'],
            [() => bot.get_chats('ten'), 'count has to be a whole number that is not negative, not the text “ten”'],
            [() => bot.get_chats(-1), 'count has to be'],
            [() => bot.get_chats(1.5), 'count has to be'],
            [() => bot.send_message(chat, {}, 'x'), 'text has to be a text, not an object'],
            [() => bot.send_message(chat, 'x', 'htm'), 'parse_mode cannot be “htm”'],
            [() => bot.remove_message('m', 'yes'), 'for_all has to be true or false'],
            [() => bot.send_chat_activity(chat, 'sleeping'), 'activity cannot be “sleeping”'],
            [() => bot.send_photo({chat_id: chat, file: 5}), 'file has to be a path, a Gio.File'],
        ])
            await assertRejects(call, words);
    },

    async 'drafts and keyboards as objects and arrays'(test) {
        const [bot, chat] = await startedBot(test);
        const last = () => test.sandbox.messages().at(-1);
        const buttons = () => (last().envelope.content.buttons ?? []).map(row => row.map(button => button.label));
        const keyboard = [[{text: 'Yes', command: 'yes', style: 'danger'}, Trueconf.Button.new_copy('Copy', 'x')], {text: 'No', command: 'no'}];

        const draft = new Trueconf.Draft({text: 'x', keyboard});
        assertEqual(draft.keyboard.rows.map(row => row.length), [2, 1]);
        assertEqual(draft.keyboard.rows[0][0].style, Trueconf.ButtonStyle.DANGER);
        draft.keyboard = [];
        assertEqual(draft.keyboard.n_buttons, 0);
        draft.set_keyboard(keyboard);
        assertEqual(draft.keyboard.n_buttons, 3);
        draft.keyboard.add_row([{text: 'Later', command: 'later'}]);
        assertEqual(draft.keyboard.n_buttons, 4);
        draft.keyboard = null;
        assertEqual(draft.keyboard, null);

        const sent = await bot.send_draft(chat, {text: '<b>1</b>', parse_mode: 'html', keyboard});
        assertEqual([last().text, last().parse_mode, buttons()], ['<b>1</b>', 'html', [['Yes', 'Copy'], ['No']]]);
        await bot.send_draft({chat_id: chat, draft: {text: '2', keyboard}, timeout: 20});
        assertEqual([last().text, buttons().length], ['2', 2]);
        const [long] = await bot.send_draft(chat, {text: '3', keyboard}, {split: true});
        assertEqual([last().text, buttons().length, last().message_id], ['3', 2, long.message_id]);
        await bot.send_message(chat, '4', {keyboard: [[{text: 'Only', command: 'only'}]]});
        assertEqual([last().text, buttons()], ['4', [['Only']]]);
        await bot.edit_draft(sent.message_id, {text: 'over', keyboard: []});
        const edited = test.sandbox.messages().find(one => one.message_id === sent.message_id);
        assertEqual([edited.text, edited.envelope.content.buttons?.length ?? 0], ['over', 0]);

        let message = null;
        bot.dispatcher.message(event => {
            message = event;
        });
        test.sandbox.say('hello');
        await waitFor(() => message);
        await message.answer_draft({text: '5', keyboard});
        assertEqual([last().text, buttons().length], ['5', 2]);
        await message.reply_draft({draft: '6', timeout: 20});
        assertEqual([last().text, last().reply_message_id], ['6', message.message_id]);

        for (const [call, words] of [
            [() => bot.send_draft(chat, {}), 'needs draft'],
            [() => bot.send_draft(chat), 'needs draft'],
            [() => bot.send_draft(chat, {timeout: 5}), 'needs draft'],
            [() => bot.send_draft(chat, {text: 5}), 'text has to be a text, not 5'],
            [() => bot.send_draft(chat, {text: 'x', keyboard: 5}), 'keyboard has to be'],
            [() => bot.send_draft(chat, {text: 'x'}, {keyboard}), 'takes no keyboard'],
        ])
            await assertRejects(call, words);
        assertThrows(() => Trueconf.Keyboard.from(5), 'rows has to be a Trueconf.Keyboard or an array of rows');
        const pager = Trueconf.KeyboardPager.from('p', [{text: 'Berlin', command: 'b'}, 'Paris']);
        assertEqual([...Array(2).keys()].map(index => pager.items.get_item(index).text), ['Berlin', 'Paris']);
    },

    async 'files by path, Gio.File and bytes'(test) {
        const [bot, chat] = await startedBot(test);
        const [file, stream] = Gio.File.new_tmp('XXXXXX.txt');
        stream.close(null);
        file.replace_contents('hello', null, false, Gio.FileCreateFlags.NONE, null);
        const bytes = new Uint8Array([1, 0, 2, 255]);
        for (const [given, wanted] of [[file, 'hello'], [file.get_path(), 'hello'], [{bytes, name: 'a.bin'}, null]]) {
            const sent = await bot.send_document({chat_id: chat, file: given});
            const got = await bot.download_file_bytes(sent.file_id);
            assert(got instanceof Uint8Array);
            assertEqual(wanted === null ? [...got] : new TextDecoder().decode(got), wanted ?? [...bytes]);
        }
        const folder = GLib.Dir.make_tmp('trueconf-XXXXXX');
        const sent = await bot.send_document({chat_id: chat, file});
        const written = await bot.download_file(sent.file_id, folder);
        assertEqual(new TextDecoder().decode(written.load_contents(null)[1]), 'hello');
        for (const rest of [written, Gio.File.new_for_path(folder), file])
            rest.delete(null);
    },

    async 'cancelled by a signal, a cancellable or a timeout'(test) {
        const [bot, chatId] = await startedBot(test);
        test.sandbox.call('/sandbox/faults', {fault: 'delay', ms: 30000, method: 'getChatByID'});
        const {CANCELLED} = Gio.IOErrorEnum;
        const controller = new Trueconf.AbortController();
        const waiting = bot.get_chat_by_id(chatId, {signal: controller.signal});
        controller.abort();
        await assertFails(waiting, Gio.IOErrorEnum, CANCELLED);
        assertEqual([controller.signal.aborted, controller.signal._listeners.size], [true, 0]);
        await assertFails(bot.get_chat_by_id({chat_id: chatId, signal: controller.signal}), Gio.IOErrorEnum, CANCELLED);

        const cancellable = new Gio.Cancellable();
        const both = bot.get_chat_by_id(chatId, {cancellable, timeout: 60});
        cancellable.cancel();
        await assertFails(both, Gio.IOErrorEnum, CANCELLED);

        const late = await assertFails(bot.get_chat_by_id(chatId, {timeout: 0.05}), Trueconf.Error, Trueconf.Error.TIMED_OUT);
        assert(late.message.includes('Trueconf.Bot.get_chat_by_id() has taken longer than 0.05 seconds'), late.message);
        await assertRejects(() => bot.get_chat_by_id(chatId, {timeout: 0}), 'timeout has to be a number of seconds above 0');
        await assertRejects(() => bot.get_chat_by_id(chatId, {signal: {}}), 'signal has to be an AbortSignal');
    },

    async 'errors say which call has failed'(test) {
        const [bot] = await startedBot(test);
        async function askForNowhere() {
            await bot.send_message('nowhere', 'x');
        }
        const error = await assertFails(askForNowhere(), Trueconf.ApiError, Trueconf.ApiError.CHAT_NOT_FOUND);
        assertEqual([error.method, error.chat_id], ['send_message', 'nowhere']);
        assert(error.stack.split('\n')[0].startsWith('askForNowhere@'), error.stack);
        assert(error.stack.split('\n')[0].includes('test-values.js'), error.stack);
    },

    async 'errors by their words'(test) {
        const [bot, chat] = await startedBot(test);
        const {ApiError} = Trueconf;
        const error = await assertFails(bot.send_message('nowhere', 'x'), ApiError, ApiError.CHAT_NOT_FOUND);
        assertEqual(error.nick, 'chat-not-found');
        assertEqual([error.matches('chat-not-found'), error.matches('CHAT_NOT_FOUND'), error.matches('access-denied'), error.matches('cancelled')],
            [true, true, false, false]);
        assertEqual([error.matches(ApiError, error.code), error.matches(Trueconf.Error, error.code)], [true, false]);
        assertThrows(() => error.matches('chat-notfound'), 'there is no error “chat-notfound”');
        assertThrows(() => error.matches(), 'rguments');

        const unknown = new GLib.Error(ApiError.quark(), 4711, 'new');
        assertEqual([unknown.nick, unknown.matches('chat-not-found')], [undefined, false]);
        assertEqual(new GLib.Error(Trueconf.Error.quark(), Trueconf.Error.TIMED_OUT, 'late').nick, 'timed-out');

        // those of other domains, too, whether the call was made or not
        test.sandbox.call('/sandbox/faults', {fault: 'delay', ms: 30000, method: 'getChatByID'});
        for (const early of [true, false]) {
            const cancellable = new Gio.Cancellable();
            if (early)
                cancellable.cancel();
            const waiting = bot.get_chat_by_id(chat, {cancellable});
            cancellable.cancel();
            const cancelled = await assertFails(waiting, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
            assertEqual([cancelled.nick, cancelled.matches('cancelled'), cancelled.matches('chat-not-found')], ['cancelled', true, false]);
        }
    },

    'an error of run() by its word'(test) {
        const cancellable = new Gio.Cancellable();
        cancellable.cancel();
        const nicks = [];
        for (const [properties, given] of [[{username: 'echo_bot', password: 'wrong'}, null], [{}, cancellable]]) {
            try {
                makeBot(test, properties).run(given);
            } catch (error) {
                nicks.push(error.nick, error.matches(error.nick));
            }
        }
        assertEqual(nicks, ['invalid-grant', true, 'cancelled', true]);
    },
});
