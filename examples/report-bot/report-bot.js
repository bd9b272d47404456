#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Reports how the machine is: write /report to the bot.
//
// With REPORT_TO=nora, it also sends the report to Nora each day at REPORT_TIME (09:00). With REPORT_JOBS=jobs.sqlite, a report
// that was missed, because the machine was off, comes when the bot starts.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const router = new Trueconf.Router({name: 'report'});
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
const file = GLib.getenv('REPORT_JOBS');
const scheduler = new Trueconf.Scheduler({file: file ? Gio.File.new_for_path(file) : null});

function readNumber(path) {
    return parseFloat(new TextDecoder().decode(GLib.file_get_contents(path)[1]));
}

function makeReport() {
    const disk = Gio.File.new_for_path('/').query_filesystem_info('filesystem::*', null);
    const size = disk.get_attribute_uint64('filesystem::size');
    const hours = Math.floor(readNumber('/proc/uptime') / 3600);
    return [
        GLib.get_host_name(),
        `Up for ${Math.floor(hours / 24)} days and ${hours % 24} hours`,
        `Load: ${readNumber('/proc/loadavg').toFixed(2)}`,
        `Disk: ${Math.floor(100 * (size - disk.get_attribute_uint64('filesystem::free')) / size)} % used`,
    ].join('\n');
}

router.message(Trueconf.command('report'), async message => {
    await message.answer(makeReport());
});

router.on(Trueconf.Message, message => message.text, async message => {
    await message.answer('/report tells how the machine is.');
});

async function sendReport() {
    await bot.send_message(await bot.create_personal_chat(GLib.getenv('REPORT_TO')), makeReport());
}

let status = 0;
function fail(error) {
    printerr(error.message);
    status = 1;
}

try {
    if (GLib.getenv('REPORT_TO'))
        scheduler.daily(GLib.getenv('REPORT_TIME') || '09:00', sendReport, {name: 'report', missed_policy: 'catch-up'});
    scheduler.start().catch(async error => {
        // unless the bot has ended already
        if (!error.matches?.(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
            fail(error);
        await bot.stop();
    });
    bot.run(null);
} catch (error) {
    fail(error);
}
await scheduler.stop().catch(fail);
System.exit(status);
