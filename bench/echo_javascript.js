// SPDX-License-Identifier: LGPL-2.1-or-later

// An echo bot in JavaScript: with the override, in four ways, or by introspection alone. Prints what it has used as one JSON line.

import GLib from 'gi://GLib?version=2.0';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

// signed by nobody; the driver does not look
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ';
// how Linux counts for programs, in a second
const TICKS = 100;

function readText(path) {
    return new TextDecoder().decode(GLib.file_get_contents(path)[1]);
}

// GJS has no getrusage(); the CPU is that of all threads
function readMeter() {
    const fields = readText('/proc/self/stat').split(') ')[1].split(' ');
    return {wall: GLib.get_monotonic_time(), cpu: (Number(fields[11]) + Number(fields[12])) * 1e6 / TICKS};
}

// counts from the first message to the answer to the last echo
class Meter {
    constructor(messages, end) {
        this.messages = messages;
        this.end = end;
        this.echoes = 0;
        this.begin = null;
    }

    beginEcho() {
        this.begin ??= readMeter();
    }

    endEcho() {
        if (++this.echoes !== this.messages)
            return;
        this.stop = readMeter();
        this.end();
    }

    report() {
        print(JSON.stringify({
            echoes: this.echoes,
            wall_us: this.stop.wall - this.begin.wall,
            cpu_us: this.stop.cpu - this.begin.cpu,
            peak_kib: Number(/VmHWM:\s+(\d+)/.exec(readText('/proc/self/status'))[1]),
        }));
    }
}

// handlers that are asked first, and do not want the message
const OTHERS = 10;
const FILTERS = {
    override: [],
    filter: [message => message.text !== null],
    handlers: [],
    promise: [async message => message.text !== null],
};

function runOverride(bot, messages, mode) {
    const filters = FILTERS[mode];
    const meter = new Meter(messages, () => bot.stop());
    for (let number = 0; mode === 'handlers' && number < OTHERS; number++)
        bot.dispatcher.message(message => message.text === `/${number}`, () => {});
    bot.dispatcher.message(...filters, async message => {
        meter.beginEcho();
        await message.answer(message.text);
        meter.endEcho();
    });
    bot.run();
    return meter;
}

// as runOverride(), where there is no override
function runPlain(bot, messages) {
    if (Trueconf.html)
        throw new Error('the override is here');
    const meter = new Meter(messages, () => bot.stop_async(null, null));
    const answered = (message, result) => {
        message.answer_finish(result);
        meter.endEcho();
    };
    bot.get_dispatcher().add_handler(Trueconf.Message.$gtype, null, message => {
        meter.beginEcho();
        message.answer_async(message.get_text(), Trueconf.ParseMode.TEXT, null, answered);
    });
    bot.run(null);
    return meter;
}

const [mode, port, messages] = System.programArgs;
const bot = new Trueconf.Bot({server: '127.0.0.1', port: Number(port), https: false, token: TOKEN});
const meter = mode === 'plain' ? runPlain(bot, Number(messages)) : runOverride(bot, Number(messages), mode);
meter.report();
