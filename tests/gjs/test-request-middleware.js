// SPDX-License-Identifier: LGPL-2.1-or-later

// Request middlewares in JavaScript: functions, asynchronous or not, and classes.

import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run} from './harness.js';

const SENT = {chatId: 'c', messageId: 'm1', timestamp: 7};

function pause(milliseconds) {
    return new Promise(resolve => {
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
            resolve();
            return GLib.SOURCE_REMOVE;
        });
    });
}

async function failure(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('it did not fail');
}

const Footer = GObject.registerClass(class Footer extends Trueconf.RequestMiddleware {
    vfunc_process(request, next) {
        request.set_string('content.text', `${request.get_string('content.text')} (from a bot)`);
        next.run();
    }
});

run({
    async 'a test double'(test) {
        const bot = makeBot(test);
        bot.add_request_middleware(() => SENT);
        assertEqual((await bot.send_message('c', 'x')).message_id, 'm1');
    },

    async 'requests are seen and changed, and so are answers'(test) {
        const bot = makeBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        const log = [];
        const outer = bot.add_request_middleware(async (request, next) => {
            log.push(request.method, request.chat_id === chat);
            request.payload = {...request.payload, content: {text: 'changed', parseMode: 'text'}};
            const answer = await next();
            return {...answer, messageId: `${answer.messageId}!`};
        });
        const others = [
            (request, next) => {
                log.push(request.payload.content.text);
                next.run();
            },
            new Footer(),
            async (_request, next) => {
                await pause(1);
                await next();
            },
        ].map(other => bot.add_request_middleware(other));
        assert((await bot.send_message(chat, 'x')).message_id.endsWith('!'));
        assertEqual(log, ['sendMessage', true, 'changed']);
        assert(bot.remove_request_middleware(outer));
        others.forEach(other => bot.remove_request_middleware(other));
        const [message] = [...await bot.get_chat_history(chat, 1)];
        assertEqual(message.text, 'changed (from a bot)');
    },

    async 'requests are refused'(test) {
        const bot = makeBot(test);
        let seen = null;
        bot.add_request_middleware(async (_request, next) => {
            try {
                await next();
            } catch (error) {
                seen = error;
                throw error;
            }
        });
        bot.add_request_middleware(() => {
            throw new Error('not today');
        });
        assert((await failure(bot.send_message('c', 'x'))).message.includes('not today'));
        assert(seen.message.includes('not today'));
    },

    async 'a request that is kept ends with an error'(test) {
        const bot = makeBot(test);
        const made = bot.add_request_middleware(() => new Promise(() => {}));
        made.timeout = 0.05;
        assert((await failure(bot.send_message('c', 'x'))).matches(Trueconf.Error, Trueconf.Error.TIMED_OUT));
        bot.remove_request_middleware(made);
        bot.add_request_middleware(() => {});
        assert((await failure(bot.send_message('c', 'x'))).message.includes('neither called next'));
    },

    async 'mistakes are exceptions'(test) {
        const bot = makeBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        let mistakes = 0;
        bot.add_request_middleware((_request, next) => {
            next();
            for (const again of [() => next(), () => next.run()]) {
                try {
                    again();
                } catch {
                    mistakes++;
                }
            }
        });
        assert((await bot.send_message(chat, 'x')).message_id !== null);
        assertEqual(mistakes, 2);
        for (const wrong of [null, 'text', 5, {}, function* () {}, class {}]) {
            let said = null;
            try {
                bot.add_request_middleware(wrong);
            } catch (error) {
                said = error;
            }
            assert(said instanceof TypeError);
        }
    },
});
