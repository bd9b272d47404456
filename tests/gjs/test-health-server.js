// SPDX-License-Identifier: LGPL-2.1-or-later

// The health server in JavaScript: what it answers, and its place in a server of the application.

import Gio from 'gi://Gio?version=2.0';
import Soup from 'gi://Soup?version=3.0';
import Trueconf from 'gi://Trueconf?version=1';

import {HEALTH_KEYS, assert, assertEqual, assertThrows, makeBot, run} from './harness.js';

Gio._promisify(Soup.Session.prototype, 'send_and_read_async');

async function ask(port, path, method = 'GET') {
    const message = Soup.Message.new(method, `http://127.0.0.1:${port}${path}`);
    const body = await new Soup.Session().send_and_read_async(message, 0, null);
    return [message.status_code, new TextDecoder().decode(body.get_data() ?? new Uint8Array())];
}

function makeServer(settings = {}) {
    const server = new Trueconf.HealthServer({port: 0, ...settings});
    server.start();
    return server;
}

run({
    async 'probes'(test) {
        const server = makeServer();
        const port = server.chosen_port;
        const bot = makeBot(test);
        assertEqual(server.uris[0], `http://127.0.0.1:${port}/`);
        assertEqual(await ask(port, '/readyz'), [503, 'there is no bot\n']);
        server.add_bot(bot, 'echo');
        assertEqual(await ask(port, '/readyz'), [503, 'echo: disconnected\n']);
        await bot.start();
        assertEqual(await ask(port, '/readyz'), [200, 'ready\n']);
        assertEqual(await ask(port, '/livez'), [200, 'alive\n']);
        assertEqual(await ask(port, '/readyz', 'HEAD'), [200, '']);
        assertEqual((await ask(port, '/health', 'POST'))[0], 405);
        const [status, text] = await ask(port, '/health');
        assertEqual([status, Object.keys(JSON.parse(text))], [200, HEALTH_KEYS]);
        assertEqual((await ask(port, '/health/other'))[0], 404);
        await bot.stop();
        assert(!server.is_ready());
        assert(server.remove_bot(bot));
        server.stop();
        assertEqual([server.running, server.chosen_port], [false, 0]);
    },

    async 'metrics'(test) {
        const server = makeServer();
        const bot = makeBot(test);
        server.add_bot(bot, 'b');
        await bot.start();
        await bot.get_chats(10, 1);
        const [status, text] = await ask(server.chosen_port, '/metrics');
        assertEqual(status, 200);
        assert(text.includes('\ntrueconf_requests_total{bot="b",method="getChats",result="succeeded"} 1\n'), text);
        assert(server.format_metrics().includes('\ntrueconf_bot_status{bot="b",status="authorized"} 1\n'));
        assertEqual(JSON.parse(server.format_health('b')).status, 'authorized');
        assertEqual(server.format_health('other'), null);
        server.stop();
    },

    async 'a server of the application'(test) {
        const [server, application] = [new Trueconf.HealthServer(), new Soup.Server()];
        server.add_bot(makeBot(test), 'mine');
        application.listen_local(0, Soup.ServerListenOptions.IPV4_ONLY);
        const port = application.get_uris()[0].get_port();
        server.attach(application, '/bots');
        assertEqual(await ask(port, '/bots/livez'), [200, 'alive\n']);
        assertEqual((await ask(port, '/livez'))[0], 404);
        server.detach(application, '/bots');
        assertEqual((await ask(port, '/bots/livez'))[0], 404);
        application.disconnect();
    },

    async 'mistakes'(test) {
        const server = makeServer();
        const other = new Trueconf.HealthServer({port: server.chosen_port, address: '127.0.0.1'});
        assertThrows(() => other.start(), `${server.chosen_port}`);
        server.add_bot(makeBot(test), 'same');
        assertThrows(() => server.add_bot(makeBot(test), 'same'), '“same”');
        server.stop();
        other.start();
        other.stop();
    },
});
