#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// How a bot is, by HTTP, in the main loop that the bot runs in anyway: /health, /livez, /readyz and /metrics.
//
// HEALTH_PORT changes the port (8080), HEALTH_ADDRESS the address; it listens on this machine only unless that is set.
// HEALTH_SOCKET is the path of a Unix socket to listen on instead.

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

bot.connect('status-changed', (_bot, health) => printerr(JSON.stringify(health)));

const health = new Trueconf.HealthServer({
    address: GLib.getenv('HEALTH_ADDRESS'),
    port: Number(GLib.getenv('HEALTH_PORT') || 8080),
    unix_path: GLib.getenv('HEALTH_SOCKET'),
});

try {
    health.add_bot(bot, 'bot');
    health.start();
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
