// SPDX-License-Identifier: LGPL-2.1-or-later

// The JavaScript blocks of the guides, run one after the other against the sandbox.

import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assertEqual, makeBot, run, waitFor} from './harness.js';

// what the blocks of a guide define
function load(guide, names) {
    const folder = GLib.path_get_dirname(GLib.filename_from_uri(import.meta.url)[0]);
    const [, bytes] = GLib.file_get_contents(GLib.build_filenamev([folder, '..', '..', 'docs', guide]));
    const blocks = new TextDecoder().decode(bytes).matchAll(/^```js\n([^]*?)^```$/gm);
    const code = [...blocks].map(([, block]) => block).join('\n');
    return new Function('Trueconf', `${code}\nreturn {${names.join(', ')}};`)(Trueconf);
}

run({
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
