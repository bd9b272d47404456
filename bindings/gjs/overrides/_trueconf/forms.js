// SPDX-License-Identifier: LGPL-2.1-or-later

// Forms: descriptions as objects, validators and handlers that may be asynchronous, results as plain objects.

const {GLib} = imports.gi;
const {toEnum, wrongType} = imports.overrides._trueconf.arguments;
const {toPattern} = imports.overrides._trueconf.commands;
const {THROWN, logThrown, toError, toThrown} = imports.overrides._trueconf.errors;
const {isAsync, isPlain, isPromise, items, refuseUncallable, takeOptions, toZone} = imports.overrides._trueconf.values;

// a validator says nothing, or true, if an answer fits, and otherwise what to say to the user
function makeValidator(Trueconf, validate) {
    const refusal = words => new GLib.Error(Trueconf.error_quark(), Trueconf.Error.INVALID_ARGUMENT, words);
    const judge = (task, verdict) => {
        if (typeof verdict === 'string')
            task.return_error(refusal(verdict));
        else
            task.return_boolean(verdict === undefined || Boolean(verdict));
    };
    return (field, answers, task) => {
        const values = answers.toJSON();
        const fail = error => {
            answers.get_context()[THROWN] = {error: toThrown(error)};
            task.return_error(toError(Trueconf, error));
        };
        try {
            const verdict = validate(values[field.get_name()], values);
            if (isPromise(verdict))
                Promise.resolve(verdict).then(value => judge(task, value), fail);
            else
                judge(task, verdict);
        } catch (error) {
            fail(error);
        }
    };
}

function makeCondition(name, when) {
    return (_field, answers) => {
        const answer = when(answers.toJSON());
        if (!isPromise(answer))
            return Boolean(answer);
        logThrown(new TypeError(`when of the field ${name} has to answer at once: it cannot return a promise`), 'A condition failed');
        return false;
    };
}

// what the library would only log, so that the form would be without it
function isName(name) {
    return typeof name === 'string' && name && new TextEncoder().encode(name).length <= 64 && !/[:*]/.test(name) && name !== 'summary';
}

function checkName(name) {
    if (!isName(name))
        throw new TypeError(`“${name}” is no name for a field: it has 1 to 64 bytes, no colon, no asterisk, and is not summary`);
}

function checkField(name, description) {
    checkName(name);
    if (!isPlain(description))
        throw new TypeError(`the field ${name} has to be an object such as {kind: 'text', question: 'Your name?'}, not ${description}`);
    const {question, choices, validate, when, earliest, latest, minimum, maximum} = description;
    if (typeof question !== 'string')
        throw new TypeError(`the question of the field ${name} has to be a text, not ${question}`);
    for (const [key, value] of Object.entries({validate, when})) {
        if (value && typeof value !== 'function')
            throw new TypeError(`${key} of the field ${name} has to be a function, not ${value}`);
        if (value)
            refuseUncallable(`${key} of the field ${name}`, value);
    }
    // a promise would be taken for true
    if (isAsync(when))
        throw new TypeError(`when of the field ${name} has to answer at once: it cannot be async`);
    if (choices !== undefined && choices !== null && (!Array.isArray(choices) && !isPlain(choices) || Object.keys(choices).length === 0))
        throw new TypeError(`choices of the field ${name} has to be an array of labels, or an object with the label of each value, and not empty`);
    for (const [key, value] of Object.entries({earliest, latest})) {
        const date = new Date(`${value}T00:00:00Z`);
        const isDay = /^\d{4}-\d\d-\d\d$/.test(value) && !isNaN(date) && date.toISOString().startsWith(value);
        if (value !== undefined && value !== null && !isDay && value !== 'today' && value !== 'tomorrow')
            throw new TypeError(`${key} of the field ${name} cannot be ${value}: it is a day such as 2026-05-06, today or tomorrow`);
    }
    // whether today comes before another day is not known yet
    const isOtherDay = day => day === 'today' || day === 'tomorrow';
    if (minimum > maximum || earliest > latest && !isOtherDay(earliest) && !isOtherDay(latest))
        throw new TypeError(`no answer can fit the limits of the field ${name}`);
}

function makeField(Trueconf, name, description) {
    checkField(name, description);
    const {kind, question, choices, pattern, validate, when, ...properties} = description;
    const field = new Trueconf.FormField({name, question, kind: toEnum('kind', Trueconf.FormFieldKind, kind)});
    if (Array.isArray(choices))
        field.set_choices(choices, null);
    else if (choices)
        field.set_choices(Object.values(choices), Object.keys(choices));
    if (pattern !== undefined)
        field.set_pattern(pattern instanceof RegExp ? toPattern(pattern) : pattern);
    if (validate)
        field.set_validator(makeValidator(Trueconf, validate));
    if (when)
        field.set_condition(makeCondition(name, when));
    for (const [key, value] of Object.entries(properties)) {
        const set = field[`set_${key}`];
        if (set === undefined)
            throw new TypeError(`a field has no ${key}`);
        set.call(field, value);
    }
    return field;
}

// Trueconf.Form.from({name: 'order', fields: {dish: {kind: 'text', question: 'Which dish?'}}}); form.on_finished(async result => …)
function addForms(Trueconf) {
    const {Form, FormField, FormFieldKind, FormResult} = Trueconf;

    FormResult.prototype.toJSON = function () {
        return JSON.parse(this.to_json());
    };

    const {add_field: addField} = Form.prototype;
    Form.prototype.add_field = function (field) {
        if (!(field instanceof FormField))
            throw wrongType('field', 'a Trueconf.FormField', field);
        checkName(field.name);
        if (!this.states)
            throw new TypeError('the form has no name yet, which is that of its states');
        if (field.question === null)
            throw new TypeError(`the field ${field.name} needs a question`);
        if (field.kind === FormFieldKind.CHOICE && !field.choices?.length)
            throw new TypeError(`the field ${field.name} needs choices`);
        if ([...items(this.get_fields())].some(({name}) => name === field.name))
            throw new TypeError(`there is a field ${field.name} already`);
        addField.call(this, field);
    };

    Form.from = function (description) {
        takeOptions('Form.from', description, ['name', 'fields', 'texts', 'summary', 'timeout', 'zone'], ['name', 'fields']);
        const {name, fields, texts, zone, ...properties} = description;
        if (!isName(name))
            throw new TypeError(`“${name}” is no name for a form: it has 1 to 64 bytes, no colon, no asterisk, and is not summary`);
        if (!isPlain(fields))
            throw new TypeError(`fields has to be an object with a field for each name, not ${fields}`);
        const form = Object.assign(Form.new(name), properties);
        if (zone !== undefined)
            form.set_zone(toZone(zone));
        for (const [key, field] of Object.entries(fields))
            form.add_field(makeField(Trueconf, key, field));
        for (const [which, text] of Object.entries(texts ?? {}))
            form.set_text(toEnum('texts', Trueconf.FormText, which), text);
        return form;
    };

    // the form waits for the promise; if it fails, the user can send the form again
    Form.prototype.on_finished = function (handler) {
        if (typeof handler !== 'function')
            throw new TypeError(`${handler} cannot take the answers: it has to be a function`);
        refuseUncallable('what takes the answers', handler);
        const fail = (result, error) => {
            result.get_context()[THROWN] = {error: toThrown(error)};
            if (!result.fail(toError(Trueconf, error)))
                logThrown(error, 'A form could not be finished');
        };
        return this.connect('finished', (_form, result) => {
            let value;
            try {
                value = handler(result);
            } catch (error) {
                fail(result, error);
                return;
            }
            if (!isPromise(value))
                return;
            result.hold();
            Promise.resolve(value).then(() => {}, error => fail(result, error)).then(() => result.release());
        });
    };
}
