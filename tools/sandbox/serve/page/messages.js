/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How messages look. Used by page.js, which is loaded later. */
/* exported addMessage replaceMessage removeMessage replaceFile setTicks */
'use strict';

const ALLOWED_TAGS = new Set(['B', 'I', 'U', 'S', 'A', 'BR']);
const ALLOWED_LINK = /^(https?|mailto|trueconf):/i;
const FILE_UPLOADING = 1;
const FILE_READY = 2;
const PLACEHOLDERS = {
  '{{Survey}}': 'Survey',
  '{{Anonymous survey}}': 'Anonymous survey',
  '{{Go to survey}}': 'Go to survey',
};

const QUOTATION = 'quote.reply';
const MARKDOWN = [
  [/\[([^\]]+)\]\(([^)\s]+)\)/, 'a'],
  [/\*\*(?=\S)(.+?)\*\*/s, 'b'],
  [/__(?=\S)(.+?)__/s, 'b'],
  [/~~(?=\S)(.+?)~~/s, 's'],
  [/\*(?=\S)(.+?)\*/s, 'i'],
  [/(?<!\w)_(?=\S)(.+?)_(?!\w)/s, 'i'],
];

/* Builds a copy of parsed HTML from the allowed elements only, so that no message can run code in the page. */

function rebuild(from, to) {
  let afterQuotation = false;
  for (const node of from.childNodes) {
    const gap = afterQuotation && node.nodeName === 'BR';
    afterQuotation = gap;
    if (gap)
      continue;
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE)
      continue;
    if (node.matches(QUOTATION)) {
      const quotation = element('blockquote', 'quotation');
      rebuild(node, quotation);
      to.append(quotation);
      afterQuotation = true;
      continue;
    }
    const link = node.getAttribute('href') || '';
    if (!ALLOWED_TAGS.has(node.tagName) || (node.tagName === 'A' && !ALLOWED_LINK.test(link))) {
      to.append(node.outerHTML);
      continue;
    }
    const copy = node.tagName === 'A' ? externalLink(link, '') : document.createElement(node.tagName);
    rebuild(node, copy);
    to.append(copy);
  }
}

/* Takes the mark that begins first, and reads the text inside of it in the same way. */
function readMarkdown(text, to) {
  let first = null;
  for (const [pattern, tag] of MARKDOWN) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index) && (tag !== 'a' || ALLOWED_LINK.test(match[2])))
      first = {match, tag};
  }
  if (!first) {
    to.append(text);
    return;
  }
  const {match, tag} = first;
  const made = tag === 'a' ? externalLink(match[2], '') : element(tag);
  to.append(text.slice(0, match.index));
  readMarkdown(match[1], made);
  to.append(made);
  readMarkdown(text.slice(match.index + match[0].length), to);
}

function renderMarkdown(text, body) {
  const quoted = /^(?:>.*(?:\n|$))+/.exec(text)?.[0] ?? '';
  if (quoted) {
    const quotation = element('blockquote', 'quotation');
    readMarkdown(quoted.replace(/^>/gm, '').trim(), quotation);
    body.append(quotation);
  }
  readMarkdown(quoted ? text.slice(quoted.length).replace(/^\n+/, '') : text, body);
}

/* Only a reply shows its quotation. Elsewhere the block is empty, as in the applications. */
function renderText(text, parseMode, isReply) {
  const body = element('div', 'body');
  if (parseMode === 'html')
    rebuild(new DOMParser().parseFromString(text, 'text/html').body, body);
  else if (parseMode === 'markdown')
    renderMarkdown(text, body);
  else
    body.textContent = text;
  for (const quotation of isReply ? [] : body.querySelectorAll('.quotation')) {
    quotation.replaceChildren();
    quotation.title = 'Only a reply can quote';
  }
  return body;
}

function size(bytes) {
  if (bytes < 1024)
    return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function externalLink(address, text) {
  const link = element('a', '', text);
  if (ALLOWED_LINK.test(address)) {
    link.href = address;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  return link;
}

function renderFile(content, file) {
  const body = element('div', 'body file');
  const mime = content.mimeType || 'application/octet-stream';
  const name = content.name ?? 'voice message';
  if (file?.preview_url || (file?.ready_state === FILE_READY && /^(image|sticker)\//.test(mime) && file.size < 8 * 1024 * 1024)) {
    const image = element('img');
    image.alt = name;
    image.addEventListener('error', () => image.remove());
    fileAddress(file.preview_url ?? file.url).then((address) => (image.src = address), () => image.remove());
    body.append(image);
  }
  const label = element('button', 'name', name || '(no name)');
  label.type = 'button';
  label.disabled = file?.ready_state !== FILE_READY;
  label.addEventListener('click', () => saveFile(file.url, name).catch((error) => note('error', error.message)));
  body.append(label, element('small', '', `${size(content.size)}, ${mime}`));
  if (file && file.ready_state !== FILE_READY)
    body.append(element('small', 'lack', file.ready_state === FILE_UPLOADING ? 'still arriving' : 'the server has lost it'));
  return body;
}

async function playVoice(button, file) {
  const audio = element('audio');
  button.disabled = true;
  try {
    audio.src = await fileAddress(file.url);
  } finally {
    button.disabled = false;
  }
  audio.controls = true;
  button.replaceWith(audio);
  await audio.play();
}

function renderVoice(content, file) {
  const body = renderFile(content, file);
  body.querySelector('small').prepend(`${content.duration} s, `);
  if (file?.ready_state === FILE_READY) {
    const play = element('button', 'play', '▶ Play');
    play.type = 'button';
    play.addEventListener('click', () => playVoice(play, file).catch((error) => note('error', error.message)));
    body.prepend(play);
  }
  return body;
}

function renderSurvey(content) {
  const body = element('div', 'body survey');
  const named = (text) => PLACEHOLDERS[text] ?? text ?? '';
  body.append(element('small', '', named(content.description)), element('strong', '', content.title ?? ''),
              externalLink(`${content.url}?id=${encodeURIComponent(content.path ?? '')}`, named(content.buttonText)));
  return body;
}

function renderLocation(content) {
  const body = element('div', 'body');
  const place = `${content.latitude},${content.longitude}`;
  body.append(element('div', '', content.title ?? content.description ?? 'Location'),
              externalLink(`https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}`, place));
  return body;
}

const SYSTEM = {
  1: (content) => `${content.userId} was added (${content.role})`,
  2: (content) => `${content.userId} is not here any more`,
  21: (content) => `The chat is called “${content.title}” now`,
  22: (content) => (content.avatarUrl ? 'The chat has a new picture' : 'The chat has no picture any more'),
  23: () => 'The history has been cleared',
  110: (content) => `${content.userId} has the role ${content.role}`,
};

function renderContent(type, content, file, isReply) {
  if (type < 200)
    return element('div', 'body', SYSTEM[type]?.(content) ?? `System message ${type}: ${JSON.stringify(content)}`);
  switch (type) {
  case 200:
    return renderText(content.text ?? '', content.parseMode, isReply);
  case 201: {
    const body = element('div', 'forwarded');
    body.append(element('small', '', `Forwarded from ${content.author?.id ?? 'somebody'}`),
                renderContent(content.type ?? 200, content.content ?? content, file, true));
    return body;
  }
  case 202:
    return renderFile(content, file);
  case 203:
    return renderLocation(content);
  case 204:
    return renderSurvey(content);
  case 205:
    return renderVoice(content, file);
  default:
    return element('div', 'body', `Message of type ${type}: ${JSON.stringify(content)}`);
  }
}

const EXPLAIN = {
  command: (button) => `sends the command ${button.command}`,
  url: (button) => `opens ${button.url}`,
  message: (button) => (button.draft ? `drafts “${button.message}”` : `says “${button.message}”`),
  copy: (button) => `copies “${button.data}”`,
  share: () => 'shares the message',
};

/* The sandbox handles the press. What an application does itself is done here, or noted in the list of frames. */
async function press(message, row, column) {
  const answer = await attempt('/sandbox/press', {from: byId('user').value, message_id: message.message_id, row, column});
  const button = answer?.button;
  if (button?.type === 'url' && ALLOWED_LINK.test(button.url)) {
    window.open(button.url, '_blank', 'noopener');
  } else if (button?.type === 'copy') {
    navigator.clipboard?.writeText(button.data).catch(() => {});
    note('copy', button.data);
  } else if (button?.type === 'share') {
    note('share', 'an application would ask now whom to send the message to');
  } else if (button?.type === 'message' && button.draft) {
    byId('text').value = button.message;
    byId('text').focus();
  }
}

function renderButtons(message) {
  const keyboard = element('div', 'keyboard');
  message.envelope.content.buttons.forEach((buttons, row) => {
    const line = element('div', 'keys');
    buttons.forEach((button, column) => {
      const key = element('button', `key ${button.style ?? 'default'}`, button.label ?? button.url);
      key.type = 'button';
      key.dataset.type = button.type;
      key.title = EXPLAIN[button.type]?.(button) ?? button.type;
      key.addEventListener('click', () => press(message, row, column));
      line.append(key);
    });
    keyboard.append(line);
  });
  return keyboard;
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

function ownActions(message) {
  const actions = element('span', 'actions');
  const remove = element('button', '', 'Delete');
  remove.type = 'button';
  remove.addEventListener('click', () => attempt('/sandbox/remove', {message_id: message.message_id}));
  if (message.type === 200) {
    const edit = element('button', '', 'Edit');
    edit.type = 'button';
    edit.addEventListener('click', () => {
      const text = window.prompt('New text', message.text);
      if (text)
        attempt('/sandbox/edit', {message_id: message.message_id, text, parse_mode: 'text'});
    });
    actions.append(edit);
  }
  actions.append(remove);
  return actions;
}

/* A short text for the message, shown in its replies. */
function summary(bubble) {
  const body = bubble.querySelector('.body').cloneNode(true);
  const named = body.querySelector(':scope > strong, :scope > div, :scope > .name');
  body.querySelectorAll('.quotation').forEach((quotation) => quotation.remove());
  body.querySelectorAll('br').forEach((br) => br.replaceWith(' '));
  return (named ?? body).textContent.trim();
}

function makeBubble(message) {
  const mine = message.author === byId('user').value;
  const bubble = element('article', mine ? 'bubble mine' : 'bubble');
  const meta = element('div', 'meta');
  const content = renderContent(message.type, message.envelope.content, message.file, message.reply_message_id !== null);
  bubble.message = message;
  if (message.type < 200)
    bubble.classList.add('system');
  else if (!mine && chosenChat())
    bubble.append(element('div', 'author', message.author));
  if (message.reply_message_id && !content.querySelector('.quotation')) {
    const answered = shown.get(message.reply_message_id);
    bubble.append(element('div', 'quote', answered ? summary(answered) : 'a message that is not here'));
  }
  if (mine)
    meta.append(ownActions(message));
  if (message.edited)
    meta.append(element('span', 'edited', 'edited '));
  meta.append(element('time', '', clock(message.timestamp)));
  if (mine) {
    const ticks = element('span', 'ticks');
    ticks.setAttribute('role', 'img');
    meta.append(ticks);
  }
  bubble.append(content);
  if (Array.isArray(message.envelope.content.buttons))
    bubble.append(renderButtons(message));
  bubble.append(meta);
  setTicks(bubble, message.read);
  return bubble;
}

function addMessage(message) {
  if (shown.has(message.message_id))
    return;
  const bubble = makeBubble(message);
  shown.set(message.message_id, bubble);
  empty.remove();
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  messages.append(bubble);
  if (atEnd || bubble.classList.contains('mine'))
    messages.scrollTop = messages.scrollHeight;
}

function replaceMessage(message) {
  const bubble = makeBubble(message);
  shown.get(message.message_id).replaceWith(bubble);
  shown.set(message.message_id, bubble);
}

/* In all messages with this file, also forwarded ones. */
function replaceFile(file) {
  for (const {message} of [...shown.values()]) {
    if (message.file?.id === file.id)
      replaceMessage({...message, file});
  }
}

function removeMessage(id) {
  shown.get(id)?.remove();
  shown.delete(id);
  if (shown.size === 0)
    messages.replaceChildren(empty);
}
