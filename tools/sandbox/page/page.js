/* SPDX-License-Identifier: LGPL-2.1-or-later */
'use strict';

const MAX_FRAMES = 300;
const ALLOWED_TAGS = new Set(['B', 'I', 'U', 'S', 'A', 'BR']);
const ALLOWED_LINK = /^(https?|mailto|trueconf):/i;

const byId = (id) => document.getElementById(id);
const messages = byId('messages');
const empty = byId('empty');
const frames = byId('frames');

let users = [];
let connections = new Map();
const shown = new Map();
let serial = 0;

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? {'Content-Type': 'application/json'} : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Error(answer.error || response.statusText);
  return answer;
}

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

/* Messages. A parsed copy is walked and rebuilt: what is not on the list never reaches the page. */

function rebuild(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE)
      continue;
    const link = node.getAttribute('href') || '';
    if (!ALLOWED_TAGS.has(node.tagName) || (node.tagName === 'A' && !ALLOWED_LINK.test(link))) {
      to.append(node.outerHTML);
      continue;
    }
    const copy = document.createElement(node.tagName);
    if (node.tagName === 'A') {
      copy.href = link;
      copy.target = '_blank';
      copy.rel = 'noopener noreferrer';
    }
    rebuild(node, copy);
    to.append(copy);
  }
}

function renderText(message) {
  const body = element('div', 'body');
  const text = message.text === null ? `(message of type ${message.envelope.type})` : message.text;
  if (message.parse_mode === 'html')
    rebuild(new DOMParser().parseFromString(text, 'text/html').body, body);
  else
    body.textContent = text;
  return body;
}

function setTicks(bubble, read) {
  const ticks = bubble.querySelector('.ticks');
  if (!ticks)
    return;
  ticks.textContent = read ? '✓✓' : '✓';
  ticks.classList.toggle('read', read);
  ticks.title = read ? 'read' : 'sent';
  ticks.setAttribute('aria-label', ticks.title);
}

function addMessage(message) {
  if (shown.has(message.message_id))
    return;
  const mine = message.author === byId('user').value;
  const bubble = element('article', mine ? 'bubble mine' : 'bubble');
  const meta = element('div', 'meta');
  const answered = message.reply_message_id && shown.get(message.reply_message_id);
  if (answered)
    bubble.append(element('div', 'quote', answered.querySelector('.body').textContent));
  meta.append(element('time', '', clock(message.timestamp)));
  if (mine) {
    const ticks = element('span', 'ticks');
    ticks.setAttribute('role', 'img');
    meta.append(ticks);
  }
  bubble.append(renderText(message), meta);
  setTicks(bubble, message.read);
  shown.set(message.message_id, bubble);
  empty.remove();
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  messages.append(bubble);
  if (atEnd || mine)
    messages.scrollTop = messages.scrollHeight;
}

async function loadMessages() {
  const mine = ++serial;
  const user = encodeURIComponent(byId('user').value);
  const bot = encodeURIComponent(byId('bot').value);
  const answer = byId('user').value === byId('bot').value
    ? {messages: []}
    : await call('GET', `/sandbox/messages?user=${user}&peer=${bot}`);
  if (mine !== serial)
    return;
  shown.clear();
  messages.replaceChildren(empty);
  for (const message of answer.messages)
    addMessage(message);
  messages.scrollTop = messages.scrollHeight;
}

function belongsHere(message) {
  return message.participants.length === 2 &&
    ['user', 'bot'].every((id) => message.participants.includes(byId(id).value));
}

async function say(event) {
  event?.preventDefault();
  const text = byId('text');
  if (!text.value.trim())
    return;
  try {
    await call('POST', '/sandbox/say', {
      from: byId('user').value,
      to: byId('bot').value,
      text: text.value,
      parse_mode: 'text',
    });
    text.value = '';
    grow();
  } catch (error) {
    note('error', error.message);
  }
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
    /* not JSON, or cut off: as it came */
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
      /* the same */
    }
    row.append(element('pre', '', text));
  });
  frames.prepend(row);
  while (frames.childElementCount > MAX_FRAMES)
    frames.lastElementChild.remove();
}

function showState() {
  const bot = byId('bot').value;
  const all = [...connections.values()];
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
  const list = all.map((connection) => `${connection.user ?? 'not authorized'} #${connection.id}`);
  byId('connections').textContent = list.join(', ') || 'none';
}

function describe(fault) {
  const rest = Object.entries(fault)
    .filter(([name, value]) => !['id', 'fault', 'left', 'user', 'action'].includes(name) && value !== null)
    .map(([name, value]) => `${name} ${value}`);
  return [fault.fault, ...rest, fault.user ? `for ${fault.user}` : ''].filter(Boolean).join(', ');
}

async function refresh() {
  const state = await call('GET', '/sandbox/state');
  users = state.users;
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
  if (!('everybody' in button.dataset))
    fault.user = byId('bot').value;
  try {
    await call('POST', '/sandbox/faults', fault);
  } catch (error) {
    note('error', error.message);
  }
}

function fill(select, wanted, other) {
  const options = users.map((user) => {
    const option = element('option', '', user.display_name);
    option.value = user.login;
    option.title = user.id;
    return option;
  });
  select.replaceChildren(...options);
  const fallback = users.find((user) => user.login !== other)?.login;
  select.value = users.some((user) => user.login === wanted) ? wanted : fallback ?? '';
}

function chosen() {
  const query = new URLSearchParams({user: byId('user').value, bot: byId('bot').value});
  history.replaceState(null, '', `?${query}`);
  showState();
  loadMessages();
}

/* Everything live comes through one stream. */

function listen() {
  const stream = new EventSource('/sandbox/stream');
  const on = (name, handler) => stream.addEventListener(name, (event) => handler(JSON.parse(event.data)));
  stream.addEventListener('open', () => {
    refresh();
    loadMessages();
    loadFrames();
  });
  stream.addEventListener('error', () => {
    byId('state').dataset.state = 'lost';
    byId('state-text').textContent = 'the sandbox does not answer';
  });
  on('message', (message) => {
    if (belongsHere(message))
      addMessage(message);
  });
  on('read', (read) => {
    const bubble = shown.get(read.message_id);
    if (bubble)
      setTicks(bubble, true);
  });
  on('connection', (connection) => {
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
  fill(byId('bot'), bot, query.get('user'));
  fill(byId('user'), query.get('user'), byId('bot').value);
  showState();
  for (const id of ['user', 'bot'])
    byId(id).addEventListener('change', chosen);
  byId('write').addEventListener('submit', say);
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

start();
