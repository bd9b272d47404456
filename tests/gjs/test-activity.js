// SPDX-License-Identifier: LGPL-2.1-or-later

// What a bot does is shown in a chat, while a function or a handler runs, in JavaScript.

import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, makeBot, run, sleep, waitFor} from './harness.js';

// what the server has been sent, in order
function activities(test) {
    return test.sandbox.call('/sandbox/log').entries
        .filter(entry => entry.direction === 'in' && entry.text?.includes('sendChatActivity'))
        .map(entry => entry.text.split('"activityType":"')[1].split('"')[0]);
}

run({
    async 'while a function runs'(test) {
        const bot = makeBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        const result = await bot.with_activity(chat, Trueconf.ChatActivity.UPLOADING_FILE, async () => {
            await waitFor(() => activities(test).length === 1);
            return 7;
        });
        assertEqual(result, 7);
        assertEqual(activities(test), ['uploading_file']);

        let said = null;
        await bot.with_activity(chat, Trueconf.ChatActivity.TYPING, () => {
            throw new Error('not today');
        }).catch(error => (said = error.message));
        assertEqual(said, 'not today');
        await bot.with_activity(chat, Trueconf.ChatActivity.TYPING, null).catch(error => (said = error));
        assert(said instanceof TypeError);
    },

    async 'from here to there'(test) {
        const bot = makeBot(test);
        await bot.start();
        const chat = await bot.create_personal_chat('nora');
        const activity = bot.begin_chat_activity(chat, Trueconf.ChatActivity.TYPING);
        assert(activity.active);
        assertEqual([activity.chat_id, activity.activity], [chat, Trueconf.ChatActivity.TYPING]);
        await waitFor(() => activities(test).length === 1);
        activity.end();
        assert(!activity.active);
    },

    async 'while a handler works'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const router = new Trueconf.Router({name: 'worker'});
        dispatcher.include_router(router);
        const middleware = new Trueconf.ActivityMiddleware({delay: 0});
        assertEqual(middleware.activity, Trueconf.ChatActivity.TYPING);
        assertEqual(new Trueconf.ActivityMiddleware().delay, 0.5);
        router.add_inner_middleware(middleware);
        let slow = 0;
        let fast = 0;
        router.on(Trueconf.Message, message => message.text === 'slow', async () => {
            while (activities(test).length === 0)
                await sleep(10);
            slow++;
        });
        router.on(Trueconf.Message, message => message.text === 'fast', () => {
            fast++;
        });
        test.sandbox.say('the chat is there');
        await makeBot(test, {dispatcher}).start();
        test.sandbox.say('nothing for a handler');
        test.sandbox.say('slow');
        await waitFor(() => slow === 1);
        middleware.delay = 3600;
        test.sandbox.say('fast');
        await waitFor(() => fast === 1);
        assertEqual(activities(test), ['typing']);
    },
});
