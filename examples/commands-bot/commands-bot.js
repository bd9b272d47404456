#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar lunch is ready; /help lists them.
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

router.message(Trueconf.command('roll', {parameters: 'count:int=1 sides:int=6', description: 'rolls dice'}),
    async (message, _context, {count, sides}) => {
        if (count < 1 || count > 20 || sides < 2 || sides > 1000) {
            await message.answer('I have 20 dice, of 2 to 1000 sides.');
            return;
        }
        await message.answer(Array.from({length: count}, () => 1 + Math.floor(Math.random() * sides)).join(' '));
    });

router.message(Trueconf.command('days', {parameters: 'date:date', description: 'counts the days until a date'}),
    async (message, _context, {date}) => {
        const now = GLib.DateTime.new_now_local();
        const [day, today] = [date, now].map(time => GLib.Date.new_dmy(time.get_day_of_month(), time.get_month(), time.get_year()));
        const number = today.days_between(day);
        await message.answer(number >= 0 ? `${number} days` : `That was ${-number} days ago.`);
    });

router.message(Trueconf.command('tell', {parameters: 'whom:user text:string...', description: 'sends a text to somebody'}),
    async (message, _context, {whom, text}) => {
        try {
            const name = await message.lookup_author_name();
            await bot.send_message(await bot.create_personal_chat(whom), `${name}: ${text}`);
        } catch (error) {
            await message.answer(`That did not work: ${error.message}`);
            return;
        }
        await message.answer('Done.');
    });

router.message(Trueconf.command('version', {hidden: true}), async message => {
    await message.answer(`${bot.server_name} ${bot.server_version}`);
});

router.add_help();

// in a group, people talk to each other and to other bots
router.message(message => message.text && message.chat_type !== Trueconf.ChatType.GROUP, async message => {
    await message.answer('/help lists what I can do.');
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
