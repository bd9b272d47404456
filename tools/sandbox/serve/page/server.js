/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the page asks the sandbox for. Used by messages.js and page.js, which are loaded later. */
/* exported call fileAddress saveFile EventStream */
'use strict';

const KEY = 'sandbox-key';
const RETRY_MS = 1000;
const fileAddresses = new Map();

/* What follows the # is not sent to any server. Unlike a cookie, which every port of the host gets, what is kept in the
 * session is for this origin and this tab alone. */
function takeKey() {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key)
    return false;
  sessionStorage.setItem(KEY, key);
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

takeKey();
window.addEventListener('hashchange', () => {
  if (takeKey())
    location.reload();
});

async function request(path, options = {}) {
  const headers = {...options.headers, 'X-Sandbox-Key': sessionStorage.getItem(KEY) ?? ''};
  const response = await fetch(path, {...options, headers});
  if (response.ok)
    return response;
  const answer = await response.json().catch(() => ({}));
  throw Object.assign(new Error(answer.error || response.statusText), {status: response.status});
}

async function call(method, path, body) {
  const response = await request(path, {
    method,
    headers: body ? {'Content-Type': 'application/json'} : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  return response.json();
}

/* An address in the page of what only a request with the key gets. It is good as long as the page, because a file does not
 * change, but is shown again with each drawing of its message. */
function fileAddress(path) {
  if (!fileAddresses.has(path)) {
    const address = request(path).then((response) => response.blob()).then((blob) => URL.createObjectURL(blob));
    fileAddresses.set(path, address);
    address.catch(() => fileAddresses.delete(path));
  }
  return fileAddresses.get(path);
}

async function saveFile(path, name) {
  const link = document.createElement('a');
  link.href = await fileAddress(path);
  link.download = name;
  link.click();
}

/* An EventSource that sends the key. Like one, it connects again, unless it is refused. */
class EventStream extends EventTarget {
  constructor(path) {
    super();
    this.run(path);
  }

  async run(path) {
    for (let refused = false; !refused;) {
      try {
        const response = await request(path);
        this.dispatchEvent(new Event('open'));
        await this.read(response.body.pipeThrough(new TextDecoderStream()).getReader());
        this.fail();
      } catch (error) {
        refused = 'status' in error;
        this.fail(refused ? error.message : undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async read(reader) {
    let text = '';
    for (;;) {
      const {done, value} = await reader.read();
      if (done)
        return;
      const events = (text + value).split('\n\n');
      text = events.pop();
      for (const event of events) {
        const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
        if (name)
          this.dispatchEvent(new MessageEvent(name, {data}));
      }
    }
  }

  fail(message = 'the sandbox does not answer') {
    this.dispatchEvent(new ErrorEvent('error', {message}));
  }
}
