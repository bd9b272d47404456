// SPDX-License-Identifier: LGPL-2.1-or-later

// The JavaScript blocks of the guides that are parts of a program: buttons, dialogs, files, jobs, monitoring, and JavaScript itself.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run, waitFor} from './harness.js';

const AsyncFunction = (async () => {}).constructor;

function readGuide(guide) {
    const folder = GLib.path_get_dirname(GLib.filename_from_uri(import.meta.url)[0]);
    const [, bytes] = GLib.file_get_contents(GLib.build_filenamev([folder, '..', '..', 'docs', guide]));
    return new TextDecoder().decode(bytes);
}

// runs the blocks of a guide with what they are given, and returns what they define
function execute(guide, given, names = [], first = 0) {
    const blocks = readGuide(guide).matchAll(/^```js\n([^]*?)^```$/gm);
    const code = [...blocks].slice(first).map(([, block]) => block).join('\n');
    const variables = {Trueconf, Gio, GLib, ...given};
    return new AsyncFunction(...Object.keys(variables), `${code}\nreturn {${names.join(', ')}};`)(...Object.values(variables));
}

async function start(test) {
    const dispatcher = new Trueconf.Dispatcher();
    const router = new Trueconf.Router({name: 'guide'});
    dispatcher.include_router(router);
    const bot = makeBot(test, {dispatcher});
    let message = null;
    router.on(Trueconf.Message, event => event.text === 'first', event => {
        message = event;
    });
    await bot.start();
    test.sandbox.say('first');
    await waitFor(() => message);
    return {dispatcher, router, bot, message, chatId: message.chat_id};
}

async function ask(test, text) {
    const before = test.sandbox.texts().length;
    test.sandbox.say(text);
    await waitFor(() => test.sandbox.texts().length > before);
    return test.sandbox.texts()[before];
}

run({
    async 'buttons'(test) {
        const given = await start(test);
        const restarted = [];
        await execute('buttons.md', {...given, restart: data => restarted.push(data)});
        const question = test.sandbox.messages().at(-1);
        assertEqual(question.text, 'Shall I restart it?');
        test.sandbox.call('/sandbox/press', {from: 'nora', message_id: question.message_id, row: 0, column: 0});
        await waitFor(() => test.sandbox.texts().at(-1) === 'Done.');
        assertEqual(restarted, ['host=db7']);
        assertEqual(test.sandbox.messages().at(-1).envelope.content.buttons, undefined);
    },

    async 'dialogs'(test) {
        const {dispatcher} = await start(test);
        await execute('dialogs.md', {dispatcher});
        assertEqual(await ask(test, '/order'), 'Which dish?');
        assertEqual(await ask(test, 'soup'), 'How many?');
        assertEqual(await ask(test, '/cancel'), 'Nothing is ordered.');
    },

    async 'files'(test) {
        const given = await start(test);
        const folder = GLib.dir_make_tmp('guide-XXXXXX');
        const picture = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89';
        GLib.file_set_contents(`${folder}/plan.pdf`, '%PDF-1.4\n');
        GLib.file_set_contents(`${folder}/cat.png`, Uint8Array.from(picture, letter => letter.charCodeAt(0)));
        test.sandbox.call('/sandbox/say', {from: 'nora', to: 'echo_bot', file: {name: 'big.bin', size: 100000}});
        const fileId = test.sandbox.call('/sandbox/files').files[0].id;
        const lines = [];
        // paths of the guide are beside the program
        const Places = {Cancellable: Gio.Cancellable, File: {new_for_path: path => Gio.File.new_for_path(`${folder}/${path}`)}};
        const {written} = await execute('files.md',
            {...given, Gio: Places, fileId, folder: Gio.File.new_for_path(folder), print: line => lines.push(line)}, ['written']);
        assertEqual(test.sandbox.call('/sandbox/files').files.map(one => one.name).sort(), ['big.bin', 'cat.png', 'plan.pdf']);
        assert(JSON.stringify(test.sandbox.messages()).includes('<b>A cat</b>'));
        assert(lines.includes('100000 of 100000'), `${lines}`);
        assertEqual(written.get_basename(), 'big.bin');
        for (const name of ['plan.pdf', 'cat.png', 'big.bin'])
            Gio.File.new_for_path(`${folder}/${name}`).delete(null);
        Gio.File.new_for_path(folder).delete(null);
    },

    async 'jobs'(test) {
        const given = await start(test);
        const sent = [];
        given.bot.add_request_middleware((request, next) => {
            if (request.method !== 'sendMessage')
                return next();
            sent.push(request.payload.content.text);
            return {chatId: 'team', messageId: 'm', timestamp: 1};
        });
        const {scheduler} = await execute('jobs.md', given, ['scheduler']);
        scheduler.find_job('report').run();
        await waitFor(() => sent.length);
        await scheduler.stop();
        assertEqual(sent, ['Time for the report']);
    },

    async 'monitoring'(test) {
        const {bot} = await start(test);
        // any port that is free
        GLib.setenv('HEALTH_PORT', '0', true);
        const {health} = await execute('monitoring.md', {bot}, ['health']);
        assert(health.running && health.chosen_port > 0);
        assert(health.is_ready());
        assertEqual(JSON.parse(health.format_health('echo')).status, 'authorized');
        health.stop();
    },

    async 'JavaScript'(test) {
        const given = await start(test);
        const {chatId} = given;
        const helped = [];
        const gone = [];
        const lost = [];
        const people = [];
        const bytes = text => Uint8Array.from(text, letter => letter.charCodeAt(0));
        const picture = bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89');
        const folder = GLib.dir_make_tmp('guide-XXXXXX');
        GLib.file_set_contents(`${folder}/plan.pdf`, '%PDF-1.4\n');
        const Places = {File: {new_for_path: path => Gio.File.new_for_path(`${folder}/${path}`)}};
        // the first block is the echo bot, which is an example
        const {keyboard, sent, title, chat, age, tomorrow} = await execute('javascript.md', {
            ...given, Gio: Places, print: line => people.push(line), log: () => {},
            cat: {bytes: picture, name: 'cat.png'}, small: {bytes: picture, name: 'small.png'},
            smile: {bytes: bytes('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\0\x07\x10\xfd\x8f\xfe\x07\x22'), name: 'smile.webp'},
            help: message => helped.push(message.text), forget: id => gone.push(id), forgetChat: () => lost.push(1), text: 'Bye',
        }, ['keyboard', 'sent', 'title', 'chat', 'age', 'tomorrow'], 1);
        Gio.File.new_for_path(`${folder}/plan.pdf`).delete(null);
        Gio.File.new_for_path(folder).delete(null);

        assertEqual([sent.chat_id, chat.chatId, title], [chatId, chatId, chat.title]);
        assert(age >= 0 && age < 600000, `${age}`);
        assertEqual(tomorrow.getTime(), given.message.timestamp + 24 * 3600 * 1000);
        assertEqual([...Trueconf.Keyboard.from(keyboard)].map(row => [...row].length), [2, 1]);
        assertEqual(people.sort(), ['echo_bot@sandbox.local', 'nora@sandbox.local']);
        assertEqual(lost, []);
        const errors = /^## Errors\n[^]*?^```js\n([^]*?)^```$/m.exec(readGuide('javascript.md'))[1];
        await new AsyncFunction('bot', 'chatId', 'text', 'forgetChat', errors)(given.bot, 'nowhere', 'x', () => lost.push(2));
        assertEqual(lost, [2]);
        assertEqual(test.sandbox.call('/sandbox/files').files.map(one => one.name).sort(), ['cat.png', 'plan.pdf', 'smile.webp']);
        for (const text of ['Tea?', 'What can I do?', '<b>And now?</b>', 'Bye'])
            assert(test.sandbox.texts().includes(text), text);

        const menu = test.sandbox.messages().find(one => one.text === 'What can I do?').message_id;
        test.sandbox.call('/sandbox/press', {from: 'nora', message_id: menu, row: 0, column: 0});
        await waitFor(() => test.sandbox.texts().includes('It is done'));
        test.sandbox.say('/help');
        await waitFor(() => helped.length);
        assertEqual(await ask(test, '/order'), 'Which dish?');
        assertEqual(await ask(test, 'soup'), 'How many?');
        const group = test.sandbox.call('/sandbox/chats',
            {from: 'nora', type: 'group', title: 'Shift', participants: ['echo_bot']}).chat_id;
        test.sandbox.call('/sandbox/remove', {chat_id: group});
        await waitFor(() => gone.length);
        assertEqual(gone, [group]);
    },
});
