// SPDX-License-Identifier: LGPL-2.1-or-later

// Formatted and long texts, as JavaScript users write and send them.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertFails, assertThrows, makeBot, run, waitFor} from './harness.js';

const {Text} = Trueconf;

async function begin(test) {
    const messages = [];
    const dispatcher = new Trueconf.Dispatcher();
    dispatcher.on(Trueconf.Message, message => {
        messages.push(message);
    });
    const bot = makeBot(test, {dispatcher});
    await bot.start();
    const chat = await bot.create_personal_chat('nora');
    test.sandbox.say('hello');
    await waitFor(() => messages.length);
    return {bot, chat, message: messages[0]};
}

function repeat(word, n) {
    return Array(n).fill(word).join('');
}

// the same in each run
function makeChance(seed) {
    let state = seed;
    return n => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return Math.floor(state / 65536) % n;
    };
}

run({
    'a template shows its values as they are'() {
        const name = '<b>Eve</b> & "co"';
        const text = Trueconf.html`<b>Hello ${name}</b>, ${Text.new_italic('it')} is <a href="https://e.org/?q=${'"><i>'}">${5}</a>`;
        assertEqual(`${text}`, 'Hello <b>Eve</b> & "co", it is 5');
        assertEqual(text.to_html(), '<b>Hello &lt;b&gt;Eve&lt;/b&gt; &amp; "co"</b>, <i>it</i> is ' +
            '<a href="https://e.org/?q=%22%3E%3Ci%3E">5</a>');
        assertEqual([...text].map(span => span.get_text()), ['Hello <b>Eve</b> & "co"', ', ', 'it', ' is ', '5']);
        const mention = Trueconf.html`<a href="trueconf:${'nora@e.org'}">${'Nora'}</a>`;
        assertEqual(mention.get_mentions(), ['nora@e.org']);
        assert(mention.equal(Text.new_mention('Nora', 'nora@e.org')));
        assertEqual(Trueconf.html``.is_empty(), true);
        const lines = ['<a>', Text.new_bold('b')].map(part => Trueconf.html`- ${part}<br>`);
        assertEqual(Trueconf.html`${lines}${[1, ['<']]}`.to_html(), '- &lt;a&gt;<br>- <b>b</b><br>1&lt;');
    },

    'texts are joined'() {
        assertEqual(Text.new_bold('x').with_style('italic').to_html(), '<b><i>x</i></b>');
        assertEqual(Text.new('x').with_style(Trueconf.TextStyle.BOLD | Trueconf.TextStyle.ITALIC).to_html(), '<b><i>x</i></b>');
        assertThrows(() => Text.new('x').with_style('bald'), 'style cannot be “bald”: it is one of');
        const text = Text.from('a < ', Text.new_bold('b'), 1).concat(' and ', Text.new_underline('u'), '\0');
        assertEqual(text.to_html(), 'a &lt; <b>b</b>1 and <u>u</u>\ufffd');
        assertEqual(JSON.stringify({text: Text.new_bold('x')}), '{"text":"<b>x</b>"}');
    },

    'a draft takes a text'() {
        const draft = new Trueconf.Draft({text: Text.new_bold('<x>')});
        assertEqual([draft.text, draft.parse_mode], ['<b>&lt;x&gt;</b>', Trueconf.ParseMode.HTML]);
        draft.text = Trueconf.html`<i>${'y'}</i>`;
        assertEqual([draft.text, `${draft.formatted_text}`], ['<i>y</i>', 'y']);
        draft.text = 'plain';
        assertEqual(draft.text, 'plain');
        assertThrows(() => {
            draft.text = 'one\0two';
        }, 'NUL');
    },

    async 'a text is sent, and read back as it was'(test) {
        const {bot, chat, message} = await begin(test);
        assertEqual(`${message.formatted_text}`, 'hello');
        const text = Text.from('a < b & ', Text.new_bold('bold'), '\n', Text.new_link('here', 'https://e.org/?a=1&b=2'), ' ',
            Text.new_mention('Nora', 'nora@e.org'), ' 1 * 2 * 3 [x](y) \u{1f44d}');
        const sent = [await message.answer(text), await message.reply(text), await bot.send_message(chat, text),
            await bot.send_draft(chat, new Trueconf.Draft({text}))];
        sent.push(await bot.edit_message(sent[0].message_id, text));
        for (const {message_id: id} of sent) {
            const back = (await bot.get_message_by_id(id)).formatted_text;
            assert(back.equal(text), `${back.to_html()} is not ${text.to_html()}`);
            assertEqual(back.get_mentions(), ['nora@e.org']);
        }
    },

    async 'a long text is sent in several messages, in order'(test) {
        const {bot, chat, message} = await begin(test);
        const parts = ['word ', '<b>', '</b>', '<i>', '</i> ', '&amp; ', '<br>', 'a. ', '<a href="https://e.org/">link</a> ', '\n', 'жук '];
        const chance = makeChance(7);
        const text = `begin ${Array.from({length: 4000}, () => parts[chance(parts.length)]).join('')}`;
        const pieces = Trueconf.split_text_full(text, 4096, Trueconf.ParseMode.HTML);
        assert(pieces.length > 2);
        const draft = new Trueconf.Draft({text, parse_mode: Trueconf.ParseMode.HTML});
        for (const send of [() => message.answer(text, 'html', {split: true}),
            () => message.answer(text, {parse_mode: 'html', split: true}),
            () => message.reply(text, 'html', {split: true}),
            () => bot.send_message(chat, text, 'html', {split: true}),
            () => bot.send_draft(chat, draft, {split: true}),
            () => message.answer_draft(draft, {split: true}),
            () => message.reply_draft(draft, {split: true}),
            () => bot.send_long_message(chat, text, 'html'),
            () => message.answer_long(text, 'html')]) {
            const sent = await send();
            const last = test.sandbox.messages().slice(-pieces.length);
            assertEqual(last.map(each => each.message_id), sent.map(each => each.message_id));
            // a line break, in either form, is what the server shows
            assertEqual(last.map(each => each.text), pieces.map(piece => piece.replace(/<br>\n|\n/g, '<br>')));
        }
        assertEqual((await message.answer('short', {split: true})).length, 1);
        assertEqual((await message.answer('short', {split: false})).chat_id, chat);
        const file = Trueconf.InputFile.new_for_bytes(new GLib.Bytes(new TextEncoder().encode('hello')), 'hello.txt');
        const sent = await bot.send_document({chat_id: chat, file, caption: Text.new_bold(repeat('word ', 1000)), split: true});
        assertEqual(sent.map(each => each.file_id !== null), [true, false]);
    },

    async 'what was sent before a failure is told'(test) {
        const {bot, message} = await begin(test);
        let count = 0;
        bot.add_request_middleware(async (request, next) => {
            if (request.method === 'sendMessage' && ++count === 3)
                throw new GLib.Error(Trueconf.error_quark(), Trueconf.Error.OUTBOX_FULL, 'no more');
            return await next();
        });
        const error = await assertFails(message.answer(repeat('word ', 4000), {split: true}), Trueconf.error_quark(),
            Trueconf.Error.OUTBOX_FULL);
        assertEqual(error.message, 'Sent 2 of 5 messages: no more');
        const shown = test.sandbox.messages().filter(each => each.author === 'echo_bot').map(each => each.message_id);
        assertEqual(error.sent.map(each => each.message_id), shown);
        assertEqual(shown.length, 2);

        const cancellable = new Gio.Cancellable();
        cancellable.cancel();
        const cancelled = await assertFails(message.answer(repeat('word ', 4000), {split: true, cancellable}),
            Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED);
        assertEqual(cancelled.sent, []);
        await assertFails(message.answer(repeat('word ', 4000)), Trueconf.error_quark(), Trueconf.Error.TEXT_TOO_LONG);
    },

    async 'an option that is not known is refused'(test) {
        const {message} = await begin(test);
        for (const options of [{spilt: true}, {text: 'again'}]) {
            let words = '';
            try {
                await message.answer('x', options);
            } catch (error) {
                words = error.message;
            }
            assert(words.includes('answer()'), words);
        }
    },
});
