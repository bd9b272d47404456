// SPDX-License-Identifier: LGPL-2.1-or-later

// The bot of the behaviours in JavaScript.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const {Filter, Message} = Trueconf;

const Order = Trueconf.states('Order', ['dish', 'count']);
const amount = Trueconf.Form.from({
    name: 'Amount',
    summary: false,
    fields: {count: {kind: 'number', question: 'How many?', integer: true, minimum: 1}},
});
const dispatcher = new Trueconf.Dispatcher({storage: new Trueconf.SqliteStorage({file: GLib.getenv('DIALOGS_FILE')})});
const router = new Trueconf.Router({name: 'behaviours'});
const guarded = new Trueconf.Router({name: 'guarded'});
for (const part of [amount, router, guarded])
    dispatcher.include_router(part);

const bot = new Trueconf.Bot({
    server: '127.0.0.1',
    port: Number(GLib.getenv('PORT')),
    https: false,
    username: 'echo_bot',
    password: GLib.getenv('BOT_PASSWORD'),
    timeout: 2,
    ws_max_retries: 2,
    ws_max_delay: 1,
    dispatcher,
});
const pushed = [];
bot.connect('status-changed', (_, health) => pushed.push(health.toJSON().status));

const sleep = milliseconds => new Promise(resolve => {
    GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
        resolve();
        return GLib.SOURCE_REMOVE;
    });
});

function on(text, handler) {
    router.on(Message, Filter.new_text(text), handler);
}

dispatcher.add_outer_middleware(Trueconf.DialogCancel.new(Filter.new_text('/cancel'), 'Nothing is ordered.'));

router.add_inner_middleware(async (event, context, next) => {
    if (event instanceof Message)
        context.set_data('who', event.author.id);
    await next();
});

router.add_error_handler(async (error, event) => {
    if (!error.message.includes('on purpose'))
        return false;
    await event.answer('failed: on purpose');
    return true;
});

on('/slow', async message => {
    await sleep(300);
    await message.answer('slow');
});

let go = null;

on('/wait', async message => {
    await new Promise(resolve => {
        go = resolve;
    });
    await message.answer('waited');
});

on('/go', async message => {
    while (go === null)
        await sleep(10);
    await message.answer('gone');
    go();
});

on('/reply', async message => {
    await message.reply('a reply');
});

on('/forward', async message => {
    await message.forward(message.chat_id);
});

router.on(Message, Trueconf.command('bold'), async (message, context) => {
    await message.answer(Trueconf.html`<b>bold</b> ${context.command.arguments}`);
});

on('/long', async message => {
    await message.answer('x '.repeat(5000), {split: true});
});

on('/edit', async message => {
    const sent = await message.answer('one');
    await bot.edit_message(sent.message_id, 'two');
});

on('/remove', async message => {
    const sent = await message.answer('not for long');
    await bot.remove_message(sent.message_id, true);
});

on('/button', async message => {
    const button = new Trueconf.Button({text: 'Yes', command: 'do', custom_data: '7'});
    await message.answer_draft(new Trueconf.Draft({text: 'Shall I?', keyboard: Trueconf.Keyboard.from([[button]])}));
});

router.on(Trueconf.CallbackQuery, query => query.command === 'do', async query => {
    await query.edit_message(`Done: ${query.custom_data}`);
});

on('/history', async message => {
    const page = await bot.get_chat_history(message.chat_id, 3, null);
    await message.answer([...page].map(one => one.text).join(', '));
});

router.on(Message, Trueconf.command('add', {parameters: 'a:int b:int', description: 'adds two numbers'}),
    async (message, context, {a, b}) => {
        await message.answer(`${a + b}`);
    });
router.add_help(null);

router.on(Message, message => /^order (?<number>\d+)$/.exec(message.text ?? '')?.groups, async (message, context) => {
    await message.answer(`order number ${context.get_data('number')}`);
});

on('/who', async (message, context) => {
    await message.answer(`who: ${context.get_data('who')}`);
});

on('/fail', async () => {
    throw new Error('on purpose');
});

on('/order', async (message, {state}) => {
    await state.set_state(Order.dish);
    await message.answer('Which dish?');
});

router.on(Message, Order.dish, async (message, {state}) => {
    await state.update_data({dish: message.text});
    await state.set_state(Order.count);
    await message.answer('How many?');
});

router.on(Message, Order.count, async (message, {state}) => {
    const data = await state.get_data();
    await state.clear();
    await message.answer(`${message.text} × ${data.dish}`);
});

on('/ask', async (message, context) => {
    const name = await context.ask('Your name?');
    await name.answer(`Hello, ${name.text}`);
});

on('/form', async (message, context) => {
    await amount.begin(context, null);
});

amount.on_finished(async result => {
    await bot.send_message(result.chat_id, `${result.toJSON().count} ordered`);
});

on('/file', async message => {
    const bytes = new GLib.Bytes(new TextEncoder().encode('plan\n'));
    await message.answer_document({file: Trueconf.InputFile.new_for_bytes(bytes, 'plan.txt')});
});

router.on(Message, message => message.document, async message => {
    const folder = Gio.File.new_for_path(GLib.dir_make_tmp('behaviours-XXXXXX'));
    const written = await bot.download_file(message.document.file_id, folder);
    const size = written.query_info('standard::size', Gio.FileQueryInfoFlags.NONE, null).get_size();
    await message.answer(`${written.get_basename()}: ${size} bytes`);
    written.delete(null);
    folder.delete(null);
});

on('/block', async message => {
    GLib.usleep(4e6);
    await message.answer('unblocked');
});

on('/offline', async message => {
    await bot.get_chats(1, 1);
    while (bot.authorized)
        await sleep(10);
    await message.answer('said offline');
});

on('/missing', async message => {
    try {
        await bot.get_chat_by_id('nowhere');
    } catch (error) {
        if (error.matches(Trueconf.ApiError, Trueconf.ApiError.CHAT_NOT_FOUND))
            await message.answer('CHAT_NOT_FOUND');
    }
});

on('/timeout', async message => {
    try {
        await bot.get_chats(1, 1);
    } catch (error) {
        if (error.matches(Trueconf.Error, Trueconf.Error.TIMED_OUT))
            await message.answer('TIMED_OUT');
    }
});

on('/cancelled', async message => {
    const cancellable = new Gio.Cancellable();
    sleep(50).then(() => cancellable.cancel());
    try {
        await bot.get_chats(1, 1, cancellable);
    } catch (error) {
        if (error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
            await message.answer('CANCELLED');
    }
});

on('/raw', async message => {
    const chats = await bot.call('getChats', {count: 10, page: 1});
    await message.answer(`getChats: ${chats.length}`);
});

router.on('futureEvent', async event => {
    const chat_id = await bot.create_personal_chat('nora');
    await bot.send_message(chat_id, `futureEvent: ${event.raw.a}`);
});

router.on(Trueconf.AddedChatParticipant, async event => {
    if (event.user_id !== bot.user_id)
        await bot.send_message(event.chat_id, `Welcome, ${event.user_id}`);
});

on('/typing', async message => {
    await bot.with_activity(message.chat_id, Trueconf.ChatActivity.TYPING, () => sleep(200));
    await message.answer('typed');
});

on('/health', async message => {
    await message.answer(`${pushed.join(', ')}; ${bot.health_check().toJSON().status}`);
});

guarded.add_outer_middleware(new Trueconf.AccessList({denied_users: ['mallory'], notice: 'Ask Nora'}));
guarded.on(Message, message => message.text, async message => {
    await message.answer(message.text);
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
