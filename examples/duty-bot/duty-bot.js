#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Who is on duty: write /duty for the next two weeks, press a day, and press who takes it; /today tells who it is now.
//
// DUTY_PEOPLE="nora,omar" are those who take turns. The list is kept in the file DUTY_FILE, or duty.json.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const FILE = GLib.getenv('DUTY_FILE') || 'duty.json';
const PEOPLE = (GLib.getenv('DUTY_PEOPLE') ?? '').split(',').map(login => login.trim()).filter(login => login);
const DAYS = 14;

const router = new Trueconf.Router({name: 'duty'});
const dispatcher = new Trueconf.Dispatcher();
dispatcher.include_router(router);

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
    dispatcher,
});

// days as in 2026-05-06 → logins
function load() {
    if (!GLib.file_test(FILE, GLib.FileTest.EXISTS))
        return {};
    return JSON.parse(new TextDecoder().decode(GLib.file_get_contents(FILE)[1]));
}

function save(duties) {
    GLib.file_set_contents(FILE, JSON.stringify(duties));
}

async function nameOf(login) {
    if (!login)
        return 'nobody';
    try {
        return await bot.lookup_display_name(login);
    } catch {  // such as of somebody who has left
        return login;
    }
}

// ---- lists as buttons, page by page; which page it is, and what an item means, is in the buttons

async function listDays() {
    const duties = load();
    const today = GLib.DateTime.new_now_local();
    const items = [];
    for (let i = 0; i < DAYS; i++) {
        const day = today.add_days(i);
        items.push([`${day.format('%a %d.%m.')}: ${await nameOf(duties[day.format('%F')])}`, day.format('%F')]);
    }
    return Trueconf.KeyboardPager.from('days', items, {columns: 1, page_size: 7});
}

async function listPeople(day) {
    const items = await Promise.all(PEOPLE.map(async login => [await nameOf(login), `${day} ${login}`]));
    return Trueconf.KeyboardPager.from(`people:${day}`, items, {columns: 2});
}

async function edit(query, text, keyboard) {
    await query.edit_draft(new Trueconf.Draft({text, keyboard}));
}

router.message(Trueconf.command('duty'), async message => {
    const keyboard = (await listDays()).make_keyboard(0);
    await message.answer_draft(new Trueconf.Draft({text: 'Who is on duty?', keyboard}));
});

router.message(Trueconf.command('today'), async message => {
    await message.answer(`Today it is ${await nameOf(load()[GLib.DateTime.new_now_local().format('%F')])}.`);
});

router.on(Trueconf.Message, message => message.text, async message => {
    await message.answer('/duty shows the list, /today tells who is on duty now.');
});

router.on(Trueconf.CallbackQuery, async query => {
    const days = await listDays();
    const page = days.get_pressed_page(query);
    const day = days.get_pressed_data(query);
    if (page >= 0)
        await edit(query, 'Who is on duty?', days.make_keyboard(page));
    else if (day !== null)
        await edit(query, `Who takes ${day}?`, (await listPeople(day)).make_keyboard(0));
    else
        await pressPerson(query);
});

async function pressPerson(query) {
    const day = query.command.startsWith('people:') ? query.command.split(':')[1] : '';
    const people = await listPeople(day);
    const page = people.get_pressed_page(query);
    const [date, login] = (people.get_pressed_data(query) ?? '').split(' ');
    if (page >= 0) {
        await edit(query, `Who takes ${day}?`, people.make_keyboard(page));
    } else if (/^\d{4}-\d\d-\d\d$/.test(date) && PEOPLE.includes(login)) {
        save({...load(), [date]: login});
        await edit(query, 'Who is on duty?', (await listDays()).make_keyboard(0));
    } else {
        await edit(query, 'These buttons are out of date. /duty shows the new ones.', new Trueconf.Keyboard());
    }
}

if (PEOPLE.length === 0) {
    printerr('Say who takes turns: DUTY_PEOPLE="nora,omar"');
    System.exit(1);
}
try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
