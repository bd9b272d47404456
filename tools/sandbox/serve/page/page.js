/* SPDX-License-Identifier: LGPL-2.1-or-later */
'use strict';

const MAX_FRAMES = 300;
const ACTIVITY_MS = 6000;
const P2P = 1;
const GROUP = 2;
const FAVORITES = 5;
const CHANNEL = 6;
const byId = (id) => document.getElementById(id);
const messages = byId('messages');
const empty = byId('empty');
const frames = byId('frames');

let users = [];
let chats = [];
let connections = new Map();
let changes = 0; // of connections, counted
const shown = new Map();
let serial = 0;
let quiet = 0;
let arrived = null;

function clock(ms) {
  return new Date(ms).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className)
    made.className = className;
  if (text !== undefined)
    made.textContent = text;
  return made;
}

/* The receiver is an account, or a chat other than P2P. */

function chosenChat() {
  const value = byId('bot').value;
  return value.startsWith('chat:') ? value.slice(5) : null;
}

function target() {
  const chat = chosenChat();
  return chat ? {chat_id: chat} : {to: byId('bot').value};
}

async function loadMessages() {
  const mine = ++serial;
  arrived = [];
  const user = encodeURIComponent(byId('user').value);
  const bot = encodeURIComponent(byId('bot').value);
  const chat = chosenChat();
  let answer = {messages: []};
  if (chat)
    answer = await call('GET', `/sandbox/messages?chat_id=${encodeURIComponent(chat)}`);
  else if (byId('user').value !== byId('bot').value)
    answer = await call('GET', `/sandbox/messages?user=${user}&peer=${bot}`);
  if (mine !== serial)
    return;
  shown.clear();
  messages.replaceChildren(empty);
  for (const message of answer.messages)
    addMessage(message);
  /* what the stream has told while the list was on its way, and the list may not know */
  const told = arrived;
  arrived = null;
  told.forEach((happen) => happen());
  messages.scrollTop = messages.scrollHeight;
}

/* Shows that something has happened to a message, again if the list of messages is on its way. */
function happened(happen) {
  arrived?.push(happen);
  happen();
}

function belongsHere(message) {
  const chat = chosenChat();
  if (chat)
    return message.chat_id === chat;
  return message.chat_type === P2P && ['user', 'bot'].every((id) => message.participants.includes(byId(id).value));
}

async function attempt(path, body) {
  try {
    return await call('POST', path, body);
  } catch (error) {
    note('error', error.message);
    return null;
  }
}

async function say(event) {
  event?.preventDefault();
  const text = byId('text');
  const written = text.value;
  if (!written.trim())
    return;
  // cleared at once, because the next text may be typed before the answer comes; a failure restores it
  text.value = '';
  grow();
  const said = await attempt('/sandbox/say', {from: byId('user').value, ...target(), text: written, parse_mode: 'text'});
  if (said)
    return;
  text.value = [written, text.value].filter(Boolean).join('\n');
  grow();
}

function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result.slice(reader.result.indexOf(',') + 1)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

async function sayFiles() {
  const input = byId('file');
  for (const file of input.files) {
    const body = {name: file.name, base64: await readBase64(file), preview: file.type.startsWith('image/')};
    if (file.type)
      body.mime_type = file.type;
    await attempt('/sandbox/say', {from: byId('user').value, ...target(), file: body});
  }
  input.value = '';
}

async function makeChat(event) {
  event.preventDefault();
  const title = byId('chat-title');
  const others = users.map((user) => user.login).filter((login) => login !== byId('user').value);
  const made = await attempt('/sandbox/chats', {
    from: byId('user').value,
    type: byId('chat-type').value,
    title: title.value.trim() || 'Untitled',
    participants: byId('chat-type').value === 'favorites' ? [] : others,
  });
  if (!made)
    return;
  title.value = '';
  await refresh();
  fillTargets(`chat:${made.chat_id}`);
  chosen();
}

function grow() {
  const text = byId('text');
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight + 2}px`;
}

/* The side panel */

function addHttp(entry) {
  const text = `${entry.method} ${entry.path} ${entry.status}`;
  addFrame({direction: 'note', time: entry.time, opcode: 'http', text, details: JSON.stringify(entry)});
}

async function loadFrames() {
  const log = await call('GET', `/sandbox/log?last=${MAX_FRAMES}`);
  frames.replaceChildren();
  for (const entry of log.entries) {
    if (entry.kind === 'frame')
      addFrame(entry);
    else if (entry.kind === 'http')
      addHttp(entry);
    else
      addFrame({...entry, direction: 'note', opcode: 'connection', text: `#${entry.connection} ${entry.user ?? ''} ${entry.text}`});
  }
}

function note(kind, text, details) {
  addFrame({direction: 'note', time: Date.now(), opcode: kind, text, details});
}

function shorten(frame) {
  if (frame.opcode !== 'text')
    return `${frame.opcode} ${frame.text || ''}`;
  try {
    const parsed = JSON.parse(frame.text);
    const payload = parsed.payload === undefined ? '' : JSON.stringify(parsed.payload);
    if (parsed.type === 1)
      return `${parsed.method} #${parsed.id} ${payload}`;
    if (parsed.type === 2)
      return `answer #${parsed.id} ${payload}`;
  } catch {
    /* not JSON, or cut off: shown unchanged */
  }
  return frame.text;
}

const WAYS = {in: ['→', 'from the bot'], out: ['←', 'to the bot'], note: ['•', 'note']};

function addFrame(frame) {
  const control = frame.opcode === 'ping' || frame.opcode === 'pong';
  if (control && !byId('pings').checked)
    return;
  const row = element('details', 'frame');
  const summary = element('summary');
  const [sign, title] = WAYS[frame.direction];
  const way = element('span', 'way', sign);
  way.title = title;
  way.setAttribute('aria-label', title);
  row.dataset.way = frame.direction;
  summary.append(element('time', '', clock(frame.time)), way, element('span', 'short', shorten(frame).slice(0, 300)));
  row.append(summary);
  row.addEventListener('toggle', () => {
    if (!row.open || row.querySelector('pre'))
      return;
    let text = frame.details || frame.text || '';
    try {
      text = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      /* not JSON: shown unchanged */
    }
    row.append(element('pre', '', text));
  });
  frames.prepend(row);
  while (frames.childElementCount > MAX_FRAMES)
    frames.lastElementChild.remove();
}

function showState() {
  const all = [...connections.values()];
  const chat = chats.find((one) => one.chat_id === chosenChat());
  const list = all.map((connection) => `${connection.user ?? 'not authorized'} #${connection.id}`);
  byId('connections').textContent = list.join(', ') || 'none';
  if (chat) {
    byId('state').dataset.state = 'chat';
    byId('state-text').textContent = Object.entries(chat.roles).map(([login, role]) => `${login} (${role})`).join(', ');
    return;
  }
  const bot = byId('bot').value;
  const own = all.filter((connection) => connection.user === bot);
  const anonymous = all.filter((connection) => connection.user === null);
  let state = 'disconnected';
  if (own.some((connection) => connection.authorized && !connection.half_open))
    state = 'authorized';
  else if (own.some((connection) => connection.half_open))
    state = 'half-open';
  else if (anonymous.length > 0)
    state = 'connected';
  byId('state').dataset.state = state;
  byId('state-text').textContent = `${bot}: ${state}`;
}

function describe(fault) {
  const rest = Object.entries(fault)
    .filter(([name, value]) => !['id', 'fault', 'left', 'user', 'action'].includes(name) && value !== null)
    .map(([name, value]) => `${name} ${value}`);
  return [fault.fault, ...rest, fault.user ? `for ${fault.user}` : ''].filter(Boolean).join(', ');
}

async function refresh() {
  let state = null;
  let before = -1;
  // asks again when a connection has changed meanwhile, because the answer may be older than that
  while (before !== changes) {
    before = changes;
    state = await call('GET', '/sandbox/state');
  }
  users = state.users;
  chats = state.chats;
  connections = new Map(state.connections.map((connection) => [connection.id, connection]));
  byId('server-name').textContent = state.server_name;
  byId('server-version').textContent = state.server_version;
  byId('active').replaceChildren(...state.faults.map((fault) => element('li', '', describe(fault))));
  showState();
}

async function breakThing(event) {
  const button = event.target.closest('button[data-fault]');
  if (!button)
    return;
  const fault = JSON.parse(button.dataset.fault);
  if (!('everybody' in button.dataset) && !chosenChat())
    fault.user = byId('bot').value;
  await attempt('/sandbox/faults', fault);
}

function option(value, label, title) {
  const made = element('option', '', label);
  made.value = value;
  made.title = title;
  return made;
}

function fillUsers(wanted, other) {
  byId('user').replaceChildren(...users.map((user) => option(user.login, user.display_name, user.id)));
  const fallback = users.find((user) => user.login !== other)?.login;
  byId('user').value = users.some((user) => user.login === wanted) ? wanted : fallback ?? '';
}

/* Offers the chats of the chosen user. */
function fillTargets(wanted) {
  const me = byId('user').value;
  const people = element('optgroup');
  const own = element('optgroup');
  const kinds = {[GROUP]: 'group', [CHANNEL]: 'channel', [FAVORITES]: 'favorites'};
  people.label = 'People and bots';
  own.label = 'Chats';
  people.append(...users.map((user) => option(user.login, user.display_name, user.id)));
  for (const chat of chats) {
    if (chat.type !== P2P && (me === '' || me in chat.roles))
      own.append(option(`chat:${chat.chat_id}`, `${chat.title ?? 'Favorites'} (${kinds[chat.type]})`, chat.chat_id));
  }
  const list = own.childElementCount > 0 ? [people, own] : [people];
  byId('bot').replaceChildren(...list);
  byId('bot').value = wanted;
  if (byId('bot').selectedIndex < 0)
    byId('bot').value = users.find((user) => user.login !== me)?.login ?? '';
}

function chosen() {
  byId('activity').replaceChildren();
  fillTargets(byId('bot').value);
  const query = new URLSearchParams({user: byId('user').value, bot: byId('bot').value});
  history.replaceState(null, '', `?${query}`);
  showState();
  loadMessages();
}

function showTrouble(text) {
  byId('state').dataset.state = 'lost';
  byId('state-text').textContent = text;
}

/* One stream brings all that happens. */

function listen() {
  const stream = new EventStream('/sandbox/stream');
  const on = (name, handler) => stream.addEventListener(name, (event) => handler(JSON.parse(event.data)));
  stream.addEventListener('open', () => {
    refresh();
    loadMessages();
    loadFrames();
  });
  stream.addEventListener('error', (event) => showTrouble(event.message));
  on('message', (message) => happened(() => {
    if (belongsHere(message))
      addMessage(message);
  }));
  on('edit', (message) => happened(() => {
    if (shown.has(message.message_id))
      replaceMessage(message);
  }));
  on('remove', (removed) => happened(() => {
    if (removed.user === null || removed.user === byId('user').value)
      removeMessage(removed.message_id);
  }));
  on('file', replaceFile);
  on('chat', async (event) => {
    const before = byId('bot').value;
    await refresh();
    fillTargets(before);
    if (event.action === 'cleared' || byId('bot').value !== before)
      chosen();
    showState();
  });
  on('activity', (activity) => {
    const chat = chats.find((one) => one.chat_id === activity.chat_id && one.type !== P2P);
    if ((chat?.chat_id ?? null) !== chosenChat() || (!chat && activity.user !== byId('bot').value))
      return;
    byId('activity').textContent = `${activity.user}: ${activity.type.replaceAll('_', ' ')} …`;
    clearTimeout(quiet);
    quiet = setTimeout(() => byId('activity').replaceChildren(), ACTIVITY_MS);
  });
  on('read', (read) => happened(() => {
    const bubble = shown.get(read.message_id);
    if (bubble)
      setTicks(bubble, true);
  }));
  on('connection', (connection) => {
    changes++;
    if (connection.state === 'closed')
      connections.delete(connection.id);
    else
      connections.set(connection.id, connection);
    note('connection', `#${connection.id} ${connection.user ?? ''} ${connection.state}`, JSON.stringify(connection));
    showState();
  });
  on('frame', addFrame);
  on('http', addHttp);
  on('fault', (fault) => {
    note('fault', fault.action === 'added' ? describe(fault) : 'faults cleared', JSON.stringify(fault));
    refresh();
  });
}

async function start() {
  const query = new URLSearchParams(location.search);
  await refresh();
  const bot = query.get('bot') ?? users.find((user) => /bot/i.test(user.login))?.login;
  fillUsers(query.get('user'), bot);
  fillTargets(bot);
  showState();
  for (const id of ['user', 'bot'])
    byId(id).addEventListener('change', chosen);
  byId('write').addEventListener('submit', say);
  byId('file').addEventListener('change', sayFiles);
  byId('attach').addEventListener('click', () => byId('file').click());
  byId('make').addEventListener('submit', makeChat);
  byId('text').addEventListener('input', grow);
  byId('text').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing)
      say(event);
  });
  byId('faults').addEventListener('click', breakThing);
  byId('clear').addEventListener('click', () => call('DELETE', '/sandbox/faults'));
  byId('forget').addEventListener('click', () => frames.replaceChildren());
  byId('pings').addEventListener('change', loadFrames);
  listen();
}

/* Without the key nothing is shown: it is in the address that the sandbox prints. */
start().catch((error) => showTrouble(error.message));
