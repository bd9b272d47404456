// SPDX-License-Identifier: LGPL-2.1-or-later

// Commands: filters for them, and their arguments by name.

const {refuseNul, takeOptions} = imports.overrides._trueconf.values;

// the described arguments of the command by name, undefined for an event that is none
function commandValues(context) {
    const command = context.get_command?.();
    if (!command)
        return undefined;
    return Object.fromEntries(command.list_parameters().map(name => [name, command.get_value(name) ?? undefined]));
}

// A RegExp as the library, which searches with a bound, writes it.
function toPattern(regex) {
    const flags = ['i', 'm', 's'].filter(flag => regex.flags.includes(flag)).join('');
    return flags ? `(?${flags})${regex.source}` : regex.source;
}

function checkName(name, prefixes) {
    const longest = Math.max(0, ...prefixes.filter(prefix => name.startsWith(prefix)).map(prefix => prefix.length));
    const bare = name.slice(longest);
    if (bare === '')
        throw new TypeError(`“${name}” is the name of no command: nothing is left of it without the prefix`);
    if (/[\s@]/.test(bare))
        throw new TypeError(`“${name}” is the name of no command: white space and @ end a name`);
}

// Trueconf.command('weather', /^w$/, {parameters: 'city:string days:int?=3', description: 'The weather of a city'}); a
// handler gets the arguments by name, as an object behind the context
function addCommands(Trueconf) {
    const known = ['prefix', 'ignore_case', 'parameters', 'filter', 'description', 'hidden'];

    Trueconf.command = function (...names) {
        const last = names.at(-1);
        const options = typeof last === 'string' || last instanceof RegExp ? {} : names.pop() ?? {};
        takeOptions('command', options, known, []);
        if (!names.length || names.some(name => !(name instanceof RegExp) && (typeof name !== 'string' || name === '')))
            throw new TypeError("a command needs a name, a text or a regular expression: Trueconf.command('start')");
        names.forEach(name => refuseNul('name', name));
        refuseNul('options', options);
        const {prefix, parameters, filter, ...properties} = options;
        const prefixes = [...prefix ?? '/'];
        if (!prefixes.length)
            throw new TypeError("a command without a prefix has to say so: Trueconf.command('start', {prefix: ['']})");
        names.filter(name => typeof name === 'string').forEach(name => checkName(name, prefixes));
        const command = new Trueconf.CommandFilter({
            names: names.filter(name => typeof name === 'string'),
            prefixes,
            argument_filter: filter ?? null,
            ...properties,
        });
        for (const name of names) {
            if (name instanceof RegExp)
                command.add_pattern(toPattern(name));
        }
        if (parameters !== undefined)
            command.set_parameters(parameters);
        return command;
    };

    const {add_help: addHelp} = Trueconf.Router.prototype;
    Trueconf.Router.prototype.add_help = function (filter = null) {
        return addHelp.call(this, filter);
    };
}
