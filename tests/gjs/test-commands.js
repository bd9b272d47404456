// SPDX-License-Identifier: LGPL-2.1-or-later

// Commands: names, arguments by name, and the help.

import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run, waitFor} from './harness.js';

async function start(test) {
    const dispatcher = new Trueconf.Dispatcher();
    await makeBot(test, {dispatcher}).start();
    return dispatcher;
}

async function answerTo(test, text) {
    const before = test.sandbox.texts().length;
    test.sandbox.say(text);
    await waitFor(() => test.sandbox.texts().length > before);
    return test.sandbox.texts()[before];
}

function assertThrows(call, part) {
    let message = null;
    try {
        call();
    } catch (error) {
        message = `${error.message}`;
    }
    assert(message?.includes(part), `“${message}” instead of “${part}”`);
}

run({
    async 'names and prefixes'(test) {
        const dispatcher = await start(test);
        const seen = [];
        dispatcher.on(Trueconf.Message, Trueconf.command('start', /^item_(?<id>\d+)$/i, {prefix: '/!', ignore_case: true}),
            (message, context) => {
                const {command} = context;
                seen.push([command.prefix, command.name, command.arguments, context.get_data('id') ?? null]);
            });
        dispatcher.on(Trueconf.Message, () => seen.push('no'));
        ['!START now', '/item_42', '/other'].forEach(text => test.sandbox.say(text));
        await waitFor(() => seen.length === 3);
        assertEqual(seen, [['!', 'START', 'now', null], ['/', 'item_42', null, '42'], 'no']);
    },

    async 'arguments by name'(test) {
        const dispatcher = await start(test);
        const seen = [];
        dispatcher.on(Trueconf.Message, Trueconf.command('weather', {parameters: 'city:string days:int?=3 loud:bool?'}),
            async (message, context, {city, days, loud = null}) => {
                await message.answer('on it');
                seen.push([city, days, loud]);
            });
        test.sandbox.say('/weather "New York"');
        test.sandbox.say('/weather Oslo 5 yes');
        await waitFor(() => seen.length === 2);
        assertEqual(seen, [['New York', 3, null], ['Oslo', 5, true]]);
        assertEqual(await answerTo(test, '/weather Oslo x'),
            'days has to be a whole number, not “x”.\nUsage: /weather <city> [days=3] [loud]');
    },

    async 'a filter for the arguments'(test) {
        const dispatcher = await start(test);
        const seen = [];
        dispatcher.on(Trueconf.Message, Trueconf.command('buy', {filter: Trueconf.Filter.new_text('it')}), () => seen.push('it'));
        dispatcher.on(Trueconf.Message, () => seen.push('no'));
        ['/buy it', '/buy'].forEach(text => test.sandbox.say(text));
        await waitFor(() => seen.length === 2);
        assertEqual(seen, ['it', 'no']);
    },

    async 'the help'(test) {
        const dispatcher = await start(test);
        let listed = null, listing = null;
        dispatcher.on(Trueconf.Message, Trueconf.command('weather', {parameters: 'city:string', description: 'The weather'}), () => {});
        dispatcher.on(Trueconf.Message, Trueconf.command('mine'), async message => message.author.id.startsWith('nora'), () => {});
        dispatcher.on(Trueconf.Message, Trueconf.command('ban'), message => message.author.id.startsWith('omar'), () => {});
        dispatcher.on(Trueconf.Message, Trueconf.command('secret', {hidden: true}), () => {});
        dispatcher.on(Trueconf.Message, Trueconf.Filter.new_text('list'), async (message, context) => {
            listing = context;
            listed = [...await dispatcher.list_commands(context)].map(command => command.get_usage());
        });
        dispatcher.add_help();
        assertEqual(await answerTo(test, '/help'), '/weather <city> – The weather\n/mine\n/help – Shows this list');
        test.sandbox.say('list');
        await waitFor(() => listed);
        assertEqual(listed, ['/weather <city>', '/mine', '/help']);
        // the event does not wait for the garbage collector
        await waitFor(() => listing.done);
    },

    async 'mistakes'() {
        assertThrows(() => Trueconf.command(), 'needs a name');
        assertThrows(() => Trueconf.command('x', {descripton: 'y'}), 'takes no descripton');
        assertThrows(() => Trueconf.command('x', {parameters: 'n:number'}), 'the type has to be one of');
        assertThrows(() => Trueconf.command('x\0y'), 'NUL');
        assertThrows(() => Trueconf.command('buy tea'), 'white space and @');
        assertThrows(() => Trueconf.command('start@echo_bot'), 'white space and @');
        assertThrows(() => Trueconf.command('start', {prefix: ''}), 'without a prefix');
        assertThrows(() => Trueconf.command('/ start'), 'white space and @');
        assertThrows(() => Trueconf.command('start', '/'), '“/” is the name of no command: nothing is left');
        assertThrows(() => Trueconf.command('!/', {prefix: ['!', '!/']}), 'nothing is left');
        assertEqual(Trueconf.command('бот start', {prefix: ['бот ']}).names, ['бот start']);
    },
});
