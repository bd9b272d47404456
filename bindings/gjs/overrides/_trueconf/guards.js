// SPDX-License-Identifier: LGPL-2.1-or-later

// What constructors, properties, methods and functions are given is converted, or refused by an exception that names it.

const {GObject} = imports.gi;
const {argumentsOf, propertyConversions} = imports.overrides._trueconf.arguments;
const {ASYNC, FINISH, parameterNames} = imports.overrides._trueconf.calls;
const {isPlain} = imports.overrides._trueconf.values;

function guarded(Trueconf, label, original) {
    const parameters = argumentsOf(Trueconf, label, parameterNames(original));
    const checked = parameters.flatMap(({name, type, convert}, index) =>
        convert ? [{name, convert, index, isEnum: GObject.type_is_a(Trueconf[type]?.$gtype ?? GObject.TYPE_NONE, GObject.TYPE_ENUM)}] : []);
    if (!checked.length)
        return original;
    const text = parameters.findIndex(({name}) => name === 'text'), mode = parameters.findIndex(({name}) => name === 'parse_mode');
    return {
        [original.name](...args) {
            if (mode >= 0 && args[text] instanceof Trueconf.Text) {
                args[text] = args[text].to_html();
                args[mode] = Trueconf.ParseMode.HTML;
            }
            for (const {name, convert, index, isEnum} of checked) {
                const value = args[index];
                // GJS takes nothing for 0 where it wants a value of an enumeration, also that of a word which there is not
                if (value !== undefined && value !== null || isEnum && index < args.length)
                    args[index] = convert(name, value);
            }
            return original.apply(this, args);
        },
    }[original.name];
}

function guardMembers(Trueconf, owner, object, isWanted) {
    for (const name of Object.getOwnPropertyNames(object)) {
        // those of the module are there only once they are used
        const descriptor = Object.getOwnPropertyDescriptor(object, name);
        const value = descriptor ? descriptor.value : object[name];
        if (typeof value === 'function' && isWanted(name, value))
            object[name] = guarded(Trueconf, `${owner}.${name}`, value);
    }
}

function guardProperties(prototype, conversions) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        const convert = conversions.get(name);
        if (descriptor.set && convert) {
            Object.defineProperty(prototype, name, {
                ...descriptor,
                set(value) {
                    descriptor.set.call(this, convert(name, value));
                },
            });
        }
    }
}

function guardConstructor(prototype, conversions) {
    const construct = prototype._init;
    prototype._init = function (...args) {
        const [properties] = args;
        if (isPlain(properties)) {
            args[0] = {};
            for (const [key, value] of Object.entries(properties)) {
                const name = key.replace(/-/g, '_').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
                const convert = conversions.get(name);
                // what is undefined is left out, so that the property has its default
                if (value !== undefined)
                    args[0][key] = convert ? convert(name, value) : value;
            }
        }
        return construct.apply(this, args);
    };
}

// GObject.registerClass() calls it for a class that is derived; GJS itself would end the program for one that is final in C
function refuseDerived(name) {
    return klass => {
        throw new TypeError(`${klass.name || 'a class'} cannot be derived from Trueconf.${name}, which is final: keep a Trueconf.${name} in an object of your own`);
    };
}

// what ends in _async is checked when it is called by its name without it
function guardArguments(Trueconf) {
    const isOfLibrary = (name, value) => String(value).includes('wrapper for native symbol') &&
        parameterNames(value).length > 0 && !name.endsWith(ASYNC) && !name.endsWith(FINISH);

    for (const name of Object.keys(Trueconf)) {
        const type = Trueconf[name];
        if (!(type?.prototype instanceof GObject.Object))
            continue;
        guardMembers(Trueconf, name, type, isOfLibrary);
        guardMembers(Trueconf, name, type.prototype, isOfLibrary);
        if (GObject.type_test_flags(type.$gtype, GObject.TypeFlags.FINAL))
            type._classInit = refuseDerived(name);
        const conversions = propertyConversions(Trueconf, type);
        guardProperties(type.prototype, conversions);
        guardConstructor(type.prototype, conversions);
    }
    guardMembers(Trueconf, '', Trueconf, isOfLibrary);
}
