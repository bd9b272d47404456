#!/usr/bin/gjs -m
// SPDX-License-Identifier: CC0-1.0

// Orders lunch: /order asks what and how much, and so does the button below the answer to /start.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const dispatcher = new Trueconf.Dispatcher();

// ---- the dialog: what it asks, and what becomes of the answers

const order = Trueconf.Form.from({
    name: 'Order',
    fields: {
        dish: {kind: 'choice', question: 'What would you like?', choices: ['Soup', 'Salad', 'Pasta']},
        count: {kind: 'number', question: 'How many?', integer: true, minimum: 1, maximum: 20},
    },
});
dispatcher.include_router(order);

order.on_finished(async result => {
    const {dish, count} = result.toJSON();
    await result.bot.send_message(result.chat_id, `Ordered: ${count} × ${dish}`);
});

// ---- commands and buttons

function onCommand(name, description, handler) {
    const filter = Trueconf.CommandFilter.new(name);
    filter.set_description(description);
    dispatcher.on(Trueconf.Message, filter, handler);
}

onCommand('start', 'says hello', async message => {
    await message.answer('Hello! I order lunch. /help lists what I can do.', {
        keyboard: [[Trueconf.Button.new_command('Order lunch', 'order')]],
    });
});

onCommand('order', 'orders lunch', async (_message, context) => {
    await order.begin(context);
});

dispatcher.on(Trueconf.CallbackQuery, query => query.command === 'order', async (_query, context) => {
    await order.begin(context);
});

dispatcher.add_help(null);

// ---- the program

function readPassword() {
    const [, bytes] = GLib.file_get_contents(GLib.getenv('TRUECONF_PASSWORD_FILE') ?? 'password');
    return new TextDecoder().decode(bytes).trimEnd();
}

try {
    const bot = new Trueconf.Bot({
        server: GLib.getenv('TRUECONF_SERVER'),
        port: Number(GLib.getenv('TRUECONF_PORT') || 0),
        https: GLib.getenv('TRUECONF_TLS') !== 'false',
        tls_ca_file: GLib.getenv('TRUECONF_CA_FILE'),
        username: GLib.getenv('TRUECONF_USER'),
        password: readPassword(),
        dispatcher,
    });
    bot.run(null);
} catch (error) {
    printerr(`sample-bot: ${error.message}`);
    System.exit(1);
}
