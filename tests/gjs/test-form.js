// SPDX-License-Identifier: LGPL-2.1-or-later

// Forms: descriptions as objects, validators and handlers that are promises.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertThrows, makeBot, run, sleep, waitFor} from './harness.js';

const SOURCE = Gio.File.new_for_uri(import.meta.url).resolve_relative_path('../../..').get_path();

async function start(test, form) {
    const bot = makeBot(test);
    bot.dispatcher.on(Trueconf.Message, message => message.text === '/start', async (_message, context) => {
        await form.begin(context, null);
    });
    bot.dispatcher.include_router(form);
    await bot.start();
    let heard = 0;
    return async (words, part) => {
        test.sandbox.say(words);
        await waitFor(() => test.sandbox.texts().length > heard);
        const text = test.sandbox.texts()[heard++];
        assert(text.includes(part), `“${text}” should contain “${part}”`);
    };
}

run({
    async 'a form from an object'(test) {
        const form = Trueconf.Form.from({
            name: 'order',
            timeout: 60,
            texts: {back: 'Up', sent: 'Bye'},
            fields: {
                name: {kind: 'text', question: 'Your name?', max_length: 8, pattern: /[A-Z].*/, hint: '(first name)',
                    async validate(value, answers) {
                        await sleep(1);
                        assertEqual(answers.name, value);
                        if (value === 'Eve')
                            throw new RangeError('no Eve');
                        return value === 'Bob' ? 'Bob has had enough' : true;
                    }},
                size: {kind: 'choice', question: 'Which size?', choices: {s: 'small', l: 'large'}},
                count: {kind: 'number', question: 'How many?', integer: true, minimum: 1, when: answers => answers.size === 'l'},
                gift: {kind: 'confirm', question: 'A gift?', optional: true},
            },
        });
        assertEqual(form.get_text(Trueconf.FormText.BACK), 'Up');
        assertEqual(form.get_fields().get_n_items(), 4);
        const shout = Trueconf.Form.from({name: 'shout', fields: {word: {kind: 'text', question: 'Which?', pattern: /[a-z].*/is}}});
        assertEqual([form, shout].map(one => one.get_fields().get_item(0).pattern), ['[A-Z].*', '(?is)[a-z].*']);

        let failed = false;
        const results = [];
        form.on_finished(async result => {
            await sleep(1);
            if (!failed) {
                failed = true;
                throw new Error('no paper');
            }
            results.push([result.toJSON().name, result.toJSON().size, 'count' in result.toJSON(), result.form_name, result.user_id, result.get_value('size').unpack()]);
        });
        const errors = [];
        form.add_error_handler(error => {
            errors.push(error);
            return true;
        });
        const talk = await start(test, form);
        await talk('/start', 'Your name?\n(first name)');
        await talk('nora', 'does not have the form');
        await talk('Bob', 'Bob has had enough');
        test.sandbox.say('Eve');
        await waitFor(() => errors.length);
        await talk('Nora', 'Which size?');
        await talk('large', 'How many?');
        await talk('0', 'at least 1');
        await talk('up', 'Which size?');
        await talk('small', 'A gift?');
        await talk('skip', '3. A gift? —');
        await talk('send', 'could not be sent');
        assertEqual(errors.map(error => `${error}`), ['RangeError: no Eve', 'Error: no paper']);
        assert(errors[0] instanceof RangeError);
        await talk('send', 'Bye');
        assertEqual(results, [['Nora', 's', false, 'order', 'nora@sandbox.local', 's']]);
    },

    async 'answers that are not of a promise of JavaScript'(test) {
        const later = value => ({then: resolve => resolve(value)});
        const form = Trueconf.Form.from({name: 'small', summary: false, fields: {
            never: {kind: 'text', question: 'Never?', when: () => later(true)},
            word: {kind: 'text', question: 'Which?', validate: word => later(word === 'no' ? 'Not that' : true)},
        }});
        let times = 0;
        form.on_finished(result => {
            times++;
            return later(result);
        });
        const talk = await start(test, form);
        await talk('/start', 'Which?');
        await talk('no', 'Not that');
        await talk('yes', 'Thank you');
        assertEqual(times, 1);
    },

    async 'the blocks of the guide'(test) {
        const [, contents] = GLib.file_get_contents(`${SOURCE}/docs/forms.md`);
        const blocks = [...new TextDecoder().decode(contents).matchAll(/^```js\n(.*?)^```$/gms)].map(match => match[1]);
        const form = new Function('Trueconf', `${blocks.join('\n')}; return form;`)(Trueconf);
        const talk = await start(test, form);
        await talk('/start', 'How many?');
        await talk('0', 'at least 1');
        await talk('3', '1. How many? 3');
        await talk('send', '{"count":3}');
    },

    async 'mistakes'() {
        assertThrows(() => Trueconf.Form.from({name: 'x'}), 'needs fields');
        assertThrows(() => Trueconf.Form.from({name: 'x', fields: {a: {kind: 'colour', question: '?'}}}), 'kind cannot be “colour”: it is one of text');
        assertThrows(() => Trueconf.Form.from({name: 'x', fields: {a: {kind: 'text', question: '?', colour: 1}}}), 'no colour');
        for (const [name, field, words] of [
            ['x:y', {}, 'no name for a field'], ['', {}, 'no name for a field'], ['summary', {}, 'no name for a field'],
            ['ж'.repeat(33), {}, 'no name for a field'], ['x', {question: undefined}, 'has to be a text'],
            ['x', {kind: 'number', minimum: 2, maximum: 1}, 'no answer can fit'],
            ['x', {kind: 'date', earliest: '2026-05-06', latest: '2025-05-06'}, 'no answer can fit'],
            ['x', {kind: 'date', earliest: 'yesterday'}, 'earliest of the field x cannot be yesterday'],
            ['x', {kind: 'date', latest: '2026-02-30'}, 'cannot be 2026-02-30'],
            ['x', {kind: 'choice'}, 'the field x needs choices'], ['x', {kind: 'choice', choices: []}, 'choices of the field x'],
            ['x', {kind: 'choice', choices: {}}, 'choices of the field x'], ['x', {kind: 'choice', choices: new Map([['a', 'A']])}, 'choices of the field x'],
            ['x', {kind: 'choice', choices: 'abc'}, 'choices of the field x'], ['x', {choices: []}, 'choices of the field x'],
            ['x', {when: async () => false}, 'when of the field x has to answer at once'], ['x', {when: function* () {}}, 'when of the field x is a generator'],
            ['x', {validate: class {}}, 'validate of the field x is a class'], ['x', {validate: function* () {}}, 'validate of the field x is a generator'],
            ['x', {validate: 5}, 'validate of the field x has to be a function'], ['x', {when: 5}, 'when of the field x has to be a function'],
        ])
            assertThrows(() => Trueconf.Form.from({name: 'x', fields: {[name]: {kind: 'text', question: '?', ...field}}}), words);
        Trueconf.Form.from({name: 'x', fields: {x: {kind: 'date', question: '?', earliest: 'today', latest: '2020-01-01'}}});
        for (const name of ['a:b', 'x'.repeat(65), 5, 'summary'])
            assertThrows(() => Trueconf.Form.from({name, fields: {}}), 'is no name for a form');
        for (const fields of [[], 'a', 5])
            assertThrows(() => Trueconf.Form.from({name: 'x', fields}), 'fields has to be an object');
        for (const field of [null, undefined, 'text', []])
            assertThrows(() => Trueconf.Form.from({name: 'x', fields: {a: field}}), 'the field a has to be an object');
        const form = Trueconf.Form.from({name: 'x', fields: {a: {kind: 'choice', question: '?', choices: ['a']}}});
        const {FormField} = Trueconf;
        for (const [wrong, words] of [
            [5, 'field has to be a Trueconf.FormField'], [new FormField({kind: 'choice'}), 'no name for a field'],
            [new FormField({name: 'b', kind: 'choice', question: '?'}), 'the field b needs choices'],
            [new FormField({name: 'b', kind: 'text'}), 'the field b needs a question'], [FormField.new_text('a', '?'), 'a field a already'],
        ])
            assertThrows(() => form.add_field(wrong), words);
        assertThrows(() => new Trueconf.Form().add_field(FormField.new_text('a', '?')), 'the form has no name yet');
        form.add_field(FormField.new_text('b', '?'));
        assertEqual(form.get_fields().get_n_items(), 2);
        for (const [wrong, words] of [[class {}, 'a class'], [function* () {}, 'a generator']])
            assertThrows(() => form.on_finished(wrong), `what takes the answers is ${words}`);
        assertThrows(() => Trueconf.Form.new_from_json('{}'), 'name');
    },
});
