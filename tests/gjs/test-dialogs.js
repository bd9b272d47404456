// SPDX-License-Identifier: LGPL-2.1-or-later

// Dialogs in JavaScript: groups of states, states as filters, plain objects as data, storages.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, assertThrows, makeBot, run, waitFor} from './harness.js';

const {State, StateFilter} = Trueconf;
const SOURCE = Gio.File.new_for_uri(import.meta.url).resolve_relative_path('../../..').get_path();

const Order = Trueconf.states('Order', {
    dish: null,
    amount: {timeout: 60},
    Address: ['city', 'street'],
});

async function assertRejects(promise, words) {
    try {
        await promise;
    } catch (error) {
        assert(error.message.includes(words), `“${error.message}” should contain “${words}”`);
        return;
    }
    throw new Error(`this should fail with “${words}”`);
}

// the handlers of an order, from the first message to the address
function makeDispatcher(properties = {}, seen = {}) {
    const dispatcher = new Trueconf.Dispatcher(properties);

    dispatcher.on(Trueconf.Message, message => message.text === 'order', async (message, context) => {
        await context.state.set_state(Order.dish);
        await message.answer('Which dish?');
    });
    dispatcher.on(Trueconf.Message, message => message.text === 'cancel', Order, async (message, context) => {
        await context.state.clear();
        await message.answer('Nothing is ordered');
    });
    dispatcher.on(Trueconf.Message, message => message.text === 'back', Order, async (message, context) => {
        await message.answer(`back to ${await context.state.go_back(Order)}`);
    });
    dispatcher.on(Trueconf.Message, Order.dish, async (message, {state}) => {
        seen.key = state.key;
        assert(state.get_storage() === dispatcher.storage && state.get_key() === state.key);
        await state.update_data({dish: message.text});
        await state.set_state('Order:amount');
        await message.answer(`How many? (${state.raw_state})`);
    });
    dispatcher.on(Trueconf.Message, StateFilter.of(Order.amount, 'nowhere'), async (message, {state}) => {
        const data = await state.update_data({amount: Number(message.text)});
        const following = await state.go_on(Order);
        await message.answer(`${JSON.stringify(data)} ${following} ${await state.get_value('dish')} ${await state.get_value('x', 5)}`);
    });
    dispatcher.on(Trueconf.Message, Order.Address, async (message, {state}) => {
        await state.set_data({city: message.text, zip: null});
        const data = await state.get_data();
        await state.set_state(null);
        await message.answer(`${JSON.stringify(data)} ${await state.get_state()} ${await state.get_value('zip', 1)} ${await state.get_value('y')}`);
    });
    dispatcher.on(Trueconf.Message, State.get_none(), message => message.answer('Write “order”'));
    return dispatcher;
}

async function ask(test, text, from = 'nora') {
    const before = test.sandbox.texts(from).length;
    test.sandbox.say(text, from);
    await waitFor(() => test.sandbox.texts(from).length > before);
    return test.sandbox.texts(from)[before];
}

run({
    'names and order'() {
        assertEqual([...Order].map(String), ['Order:dish', 'Order:amount', 'Order.Address:city', 'Order.Address:street']);
        assertEqual([Order.dish.name, Order.dish.timeout, Order.amount.timeout, `${Order.Address}`], ['Order:dish', 0, 60, 'Order.Address']);
        assert(Order.get_next(Order.dish) === Order.amount && Order.get_previous('Order.Address:city') === Order.amount);
        assert(Order.find('Order:amount') === Order.amount && Order.find('Order:nothing') === null);
        assert(Order.contains(Order.Address.city) && !Order.Address.contains(Order.dish) && !Order.contains(null));
        assert(Order.Address.get_parent() === Order && Order.Address.get_root() === Order);
        assert(Order.dish.get_group() === Order && Order.dish.matches('Order:dish'));
        assertEqual([State.get_none().toString(), State.get_any().matches('x')], ['', true]);

        const Form = Trueconf.states('Form', ['name', 'city', Trueconf.states('Inner', ['x'])]);
        assertEqual([...Form].map(state => state.name), ['Form:name', 'Form:city', 'Form.Inner:x']);
        assert(Form.name === Form.find('Form:name') && Form.Inner.x.name === 'Form.Inner:x');
        const given = Trueconf.states('Given', {a: new State({timeout: 5, name: 'own'})});
        assertEqual([given.a.name, given.a.timeout], ['own', 5]);
    },

    'mistakes'() {
        assertThrows(() => Trueconf.states('', ['a']), 'needs a name');
        assertThrows(() => Trueconf.states('Form'), 'array of names');
        assertThrows(() => Trueconf.states('Form', [5]), 'neither the name');
        assertThrows(() => Trueconf.states('Form', ['a', 'a']), 'two members a');
        assertThrows(() => Trueconf.states('Form', {a: {seconds: 5}}), 'no seconds');
        assertThrows(() => Trueconf.states('Form', {dish: Order.dish}), 'belongs to Order already');
        assertThrows(() => Trueconf.states('Form', [Order.Address]), 'belongs to Order already');
        assertThrows(() => Trueconf.states('Form', ['a\0b']), 'NUL');
        assertThrows(() => Order.find('a\0b'), 'NUL');
        assertThrows(() => StateFilter.of(), 'at least one');
        assertThrows(() => StateFilter.of(5), '5 is not a state');
        assertThrows(() => StateFilter.of(''), 'cannot be empty');
        assertThrows(() => new Trueconf.Dispatcher().on(Trueconf.Message, 5, () => {}), 'not a filter');
    },

    async 'a walk'(test) {
        const dispatcher = makeDispatcher({storage: new Trueconf.MemoryStorage()});
        await makeBot(test, {dispatcher}).start();
        assertEqual(await ask(test, 'hello'), 'Write “order”');
        assertEqual(await ask(test, 'order'), 'Which dish?');
        assertEqual(await ask(test, 'hello', 'omar'), 'Write “order”');
        assertEqual(await ask(test, 'soup'), 'How many? (Order:dish)');
        assertEqual(await ask(test, 'back'), 'back to Order:dish');
        assertEqual(await ask(test, 'cake'), 'How many? (Order:dish)');
        assertEqual(await ask(test, '2'), '{"dish":"cake","amount":2} Order.Address:city cake 5');
        assertEqual(await ask(test, 'Riga'), '{"city":"Riga","zip":null} null null undefined');
        assertEqual(await ask(test, 'order'), 'Which dish?');
        assertEqual(await ask(test, 'cancel'), 'Nothing is ordered');
        assertEqual(await ask(test, 'hello'), 'Write “order”');
    },

    async 'wrong values are refused'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        dispatcher.on(Trueconf.Message, StateFilter.of('*', null), async (message, {state}) => {
            await assertRejects(state.set_state(5), '5 is not a state');
            await assertRejects(state.set_state('a\0b'), 'NUL');
            await assertRejects(state.set_state(''), 'cannot be empty');
            await assertRejects(state.set_data({n: [2 ** 63]}), '64 bits');
            await assertRejects(state.set_data({n: -(2 ** 63)}), '64 bits');
            await assertRejects(state.set_data({n: NaN}), 'JSON does not know');
            class Cart {
                items = new Map([[1, 2]]);
            }
            for (const strange of [new Map([[1, 2]]), new Set([1]), () => 1, new Cart(), new WeakMap(), /x/, new Uint8Array(2), Symbol('x'), new Error('x')])
                await assertRejects(state.set_data({list: [strange]}), 'JSON does not know');
            await assertRejects(state.set_data({toJSON() {}}), 'toJSON() returns nothing');
            await state.set_data({price: {amount: () => 5, toJSON: () => 5}, when: new Date(0)});
            assertEqual(await state.get_data(), {price: 5, when: '1970-01-01T00:00:00.000Z'});
            // as slice() does it
            await state.set_data({text: '\u{1f600}a'.slice(1), backslash: '\\ud800', emoji: '\u{1f600}'});
            assertEqual(await state.get_data(), {text: '\ufffda', backslash: '\\ud800', emoji: '\u{1f600}'});
            await state.clear();
            await assertRejects(state.set_data([1]), 'plain object');
            await assertRejects(state.update_data(null), 'plain object');
            await assertRejects(state.update_data({name: 'a\0b'}), 'NUL');
            await assertRejects(state.get_value('a\0b'), 'NUL');
            await message.answer(`${await state.get_state()}`);
        });
        await makeBot(test, {dispatcher}).start();
        assertEqual(await ask(test, 'x'), 'null');
    },

    async 'a file'(test) {
        const folder = GLib.dir_make_tmp('dialogs-XXXXXX');
        const file = Gio.File.new_for_path(`${folder}/dialogs.sqlite`);
        const seen = {};
        const steps = [
            ['order', 'Which dish?'],
            ['soup', 'How many? (Order:dish)'],
            ['3', '{"dish":"soup","amount":3} Order.Address:city soup 5'],
        ];
        for (const [text, answer] of steps) {
            const storage = new Trueconf.SqliteStorage({file: file.get_path()});
            assert(storage.file.equal(file) && storage.get_file().equal(file));
            const bot = makeBot(test, {dispatcher: makeDispatcher({storage}, seen)});
            await bot.start();
            assertEqual(await ask(test, text), answer);
            await bot.stop();
        }
        const dialog = Trueconf.FsmContext.new(Trueconf.SqliteStorage.new(file), seen.key);
        assertEqual([await dialog.get_state(), await dialog.get_data()], ['Order.Address:city', {dish: 'soup', amount: 3}]);
        assertEqual([seen.key.user_id.split('@')[0], seen.key.destiny], ['nora', 'default']);
        for (const info of Gio.File.new_for_path(folder).enumerate_children('standard::name', 0, null))
            Gio.File.new_for_path(`${folder}/${info.get_name()}`).delete(null);
        GLib.rmdir(folder);
    },

    async 'the blocks of the guide'(test) {
        const dispatcher = new Trueconf.Dispatcher();
        const [, contents] = GLib.file_get_contents(`${SOURCE}/docs/dialogs.md`);
        const blocks = [...new TextDecoder().decode(contents).matchAll(/^```js\n(.*?)^```$/gms)].map(match => match[1]);
        const form = new Function('Trueconf', 'dispatcher', `${blocks.join('\n')}; return Order;`)(Trueconf, dispatcher);
        await makeBot(test, {dispatcher}).start();
        assertEqual(await ask(test, '/order'), 'Which dish?');
        form.amount.set_timeout(0.2);
        assertEqual(await ask(test, 'soup'), 'How many?');
        await waitFor(() => test.sandbox.texts().at(-1) === 'Your soup is forgotten.');
    },

    async 'one dialog for the whole chat'(test) {
        const seen = {};
        const dispatcher = makeDispatcher({fsm_strategy: Trueconf.FsmStrategy.CHAT}, seen);
        await makeBot(test, {dispatcher}).start();
        await ask(test, 'order');
        await ask(test, 'soup');
        assertEqual(seen.key.user_id, seen.key.chat_id);
    },
});
