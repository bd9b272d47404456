// SPDX-License-Identifier: LGPL-2.1-or-later

// Logging in, the states of a bot, and how it comes back.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import GObject from 'gi://GObject?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {HEALTH_KEYS, Sandbox, assert, assertEcho, assertEqual, assertFails, makeBot, makeEchoBot, run, sleep, waitFor}
    from './harness.js';

const {Status} = Trueconf;

const Application = GObject.registerClass({
    Properties: {
        status: GObject.ParamSpec.enum('status', '', '', GObject.ParamFlags.READWRITE, Status.$gtype, Status.DISCONNECTED),
    },
}, class Application extends GObject.Object {});

function assertNothingSent(test) {
    const {token_requests, upgrades, connections, frames_in} = test.sandbox.counters();
    assertEqual([token_requests, upgrades, connections, frames_in], [0, 0, 0, 0]);
}

function freePort() {
    const listener = new Gio.SocketListener();
    const port = listener.add_any_inet_port(null);
    listener.close();
    return port;
}

run({
    async 'statistics'(test) {
        const bot = makeBot(test, {token: test.sandbox.token()});
        await bot.start();
        const {statistics} = bot;
        assertEqual([statistics.connections, statistics.logins, statistics.reconnections], [1, 1, 0]);
        await bot.get_chats(10, 1);
        assertEqual([statistics.requests, statistics.requestsSucceeded, statistics.requests_in_flight], [1, 1, 0]);
        assertEqual(statistics.get_reconnections_by_cause(Trueconf.ErrorCause.CLOSED), 0);
        assertEqual(statistics.list_methods(), ['getChats']);
        assertEqual(statistics.get_requests_by_method('getChats', Trueconf.RequestResult.SUCCEEDED), 1);
        assertEqual(statistics.get_answers_by_method('getChats'), 1);
        assert(statistics.get_answer_time_by_method('getChats') > 0);
        assertEqual(statistics.list_event_methods().map(name => statistics.get_events_by_method(name)).reduce((a, b) => a + b, 0),
            statistics.events);
    },

    async 'token'(test) {
        const bot = makeBot(test, {token: test.sandbox.token()});
        assertEqual(await bot.start(), true);
        assertEqual([bot.status, bot.user_id], [Status.AUTHORIZED, 'echo_bot@sandbox.local']);
    },

    async 'password'(test) {
        const bot = makeBot(test);
        await bot.start();
        assert(bot.authorized);
        assertEqual(test.sandbox.counters().token_requests, 1);
    },

    async 'fetching a token'(test) {
        const token = await makeBot(test).fetch_token();
        const bot = makeBot(test, {token});
        await bot.start();
        assertEqual(test.sandbox.counters().token_requests, 1);
        await assertFails(makeBot(test, {password: 'wrong'}).fetch_token(), Trueconf.Error, Trueconf.Error.INVALID_GRANT);
        const cancellable = new Gio.Cancellable();
        // before it is asked: an answer may be here sooner than the next line runs
        cancellable.cancel();
        await assertFails(makeBot(test).fetch_token(cancellable), Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    },

    async 'wrong password'(test) {
        const bot = makeBot(test, {password: 'wrong'});
        const error = await assertFails(bot.start(), Trueconf.Error, Trueconf.Error.INVALID_GRANT);
        assert(error instanceof Trueconf.Error);
        assert(error.message.split(' ').length >= 4 && !error.message.includes('wrong'), error.message);
        assert(test.sandbox.counters().token_requests <= 3);
        assert(bot.last_error.matches(Trueconf.Error, Trueconf.Error.INVALID_GRANT));
        assertEqual(bot.last_error_cause, Trueconf.ErrorCause.AUTH);
        assertEqual(Trueconf.error_get_cause(error), Trueconf.ErrorCause.AUTH);
        assertEqual(bot.health_check().cause, Trueconf.ErrorCause.AUTH);
    },

    // JavaScript has no second thread: what the library would say there is said by the test
    async 'wrong thread'(test) {
        const bot = makeBot(test);
        await bot.start();
        const check = Trueconf.Bot.prototype.check_thread;
        assertEqual(check.call(bot, 'a function'), true);
        Trueconf.Bot.prototype.check_thread = name => {
            throw new GLib.Error(Trueconf.Error, Trueconf.Error.FAILED, `${name} was called from the thread x`);
        };
        let message = null;
        try {
            await bot.send_message('chat', 'text');
        } catch (error) {
            message = error.message;
        }
        Trueconf.Bot.prototype.check_thread = check;
        assert(/^Trueconf\.Bot\.send_message\(\) was called/.test(message), message);
    },

    async 'token with white space'(test) {
        const bot = makeBot(test, {token: `${test.sandbox.token()}\n`});
        await assertFails(bot.start(), Trueconf.Error, Trueconf.Error.INVALID_TOKEN);
        assertNothingSent(test);
    },

    async 'expired token'(test) {
        const bot = makeBot(test, {token: test.sandbox.token(-60)});
        await assertFails(bot.start(), Trueconf.Error, Trueconf.Error.TOKEN_EXPIRED);
        assertEqual(test.sandbox.counters().auth_requests, 1);
    },

    'wrong address'(test) {
        const bot = makeBot(test, {port: freePort(), ws_max_retries: 2});
        try {
            bot.run(null);
        } catch (error) {
            assert(error.matches(Trueconf.Error, Trueconf.Error.CONNECTION_FAILED), error.message);
            assertEqual(bot.status, Status.DISCONNECTED);
            return;
        }
        throw new Error('run () should have failed');
    },

    async 'health, pushed and pulled'(test) {
        const bot = makeBot(test);
        const pushed = [];
        bot.connect('status-changed', (_, health) => {
            const [told, asked] = [health.toJSON(), bot.health_check().toJSON()];
            pushed.push(told.status);
            delete told.timestamp;
            delete asked.timestamp;
            assertEqual(told, asked);
        });
        await bot.start();
        const health = bot.health_check();
        const payload = JSON.parse(JSON.stringify(health));
        assertEqual(Object.keys(payload), HEALTH_KEYS);
        assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/.test(payload.timestamp), payload.timestamp);
        assertEqual(health.to_variant().recursiveUnpack(), payload);
        delete payload.timestamp;
        assertEqual(payload, {
            status: 'authorized', websocket_connected: true, authorized: true, user_id: 'echo_bot@sandbox.local',
            server: '127.0.0.1', port: test.sandbox.port, protocol: 'http',
        });
        await bot.stop();
        assertEqual(pushed, ['connected', 'authorized', 'disconnected']);
    },

    async 'notifications'(test) {
        const bot = makeBot(test);
        const seen = {status: [], websocket_connected: [], authorized: []};
        for (const name of Object.keys(seen))
            bot.connect(`notify::${name.replaceAll('_', '-')}`, () => seen[name].push(bot[name]));
        await bot.start();
        await bot.stop();
        assertEqual(seen, {
            status: [Status.CONNECTED, Status.AUTHORIZED, Status.DISCONNECTED],
            websocket_connected: [true, false],
            authorized: [true, false],
        });
    },

    async 'bound application'(test) {
        const [bot, application, states] = [makeBot(test), new Application(), []];
        application.connect('notify::status', () => states.push(application.status));
        bot.bind_property('status', application, 'status', GObject.BindingFlags.DEFAULT);
        await bot.start();
        await bot.stop();
        assertEqual(states, [Status.CONNECTED, Status.AUTHORIZED, Status.DISCONNECTED]);
    },

    async 'restarted server'(test) {
        const bot = makeEchoBot(test);
        await bot.start();
        await assertEcho(test, 'before');
        test.sandbox.kill();
        await waitFor(() => bot.status === Status.DISCONNECTED);
        test.sandbox = new Sandbox(test.sandbox.port);
        await waitFor(() => bot.authorized);
        await assertEcho(test, 'after');
    },

    async 'no storm'(test) {
        test.sandbox.call('/sandbox/faults', {fault: 'close-after-auth', code: 1011});
        // at 0, 1, 3 and 7 s, or up to a quarter earlier
        const bot = makeBot(test, {ws_max_delay: 60});
        bot.start().catch(() => {});
        await sleep(5000);
        const {connections} = test.sandbox.counters();
        assert(connections >= 2 && connections <= 4, `${connections} connections`);
    },

    'blocking handler': {
        // drops whoever is silent for two seconds
        options: ['--ping-interval', '0.5', '--ping-timeout', '2'],
        async test(test) {
            const seen = [];
            const dispatcher = new Trueconf.Dispatcher();
            dispatcher.on(Trueconf.Message, message => {
                if (message.text === 'block')
                    GLib.usleep(5e6);
                seen.push(message.text);
            });
            const bot = makeBot(test, {dispatcher});
            await bot.start();
            for (const text of ['block', 'one', 'two'])
                test.sandbox.say(text);
            await waitFor(() => seen.length === 3);
            assertEqual(seen, ['block', 'one', 'two']);
            assertEqual(test.sandbox.counters().connections, 1);
        },
    },

    'run, with promises served in it'(test) {
        const bot = makeEchoBot(test);
        const texts = [];
        bot.connect('notify::authorized', async () => {
            if (!bot.authorized)
                return;
            test.sandbox.say('hello');
            await waitFor(() => test.sandbox.texts().length === 1);
            texts.push(...test.sandbox.texts());
            await bot.stop();
        });
        assertEqual(bot.run(), true);
        assertEqual(texts, ['hello']);
    },
});
