#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar "lunch is ready"; /help lists them.
//
// What does not fit, such as "/roll many", is answered with how the command is written, without a line of code here.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const router = new Trueconf.Router({name: 'commands'});
const dispatcher = new Trueconf.Dispatcher();
dispatcher.include_router(router);

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
    dispatcher,
});

// without a description, /help does not list the command
function onCommand(name, parameters, description, handler) {
    const filter = Trueconf.CommandFilter.new(name);
    filter.set_parameters(parameters);
    filter.set_description(description);
    filter.set_hidden(description === null);
    router.on(Trueconf.Message, filter, handler);
}

onCommand('roll', 'count:int=1 sides:int=6', 'rolls dice', async (message, context) => {
    const [count, sides] = ['count', 'sides'].map(name => context.get_command().get_int64(name));
    if (count < 1 || count > 20 || sides < 2 || sides > 1000) {
        await message.answer('I have 20 dice, of 2 to 1000 sides.');
        return;
    }
    await message.answer(Array.from({length: count}, () => 1 + Math.floor(Math.random() * sides)).join(' '));
});

onCommand('days', 'date:date', 'counts the days until a date', async (message, context) => {
    const date = context.get_command().get_date_time('date');
    const now = GLib.DateTime.new_now_local();
    const [day, today] = [date, now].map(time => GLib.Date.new_dmy(time.get_day_of_month(), time.get_month(), time.get_year()));
    const number = today.days_between(day);
    await message.answer(number >= 0 ? `${number} days` : `That was ${-number} days ago.`);
});

onCommand('tell', 'whom:user text:string...', 'sends a text to somebody', async (message, context) => {
    const command = context.get_command();
    const name = await message.lookup_author_name();
    try {
        const chatId = await bot.create_personal_chat(command.get_string('whom'));
        await bot.send_message(chatId, `${name}: ${command.get_string('text')}`);
    } catch (error) {
        await message.answer(`That did not work: ${error.message}`);
        return;
    }
    await message.answer('Done.');
});

onCommand('version', null, null, async message => {
    await message.answer(`${bot.server_name} ${bot.server_version}`);
});

router.add_help(null);

router.on(Trueconf.Message, message => message.text, async message => {
    await message.answer('/help lists what I can do.');
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
