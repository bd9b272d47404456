// SPDX-License-Identifier: LGPL-2.1-or-later

// The JavaScript blocks of the guides, run one after the other against the sandbox.

import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run, sleep, waitFor} from './harness.js';

// what the blocks of a guide define, with what they are given
function load(guide, names, given = {}) {
    const folder = GLib.path_get_dirname(GLib.filename_from_uri(import.meta.url)[0]);
    const [, bytes] = GLib.file_get_contents(GLib.build_filenamev([folder, '..', '..', 'docs', guide]));
    const blocks = new TextDecoder().decode(bytes).matchAll(/^```js\n([^]*?)^```$/gm);
    const code = [...blocks].map(([, block]) => block).join('\n');
    const variables = {Trueconf, ...given};
    return new Function(...Object.keys(variables), `${code}\nreturn {${names.join(', ')}};`)(...Object.values(variables));
}

run({
    async 'routing'(test) {
        const {dispatcher} = load('routing.md', ['dispatcher']);
        await makeBot(test, {dispatcher}).start();
        const answers = {
            '/order': 'What would you like?',
            'buy milk': 'One milk, please.',
            '/buy bread': '1 × bread',
            '/buy bread 3': '3 × bread',
        };
        for (const [text, answer] of Object.entries(answers)) {
            const before = test.sandbox.texts().length;
            test.sandbox.say(text);
            await waitFor(() => test.sandbox.texts().length > before);
            assertEqual(test.sandbox.texts().slice(before), [answer]);
        }
    },

    async 'lists'(test) {
        const {titles} = load('lists.md', ['titles']);
        const bot = makeBot(test);
        const chats = new Trueconf.ChatList({bot});
        await bot.start();
        const chatId = await bot.create_group_chat('Team');
        await waitFor(() => chats.get_n_items() === 1);
        assertEqual(titles(chats), ['Team']);

        const transcript = new Trueconf.Transcript({bot, chat_id: chatId});
        const users = new Trueconf.ParticipantList({bot, chat_id: chatId});
        await waitFor(() => !transcript.loading && !users.loading);
        await bot.send_message(chatId, 'hello');
        assertEqual([...transcript].map(item => item.text), ['hello']);
        assertEqual([...users].map(user => user.user_id), ['echo_bot@sandbox.local']);
        assertEqual(await transcript.load_more(), false);
    },

    async 'middleware'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const router = new Trueconf.Router({name: 'reports'});
        dispatcher.include_router(router);
        const bot = makeBot(test, {dispatcher});
        const lines = [];
        const shown = kind => test.sandbox.call('/sandbox/log').entries
            .some(entry => entry.direction === 'in' && entry.text?.includes(`"activityType":"${kind}"`));
        const {limit} = load('middleware.md', ['limit'], {
            bot, router,
            console: {log: (...words) => lines.push(words)},
            async makeReport() {
                while (!shown('uploading_file'))
                    await sleep(10);
                return 'All is well.';
            },
        });
        router.on(Trueconf.Message, message => message.text === '/work', async message => {
            while (!shown('typing'))
                await sleep(10);
            await message.answer('done');
        });
        await bot.start();
        test.sandbox.say('/work');
        await waitFor(() => test.sandbox.texts().includes('done'));
        test.sandbox.say('/report');
        await waitFor(() => test.sandbox.texts().includes('All is well.'));
        await waitFor(() => lines.filter(([method, handled]) => method === 'sendMessage' && handled).length === 2);

        const answers = lines.filter(line => line[1] === 'sendMessage');
        assertEqual(answers.length, 2);
        assert(answers[0][0] !== '-' && answers[1][0] !== '-' && answers[0][0] !== answers[1][0]);
        assert(lines.some(line => line[0] === '-' && line[1] === 'sendChatActivity'));

        // what is more than a burst waits
        assertEqual([limit.n_waiting, limit.chat_rate, limit.chat_burst, limit.total_rate], [0, 1, 5, 30]);
        for (let number = 0; number < 20; number++)
            bot.send_message(answers[0][2], `${number}`).catch(logError);
        await waitFor(() => limit.n_waiting > 10);
        limit.chat_rate = limit.total_rate = 1000;
        await waitFor(() => test.sandbox.texts().includes('19'));

        await bot.send_message(answers[0][2], 'The number is 4711');
        await waitFor(() => test.sandbox.texts().includes('The number is ****'));
        assert((await bot.delete_chat(answers[0][2]).catch(error => error.message)).includes('This bot deletes no chats'));
    },

    async 'forms'(test) {
        const {form} = load('forms.md', ['form']);
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.include_router(form);
        dispatcher.on(Trueconf.Message, message => message.text === '/order', async (message, context) => {
            await form.begin(context);
        });
        await makeBot(test, {dispatcher}).start();
        for (const [text, part] of [['/order', 'How many?'], ['0', '1'], ['2', 'check your answers'], ['send', '"count":2']]) {
            const before = test.sandbox.texts().length;
            test.sandbox.say(text);
            await waitFor(() => test.sandbox.texts().length > before);
            assert(test.sandbox.texts()[before].includes(part), test.sandbox.texts()[before]);
        }
    },

    async 'texts'(test) {
        const {dispatcher, makeGreeting, quoteUser} = load('text.md', ['dispatcher', 'makeGreeting', 'quoteUser']);
        assertEqual(quoteUser('**x** <script>').to_html(), 'Somebody wrote: <b>x</b> &lt;script&gt;');
        await makeBot(test, {dispatcher}).start();
        test.sandbox.say('/hello');
        await waitFor(() => test.sandbox.texts().includes(makeGreeting('<Eve>').to_html()));
        assertEqual(test.sandbox.texts().at(-1), 'Hello <b>&lt;Eve&gt;</b>! Ask <a href="trueconf:nora@sandbox.local">Nora</a> or ' +
            'read <a href="https://example.org/plan">the plan</a>.');
        test.sandbox.call('/sandbox/say', {
            from: 'nora', to: 'echo_bot', parse_mode: 'html', text: '<a href="trueconf:omar@sandbox.local">Omar</a>',
        });
        await waitFor(() => test.sandbox.texts().includes('You mention omar@sandbox.local'));
        test.sandbox.say('/report');
        await waitFor(() => test.sandbox.texts().filter(text => text.startsWith('---')).length === 3);
        assertEqual(test.sandbox.texts().slice(-3).map(text => text.length), [4096, 4096, 1808]);
    },
});
