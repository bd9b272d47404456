// SPDX-License-Identifier: LGPL-2.1-or-later

// The filters of the library, made in JavaScript.

import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertThrows, makeBot, run, waitFor} from './harness.js';

const {ChatType, Filter, MessageType, Operator, ParticipantRole, TextMatch} = Trueconf;

run({
    async 'each of them'(test) {
        const rows = [
            ['new_text', Filter.new_text('/start now'), true],
            ['new_text_prefix', Filter.new_text_prefix('/st'), true],
            ['new_text_suffix', Filter.new_text_suffix('x'), false],
            ['new_text_contains', Filter.new_text_contains('rt n'), true],
            ['new_texts', Filter.new_texts(TextMatch.EQUAL, ['a', '/START NOW'], true), true],
            ['new_regex', Filter.new_regex('(?<when>now)$', 0), true],
            ['new_message_type', Filter.new_message_type(MessageType.LOCATION), false],
            ['new_message_types', Filter.new_message_types([MessageType.LOCATION, MessageType.PLAIN_MESSAGE]), true],
            ['new_method', Filter.new_method('sendMessage'), true],
            ['new_methods', Filter.new_methods(['x', 'y']), false],
            ['new_chat_type', Filter.new_chat_type(ChatType.P2P), true],
            ['new_chat_types', Filter.new_chat_types([ChatType.GROUP]), false],
            ['new_author', Filter.new_author('nora'), true],
            ['new_authors', Filter.new_authors(['omar']), false],
            ['new_role', Filter.new_role(ParticipantRole.WRITER), false],
            ['new_roles', Filter.new_roles([ParticipantRole.OWNER, ParticipantRole.USER]), true],
            ['new_mentions_bot', Filter.new_mentions_bot(), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'author.id', Operator.PREFIX, 'nora'), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'document', Operator.SET, null), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'timestamp', Operator.GREATER, 5), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'author.id', Operator.ALIKE, 'NORA@SANDBOX.LOCAL '), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'author.id', Operator.ALIKE, 'nor'), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'timestamp', Operator.GREATER, 1700000000000), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'timestamp', Operator.IN, [5, 1700000000000]), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'text', Operator.IN, ['x', '/start now']), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'text', 'in', []), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'chat-type', Operator.EQUAL, ChatType.P2P), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'chat-type', Operator.IN, [ChatType.GROUP, ChatType.P2P]), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'chat-type', Operator.IN, [ChatType.GROUP]), false],
            ['new_property', Filter.new_property(Trueconf.Message, 'is-edited', Operator.IN, [false]), true],
            ['new_property', Filter.new_property(Trueconf.Message, 'text', Operator.ALIKE, ['x', ' /START NOW']), true],
            ['new_func', Filter.new_func(event => event.text.endsWith('now')), true],
            ['new_async_func', Filter.new_async_func((event, context, task) => task.return_boolean(false)), false],
            ['new_and', Filter.new_and([Filter.new_text_prefix('/'), Filter.new_text('x')]), false],
            ['new_or', Filter.new_or([Filter.new_text_prefix('/'), Filter.new_text('x')]), true],
            ['new_not', Filter.new_not(Filter.new_text('x')), true],
        ];
        const known = new Set(rows.map(([name]) => name));
        assertEqual(Object.getOwnPropertyNames(Filter).filter(name => name.startsWith('new_') && !known.has(name)), []);

        const dispatcher = new Trueconf.Dispatcher();
        const seen = [];
        rows.forEach(([name, filter], index) => dispatcher.on(Trueconf.Message, filter, (message, context) => {
            seen.push(`${name} ${index}`);
            if (name === 'new_regex')
                seen.push(context.get_data('when'));
            context.skip();
        }));
        dispatcher.on(Trueconf.Message, () => seen.push('end'));
        await makeBot(test, {dispatcher}).start();
        test.sandbox.say('/start now');
        await waitFor(() => seen.includes('end'));
        const wanted = rows.flatMap(([name, _, matches], index) => matches ? [`${name} ${index}`] : []);
        wanted.splice(wanted.indexOf('new_regex 5') + 1, 0, 'now');
        assertEqual(seen, [...wanted, 'end']);
    },

    'a search that is bounded'() {
        const {BoundedRegex} = Trueconf;
        const find = (pattern, text) => new BoundedRegex({pattern}).find(text).deepUnpack();
        assertEqual(find('(a)(b)?', 'ä😀 ab a'), [[[4, 6], [4, 5], [5, 6]], [[7, 8], [7, 8], [-1, -1]]]);
        assertEqual(find('x', 'ä'), []);
        const {ANCHORED} = GLib.RegexMatchFlags;
        assertEqual(BoundedRegex.new('x*', 0).find('xäx', ANCHORED, 1).deepUnpack(), [[[0, 1]]]);
        const caseless = new BoundedRegex({pattern: 'OSLO', flags: GLib.RegexCompileFlags.CASELESS});
        assertEqual(caseless.find('é Oslo').deepUnpack(), [[[2, 6]]]);
        assertEqual([caseless.pattern, caseless.flags], ['OSLO', caseless.get_flags()]);
        assertThrows(() => new BoundedRegex(), 'needs a pattern');
        assertThrows(() => new BoundedRegex({pattern: '('}), 'not valid');
        assertThrows(() => BoundedRegex.new('(', 0), 'not valid');
        assertThrows(() => new BoundedRegex({pattern: /x/}), 'not a RegExp');
        assertThrows(() => new BoundedRegex({pattern: 'x', flags: GLib.RegexCompileFlags.RAW}), '0x800');
        assertThrows(() => find('^(a+)+$', `${'a'.repeat(40)}b`), 'takes too long');
        assertThrows(() => find('(', ''), 'not valid');
    },

    'mistakes'() {
        const property = (path, operator, value) => () => Filter.new_property(Trueconf.Message, path, operator, value);
        assertThrows(property('document.mimetype', Operator.SET, null), 'mime-type');
        assertThrows(property('text', Operator.EQUAL, 5), 'cannot be');
        assertThrows(property('timestamp', Operator.PREFIX, '5'), 'this operator does not compare');
        assertThrows(property('chat-type', Operator.EQUAL, 'nowhere'), 'nowhere');
        assertThrows(property('text', Operator.IN, 'x'), 'GStrv or a GVariant array');
        assertThrows(property('text', Operator.IN, ['a', 'a\0b']), 'value has a NUL character');
        for (const wrong of [[1.5], [NaN], ['a', 5], [null], [true, 1]])
            assertThrows(property('timestamp', Operator.IN, wrong), 'texts, of whole numbers');
        for (const wrong of [99, -1, 1.5, true, [Trueconf.ChatType.P2P]])
            assertThrows(property('chat-type', Operator.EQUAL, wrong), 'cannot be');
        for (const wrong of [[99], [true], ['nowhere']])
            assertThrows(property('chat-type', Operator.IN, wrong), 'cannot be');
        assertThrows(property('timestamp', Operator.LESS, 2n ** 64n), 'no integer of 64 bits');
        for (const wrong of [NaN, true, '5', 2n ** 63n])
            assertThrows(property('timestamp', Operator.LESS, wrong), 'cannot be');
        for (const operator of [Operator.EQUAL, Operator.IN, Operator.PREFIX, Operator.ALIKE]) {
            assertThrows(property('text', operator, null), 'compared with nothing');
            assertThrows(property('text', operator), 'compared with nothing');
            assertThrows(property('text', operator, 'a\0b'), 'value has a NUL character');
            for (const wrong of [{}, /x/, () => 'x', Symbol('x')])
                assertThrows(property('text', operator, wrong), 'value has to be a text, a number');
        }
        for (const operator of [undefined, null, 99, 'equals'])
            assertThrows(property('text', operator, 'x'), 'one of');
        for (const wrong of [GObject.Object, Trueconf.Author, 'Message', null, undefined])
            assertThrows(() => Filter.new_property(wrong, 'text', Operator.EQUAL, 'x'), 'a class of events');
        // what is no kind of messages is undefined
        assertThrows(() => Filter.new_message_type(Trueconf.MessageType.PHOTO), 'not undefined');
        assertThrows(() => Filter.new_message_types([Trueconf.MessageType.PHOTO]), 'not undefined');
        assertThrows(() => Filter.new_regex('x', 'i'), 'flags has to be a whole number');
        assertThrows(property('text', Operator.REGEX, '('), '(');
        assertThrows(() => Filter.new_regex('(', 0), '(');
        assertThrows(() => Filter.new_text(null), 'null');
        assertThrows(() => Filter.new_text('a\0b'), 'text has a NUL character');
        assertThrows(() => Filter.new_func(5), 'callback');
        const router = new Trueconf.Router();
        for (const wrong of ['text', 5, Symbol('x')])
            assertThrows(() => router.on(Trueconf.Message, wrong, () => {}), 'is not a filter');
        function* generate() {
            yield true;
        }
        for (const [wrong, words] of [[Trueconf.Message, 'a class'], [class Kind {}, 'a class'], [generate, 'a generator'],
            [async function* later() {}, 'a generator']]) {
            assertThrows(() => router.on(Trueconf.Message, wrong, () => {}), `is ${words}, which is not a filter`);
            assertThrows(() => router.message(wrong), `the handler of message() is ${words}`);
            assertThrows(() => router.add_error_handler(wrong), `the handler of errors is ${words}`);
            assertThrows(() => router.add_outer_middleware(wrong), `is ${words}, and not a middleware`);
            assertThrows(() => Filter.new_func(wrong), 'that answers at once');
        }
        const {class: named} = {class(message) {
            return message;
        }};
        for (const right of [named, Object.setPrototypeOf(() => true, null)]) {
            router.message(right, right);
            assert(Filter.new_func(right) instanceof Filter);
        }
        assertThrows(() => Filter.new_func(async () => false), 'an async function is a filter itself');
        // what a group of states does not have is undefined, and would let everything through
        const Order = Trueconf.states('Order', ['dish']);
        assertThrows(() => router.message(Order.dihs, () => {}), 'undefined is not a filter');
        assertThrows(() => router.fallback(Trueconf.Message, undefined, () => {}), 'undefined is not a filter');
        assertThrows(() => router.on(Trueconf.Message, Filter.new_text('x')), 'has to be the handler');
    },

    async 'functions that answer at once, later, or now so and now so'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const seen = [], asked = [];
        const later = value => new Promise(resolve => GLib.timeout_add(GLib.PRIORITY_DEFAULT, 1, () => {
            resolve(value);
            return GLib.SOURCE_REMOVE;
        }));
        const odd = event => Number(event.text) % 2 === 1;
        const mixed = event => {
            asked.push(event.text);
            return Number(event.text) % 3 === 0 ? later(odd(event)) : odd(event);
        };
        const kinds = {
            now: odd,
            mixed,
            async later(event) {
                return await later(odd(event));
            },
            data: event => odd(event) ? {left: event.text} : null,
            promised: event => later(odd(event) ? {left: event.text} : 0),
            thenable: event => ({then: resolve => resolve(odd(event))}),
            bigint: Filter.new_and([odd, Filter.new_property(Trueconf.Message, 'timestamp', Operator.GREATER, 5n)]),
            date: Filter.new_and([odd, Filter.new_property(Trueconf.Message, 'date-time', Operator.NOT_EQUAL, new Date(0))]),
            not: Filter.new_not(mixed),
            both: Filter.new_and([mixed, event => later(Number(event.text) > 4)]),
        };
        for (const [name, filter] of Object.entries(kinds)) {
            dispatcher.message(filter, (message, context) => {
                seen.push(`${message.text} ${name}${context.get_data('left') ?? ''}`);
                context.skip();
            });
        }
        dispatcher.message(message => seen.push(`${message.text} end`));
        await makeBot(test, {dispatcher}).start();
        for (let number = 1; number <= 6; number++)
            test.sandbox.say(`${number}`);
        await waitFor(() => seen.includes('6 end'));
        assertEqual(seen, [1, 2, 3, 4, 5, 6].flatMap(number => {
            const names = number % 2 ? ['now', 'mixed', 'later', `data${number}`, `promised${number}`, 'thenable', 'bigint', 'date', ...number > 4 ? ['both'] : []] : ['not'];
            return [...names, 'end'].map(name => `${number} ${name}`);
        }));
        // each function once for each event
        assertEqual(asked, ['1', '2', '3', '4', '5', '6'].flatMap(text => [text, text, text]));
    },

    // the last one, since GJS cannot take the function for the log away again
    async 'what they throw is logged with its stack, unless somebody has dealt with it'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const router = new Trueconf.Router({name: 'careful'});
        const lines = [], dealt = [];
        let end = false;
        router.message(function known() {
            throw new Error('known');
        }, () => {});
        router.add_error_handler(error => dealt.push(error.message));
        dispatcher.include_router(router);
        dispatcher.message(function breakNow() {
            throw new Error('now');
        }, () => {});
        dispatcher.message(async function breakLater() {
            throw new Error('later');
        }, () => {});
        dispatcher.message(Filter.new_not(function breakPromise() {
            return Promise.reject(new Error('promise'));
        }), () => {
            dealt.push('a handler whose filter has failed');
        });
        dispatcher.fallback('message', () => {
            end = true;
        });
        GLib.log_set_writer_func((level, fields) => {
            lines.push(new TextDecoder().decode(fields.MESSAGE));
            return GLib.LogWriterOutput.HANDLED;
        });
        await makeBot(test, {dispatcher}).start();
        test.sandbox.say('x');
        const stacks = () => lines.filter(line => line.includes('A filter failed'));
        await waitFor(() => end && stacks().length >= 3);
        assertEqual(dealt, ['known']);
        assertEqual(stacks().map(line => ['breakNow', 'breakLater', 'breakPromise'].filter(name => line.includes(`${name}@file:`))),
            [['breakNow'], ['breakLater'], ['breakPromise']]);
    },
});
