// SPDX-License-Identifier: LGPL-2.1-or-later

// Promises, handlers, filters, and what becomes of handlers that fail or take their time.

import Gio from 'gi://Gio?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEcho, assertEqual, assertFails, assertThrows, makeBot, makeEchoBot, run, sleep, waitFor} from './harness.js';

const {ApiError} = Trueconf;

async function startedBot(test, properties) {
    const bot = makeBot(test, properties);
    await bot.start();
    return [bot, test.sandbox.say('hello').chat_id];
}

function slowDispatcher(seen, state) {
    const dispatcher = new Trueconf.Dispatcher();
    dispatcher.on(Trueconf.Message, async message => {
        seen.push(`begin ${message.text}`);
        while (message.text.startsWith('slow') && !state.released)
            await sleep(20);
        seen.push(`end ${message.text}`);
    });
    return dispatcher;
}

run({
    async 'echo through the router'(test) {
        const bot = makeEchoBot(test);
        await bot.start();
        await assertEcho(test, 'hello');
    },

    async 'echo through the signal'(test) {
        const bot = makeBot(test);
        bot.connect('message', (_, message) => message.reply(message.text, 'html'));
        await bot.start();
        const said = test.sandbox.say('hello');
        await waitFor(() => test.sandbox.texts().length === 1);
        const last = test.sandbox.messages().at(-1);
        assertEqual([last.text, last.parse_mode, last.reply_message_id], ['hello', 'html', said.message_id]);
    },

    async 'send_message and its defaults'(test) {
        const [bot, chatId] = await startedBot(test);
        const sent = await bot.send_message(chatId, 'good <b>morning</b>');
        assert(sent instanceof Trueconf.SentMessage);
        let last = test.sandbox.messages().at(-1);
        assertEqual([last.message_id, last.text, last.parse_mode], [sent.message_id, 'good <b>morning</b>', 'text']);
        await bot.send_message(chatId, 'x', Trueconf.ParseMode.MARKDOWN, sent.message_id);
        last = test.sandbox.messages().at(-1);
        assertEqual([last.parse_mode, last.reply_message_id], ['markdown', sent.message_id]);
    },

    async 'control characters in raw'(test) {
        const text = String.fromCharCode(...Array(31).keys()).slice(1) + '\x1f\x7f';
        const bot = (await startedBot(test))[0];
        const seen = new Promise((resolve, reject) => bot.connect('message', (_, message) => {
            try {
                if (message.chat_id === 'c')
                    resolve(message.raw.content.text);
            } catch (error) {
                reject(error);
            }
        }));
        const frame = {type: 1, id: 77, method: 'sendMessage', payload: {chatId: 'c', type: 200, content: {text}}};
        test.sandbox.call('/sandbox/send', {text: JSON.stringify(frame)});
        assertEqual(await seen, text);
    },

    async 'the names with _async'(test) {
        const [bot, chatId] = await startedBot(test);
        const sent = await bot.send_message_async(chatId, 'promise', Trueconf.ParseMode.TEXT, null, null);
        assertEqual(test.sandbox.messages().at(-1).message_id, sent.message_id);
        const raw = await new Promise((resolve, reject) => {
            bot.send_message_async(chatId, 'callback', Trueconf.ParseMode.TEXT, null, null, (_, result) => {
                try {
                    resolve(bot.send_message_finish(result));
                } catch (error) {
                    reject(error);
                }
            });
        });
        assertEqual(test.sandbox.messages().at(-1).message_id, raw.message_id);
    },

    async 'every async method has its bare name'() {
        let pairs = 0;
        for (const name of Object.keys(Trueconf)) {
            const prototype = Trueconf[name]?.prototype ?? {};
            // interfaces are for those who implement them, and so is the base class for storages, which has those of its interface
            if (!(prototype instanceof GObject.Object) || name === 'Storage')
                continue;
            for (const method of Object.getOwnPropertyNames(prototype).filter(member => member.endsWith('_async'))) {
                if (method.startsWith('_original_'))
                    continue;
                pairs++;
                assertEqual([name, method, typeof prototype[method.slice(0, -'_async'.length)]], [name, method, 'function']);
            }
        }
        assert(pairs >= 7, `${pairs} pairs`);
    },

    async 'call with plain objects'(test) {
        const [bot, chatId] = await startedBot(test);
        const chat = await bot.call('getChatByID', {chatId});
        assertEqual([chat.chatId, chat.chatType], [chatId, 1]);
    },

    async 'errors by domain and code'(test) {
        const [bot] = await startedBot(test);
        const error = await assertFails(bot.call('getChatByID', {chatId: 'nowhere'}), ApiError, ApiError.CHAT_NOT_FOUND);
        assert(error instanceof ApiError);
        await assertFails(bot.call('noSuchMethod'), ApiError, ApiError.ROUTE_NOT_FOUND);
    },

    async 'cancelling'(test) {
        const [bot, chatId] = await startedBot(test);
        test.sandbox.call('/sandbox/faults', {fault: 'delay', ms: 3000, method: 'getChatByID'});
        const cancellable = new Gio.Cancellable();
        const promise = bot.call('getChatByID', {chatId}, cancellable);
        cancellable.cancel();
        await assertFails(promise, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    },

    async 'failing handlers do not end the bot'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.on(Trueconf.Message, message => message.text === 'at once', () => {
            throw new Error('at once');
        });
        dispatcher.on(Trueconf.Message, message => message.text === 'later', async () => {
            await sleep(10);
            throw new Error('later');
        });
        dispatcher.on(Trueconf.Message, message => message.missing.member, () => {});
        dispatcher.on(Trueconf.Message, async message => {
            await message.answer(message.text);
        });
        const errors = [];
        dispatcher.connect('error', (_, error, event) => {
            assert(error.matches(Trueconf.Error, Trueconf.Error.FAILED));
            errors.push(`${event.text}: ${error.message}`);
        });
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        for (const text of ['at once', 'later', 'fine'])
            test.sandbox.say(text);
        await waitFor(() => test.sandbox.texts().length > 0);
        assertEqual(test.sandbox.texts(), ['fine']);
        assert(bot.authorized);
        assertEqual(errors, ['at once: Error: at once', 'later: Error: later', 'fine: TypeError: message.missing is undefined']);
    },

    async 'whatever is thrown reaches the error handlers with words'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const dealt = [], told = [];
        const nameless = Object.assign(Object.create(null), {code: 5});
        const things = {undefined, null: null, text: 'no', symbol: Symbol('odd'), nameless, number: 0};
        const places = {
            'a handler': router => router.message(message => {
                throw things[message.text];
            }),
            'a promise of a handler': router => router.message(message => Promise.reject(things[message.text])),
            'a filter': router => router.message(message => {
                throw things[message.text];
            }, () => {}),
            'an async filter': router => router.message(async message => {
                await sleep(1);
                throw things[message.text];
            }, () => {}),
            'a middleware': router => router.add_outer_middleware(message => {
                throw things[message.text];
            }),
            'an async middleware': router => router.add_outer_middleware(async message => {
                await sleep(1);
                throw things[message.text];
            }),
            'a middleware behind the handler': router => {
                router.add_inner_middleware(async (message, context, next) => {
                    await next();
                    throw things[message.text];
                });
                router.message(() => {});
            },
            'a middleware that passes on': router => {
                router.add_inner_middleware((message, context, next) => next());
                router.message(message => Promise.reject(things[message.text]));
            },
        };
        for (const [place, add] of Object.entries(places)) {
            for (const name of Object.keys(things)) {
                const router = new Trueconf.Router({name: `${place} throws ${name}`});
                router.add_outer_middleware((message, context, next) => message.text === name ? next() : null);
                add(router);
                router.add_error_handler(error => {
                    dealt.push(router.name);
                    // null and undefined are no errors: what comes instead says so
                    told.push(things[name] === undefined || things[name] === null
                        ? error instanceof Error && error.message.startsWith(`${name} was thrown`) : error === things[name]);
                });
                dispatcher.include_router(router);
            }
        }
        dispatcher.route_to_all = true;
        await makeBot(test, {dispatcher}).start();
        for (const name of Object.keys(things))
            test.sandbox.say(name);
        const expected = Object.keys(things).flatMap(name => Object.keys(places).map(place => `${place} throws ${name}`));
        await waitFor(() => dealt.length >= expected.length);
        assertEqual(dealt, expected);
        assertEqual(told, expected.map(() => true));
    },

    async 'a failed event is handled again'(test) {
        const dispatcher = new Trueconf.Dispatcher({max_redeliveries: 3, blocking_threshold: 2});
        const seen = [];
        const id = dispatcher.on(Trueconf.Message, async message => {
            seen.push(message.text);
            if (seen.length === 1)
                throw new Error('once');
            await message.answer('now it works');
        });
        assert(dispatcher.set_handler_name(id, 'fail once'));
        const bot = makeBot(test, {
            dispatcher,
            ack_policy: Trueconf.AckPolicy.AFTER_HANDLER,
            receive_unread_messages: true,
            ws_max_delay: 1,
            stop_timeout: 1,
        });
        await bot.start();
        test.sandbox.say('hello');
        await waitFor(() => seen.length === 1);
        await sleep(50);
        test.sandbox.call('/sandbox/faults', {fault: 'drop'});
        await waitFor(() => test.sandbox.texts().length === 1);
        assertEqual(seen, ['hello', 'hello']);
    },

    async 'one chat one after the other, chats side by side'(test) {
        const [seen, state] = [[], {released: false}];
        const bot = makeBot(test, {dispatcher: slowDispatcher(seen, state)});
        await bot.start();
        test.sandbox.say('slow 1');
        test.sandbox.say('2');
        test.sandbox.say('other chat', 'omar');
        await waitFor(() => seen.length === 3);
        assertEqual(seen, ['begin slow 1', 'begin other chat', 'end other chat']);
        state.released = true;
        await waitFor(() => seen.length === 6);
        assertEqual(seen.slice(3), ['end slow 1', 'begin 2', 'end 2']);
    },

    async 'acknowledged when the promise is settled'(test) {
        const [seen, state] = [[], {released: false}];
        const bot = makeBot(test, {
            dispatcher: slowDispatcher(seen, state), ack_policy: Trueconf.AckPolicy.AFTER_HANDLER,
        });
        await bot.start();
        test.sandbox.say('slow 1');
        await waitFor(() => seen.length === 1);
        assertEqual(test.sandbox.messages()[0].read, false);
        state.released = true;
        await waitFor(() => test.sandbox.messages()[0].read);
    },

    async 'data that a filter leaves for the handler'(test) {
        const [seen, dispatcher] = [[], new Trueconf.Dispatcher()];
        dispatcher.on(Trueconf.Message, (message, context) => {
            context.set_data('number', message.text.length);
            return true;
        }, (_message, context) => {
            seen.push(context.get_data('number'), context.get_data('missing'));
            context.set_data('number', null);
            seen.push(context.get_data('number'));
        });
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        test.sandbox.say('hello');
        await waitFor(() => seen.length === 3);
        assertEqual(seen, [5, null, null]);
    },

    async 'misused holds'(test) {
        const [seen, contexts] = [[], []];
        const misuse = context => {
            const problems = [];
            for (const mistake of [() => context.release(), () => {
                context.hold();
                context.release();
                context.release();
            }]) {
                try {
                    mistake();
                } catch (error) {
                    problems.push(error.message);
                }
            }
            assertEqual(problems.length, 2);
            assert(problems.every(problem => problem.includes('not held')), `${problems}`);
            assert(!context.done);
            contexts.push(context);
        };
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.on(Trueconf.Message, message => message.text === 'at once', (message, context) => {
            misuse(context);
            seen.push(message.text);
        });
        dispatcher.on(Trueconf.Message, message => message.text === 'later', async (message, context) => {
            await sleep(10);
            misuse(context);
            seen.push(message.text);
        });
        dispatcher.on(Trueconf.Message, message => seen.push(message.text));
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        for (const text of ['at once', 'later', 'fine'])
            test.sandbox.say(text);
        await waitFor(() => seen.length === 3);
        assertEqual(seen, ['at once', 'later', 'fine']);
        for (const context of contexts) {
            assertEqual([context.n_holds, context.done], [0, true]);
            let problem = null;
            try {
                context.hold();
            } catch (error) {
                problem = error;
            }
            assert(problem?.message.includes('is done'), `${problem}`);
        }
    },

    async 'classes of programs'(test) {
        const seen = [];
        const Longer = GObject.registerClass(class Longer extends Trueconf.Filter {
            vfunc_match(message) {
                return message.text.length > this.least;
            }
        });
        const Prices = GObject.registerClass(class Prices extends Trueconf.Middleware {
            vfunc_process(event, context, next) {
                context.set_data('price', this.price);
                return next();
            }
        });
        const Shop = GObject.registerClass(class Shop extends Trueconf.Router {
            constructor(city) {
                super({name: 'shop'});
                this.city = city;
                const longer = new Longer();
                longer.least = 4;
                this.on(Trueconf.Message, longer, (message, context) => this.sell(message, context));
            }

            sell(message, context) {
                seen.push([this.city, message.text, context.get_data('price')]);
            }
        });
        const shop = new Shop('Oslo');
        const prices = new Prices();
        prices.price = 5;
        shop.add_outer_middleware(prices);
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.include_router(shop);
        dispatcher.fallback('message', message => seen.push(message.text));
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        for (const text of ['tea', 'bread'])
            test.sandbox.say(text);
        await waitFor(() => seen.length === 2);
        assertEqual(seen, ['tea', ['Oslo', 'bread', 5]]);
        assert(shop instanceof Trueconf.Router && shop.sell);

        // what is final in C is refused, and does not end the program
        for (const parent of ['Bot', 'Dispatcher', 'Draft']) {
            assertThrows(() => GObject.registerClass(class Mine extends Trueconf[parent] {}),
                `Mine cannot be derived from Trueconf.${parent}, which is final`);
        }
    },

    async 'fallbacks'(test) {
        const seen = [];
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.on('message', message => message.text === 'a', message => seen.push(['handler', message.text]));
        const all = dispatcher.add_fallback((event, context) => seen.push(['any', event.method, context.bot === event.bot]));
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        test.sandbox.call('/sandbox/send', {method: 'removeChat', payload: {chatId: 'c'}});
        test.sandbox.say('a');
        test.sandbox.say('b');
        await waitFor(() => seen.some(([, what]) => what === 'sendMessage'));
        assert(seen.some(([who, what]) => who === 'any' && what === 'removeChat'));
        assert(seen.some(([who, what]) => who === 'handler' && what === 'a'));
        assertEqual(seen.filter(([, what]) => what === 'sendMessage'), [['any', 'sendMessage', true]]);

        dispatcher.remove_handler(all);
        seen.length = 0;
        dispatcher.fallback(Trueconf.Message, message => message.text === 'c', message => seen.push(['c', message.text]));
        dispatcher.fallback(event => seen.push(['rest', event.text]));
        dispatcher.add_fallback(Trueconf.Message.$gtype, null, () => seen.push(['too late', '']));
        for (const text of ['c', 'd'])
            test.sandbox.say(text);
        await waitFor(() => seen.length >= 2);
        assertEqual(seen, [['c', 'c'], ['rest', 'd']]);
        for (const wrong of [() => dispatcher.add_fallback(), () => dispatcher.fallback(Trueconf.Message), () => dispatcher.fallback(5)])
            assertThrows(wrong, '');
    },

    async 'filters and methods of the server'(test) {
        const seen = [];
        const dispatcher = new Trueconf.Dispatcher();
        const router = new Trueconf.Router({name: 'filters'});
        dispatcher.include_router(router);
        router.on('removeChat', event => seen.push(event.raw));
        router.on(Trueconf.Message, message => message.text === 'a', (message, context) => {
            seen.push(['first', context.event === message, context.bot === message.bot]);
        });
        router.on(Trueconf.Message, null, message => seen.push(message.text));
        const bot = makeBot(test, {dispatcher});
        await bot.start();
        test.sandbox.call('/sandbox/send', {method: 'removeChat', payload: {chatId: 'c'}});
        test.sandbox.say('a');
        test.sandbox.say('b');
        await waitFor(() => seen.length === 3);
        assertEqual(seen, [{chatId: 'c'}, ['first', true, true], 'b']);
        for (const wrong of [() => router.on(Trueconf.Message), () => router.on(Trueconf.Message, 7, () => {})]) {
            let failed = false;
            try {
                wrong();
            } catch (error) {
                failed = error instanceof TypeError;
            }
            assert(failed);
        }
    },
});
