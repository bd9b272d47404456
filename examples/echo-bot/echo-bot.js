#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const router = new Trueconf.Router({name: 'echo'});
const dispatcher = new Trueconf.Dispatcher();
dispatcher.include_router(router);

router.on(Trueconf.Message, message => message.text, async message => {
    await message.answer(message.text, message.parse_mode);
});

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
    dispatcher,
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
