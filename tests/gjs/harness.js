// SPDX-License-Identifier: LGPL-2.1-or-later

// What the JavaScript tests share: the sandbox server, waiting with a limit, and TAP.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Soup from 'gi://Soup?version=3.0';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const PATIENCE = 30;

export const HEALTH_KEYS = ['status', 'websocket_connected', 'authorized', 'user_id', 'server', 'port', 'protocol', 'timestamp'];

export class Sandbox {
    constructor(port = 0, options = []) {
        this.process = Gio.Subprocess.new(
            [GLib.getenv('TRUECONF_SANDBOX'), '--port', `${port}`, '--quiet', '--exit-with-stdin', ...options],
            Gio.SubprocessFlags.STDIN_PIPE | Gio.SubprocessFlags.STDOUT_PIPE);
        const output = Gio.DataInputStream.new(this.process.get_stdout_pipe());
        const [line] = output.read_line_utf8(null);
        this.ready = JSON.parse(line);
        this.port = this.ready.port;
        this.session = new Soup.Session();
    }

    call(path, body, method) {
        const message = Soup.Message.new(method ?? (body === undefined ? 'GET' : 'POST'), `http://127.0.0.1:${this.port}${path}`);
        message.get_request_headers().replace('X-Sandbox-Key', this.ready.key);
        if (body !== undefined)
            message.set_request_body_from_bytes('application/json', new TextEncoder().encode(JSON.stringify(body)));
        const answer = this.session.send_and_read(message, null);
        return JSON.parse(new TextDecoder().decode(answer.get_data()));
    }

    say(text, from = 'nora') {
        return this.call('/sandbox/say', {from, to: 'echo_bot', text, parse_mode: 'text'});
    }

    messages(peer = 'nora') {
        return this.call(`/sandbox/messages?user=${peer}&peer=echo_bot`).messages ?? [];
    }

    texts(peer = 'nora') {
        return this.messages(peer).filter(message => message.author === 'echo_bot').map(message => message.text);
    }

    counters() {
        return this.call('/sandbox/state').counters;
    }

    token(lifetime = 3600) {
        return this.call('/sandbox/token', {user: 'echo_bot', lifetime}).access_token;
    }

    kill() {
        this.process.force_exit();
        this.process.wait(null);
    }
}

export function sleep(milliseconds) {
    return new Promise(resolve => {
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
            resolve();
            return GLib.SOURCE_REMOVE;
        });
    });
}

export async function waitFor(condition, seconds = PATIENCE) {
    const deadline = GLib.get_monotonic_time() + seconds * 1e6;
    for (;;) {
        const value = condition();
        if (value)
            return value;
        if (GLib.get_monotonic_time() > deadline)
            throw new Error(`waited ${seconds} s in vain for ${condition}`);
        // a condition may become true at any time, and not only when the loop is told
        await sleep(20);
    }
}

export function assertEqual(actual, expected) {
    const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (left !== right)
        throw new Error(`${left} is not ${right}`);
}

export function assertThrows(action, words) {
    try {
        action();
    } catch (error) {
        assert(error.message.includes(words), `“${error.message}” should contain “${words}”`);
        return;
    }
    throw new Error(`this should throw an exception with “${words}”`);
}

export function assert(value, text = 'this should be true') {
    if (!value)
        throw new Error(text);
}

export async function assertFails(promise, domain, code) {
    try {
        await promise;
    } catch (error) {
        if (!(error instanceof GLib.Error) || !error.matches(domain, code))
            throw error;
        return error;
    }
    throw new Error(`it should have failed with ${code}`);
}

export function makeBot(test, properties = {}) {
    const login = 'token' in properties ? {} : {username: 'echo_bot', password: 'secret'};
    const bot = new Trueconf.Bot({
        server: '127.0.0.1', port: test.sandbox.port, https: false, ws_max_delay: 1, ...login, ...properties,
    });
    test.bots.push(bot);
    return bot;
}

export function makeEchoBot(test, properties = {}) {
    const dispatcher = new Trueconf.Dispatcher();
    dispatcher.on(Trueconf.Message, async message => {
        await message.answer(message.text);
    });
    return makeBot(test, {dispatcher, ...properties});
}

export async function assertEcho(test, text) {
    test.sandbox.say(text);
    await waitFor(() => test.sandbox.texts().includes(text));
}

// runs a promise to its end, from outside of all promises
function settle(promise, seconds = 40) {
    const loop = new GLib.MainLoop(null, false);
    let outcome = {error: new Error(`not done after ${seconds} s`)};
    const timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, seconds, () => {
        loop.quit();
        return GLib.SOURCE_CONTINUE;
    });
    promise.then(() => ({error: null}), error => ({error})).then(result => {
        outcome = result;
        loop.quit();
    });
    loop.run();
    GLib.source_remove(timer);
    if (outcome.error)
        throw outcome.error;
}

// runs the cases, each with a sandbox of its own. A case that is not asynchronous may call bot.run ()
export function run(cases) {
    let number = 0, failed = 0;
    for (const [name, body] of Object.entries(cases)) {
        number++;
        const test = {sandbox: new Sandbox(0, body.options ?? []), bots: []};
        let problem = null;
        try {
            const result = (body.test ?? body)(test);
            if (result instanceof Promise)
                settle(result);
        } catch (error) {
            problem = error;
        }
        try {
            settle(Promise.all(test.bots.map(bot => bot.stop())));
        } catch (error) {
            problem ??= error;
        }
        test.sandbox.kill();
        print(`${problem ? 'not ok' : 'ok'} ${number} - ${name}`);
        if (problem) {
            failed++;
            print(`${problem}\n${problem.stack ?? ''}`.trim().replace(/^/gm, '# '));
        }
    }
    print(`1..${number}`);
    System.exit(failed ? 1 : 0);
}
