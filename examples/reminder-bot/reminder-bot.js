#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Reminds people: write "/remind 10m tea is ready" to the bot (s, m, h, d), or /reminders to see what is to come.
//
// Reminders outlive the bot: their texts are in reminders.json, and jobs.sqlite knows which of them have been sent; both are in the
// folder REMINDERS, or in the current one. Those that came due while the bot was off are sent when it starts.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const FOLDER = GLib.getenv('REMINDERS') || '.';
const FILE = `${FOLDER}/reminders.json`;
const USAGE = 'Write, for example, /remind 10m tea is ready (s, m, h, d). /reminders shows what is to come.';

const router = new Trueconf.Router({name: 'reminders'});
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
const scheduler = new Trueconf.Scheduler({file: Gio.File.new_for_path(`${FOLDER}/jobs.sqlite`)});
const reminders = new Map();  // the name of the job → chat, time and text

function save() {
    GLib.file_set_contents(FILE, JSON.stringify(Object.fromEntries(reminders)));
}

function load() {
    if (!GLib.file_test(FILE, GLib.FileTest.EXISTS))
        return;
    const text = new TextDecoder().decode(GLib.file_get_contents(FILE)[1]);
    try {
        for (const [name, reminder] of Object.entries(JSON.parse(text))) {
            reminders.set(name, reminder);
            schedule(name);
        }
    } catch (error) {
        throw new Error(`${FILE} is no list of reminders: ${error.message}`);
    }
}

function timeOf(reminder) {
    return GLib.DateTime.new_from_iso8601(reminder.time, GLib.TimeZone.new_utc()).to_local();
}

function schedule(name) {
    scheduler.at(timeOf(reminders.get(name)), sendReminder, {name, missed_policy: 'catch-up'});
}

function add(chatId, text, seconds) {
    const time = GLib.DateTime.new_now_local().add_seconds(seconds);
    const name = GLib.uuid_string_random();
    reminders.set(name, {chat_id: chatId, time: time.format_iso8601(), text});
    save();
    schedule(name);
    return time;
}

function forget(name) {
    reminders.delete(name);
    save();
}

async function sendReminder({name}) {
    const {chat_id: chatId, text} = reminders.get(name);
    try {
        await bot.send_message(chatId, `⏰ ${text}`);
    } catch (error) {
        if (!(error instanceof Trueconf.ApiError))  // the server is away, or the bot ends
            add(chatId, text, 60);
        forget(name);
        throw error;
    }
    forget(name);
}

router.message(Trueconf.command('remind', {parameters: 'when:duration text:string...'}), async (message, _context, {when, text}) => {
    await message.answer(`I will, on ${add(message.chat_id, text, when).format('%d.%m. at %H:%M')}.`);
});

router.message(Trueconf.command('reminders'), async message => {
    const lines = [...reminders.values()]
        .filter(reminder => reminder.chat_id === message.chat_id)
        .sort((one, other) => timeOf(one).compare(timeOf(other)))
        .map(reminder => `${timeOf(reminder).format('%d.%m. %H:%M')} ${reminder.text}`);
    await message.answer(lines.join('\n') || 'There is nothing to come.', {split: true});
});

router.on(Trueconf.Message, message => message.text, async message => {
    await message.answer(USAGE);
});

let status = 0;
function fail(error) {
    printerr(error.message);
    status = 1;
}

async function begin() {
    load();
    await scheduler.start();
    // what the program was sending when it was killed may not have arrived
    for (const [name, {chat_id: chatId, text}] of [...reminders]) {
        if (scheduler.find_job(name) === null) {
            add(chatId, text, 0);
            forget(name);
        }
    }
}

begin().catch(async error => {
    // unless the bot has ended already
    if (!error.matches?.(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
        fail(error);
    await bot.stop();
});
try {
    bot.run(null);
} catch (error) {
    fail(error);
}
await scheduler.stop().catch(fail);
System.exit(status);
