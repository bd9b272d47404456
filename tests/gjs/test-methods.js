// SPDX-License-Identifier: LGPL-2.1-or-later

// The methods of the server, and files, as a script calls them.

import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertFails, assertThrows, makeBot, run, waitFor} from './harness.js';

const {ApiError, ChatType, ParticipantRole} = Trueconf;

async function startedBot(test) {
    const bot = makeBot(test);
    await bot.start();
    return bot;
}

run({
    'a keyboard of a list'() {
        const site = Trueconf.Button.new_url('Site', 'https://example.org/');
        const pager = Trueconf.KeyboardPager.from('cities', [['Berlin', 'ber'], 'Paris', site], {columns: 2, page_size: 2});
        assertEqual(pager.n_pages, 2);
        const rows = [0, 1].map(page => pager.make_keyboard(page).rows.map(row => row.map(button => button.text)));
        assertEqual(rows, [[['Berlin', 'Paris'], ['1 / 2', '›']], [['Site'], ['‹', '2 / 2']]]);
        assertEqual(pager.make_keyboard(0).rows[0].map(button => button.custom_data), ['ber', '1']);
        const query = new Trueconf.CallbackQuery();
        assertEqual([pager.get_pressed_page(query), pager.get_pressed_data(query)], [-1, null]);
    },

    async 'constructors, properties and functions refuse a NUL'() {
        const draft = new Trueconf.Draft();
        const tries = [
            () => new Trueconf.Bot({server: '127.0\0.0.1'}),
            () => new Trueconf.Draft({text: 'one\0two'}),
            () => Trueconf.Draft.new_text('one\0two', Trueconf.ParseMode.TEXT),
            () => draft.set_text('one\0two'),
            () => {
                draft.text = 'one\0two';
            },
            () => Trueconf.visible_length('one\0two'),
        ];
        for (const attempt of tries) {
            let words = '';
            try {
                await attempt();
            } catch (error) {
                words = error.message;
            }
            assert(words.includes('has a NUL character at position'), `${attempt}: ${words}`);
        }
        for (const [name, attempt] of [
            ['server', () => new Trueconf.Bot({port: 5, server: '127.0\0.0.1'})],
            ['text', () => new Trueconf.Draft({text: 'one\0two'})],
            ['parse_mode', () => new Trueconf.Draft({parse_mode: 'h\0'})],
            ['name', () => new Trueconf.Router({name: 'one\0'})],
        ])
            assertThrows(attempt, `${name} has a NUL character`);
        assertEqual(draft.text, null);
    },

    async 'a message is sent, edited, read and removed'(test) {
        const bot = await startedBot(test);
        const chat = await bot.create_personal_chat('nora');
        const sent = await bot.send_message(chat, 'frist');
        await bot.edit_message(sent.message_id, 'first');
        const history = [...await bot.get_chat_history(chat, 10)];
        assertEqual(history.map(message => message.text), ['first']);
        assert(history[0].is_edited);
        await bot.remove_message(sent.message_id, true);
        assertEqual((await bot.get_chat_history(chat, 10)).get_n_items(), 0);
    },

    async 'a text with a NUL is refused'(test) {
        const bot = await startedBot(test);
        const chat = await bot.create_personal_chat('nora');
        for (const send of [() => bot.send_message(chat, 'one\0two'),
            () => bot.call('sendMessage', {chatId: chat, content: [{text: '\0'}]}),
            () => bot.call('sendMessage', {'a\0b': 1})]) {
            let said = null;
            try {
                await send();
            } catch (error) {
                said = error;
            }
            assert(said instanceof TypeError && said.message.includes('NUL'));
        }
        assertEqual((await bot.get_chat_history(chat, 10)).get_n_items(), 0);
    },

    async 'a number that would arrive as another one is refused'(test) {
        const bot = await startedBot(test);
        for (const number of [2 ** 63, -1e20, NaN, -Infinity]) {
            let said = null;
            try {
                await bot.call('getChats', {count: number});
            } catch (error) {
                said = error;
            }
            assert(said instanceof RangeError && said.message.includes('give it as a text'));
        }
    },

    async 'a group with its people'(test) {
        const bot = await startedBot(test);
        const group = await bot.create_group_chat('Night shift');
        assertEqual((await bot.get_chat_by_id(group)).chat_type, ChatType.GROUP);
        await bot.add_participant_to_chat(group, 'nora', true);
        await bot.change_participant_role(group, 'nora', ParticipantRole.ADMIN);
        assertEqual((await bot.get_chat_participant(group, 'nora')).role, ParticipantRole.ADMIN);
        await assertFails(bot.add_participant_to_chat(group, 'nora', true), ApiError,
            ApiError.USER_IS_ALREADY_CHAT_PARTICIPANT);
        await bot.remove_participant_from_chat(group, 'nora', false);
        assertEqual(await bot.has_chat_participant(group, 'nora'), false);
        assertEqual([...await bot.get_chats(10, 1)].map(chat => chat.title), ['Night shift']);
    },

    async 'a file there and back'(test) {
        const bot = await startedBot(test);
        const chat = await bot.create_personal_chat('nora');
        const seen = [];
        const file = Trueconf.InputFile.new_for_bytes(new GLib.Bytes('hello'), 'a.txt');
        assertEqual([file.size, file.mime_type], [5, null]);
        await file.load();
        assertEqual(file.mime_type, 'text/plain');
        const sent = await bot.send_document({chat_id: chat, file, caption: 'a caption', parse_mode: 'text',
            progress: current => seen.push(current)});
        assertEqual(seen.at(-1), 5);
        const bytes = await bot.download_file_bytes(sent.file_id);
        assertEqual(new TextDecoder().decode(bytes), 'hello');
        assertEqual((await bot.get_file_info(sent.file_id)).name, 'a.txt');
    },

    async 'files as answers and replies'(test) {
        const bot = await startedBot(test);
        const messages = [];
        bot.connect('message', (_bot, message) => messages.push(message));
        test.sandbox.say('hello');
        await waitFor(() => messages.length > 0);
        const [message] = messages;
        const picture = Trueconf.InputFile.new_for_bytes(new GLib.Bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'.split('')
            .map(c => c.charCodeAt(0))), 'a.png');
        const typeOf = async sent => (await bot.get_message_by_id(sent.message_id)).content.attachment.mime_type;

        assertEqual(await typeOf(await message.answer_photo({file: picture, preview: picture})), 'image/png');
        const reply = await message.reply_document({file: picture, caption: '<b>x</b>', parse_mode: 'html'});
        assertEqual(await typeOf(reply), 'image/png');
        assertEqual((await bot.get_message_by_id(reply.message_id)).reply_message_id, message.message_id);
        await assertFails(message.answer_sticker({file: picture}), Trueconf.Error, Trueconf.Error.INVALID_ARGUMENT);
        for (const wrong of [{}, {file: picture, captoin: 'x'}]) {
            try {
                await bot.send_photo({chat_id: message.chat_id, ...wrong});
                throw new Error('it was sent');
            } catch (error) {
                assert(error instanceof TypeError, error.message);
            }
        }
        try {
            await bot.send_photo(message.chat_id, picture);
            throw new Error('it was sent');
        } catch (error) {
            assert(error instanceof TypeError && error.message.includes('takes one object: {chat_id, file'), error.message);
        }
    },

    async 'the answer to a press'(test) {
        const bot = await startedBot(test);
        const chat = await bot.create_personal_chat('nora');
        const presses = [];
        bot.connect('event::command', (_bot, query) => presses.push(query));
        test.sandbox.call('/sandbox/faults', {fault: 'command-id'});
        const button = new Trueconf.Button({text: 'Wait', command: 'wait', button_id: 'b1', wait_reply: true});
        const sent = await bot.send_draft(chat, new Trueconf.Draft({text: 'x', keyboard: Trueconf.Keyboard.from([button])}));
        const press = async () => {
            test.sandbox.call('/sandbox/press', {from: 'nora', message_id: sent.message_id, button_id: 'b1'});
            await waitFor(() => presses.length > 0);
            return presses.pop();
        };
        assert(await (await press()).answer({text: 'Done', visibility: 'toast'}));
        assert(await (await press()).answer());
        assert(await bot.answer_command({command_id: (await press()).command_id, answer: 'cancel'}));
    },

    async 'a keyboard is sent, kept by an edit, and pressed'(test) {
        const bot = await startedBot(test);
        const chat = await bot.create_personal_chat('nora');
        const presses = [];
        bot.connect('event::command', (_bot, query) => presses.push(query));
        const keyboard = Trueconf.Keyboard.from([
            [Trueconf.Button.new_command('Help', 'menu:help'), Trueconf.Button.new_url('Site', 'https://example.org/')],
            new Trueconf.Button({text: 'Go', command: 'go', button_id: 'b1', style: Trueconf.ButtonStyle.DANGER}),
        ]);
        const labels = async id => [...(await bot.get_message_by_id(id)).keyboard ?? []]
            .map(row => row.map(button => button.text));

        const sent = await bot.send_draft(chat, new Trueconf.Draft({text: 'Which one?', keyboard}));
        assertEqual(await labels(sent.message_id), [['Help', 'Site'], ['Go']]);
        const received = (await bot.get_message_by_id(sent.message_id)).keyboard;
        const copy = received.copy();
        copy.add_row([Trueconf.Button.new_copy('Copy', '4711')]);
        assertEqual([received.rows.length, copy.rows.length, copy.rows[1][0].text], [2, 3, 'Go']);
        await assertFails((async () => received.add_row([Trueconf.Button.new_copy('Copy', '4711')]))(), Trueconf.Error,
            Trueconf.Error.INVALID_ARGUMENT);
        await bot.edit_message(sent.message_id, 'Well?');
        assertEqual(await labels(sent.message_id), [['Help', 'Site'], ['Go']]);

        test.sandbox.call('/sandbox/press', {from: 'nora', message_id: sent.message_id, button_id: 'b1'});
        await waitFor(() => presses.length > 0);
        assertEqual(presses[0].command, 'go');
        await presses[0].edit_draft(new Trueconf.Draft({text: 'Done'}));
        assertEqual(await labels(sent.message_id), [['Help', 'Site'], ['Go']]);
        await presses[0].edit_draft(new Trueconf.Draft({text: 'Done', keyboard: new Trueconf.Keyboard()}));
        assertEqual(await labels(sent.message_id), []);

        await assertFails((async () => Trueconf.Keyboard.from([Trueconf.Button.new_copy('', 'x')]))(), Trueconf.Error,
            Trueconf.Error.INVALID_ARGUMENT);
        assertEqual(Trueconf.visible_length('<b>bold</b>'), 4);
        assertEqual(Trueconf.split_text('<b>one two</b>', 3).join('|'), '<b>one</b>|<b>two</b>');
        // without a limit, a piece is what a message can have
        assertEqual(Trueconf.split_text('-'.repeat(5000)).map(piece => piece.length).join(), '4096,904');
        assertEqual(Trueconf.split_text_full('*'.repeat(5000)).map(piece => piece.length).join(), '4096,904');
        assertEqual(Trueconf.split_text_full('one *two*', 3, Trueconf.ParseMode.TEXT).join('|'), 'one|*tw|o*');
    },

    async 'an event of a class of its own'(test) {
        const bot = await startedBot(test);
        const seen = [];
        bot.connect('event::editMessage', (_, event) => seen.push(event));
        const said = test.sandbox.say('helo');
        test.sandbox.call('/sandbox/edit', {message_id: said.message_id, text: 'hello', parse_mode: 'text'});
        await waitFor(() => seen.length === 1);
        assert(seen[0] instanceof Trueconf.EditedMessage);
        assertEqual(seen[0].text, 'hello');
    },

    async 'the name of the server'(test) {
        const bot = await startedBot(test);
        assertEqual(await bot.fetch_server_name(), 'sandbox.local');
    },
});
