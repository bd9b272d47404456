// SPDX-License-Identifier: LGPL-2.1-or-later

// Middlewares, error handlers and fallbacks that are written in JavaScript, used by the dispatcher in C.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertThrows, makeBot, run, sleep, waitFor} from './harness.js';

class Pipeline {
    constructor(test) {
        this.test = test;
        this.dispatcher = new Trueconf.Dispatcher();
        [this.parent, this.child, this.other] = ['parent', 'child', 'other'].map(name => new Trueconf.Router({name}));
        this.dispatcher.include_router(this.parent);
        this.parent.include_router(this.child);
        this.dispatcher.include_router(this.other);
        this.trace = [];
    }

    waiting(name) {
        return async (event, context, next) => {
            if (!(event instanceof Trueconf.Message)) {
                await next();
                return;
            }
            this.trace.push(`>${name}`);
            try {
                this.trace.push(await next() ? `<${name}` : `<${name}?`);
            } catch (error) {
                this.trace.push(`<${name}!${error.message}`);
                throw error;
            }
        };
    }

    blocking(name) {
        return (event, context, next) => {
            if (!(event instanceof Trueconf.Message))
                next();
            else
                this.trace.push(`>${name}`);
        };
    }

    handler(name) {
        return async () => {
            await sleep(10);
            this.trace.push(name);
        };
    }

    async start() {
        // the event of a new chat comes before
        this.test.sandbox.say('zero');
        this.bot = makeBot(this.test, {dispatcher: this.dispatcher});
        await this.bot.start();
        this.trace.length = 0;
    }

    // says two things at once: the second waits until the first is done
    async expect(...wanted) {
        if (!this.bot)
            await this.start();
        this.trace.length = 0;
        this.test.sandbox.say('one');
        this.test.sandbox.say('two');
        await waitFor(() => this.trace.length >= 2 * wanted.length);
        assertEqual(this.trace, [...wanted, ...wanted]);
    }
}

run({
    async 'outer and inner'(test) {
        const pipeline = new Pipeline(test);
        const {dispatcher, parent, child, other} = pipeline;
        dispatcher.add_outer_middleware(pipeline.waiting('D'));
        parent.add_outer_middleware(pipeline.waiting('P'));
        child.add_outer_middleware(pipeline.waiting('C'));
        dispatcher.add_inner_middleware(pipeline.waiting('d'));
        child.add_inner_middleware(pipeline.waiting('c'));
        parent.on(Trueconf.Message, message => message.text === 'never', pipeline.handler('h1'));
        child.on(Trueconf.Message, pipeline.handler('h2'));
        other.on(Trueconf.Message, pipeline.handler('h3'));
        await pipeline.expect('>D', '>P', '>C', '>d', '>c', 'h2', '<c', '<d', '<C', '<P', '<D');
    },

    async 'ready-made'(test) {
        const pipeline = new Pipeline(test);
        const deduplicator = new Trueconf.Deduplicator({interval: 3600});
        pipeline.child.on(Trueconf.Message, message => {
            pipeline.trace.push(message.text);
        });
        await pipeline.start();
        pipeline.dispatcher.add_outer_middleware(new Trueconf.AccessList({allowed_users: ['nora']}));
        pipeline.dispatcher.add_outer_middleware(deduplicator);
        pipeline.dispatcher.add_outer_middleware(new Trueconf.Throttle({rate: 0, burst: 2}));
        ['one', 'one', 'two', 'three'].forEach(text => test.sandbox.say(text));
        await waitFor(() => pipeline.trace.length === 2);
        assertEqual(pipeline.trace, ['one', 'two']);
        deduplicator.interval = 1;
        assertEqual(deduplicator.interval, 1);
    },

    async 'nobody'(test) {
        const pipeline = new Pipeline(test);
        pipeline.dispatcher.add_outer_middleware(pipeline.waiting('D'));
        pipeline.other.add_outer_middleware(pipeline.waiting('O'));
        pipeline.dispatcher.add_inner_middleware(pipeline.waiting('d'));
        await pipeline.expect('>D', '>O', '<O?', '<D?');
    },

    async 'blocked, and taken away again'(test) {
        const pipeline = new Pipeline(test);
        const {dispatcher, parent, child, other} = pipeline;
        dispatcher.add_outer_middleware(pipeline.waiting('D'));
        const blocking = parent.add_outer_middleware(pipeline.blocking('P'));
        parent.on(Trueconf.Message, pipeline.handler('h1'));
        child.on(Trueconf.Message, pipeline.handler('h2'));
        other.on(Trueconf.Message, pipeline.handler('h3'));
        await pipeline.expect('>D', '>P', '<D');
        assert(parent.remove_outer_middleware(blocking));
        assert(!parent.remove_outer_middleware(blocking));
        await pipeline.expect('>D', 'h1', '<D');

        const inner = dispatcher.add_inner_middleware(async () => {
            await sleep(1);
            pipeline.trace.push('B');
        });
        await pipeline.expect('>D', 'B', '<D');
        assert(dispatcher.remove_inner_middleware(inner));
        await pipeline.expect('>D', 'h1', '<D');
    },

    async 'blocked, and an error, at each place'(test) {
        const path = import.meta.url.replace('gjs/test-middleware.js', 'data/pipeline.json');
        const table = JSON.parse(new TextDecoder().decode(Gio.File.new_for_uri(path).load_contents(null)[1]));
        assertEqual(Object.keys(table).length, 16);
        for (const wait of [() => null, () => sleep(1)]) {
            const pipeline = new Pipeline(test);
            const {dispatcher, parent, child, trace} = pipeline;
            const goTo = (name, text) => {
                trace.push(name);
                if (text === `fail ${name}`)
                    throw new Error('no');
                return text !== `block ${name}`;
            };
            const middleware = name => async (event, context, next) => {
                if (!(event instanceof Trueconf.Message)) {
                    await next();
                    return;
                }
                await wait();
                if (!goTo(name, event.text))
                    return;
                try {
                    trace.push(await next() ? `/${name}` : `/${name}?`);
                } catch (error) {
                    trace.push(`/${name}!`);
                    throw error;
                }
            };
            for (const [router, outer, inner] of [[dispatcher, 'D', 'd'], [parent, 'P', 'p'], [child, 'C', 'c']]) {
                router.add_outer_middleware(middleware(outer));
                router.add_inner_middleware(middleware(inner));
            }
            child.message(message => wait()?.then(() => goTo('filter', message.text)) ?? goTo('filter', message.text),
                message => wait()?.then(() => goTo('handler', message.text)) ?? goTo('handler', message.text));
            dispatcher.add_error_handler((error, event, context) => {
                trace.push(`error(${context.router_name ?? ''})`);
            });
            dispatcher.fallback(Trueconf.Message, () => {
                trace.push('fallback');
            });
            await pipeline.start();
            for (const [text, wanted] of Object.entries(table)) {
                trace.length = 0;
                test.sandbox.say(text);
                await waitFor(() => trace.join(' ').length >= wanted.length);
                assertEqual([text, trace.join(' ')], [text, wanted]);
            }
            await pipeline.bot.stop();
        }
    },

    async 'every root router, and children after their parents'(test) {
        const pipeline = new Pipeline(test);
        pipeline.dispatcher.route_to_all = true;
        pipeline.parent.on(Trueconf.Message, pipeline.handler('h1'));
        pipeline.child.on(Trueconf.Message, pipeline.handler('h2'));
        pipeline.other.on(Trueconf.Message, pipeline.handler('h3'));
        await pipeline.expect('h1', 'h3');
        pipeline.parent.allow_child_on_event = true;
        await pipeline.expect('h1', 'h2', 'h3');
    },

    async 'fallback and skip'(test) {
        const pipeline = new Pipeline(test);
        pipeline.parent.on(Trueconf.Message, async (message, context) => {
            pipeline.trace.push('not mine');
            await sleep(1);
            context.skip();
        });
        pipeline.child.fallback(Trueconf.Message, pipeline.handler('nobody'));
        await pipeline.expect('not mine', 'nobody');
        pipeline.other.on(Trueconf.Message, pipeline.handler('h'));
        await pipeline.expect('not mine', 'h');
    },

    async 'values of JavaScript reach the handler'(test) {
        const pipeline = new Pipeline(test);
        const thing = {any: ['value']};
        pipeline.dispatcher.add_outer_middleware(async (event, context, next) => {
            context.set_data('thing', thing);
            context.set_data('gone', 1);
            context.set_data('gone', null);
            await next();
        });
        pipeline.dispatcher.add_inner_middleware(async (event, context, next) => {
            context.set_data('word', 'from inside');
            await next();
        });
        pipeline.parent.on(Trueconf.Message, (message, context) => {
            pipeline.trace.push([context.get_data('thing') === thing, context.get_data('word'),
                context.get_data('nothing') === undefined, context.get_data('gone') === undefined]);
        });
        await pipeline.expect([true, 'from inside', true, true]);
    },

    async 'errors go to the nearest router first'(test) {
        const pipeline = new Pipeline(test);
        const problem = new RangeError('too small');
        pipeline.dispatcher.add_error_handler((error, event, context) => {
            pipeline.trace.push(error === problem, context.router_name);
        });
        const id = pipeline.child.add_error_handler(async (error, event) => {
            await event.answer('sorry');
            pipeline.trace.push(`${error}`);
        });
        pipeline.parent.add_error_handler(() => false);
        pipeline.dispatcher.add_inner_middleware(pipeline.waiting('d'));
        pipeline.child.on(Trueconf.Message, () => {
            throw problem;
        });
        await pipeline.start();
        test.sandbox.say('one');
        await waitFor(() => pipeline.trace.length === 3);
        assertEqual([...pipeline.trace].sort(), ['<d!too small', '>d', 'RangeError: too small'].sort());
        assert(pipeline.child.remove_handler(id));
        await pipeline.expect('>d', true, 'child', '<d!too small');
    },

    async 'a middleware that fails blocks'(test) {
        const pipeline = new Pipeline(test);
        pipeline.dispatcher.add_error_handler(error => {
            pipeline.trace.push(error.message);
        });
        pipeline.dispatcher.add_outer_middleware(async event => {
            if (event instanceof Trueconf.Message)
                throw new Error('no way');
        });
        pipeline.parent.on(Trueconf.Message, pipeline.handler('h'));
        await pipeline.expect('no way');
    },

    async 'an event goes on once'(test) {
        const pipeline = new Pipeline(test);
        pipeline.dispatcher.add_outer_middleware(async (event, context, next) => {
            await next();
            try {
                next();
            } catch (error) {
                if (event instanceof Trueconf.Message)
                    pipeline.trace.push(error.message);
            }
        });
        pipeline.parent.on(Trueconf.Message, pipeline.handler('h'));
        await pipeline.expect('h', 'next() was called before: an event goes on once');
    },

    async 'an event does not go on after its middleware has ended'(test) {
        const pipeline = new Pipeline(test);
        const late = (event, next) => {
            if (!(event instanceof Trueconf.Message))
                return;
            GLib.idle_add(GLib.PRIORITY_LOW, () => {
                try {
                    next();
                } catch (error) {
                    pipeline.trace.push(error.message);
                }
                return GLib.SOURCE_REMOVE;
            });
        };
        const asynchronous = pipeline.dispatcher.add_outer_middleware(async (event, context, next) => late(event, next));
        pipeline.parent.on(Trueconf.Message, pipeline.handler('h'));
        const words = 'next() comes too late: the middleware has ended, and the event was blocked';
        await pipeline.expect(words);
        pipeline.dispatcher.remove_outer_middleware(asynchronous);
        pipeline.dispatcher.add_outer_middleware((event, context, next) => late(event, next));
        await pipeline.expect(words);
    },

    async 'a class'(test) {
        const pipeline = new Pipeline(test);
        const Marking = GObject.registerClass(class Marking extends Trueconf.Middleware {
            async vfunc_process(event, context, next) {
                context.set_data('mark', this.mark);
                await next();
                if (event instanceof Trueconf.Message)
                    pipeline.trace.push('back');
            }
        });
        const marking = new Marking();
        marking.mark = 'x';
        pipeline.dispatcher.add_outer_middleware(marking);
        pipeline.parent.on(Trueconf.Message, (message, context) => {
            pipeline.trace.push(context.get_data('mark'));
        });
        await pipeline.expect('x', 'back');
    },

    async 'a handler asks and goes on with the answer'(test) {
        const pipeline = new Pipeline(test);
        pipeline.dispatcher.on(Trueconf.Message, async (message, context) => {
            const name = await context.ask('What is your name?');
            const age = await context.ask({
                question: 'How old are you?', filter: answer => /^\d+$/.test(answer.text), retry: 'A number, please', timeout: 30,
            });
            pipeline.trace.push(`${name.text} is ${age.text}`);
        });
        await pipeline.start();
        for (const text of ['/form', 'Nora', 'old', '33'])
            test.sandbox.say(text);
        await waitFor(() => pipeline.trace.length);
        assertEqual(pipeline.trace, ['Nora is 33']);
        await waitFor(() => test.sandbox.texts().length === 3);
        assertEqual(test.sandbox.texts().sort(), ['A number, please', 'How old are you?', 'What is your name?']);
    },

    async 'nobody is asked when nobody can answer'(test) {
        const pipeline = new Pipeline(test);
        const {trace} = pipeline;
        let kept;
        pipeline.dispatcher.on(Trueconf.Message, message => message.text === 'one', (message, context) => {
            kept = context;
        });
        await pipeline.start();
        test.sandbox.say('one');
        await waitFor(() => kept?.done);
        const form = Trueconf.Form.from({name: 'form', fields: {what: {kind: 'text', question: 'What?'}}});
        for (const late of [() => kept.ask('x'), () => form.begin(kept), () => form.begin({context: kept}), () => pipeline.dispatcher.list_commands(kept)]) {
            await late().catch(error => trace.push(error.message.split(':')[0]));
        }
        assertEqual(trace, Array(4).fill('the event is done'));
        await Trueconf.Form.new('empty').begin(kept).catch(error => trace.push(error.message));
        assertEqual(trace[4], 'the form empty has no fields');

        trace.length = 0;
        pipeline.parent.on(Trueconf.Message, async (message, context) => {
            pipeline.bot.stop();
            await context.ask('x').catch(error => trace.push(error.message));
        });
        test.sandbox.say('two');
        await waitFor(() => trace.length);
        assertEqual(trace, ['The bot has stopped']);
    },

    async 'filters may be asynchronous'(test) {
        const pipeline = new Pipeline(test);
        const {parent, child, other, trace} = pipeline;
        pipeline.dispatcher.add_error_handler(error => {
            trace.push(error.message);
        });
        parent.on(Trueconf.Message, async () => {
            await sleep(1);
            return false;
        }, pipeline.handler('never'));
        parent.on(Trueconf.Message, async () => {
            throw new Error('cannot tell');
        }, pipeline.handler('never'));
        const asked = Trueconf.Filter.new_async_func((event, context, task) => task.return_boolean(true));
        child.on(Trueconf.Message, asked, message => message.text === 'one', async () => true, pipeline.handler('h1'));
        other.on('sendMessage', Trueconf.Filter.new_text('two'), pipeline.handler('h2'));
        await pipeline.start();
        test.sandbox.say('one');
        test.sandbox.say('two');
        await waitFor(() => trace.length >= 4);
        assertEqual(trace, ['cannot tell', 'h1', 'cannot tell', 'h2']);
    },

    async 'what filters return goes into the context'(test) {
        const pipeline = new Pipeline(test);
        const {parent, trace} = pipeline;
        const problem = new TypeError('too odd');
        pipeline.dispatcher.add_error_handler(error => {
            trace.push(error === problem);
        });
        parent.on(Trueconf.Message, message => ({lost: message.text}), () => false, pipeline.handler('never'));
        parent.on(Trueconf.Message, message => message.text === 'empty' && {}, () => trace.push('empty'));
        parent.on(Trueconf.Message, message => {
            if (message.text === 'odd')
                throw problem;
            return {words: message.text.split(' '), nothing: null};
        }, async (message, context) => {
            await sleep(1);
            return {count: context.get_data('words').length};
        }, (message, context) => {
            trace.push([context.get_data('words'), context.get_data('count'), context.get_data('lost'), context.get_data('nothing')]);
        });
        await pipeline.start();
        test.sandbox.say('odd');
        await waitFor(() => trace.length >= 1);
        test.sandbox.say('empty');
        test.sandbox.say('two words');
        await waitFor(() => trace.length >= 3);
        assertEqual(trace, [true, 'empty', [['two', 'words'], 2, undefined, undefined]]);
    },

    'mistakes'() {
        const dispatcher = new Trueconf.Dispatcher();
        const [first, second] = [new Trueconf.Router({name: 'first'}), new Trueconf.Router()];
        dispatcher.include_router(first);
        assertThrows(() => second.include_router(first), 'already included');
        assertThrows(() => first.include_router(dispatcher), 'cannot include itself');
        assertThrows(() => second.include_router(dispatcher), 'no router includes it');
        assertThrows(() => dispatcher.add_outer_middleware(5), 'is not a middleware');
        assertThrows(() => dispatcher.add_outer_middleware(Trueconf.Throttle), 'is a class, and not a middleware');
        assertThrows(() => dispatcher.add_error_handler(5), 'cannot handle errors');
        for (const wrong of [[TypeError], [RangeError, () => {}], [() => {}, TypeError]])
            assertThrows(() => dispatcher.add_error_handler(...wrong), 'takes a function alone');
        // forEach() gives the handler, its index and the array
        [() => {}].forEach(first.add_error_handler, first);
        for (const wrong of [function* () {}, async function* () {}])
            assertThrows(() => dispatcher.message(wrong), 'is a generator');
        assertThrows(() => dispatcher.fallback(Trueconf.Message), 'has to be the handler');
        assertEqual(first.get_parent(), dispatcher);
    },

    // the last one, since GJS cannot take the function away again
    async 'the log names the function that has handled'(test) {
        const pipeline = new Pipeline(test);
        const lines = [];
        const requests = [];
        const told = [];
        GLib.log_set_writer_func((level, fields) => {
            const line = new TextDecoder().decode(fields.MESSAGE);
            // of the other events, nobody knows when they come
            if (line.includes(' sendMessage '))
                lines.push(line);
            if (line.includes('An error handler'))
                told.push(/\w+: \w+$/m.exec(line)[0]);
            return GLib.LogWriterOutput.HANDLED;
        });
        pipeline.dispatcher.add_outer_middleware(new Trueconf.LoggingMiddleware());
        pipeline.child.on(Trueconf.Message, message => message.text === 'thanks', async function thank(message) {
            await message.answer('you are welcome');
        });
        const nameless = pipeline.other.on(Trueconf.Message, message => message.text === 'hello', () => {});
        await pipeline.start();
        pipeline.bot.add_request_middleware(async (request, next) => {
            requests.push([request.event.serial, request.method]);
            await next();
        });
        test.sandbox.say('thanks');
        test.sandbox.say('hello');
        await waitFor(() => lines.at(-1)?.includes('router other'));
        lines.splice(0, lines.length - 4);
        const serials = lines.map(line => Number(line.split(' ')[1]));
        assertEqual(requests, [[serials[0], 'sendMessage']]);
        assertEqual([serials[1], serials[3]], [serials[0], serials[2]]);
        assert(serials[0] !== serials[2]);
        assert(/^event \d+ sendMessage chat [0-9a-f]{8}: handled after .* ms, router child, handler thank$/.test(lines[1]), lines[1]);
        assert(lines[3].endsWith(`router other, handler ${nameless}`), lines[3]);

        // and errors of which it is known too late that nobody has dealt with them
        pipeline.child.add_error_handler(async error => {
            if (error.message === 'worse')
                throw new TypeError('another');
            return error.message === 'fine';
        });
        pipeline.child.message(message => {
            throw new RangeError(message.text);
        });
        ['fine', 'bad', 'worse'].forEach(text => test.sandbox.say(text));
        await waitFor(() => told.length >= 3);
        assertEqual(told, ['RangeError: bad', 'TypeError: another', 'RangeError: worse']);
    },
});
