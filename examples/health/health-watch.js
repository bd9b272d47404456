#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Prints the state of a bot, at each change and on request, as lines of JSON.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
});

const printHealth = (why, health) => print(JSON.stringify({why, health}));

bot.connect('status-changed', (_bot, health) => printHealth('changed', health));

// needs no request to the server, so it can be called at any time
GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, Number(GLib.getenv('INTERVAL') ?? 30), () => {
    printHealth('asked', bot.health_check());
    return GLib.SOURCE_CONTINUE;
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
