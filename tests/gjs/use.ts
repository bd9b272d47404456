// SPDX-License-Identifier: LGPL-2.1-or-later

// What TypeScript accepts, and what it has to refuse: a line after @ts-expect-error that is right is an error, too.

import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

const dispatcher = new Trueconf.Dispatcher();
const bot = new Trueconf.Bot({server: 'video.example.com', ack_policy: 'after-handler', dispatcher});

dispatcher.message(message => message.text === '/start', async (message, context) => {
    const sent: Trueconf.SentMessage = await message.answer('<b>Hello</b>', 'html');
    await message.reply({text: 'x', parse_mode: 'markdown', keyboard: Trueconf.Keyboard.from([Trueconf.Button.new_copy('x', 'y')])});
    await message.answer_photo({file: 'cat.png', caption: Trueconf.html`<b>${sent.message_id}</b>`});
    const next: Trueconf.Message = await context.ask({question: 'How old are you?', filter: answer => answer.text !== null, timeout: 60});
    context.set_data('age', Number(next.text));
});
dispatcher.callback_query(async query => {
    const command: string | null = query.command;
    await query.answer({text: `${command}`, visibility: 'toast'});
});
dispatcher.on('edited_message', event => event.text);
dispatcher.on(Trueconf.RemovedMessage, async event => {
    await bot.call('getChatByID', {chatId: event.chat_id});
});
dispatcher.on('somethingNew', event => event.raw.chatId);
dispatcher.fallback(event => print(event.method));
dispatcher.add_fallback(async (event, context) => context.bot?.get_user_id());
dispatcher.add_fallback(Trueconf.Message.$gtype, null, () => {});

async function send(chat: string) {
    const controller = new Trueconf.AbortController();
    await bot.send_message(chat, 'x', {signal: controller.signal});
    await bot.send_message({chat_id: chat, text: Trueconf.html`<i>x</i>`, timeout: 5});
    await bot.send_document({chat_id: chat, file: {bytes: new Uint8Array(3), name: 'x.bin'}});
    const bytes: Uint8Array = await bot.download_file_bytes('f');
    await bot.send_draft(chat, {text: 'Sure?', keyboard: [[{text: 'Yes', command: 'yes', style: 'danger'}], {text: 'No', command: 'no'}]});
    await bot.send_message(chat, 'x', {keyboard: [[Trueconf.Button.new_copy('x', 'y')]]});
    const draft = new Trueconf.Draft({text: 'x', keyboard: []});
    draft.keyboard = [[{text: 'a', command: 'b'}]];
    draft.keyboard?.add_row([{text: 'c', command: 'd'}]);
    try {
        const sent = await bot.send_message(chat, 'x');
        print(sent.date.toISOString(), bot.health_check().date.getTime());
    } catch (error) {
        if (error instanceof Trueconf.ApiError && error.matches('chat-not-found'))
            print(error.nick, error.method, error.chat_id);
        else if (error instanceof Trueconf.Error)
            print(error.nick === 'timed-out', error.matches(Trueconf.Error.quark(), Trueconf.Error.TIMED_OUT));
        // @ts-expect-error: there is no such error
        if (error instanceof Trueconf.ApiError && error.matches('chat-notfound'))
            throw error;
    }
    for await (const message of bot.iter_history(chat, {page_size: 20}))
        print(message.text, bytes.length);
    for (const item of await bot.get_chats())
        print(item.title);

    // @ts-expect-error: there is no such word
    await bot.send_message(chat, 'x', 'htm');
    // @ts-expect-error: a message needs a chat
    await bot.send_message({text: 'x'});
    // @ts-expect-error: an option with a typing error
    await bot.send_message({chat_id: chat, txet: 'x'});
    // @ts-expect-error: a number is no text
    await bot.send_message(chat, 5);
    // @ts-expect-error: a timeout is a number
    await bot.get_chats({timeout: '5'});
    // @ts-expect-error: a photo needs a file
    await bot.send_photo({chat_id: chat});
    // @ts-expect-error: a promise is not what it promises
    const sent: Trueconf.SentMessage = bot.send_message(chat, 'x');
    print(`${sent}`);
}

dispatcher.message(message => message.date < new Date(), async message => {
    const date: Date = Trueconf.to_date(message.date_time!);
    await message.answer_draft({text: date.toISOString(), keyboard: [[{text: 'x', command: 'y'}]]});
});

const places: [number, number][][] = new Trueconf.BoundedRegex({pattern: 'oslo'}).find('in Oslo').deepUnpack();
print(places.length, new Trueconf.BoundedRegex({pattern: 'oslo', flags: GLib.RegexCompileFlags.CASELESS}).flags);
// @ts-expect-error: a regular expression needs a pattern
new Trueconf.BoundedRegex({});
// @ts-expect-error: a regular expression needs a pattern
new Trueconf.BoundedRegex();

// @ts-expect-error: a button has no such property
new Trueconf.Draft({keyboard: [[{txet: 'x'}]]});
// @ts-expect-error: an unknown property
new Trueconf.Draft({txet: 'x'});
// @ts-expect-error: an unknown word
new Trueconf.Draft({text: 'x', parse_mode: 'bold'});
// @ts-expect-error: messages have no such property
dispatcher.message(message => message.txet, () => {});
// @ts-expect-error: a handler is a function
dispatcher.message('x');
// @ts-expect-error: there is no such function
dispatcher.mesage(() => {});

send('chat');
