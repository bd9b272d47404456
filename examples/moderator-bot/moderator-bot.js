#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later

// Keeps a group tidy: add the bot to a group as a moderator.
//
// It removes messages with one of the words in BAD_WORDS="lottery,casino", warns their authors, and puts those out of the group who
// were warned three times. Administrators of the group can write /warnings, and /pardon LOGIN. Commands of users in
// DENIED_USERS="eve" are not listened to, nor is a text that is written again at once, or what comes after five messages in a row.

import GLib from 'gi://GLib';
import System from 'system';
import Trueconf from 'gi://Trueconf?version=1';

const MAX_WARNINGS = 3;

function wordsOf(name) {
    return (GLib.getenv(name) ?? '').split(',').map(word => word.trim()).filter(word => word);
}

const words = wordsOf('BAD_WORDS').map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
// letters of any language, which \b does not know
const BAD_WORDS = new RegExp(words.length > 0 ? `(?<![\\p{L}\\p{N}])(${words.join('|')})(?![\\p{L}\\p{N}])` : '(?!)', 'iu');

// the handlers of the dispatcher come first, so bad words are found whoever writes them, and however often
const dispatcher = new Trueconf.Dispatcher();
const commands = new Trueconf.Router({name: 'commands'});
dispatcher.include_router(commands);
commands.add_outer_middleware(new Trueconf.AccessList({denied_users: wordsOf('DENIED_USERS')}));
commands.add_outer_middleware(new Trueconf.Deduplicator({interval: 5}));
commands.add_outer_middleware(new Trueconf.Throttle({rate: 1, burst: 5, notice: 'Slow down, please.'}));

const bot = new Trueconf.Bot({
    server: GLib.getenv('SERVER') ?? '127.0.0.1',
    port: Number(GLib.getenv('PORT') || 0),
    https: GLib.getenv('HTTPS') !== '0',
    token: GLib.getenv('TOKEN'),
    username: GLib.getenv('BOT_USER'),
    password: GLib.getenv('BOT_PASSWORD'),
    dispatcher,
});
const isAdmin = Trueconf.Filter.new_roles([Trueconf.ParticipantRole.OWNER, Trueconf.ParticipantRole.ADMIN]);
const warnings = new Map();  // chat and user → how often

// counts a warning; who has too many is put out of the group
async function warn(message) {
    const user = message.author.id;
    const key = `${message.chat_id} ${user}`;
    const count = (warnings.get(key) ?? 0) + 1;
    warnings.set(key, count);
    const name = await bot.lookup_display_name(user);
    if (count < MAX_WARNINGS) {
        await message.answer(`${name}, please mind your words. Warning ${count} of ${MAX_WARNINGS}.`);
        return;
    }
    warnings.delete(key);
    try {
        await bot.remove_participant_from_chat(message.chat_id, user, false);
        await message.answer(`${name} is out of the group after ${MAX_WARNINGS} warnings.`);
    } catch (error) {
        await message.answer(`${name} cannot be put out of the group: ${error.message}`);
    }
}

dispatcher.message(message => BAD_WORDS.test(message.plain_text ?? ''), async message => {
    try {
        await message.delete(true);
    } catch (error) {
        await message.answer(`I cannot remove messages here: ${error.message}`);
    }
    await warn(message);
});

// nobody says who has edited a message
dispatcher.edited_message(edit => BAD_WORDS.test(edit.content.plain_text ?? ''), async edit => {
    await bot.remove_message(edit.message_id, true);
});

commands.message(Trueconf.command('warnings'), isAdmin, async message => {
    const lines = [...warnings].map(([key, count]) => [key.split(' '), count])
        .filter(([[chat]]) => chat === message.chat_id)
        .map(([[, user], count]) => `${user}: ${count}`).sort();
    await message.answer(lines.join('\n') || 'Nobody was warned.');
});

commands.message(Trueconf.command('pardon', {parameters: 'login:user'}), isAdmin, async (message, _context, {login}) => {
    const was = warnings.delete(`${message.chat_id} ${login}`);
    await message.answer(was ? `${login} starts afresh.` : `${login} was not warned.`);
});

commands.message(Trueconf.command('warnings', 'pardon'), async message => {
    await message.answer('Only administrators of the group can do this.');
});

try {
    bot.run(null);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
