// SPDX-License-Identifier: LGPL-2.1-or-later

// Dialogs: groups of states by name, states as filters, plain objects as data.

const {Json} = imports.gi;
const {fromNode, isPlain, items, refuseNul, takeOptions, toNode} = imports.overrides._trueconf.values;

// ---- states

// the name of a state, which can be given as a text; null for no state
function nameOf(Trueconf, value) {
    refuseNul('state', value);
    return value instanceof Trueconf.State ? value.get_name() : value ?? null;
}

// adds a state or a group, and makes it a property: the group has the name `name` only until it has a state of that name
function addMember(Trueconf, group, name, value) {
    const {add_group: addGroup, add_state: addState} = Trueconf.StatesGroup.prototype;
    let member;

    if (Object.prototype.hasOwnProperty.call(group, name))
        throw new TypeError(`${groupName(Trueconf, group)} has two members ${name}`);
    if (Array.isArray(value))
        value = makeGroup(Trueconf, name, value);

    if (value instanceof Trueconf.StatesGroup) {
        const parent = Trueconf.StatesGroup.prototype.get_parent.call(value);
        if (parent)
            throw new Error(`${groupName(Trueconf, value)} belongs to ${groupName(Trueconf, parent)} already: make another group`);
        addGroup.call(group, value);
        member = value;
    } else {
        if (value instanceof Trueconf.State) {
            if (value.get_group())
                throw new Error(`${value} belongs to ${groupName(Trueconf, value.get_group())} already: make another state`);
            member = value;
        } else {
            takeOptions(`the state ${name}`, value ?? {}, ['timeout'], []);
            member = new Trueconf.State({timeout: value?.timeout ?? 0});
        }
        addState.call(group, name, member);
    }
    Object.defineProperty(group, name, {value: member, enumerable: true});
}

function groupName(Trueconf, group) {
    return Trueconf.StatesGroup.prototype.get_full_name.call(group);
}

function makeGroup(Trueconf, name, members) {
    if (typeof name !== 'string' || name === '')
        throw new TypeError('a group of states needs a name');
    refuseNul('the name', name);
    const group = Trueconf.StatesGroup.new(name);

    if (Array.isArray(members)) {
        for (const member of members) {
            if (typeof member === 'string')
                addMember(Trueconf, group, member, null);
            else if (member instanceof Trueconf.StatesGroup)
                addMember(Trueconf, group, Trueconf.StatesGroup.prototype.get_name.call(member), member);
            else
                throw new TypeError(`${member} is neither the name of a state nor a group of states`);
        }
    } else if (isPlain(members)) {
        for (const [key, member] of Object.entries(members))
            addMember(Trueconf, group, key, member);
    } else {
        throw new TypeError('a group of states takes an array of names and groups, or an object whose keys are the names');
    }

    return group;
}

function addStates(Trueconf) {
    const {State, StatesGroup} = Trueconf;

    // Trueconf.states('Form', ['name', 'city']), or {name: null, city: {timeout: 60}, Address: ['street']}: a group of states,
    // which has them as properties, in order
    Trueconf.states = (name, members) => makeGroup(Trueconf, name, members);

    State.prototype.toString = function () {
        return this.get_name() ?? '';
    };
    StatesGroup.prototype.toString = function () {
        return groupName(Trueconf, this);
    };
    StatesGroup.prototype[Symbol.iterator] = function* () {
        yield* items(StatesGroup.prototype.list_all_states.call(this));
    };
    for (const name of ['contains', 'find', 'get_next', 'get_previous']) {
        const call = StatesGroup.prototype[name];
        StatesGroup.prototype[name] = function (state) {
            return call.call(this, nameOf(Trueconf, state));
        };
    }
}

// ---- filters

function stateOfName(Trueconf, name) {
    refuseNul('state', name);
    if (name === '')
        throw new TypeError('the name of a state cannot be empty: null is no state');
    return Trueconf.State.new(name);
}

// the filter for a state or a group of states; null for anything else
function asStateFilter(Trueconf, value) {
    if (value instanceof Trueconf.State)
        return Trueconf.StateFilter.new(value);
    return value instanceof Trueconf.StatesGroup ? Trueconf.StateFilter.new_group(value) : null;
}

function addFilters(Trueconf) {
    const {State, StateFilter} = Trueconf;
    const texts = new Map([['*', State.get_any()], [null, State.get_none()]]);

    // Trueconf.StateFilter.of(Form.name, 'Other:state', null): one of these, where null is no state and '*' any
    StateFilter.of = (...states) => {
        if (states.length === 0)
            throw new TypeError('StateFilter.of() needs at least one state');
        const made = states.map(value => {
            if (typeof value === 'string' || value === null)
                value = texts.get(value) ?? stateOfName(Trueconf, value);
            const filter = asStateFilter(Trueconf, value);
            if (filter === null)
                throw new TypeError(`${value} is not a state: it has to be a state, its name, a group of states, or null for no state`);
            return filter;
        });
        return made.length > 1 ? Trueconf.Filter.new_or(made) : made[0];
    };
}

// ---- contexts

function toObject(data) {
    if (!isPlain(data))
        throw new TypeError(`the data of a dialog are a plain object, not ${data}`);
    refuseNul('data', data);
    return toNode(data).get_object();
}

function fromObject(object) {
    const node = Json.Node.alloc();
    node.init_object(object);
    return fromNode(node);
}

function addContexts(Trueconf) {
    const {prototype} = Trueconf.FsmContext;

    // `before` changes the arguments, `after` the result
    function wrap(name, before, after = value => value) {
        const call = prototype[name];
        prototype[name] = async function (value, ...rest) {
            return after(await call.call(this, before(value), ...rest));
        };
    }

    wrap('set_state', state => {
        if (typeof state === 'string')
            return stateOfName(Trueconf, state);
        if (state !== null && state !== undefined && !(state instanceof Trueconf.State))
            throw new TypeError(`${state} is not a state`);
        return state ?? null;
    });
    wrap('set_data', toObject);
    wrap('update_data', toObject, fromObject);
    const {get_data: getData} = prototype;
    prototype.get_data = async function (...rest) {
        return fromObject(await getData.apply(this, rest));
    };
    // what is not there is undefined, or what is given instead
    prototype.get_value = async function (key, otherwise = undefined, ...rest) {
        const node = await this.get_value_async(key, ...rest);
        return node === null ? otherwise : fromNode(node);
    };
}

function addExpiry(Trueconf) {
    Object.defineProperty(Trueconf.DialogExpired.prototype, 'data', {
        configurable: true,
        get() {
            return fromObject(this.get_data());
        },
    });
}

function addDialogs(Trueconf) {
    addStates(Trueconf);
    addFilters(Trueconf);
    addContexts(Trueconf);
    addExpiry(Trueconf);
}
