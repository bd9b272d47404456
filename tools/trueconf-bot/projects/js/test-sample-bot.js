#!/usr/bin/gjs -m
// SPDX-License-Identifier: CC0-1.0

// Runs the bot against trueconf-sandbox, a server on this machine, and talks with it as a user.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Soup from 'gi://Soup?version=3.0';
import System from 'system';

const PATIENCE = 60 * GLib.USEC_PER_SEC;
const BOT = Gio.File.new_for_uri(import.meta.url).get_parent().get_parent().get_child('sample-bot.js').get_path();

class Conversation {
    constructor() {
        this.folder = GLib.dir_make_tmp('sample-bot-XXXXXX');
        this.next = 0;
        this.session = new Soup.Session();
        this.startSandbox();
        this.startBot();
    }

    startSandbox() {
        const program = GLib.getenv('TRUECONF_SANDBOX') ?? 'trueconf-sandbox';
        this.sandbox = Gio.Subprocess.new(
            [program, '--port=0', '--quiet', '--exit-with-stdin', '--user=sample-bot:secret', '--user=nora:secret'],
            Gio.SubprocessFlags.STDIN_PIPE | Gio.SubprocessFlags.STDOUT_PIPE);
        const [line] = Gio.DataInputStream.new(this.sandbox.get_stdout_pipe()).read_line_utf8(null);
        this.ready = JSON.parse(line);
    }

    startBot() {
        const passwordFile = GLib.build_filenamev([this.folder, 'password']);
        const launcher = new Gio.SubprocessLauncher();
        GLib.file_set_contents(passwordFile, 'secret\n');
        launcher.setenv('LC_ALL', 'C.UTF-8', true);
        launcher.setenv('TRUECONF_SERVER', '127.0.0.1', true);
        launcher.setenv('TRUECONF_PORT', `${this.ready.port}`, true);
        launcher.setenv('TRUECONF_TLS', 'false', true);
        launcher.setenv('TRUECONF_USER', 'sample-bot', true);
        launcher.setenv('TRUECONF_PASSWORD_FILE', passwordFile, true);
        this.bot = launcher.spawnv(['gjs', '-m', BOT]);
        this.waitFor('the log-in', () => this.ask('/sandbox/state').connections.some(connection => connection.authorized));
    }

    end() {
        for (const process of [this.bot, this.sandbox]) {
            process.send_signal(15);
            process.wait(null);
        }
        GLib.unlink(GLib.build_filenamev([this.folder, 'password']));
        GLib.rmdir(this.folder);
    }

    waitFor(what, condition) {
        for (const deadline = GLib.get_monotonic_time() + PATIENCE; GLib.get_monotonic_time() < deadline; GLib.usleep(50000)) {
            const value = condition();
            if (value)
                return value;
            if (this.bot.get_identifier() === null)
                throw new Error('The bot has ended');
        }
        throw new Error(`Waited for ${what} in vain`);
    }

    // Asks the sandbox to do something.
    ask(path, body) {
        const message = Soup.Message.new(body ? 'POST' : 'GET', `http://127.0.0.1:${this.ready.port}${path}`);
        message.get_request_headers().append('X-Sandbox-Key', this.ready.key);
        if (body)
            message.set_request_body_from_bytes('application/json', new TextEncoder().encode(JSON.stringify(body)));
        return JSON.parse(new TextDecoder().decode(this.session.send_and_read(message, null).get_data()));
    }

    // Writes to the bot, as the user Nora.
    say(text) {
        this.ask('/sandbox/say', {from: 'nora', to: 'sample-bot', text});
    }

    // Presses a button of the last message that was heard.
    press(row, column) {
        this.ask('/sandbox/press', {from: 'nora', message_id: this.last, row, column});
    }

    // Waits for what the bot says next.
    hear(words) {
        const message = this.waitFor(`“${words}”`, () => {
            const news = this.ask(`/sandbox/messages?user=nora&peer=sample-bot&after=${this.next}`);
            const index = news.messages.findIndex(({author}) => author === 'sample-bot');
            this.next += index < 0 ? news.messages.length : index + 1;
            return news.messages[index];
        });
        this.last = message.message_id;
        if (!message.text.includes(words))
            throw new Error(`“${message.text}” should contain “${words}”`);
    }
}

const tests = {
    order(conversation) {
        conversation.say('/start');
        conversation.hear('Hello');
        conversation.press(0, 0);
        conversation.hear('What would you like?');
        conversation.say('Soup');
        conversation.hear('How many?');
        conversation.say('many');
        conversation.hear('from 1 to 20');
        conversation.say('2');
        conversation.hear('check your answers');
        conversation.press(0, 0);
        conversation.hear('Ordered: 2 × Soup');
    },

    help(conversation) {
        conversation.say('/help');
        conversation.hear('/order');
    },
};

let failed = false;
for (const [name, test] of Object.entries(tests)) {
    const conversation = new Conversation();
    try {
        test(conversation);
        print(`ok ${name}`);
    } catch (error) {
        print(`not ok ${name}: ${error.message}`);
        failed = true;
    } finally {
        conversation.end();
    }
}
System.exit(failed ? 1 : 0);
