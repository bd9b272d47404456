// SPDX-License-Identifier: LGPL-2.1-or-later

// Sending with one object of options: files, long texts, answers to buttons.

const {toEnum} = imports.overrides._trueconf.arguments;
const {SPECIFICATION, define, isArgument, makeMethod} = imports.overrides._trueconf.calls;
const {isPlain, items, takeOptions} = imports.overrides._trueconf.values;

const LIMITS = ['cancellable', 'signal', 'timeout'];

function pick(options, names) {
    return Object.fromEntries(names.filter(name => options[name] !== undefined).map(name => [name, options[name]]));
}

// what an array of the library's own is made of for users
const toArray = list => [...items(list)];

// send_message(chat, text, {split: true}) and so on: a text of any length, for a list of what was sent. With {keyboard} or
// {quote}, a message has them.
function addSplitting(Trueconf) {
    const verbs = [
        [Trueconf.Bot, 'send_message', 'send_long_message', 'send_draft'],
        [Trueconf.Bot, 'send_draft', 'send_long_draft', null],
        [Trueconf.Message, 'answer', 'answer_long', 'answer_draft'],
        [Trueconf.Message, 'reply', 'reply_long', 'reply_draft'],
        [Trueconf.Message, 'answer_draft', 'answer_long_draft', null],
        [Trueconf.Message, 'reply_draft', 'reply_long_draft', null],
    ];
    const addSent = (error, result) => {
        error.sent = toArray(Trueconf.SentMessage.list_from_result(result));
    };

    for (const [type, name, long, byDraft] of verbs) {
        const {prototype} = type;
        const {[SPECIFICATION]: specification} = prototype[long];
        // an exception tells what was sent before
        const sendLong = makeMethod(Trueconf, specification, prototype[`${long}_async`], prototype[`${long}_finish`], toArray, addSent);
        define(prototype, long, sendLong);

        const plain = prototype[name], {names, known} = plain[SPECIFICATION];
        const more = byDraft ? ['keyboard', 'quote'] : [];
        const method = {
            [name](...given) {
                const options = given.at(-1);
                if (!isPlain(options) || isArgument(plain[SPECIFICATION], given.length - 1, options))
                    return plain.apply(this, given);
                const {split, keyboard, quote, ...rest} = options;
                try {
                    takeOptions(name, options, [...known, ...more, 'split'], []);
                    if (split !== undefined && typeof split !== 'boolean')
                        throw new TypeError('split has to be true or false');
                } catch (error) {
                    return Promise.reject(error);
                }
                const before = given.slice(0, -1);
                if (keyboard === undefined && quote === undefined)
                    return (split ? sendLong : plain).call(this, ...before, rest);
                try {
                    const named = {...Object.fromEntries(before.map((value, index) => [names[index], value])), ...rest};
                    const draft = new Trueconf.Draft({...pick(named, ['text', 'parse_mode', 'reply_message_id']), ...pick(options, more)});
                    return this[byDraft](...names[0] === 'chat_id' ? [named.chat_id] : [], draft,
                        {...pick(named, LIMITS), ...split === undefined ? {} : {split}});
                } catch (error) {
                    return Promise.reject(error);
                }
            },
        }[name];
        method[SPECIFICATION] = plain[SPECIFICATION];
        define(prototype, name, method);
    }
}

// send_photo({chat_id, file, caption}), answer_document({file}) and so on, which send a draft
function addFiles(Trueconf) {
    const kinds = {
        photo: ['file', 'preview', 'caption', 'parse_mode', 'split'],
        document: ['file', 'caption', 'parse_mode', 'split'],
        sticker: ['file'],
    };
    const verbs = [
        [Trueconf.Bot, 'send', ['chat_id'], ['reply_message_id']],
        [Trueconf.Message, 'answer', [], []],
        [Trueconf.Message, 'reply', [], []],
    ];

    for (const [kind, members] of Object.entries(kinds)) {
        for (const [type, verb, before, after] of verbs) {
            const name = `${verb}_${kind}`;
            const known = [...before, ...members, ...after, 'progress', ...LIMITS];
            type.prototype[name] = async function (options) {
                takeOptions(name, options, known, [...before, 'file']);
                const draft = new Trueconf.Draft({
                    parse_mode: Trueconf.ParseMode.TEXT,
                    ...pick(options, ['parse_mode', 'file', 'preview', 'reply_message_id']),
                    kind: Trueconf.DraftKind[kind.toUpperCase()],
                    text: options.caption ?? null,
                });
                return await this[`${verb}_draft`](...before.map(key => options[key]), draft, pick(options, ['progress', 'split', ...LIMITS]));
            };
        }
    }
}

// query.answer({text}), bot.answer_command({command_id, text}); or with a draft
function addCommandAnswers(Trueconf) {
    const enums = {
        answer: Trueconf.CommandAnswer,
        status: Trueconf.CommandStatus,
        visibility: Trueconf.CommandVisibility,
        level: Trueconf.CommandLevel,
    };
    const verbs = [[Trueconf.Bot, 'answer_command', ['command_id']], [Trueconf.CallbackQuery, 'answer', []]];

    for (const [type, name, before] of verbs) {
        const plain = type.prototype[name];
        const known = [...before, 'text', ...Object.keys(enums), ...LIMITS];
        type.prototype[name] = async function (...args) {
            const [options] = args;
            if (args.length > 1 || options instanceof Trueconf.Draft)
                return await plain.apply(this, args);
            takeOptions(name, options ?? {}, known, before);
            const values = {text: options?.text ?? null};
            for (const [key, members] of Object.entries(enums)) {
                const value = options?.[key];
                if (value !== undefined)
                    values[`command_${key}`] = toEnum(key, members, value);
            }
            return await plain.call(this, ...before.map(key => options[key]), new Trueconf.Draft(values), pick(options ?? {}, LIMITS));
        };
    }
}
