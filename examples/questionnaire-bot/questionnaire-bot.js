#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Takes orders for repairs: write /form to be asked by a form that is described as data, or /states to be asked with states.
//
// /cancel leaves both. Who has answered what is kept in the file DIALOGS_FILE, or dialogs.sqlite, so the bot can be killed at any time:
// when it is started again, it goes on with the answers that were written in the meantime.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const DEVICES = ['printer', 'screen', 'phone'];

const dispatcher = new Trueconf.Dispatcher({
    storage: new Trueconf.SqliteStorage({file: GLib.getenv('DIALOGS_FILE') || 'dialogs.sqlite'}),
});
dispatcher.add_outer_middleware(Trueconf.DialogCancel.new(Trueconf.command('cancel'), 'Nothing is ordered.'));

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
    ack_policy: Trueconf.AckPolicy.AFTER_HANDLER, receive_unread_messages: true,  // nothing is lost while the bot is off
    dispatcher,
});

function describe({name, room, device}) {
    return `Repair of the ${device} in room ${room}, for ${name}.`;
}

// ---- with a form: it asks, checks, goes back, and shows all answers at the end

const form = Trueconf.Form.from({
    name: 'Repair',
    fields: {
        name: {kind: 'text', question: 'What is your name?', max_length: 40},
        room: {kind: 'number', question: 'Which room?', integer: true, minimum: 1, maximum: 999},
        device: {kind: 'choice', question: 'What is broken?', choices: DEVICES},
    },
});
dispatcher.include_router(form);

dispatcher.message(Trueconf.command('form'), async (_message, context) => {
    await form.begin(context, null);
});

form.on_finished(async result => {
    await bot.send_message(result.chat_id, describe(result.toJSON()));
});

// ---- with states: handlers do what they want at each step

const Steps = Trueconf.states('Steps', ['name', 'room', 'device', 'confirm']);
const QUESTIONS = {
    'Steps:name': () => 'What is your name? It can have 40 characters.',
    'Steps:room': () => 'Which room, from 1 to 999?',
    'Steps:device': () => `What is broken: ${DEVICES.join(', ')}?`,
    'Steps:confirm': data => `${describe(data)} Is that right, yes or no?`,
};

function has(pattern) {
    return message => pattern.test(message.plain_text ?? '');
}

async function begin(message, {state}) {
    await state.set_state(Steps.name);
    await message.answer(QUESTIONS['Steps:name']());
}

async function take(message, {state}) {
    const text = state.raw_state === 'Steps:name' ? message.plain_text.trim() : message.plain_text.toLowerCase();
    const data = await state.update_data({[state.raw_state.replace('Steps:', '')]: text});
    const following = await state.go_on(Steps);
    await message.answer(QUESTIONS[`${following}`](data));
}

dispatcher.message(Trueconf.command('states'), begin);
dispatcher.on(Trueconf.Message, Steps.confirm, has(/^no$/i), begin);
dispatcher.on(Trueconf.Message, Steps.name, has(/^\s*\S.{0,39}$/su), take);
dispatcher.on(Trueconf.Message, Steps.room, has(/^[1-9][0-9]{0,2}$/), take);
dispatcher.on(Trueconf.Message, Steps.device, message => DEVICES.includes(message.plain_text?.toLowerCase()), take);

dispatcher.on(Trueconf.Message, Steps.confirm, has(/^yes$/i), async (message, {state}) => {
    await message.answer(describe(await state.get_data()));
    await state.clear();
});

dispatcher.on(Trueconf.Message, Steps, async (message, {state}) => {
    await message.answer(QUESTIONS[state.raw_state](await state.get_data()));
});

dispatcher.fallback(Trueconf.Message, message => message.text, async message => {
    await message.answer('/form and /states order a repair, /cancel leaves an order.');
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
