// SPDX-License-Identifier: LGPL-2.1-or-later

// The rate limit of requests in JavaScript.

import Gio from 'gi://Gio?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assertEqual, assertFails, makeBot, run, waitFor} from './harness.js';

const NEVER = 0.001;

async function begin(test, properties) {
    const bot = makeBot(test);
    await bot.start();
    const chat = await bot.create_personal_chat('nora');
    const limit = bot.add_request_middleware(new Trueconf.RateLimit({chat_rate: NEVER, ...properties}));
    return {bot, chat, limit};
}

run({
    async 'messages to one chat wait in order, others pass'(test) {
        const {bot, chat, limit} = await begin(test, {chat_burst: 2});
        const other = await bot.create_personal_chat('omar');
        const sends = [0, 1, 2, 3].map(number => bot.send_message(chat, `${number}`));
        assertEqual(limit.n_waiting, 2);
        await Promise.all(sends.slice(0, 2));
        await bot.send_message(other, 'passes');
        assertEqual(test.sandbox.texts(), ['0', '1']);
        limit.chat_rate = 0;
        await Promise.all(sends);
        assertEqual(test.sandbox.texts(), ['0', '1', '2', '3']);
        assertEqual(test.sandbox.texts('omar'), ['passes']);
    },

    async 'too many, and cancelled'(test) {
        const {bot, chat, limit} = await begin(test, {chat_burst: 1, max_waiting: 1});
        const cancellable = new Gio.Cancellable();
        await bot.send_message(chat, 'first');
        const second = bot.send_message(chat, 'second', Trueconf.ParseMode.TEXT, null, cancellable);
        await assertFails(bot.send_message(chat, 'third'), Trueconf.Error, Trueconf.Error.OUTBOX_FULL);
        cancellable.cancel();
        await assertFails(second, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
        await waitFor(() => limit.n_waiting === 0);
        assertEqual(test.sandbox.texts(), ['first']);
    },

    async 'a bot that stops'(test) {
        const {bot, chat, limit} = await begin(test, {chat_burst: 1});
        bot.stop_timeout = 0.1;
        const sends = [0, 1].map(number => bot.send_message(chat, `${number}`));
        const failed = assertFails(sends[1], Trueconf.Error, Trueconf.Error.NOT_CONNECTED);
        await bot.stop();
        await failed;
        assertEqual(limit.n_waiting, 0);
    },
});
