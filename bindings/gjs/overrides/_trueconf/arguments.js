// SPDX-License-Identifier: LGPL-2.1-or-later

// Arguments and properties on their way into the library: words where an enumeration is wanted, paths where a file is, and an
// exception for what does not fit. GJS itself makes a 0 of a word where it wants a number, and a true of any object.

const {Gio, GLib, GObject} = imports.gi;
const {SIGNATURES} = imports.overrides._trueconf.signatures;
const {isPlain, refuseNul, toDateTime, toNode, toZone} = imports.overrides._trueconf.values;

function describe(value) {
    if (typeof value === 'string')
        return `the text “${value}”`;
    if (typeof value === 'function')
        return value.name ? `the function ${value.name}` : 'a function';
    if (Array.isArray(value))
        return 'an array';
    if (value !== null && typeof value === 'object')
        return isPlain(value) ? 'an object' : `a ${value.constructor?.name?.replace('_', '.') ?? 'value'}`;
    return `${String(value)}`;
}

function wrongType(name, wanted, value) {
    return new TypeError(`${name} has to be ${wanted}, not ${describe(value)}`);
}

function nicks(type) {
    return Object.keys(type).filter(key => typeof type[key] === 'number').map(key => key.toLowerCase().replaceAll('_', '-'));
}

// the word for a value of an enumeration
function toNick(type, value) {
    return Object.keys(type).find(key => type[key] === value)?.toLowerCase().replaceAll('_', '-') ?? `${value}`;
}

// a value of an enumeration, which can be given by its nick: 'html', 'after-handler'
function toEnum(name, type, value) {
    // "unknown" is for what a server sends, nobody can ask for it
    const choices = () => nicks(type).filter(nick => nick !== 'unknown').join(', ');
    if (typeof value === 'string') {
        refuseNul(name, value);
        const member = type[value.toUpperCase().replace(/[- ]/g, '_')];
        if (typeof member === 'number')
            return member;
        throw new TypeError(`${name} cannot be “${value}”: it is one of ${choices()}`);
    }
    if (typeof value === 'number' && Object.values(type).includes(value))
        return value;
    throw wrongType(name, `one of ${choices()}`, value);
}

function toInputFile(Trueconf, name, value) {
    if (value instanceof Trueconf.InputFile)
        return value;
    if (value instanceof Gio.File)
        return Trueconf.InputFile.new_for_file(value);
    if (typeof value === 'string') {
        refuseNul(name, value);
        return Trueconf.InputFile.new_for_file(Gio.File.new_for_path(value));
    }
    if (isPlain(value) && value.bytes !== undefined && typeof value.name === 'string')
        return Trueconf.InputFile.new_for_bytes(toBytes(`${name}.bytes`, value.bytes), value.name);
    throw wrongType(name, 'a path, a Gio.File, a Trueconf.InputFile or {bytes, name}', value);
}

function toBytes(name, value) {
    if (value instanceof GLib.Bytes)
        return value;
    if (value instanceof Uint8Array)
        return new GLib.Bytes(value);
    throw wrongType(name, 'a Uint8Array or GLib.Bytes', value);
}

function toFile(name, value) {
    if (typeof value === 'string') {
        refuseNul(name, value);
        return Gio.File.new_for_path(value);
    }
    if (value instanceof Gio.File)
        return value;
    throw wrongType(name, 'a path or a Gio.File', value);
}

function toWhole(name, value, least) {
    if (typeof value !== 'bigint' && !Number.isInteger(value) || value < least)
        throw wrongType(name, least === 0 ? 'a whole number that is not negative' : 'a whole number', value);
    return value;
}

// how to convert what is given for a type: each is called with (name, value), and not for null
const CONVERSIONS = {
    string(name, value) {
        if (typeof value !== 'string')
            throw wrongType(name, 'a text', value);
        if (value.includes('\0'))
            refuseNul(name, value);
        return value;
    },
    boolean(name, value) {
        if (typeof value !== 'boolean')
            throw wrongType(name, 'true or false', value);
        return value;
    },
    number(name, value) {
        if (typeof value !== 'number' || Number.isNaN(value))
            throw wrongType(name, 'a number', value);
        return value;
    },
    integer: (name, value) => toWhole(name, value, -Infinity),
    unsigned: (name, value) => toWhole(name, value, 0),
    'GLib.RegexCompileFlags': (name, value) => toWhole(name, value, 0),
    'GLib.RegexMatchFlags': (name, value) => toWhole(name, value, 0),
    'Gio.File': toFile,
    'GLib.Bytes': toBytes,
    'GLib.DateTime': (_, value) => toDateTime(value),
    'GLib.TimeZone': (_, value) => toZone(value),
    'Json.Node'(name, value) {
        refuseNul(name, value);
        return toNode(value);
    },
};

// other parts of the override say what can stand for an object of theirs
function addConversion(type, convert) {
    CONVERSIONS[type] = convert;
}

// how to convert a value of a type of signatures.js; undefined if GJS checks it well
function conversionFor(Trueconf, type) {
    const list = /^\[(.*)\]$/.exec(type);
    if (list) {
        const convert = conversionFor(Trueconf, list[1]);
        return convert && ((name, value) => {
            if (!Array.isArray(value))
                throw wrongType(name, 'an array', value);
            return value.map((item, index) => convert(`${name}[${index}]`, item));
        });
    }
    if (CONVERSIONS[type])
        return CONVERSIONS[type];
    if (type === 'InputFile')
        return (name, value) => toInputFile(Trueconf, name, value);

    const wanted = Trueconf[type];
    if (wanted?.prototype instanceof GObject.Object) {
        return (name, value) => {
            if (!(value instanceof wanted))
                throw wrongType(name, `a Trueconf.${type}`, value);
            return value;
        };
    }
    if (wanted?.$gtype && GObject.type_is_a(wanted.$gtype, GObject.TYPE_ENUM))
        return (name, value) => toEnum(name, wanted, value);
    if (wanted?.$gtype && GObject.type_is_a(wanted.$gtype, GObject.TYPE_FLAGS))
        return (name, value) => typeof value === 'string' ? toEnum(name, wanted, value) : toWhole(name, value, 0);
    return undefined;
}

// the arguments of a function of the library, in order: [{name, type, nullable, convert}]
function argumentsOf(Trueconf, label, names) {
    const known = new Map((SIGNATURES[label] ?? '').split(' ').map(word => {
        const [, name, type, nullable] = /^(\w*):?([^?]*)(\??)$/.exec(word);
        return [name, {type, nullable: nullable !== ''}];
    }));
    return names.map(name => {
        const {type = '', nullable = true} = known.get(name) ?? {};
        return {name, type, nullable, convert: conversionFor(Trueconf, type)};
    });
}

const PLAIN_TYPES = {
    gchararray: 'string', gboolean: 'boolean', gdouble: 'number', gint: 'integer', gint64: 'integer', guint: 'unsigned',
    guint64: 'unsigned', GFile: 'Gio.File', GBytes: 'GLib.Bytes', GDateTime: 'GLib.DateTime', GTimeZone: 'GLib.TimeZone',
    JsonNode: 'Json.Node', GStrv: '[string]',
};

// the conversions of the properties that can be set, by the names of JavaScript
function propertyConversions(Trueconf, type) {
    const found = new Map();
    for (const pspec of type.list_properties()) {
        if (!(pspec.flags & GObject.ParamFlags.WRITABLE))
            continue;
        const wanted = GObject.type_name(pspec.value_type);
        const convert = conversionFor(Trueconf, PLAIN_TYPES[wanted] ?? wanted.replace(/^Trueconf/, ''));
        // GJS takes nothing for 0 where it wants a value of an enumeration, also that of a word which there is not
        const isEnum = GObject.type_is_a(pspec.value_type, GObject.TYPE_ENUM);
        if (convert) {
            found.set(pspec.name.replaceAll('-', '_'),
                (name, value) => isEnum || value !== null && value !== undefined ? convert(name, value) : value);
        }
    }
    return found;
}
