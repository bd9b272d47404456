# SPDX-License-Identifier: LGPL-2.1-or-later
"""A headless Chromium, driven over its debugging socket with the libsoup that the library needs anyway."""

import base64
import json
import shutil
import subprocess
import tempfile
import threading
import urllib.request

import gi

gi.require_version("Soup", "3.0")
from gi.repository import GLib, Soup  # noqa: E402

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars"]
SECONDS = 20


class Refused(RuntimeError):
    """The browser cannot do that now, for example because a page is being left."""


class Browser:
    """One page in one browser, which ends with the `with` block."""

    def __init__(self, width=1200, height=760):
        self.profile = tempfile.mkdtemp(prefix="trueconf-page-")
        self.process = subprocess.Popen(
            ["chromium", *FLAGS, f"--user-data-dir={self.profile}", f"--window-size={width},{height}",
             "--remote-debugging-port=0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.next_id = 0
        self.answers = {}
        address = self._find_page()
        # a browser whose complaints nobody reads stands still when the pipe is full
        self.reader = threading.Thread(target=self.process.stderr.read, daemon=True)
        self.reader.start()
        self.socket = self._open_socket(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.reader.join(SECONDS)
        self.process.stderr.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _find_page(self):
        for line in self.process.stderr:
            if "DevTools listening on ws://" in line:
                address = line.split("ws://", 1)[1].split("/", 1)[0]
                with urllib.request.urlopen(f"http://{address}/json/list", timeout=SECONDS) as answer:
                    return next(t["webSocketDebuggerUrl"] for t in json.load(answer) if t["type"] == "page")
        raise RuntimeError("Chromium did not say where it listens")

    def _wait(self, condition, what):
        context = GLib.MainContext.default()
        late = []
        timer = GLib.timeout_source_new_seconds(SECONDS)
        timer.set_callback(lambda *_: late.append(True))
        timer.attach(context)
        while not condition() and not late:
            context.iteration(True)
        timer.destroy()
        if not condition():
            raise TimeoutError(what)

    def _open_socket(self, uri):
        opened = []
        session = Soup.Session()
        message = Soup.Message.new("GET", uri)
        session.websocket_connect_async(
            message, None, None, GLib.PRIORITY_DEFAULT, None,
            lambda source, result: opened.append(source.websocket_connect_finish(result)))
        self._wait(lambda: opened, "the browser's debugging socket")
        opened[0].set_max_incoming_payload_size(0)
        opened[0].connect("message", self._received)
        return opened[0]

    def _received(self, _socket, _kind, data):
        answer = json.loads(data.get_data())
        if "id" in answer:
            self.answers[answer["id"]] = answer

    def call(self, method, **params):
        """One command of the debugging protocol."""
        self.next_id += 1
        number = self.next_id
        self.socket.send_text(json.dumps({"id": number, "method": method, "params": params}))
        self._wait(lambda: number in self.answers, method)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        return answer["result"]

    def open(self, uri):
        self.call("Page.navigate", url=uri)

    def reload(self):
        self.evaluate("window.left = true")
        self.call("Page.reload")
        self.wait_for("!window.left && document.readyState === 'complete'")

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", "a script failed"))
        return result["result"].get("value")

    def wait_for(self, script):
        """Until the script says something true."""
        def is_true():
            try:
                return self.evaluate(script)
            except Refused:
                return None
        return self.wait_until(is_true, script)

    @staticmethod
    def wait_until(condition, what):
        end = GLib.get_monotonic_time() + SECONDS * GLib.USEC_PER_SEC
        while GLib.get_monotonic_time() < end:
            value = condition()
            if value:
                return value
        raise TimeoutError(what)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press_enter(self):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13,
                      text="\r" if kind == "keyDown" else "")

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
