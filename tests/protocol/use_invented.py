# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uses what test_invented.py has added, against a server that knows it."""

import json
import sys

import gi

gi.require_version("Soup", "3.0")
gi.require_version("Trueconf", "1")
from gi.repository import Gio, GLib, Soup, Trueconf


class Server:
    """Logs anybody in, knows one method, and then tells of the event."""

    def __init__(self):
        self.server = Soup.Server()
        self.server.add_websocket_handler("/", None, None, self.opened)
        self.server.listen(Gio.InetSocketAddress.new_from_string("127.0.0.1", 0), 0)
        self.port = self.server.get_uris()[0].get_port()
        self.connection = None
        self.asked = []

    def opened(self, _server, _message, _path, connection):
        self.connection = connection
        connection.connect("message", self.heard)

    def send(self, frame):
        self.connection.send_text(json.dumps(frame))

    def heard(self, _connection, _kind, data):
        frame = json.loads(data.get_data())
        if frame["type"] != 1:
            return
        if frame["method"] == "auth":
            self.send({"type": 2, "id": frame["id"], "payload": {"userId": "bot@example.org/1"}})
            return
        self.asked.append((frame["method"], frame["payload"]))
        self.send({"type": 2, "id": frame["id"], "payload": {"pinId": "p1"}})
        self.send({"type": 1, "id": 1, "method": "pinMessage",
                   "payload": {"chatId": "c1", "messageId": "m1", "pinnedBy": {"id": "nora@example.org", "type": 1}}})


def main():
    server = Server()
    router = Trueconf.Router()
    dispatcher = Trueconf.Dispatcher()
    dispatcher.include_router(router)
    heard = []
    done = []

    @router.event(Trueconf.PinnedMessage)
    def pinned(event):
        heard.append(event)

    bot = Trueconf.Bot(server="127.0.0.1", port=server.port, https=False, token="e30.e30.c2ln", dispatcher=dispatcher)

    async def work():
        await bot.start()
        done.append(await bot.pin_message("c1", "m1", True))

    task = Trueconf.spawn(work())
    context = GLib.MainContext.default()
    GLib.timeout_add_seconds(30, lambda: sys.exit("it took too long"))
    while not (heard and done) and not (task.done() and not done):
        context.iteration(True)
    if not done:
        task.result()

    assert done == ["p1"], done
    assert server.asked == [("pinMessage", {"chatId": "c1", "messageId": "m1", "notify": True})], server.asked
    event = heard[0]
    assert isinstance(event, Trueconf.PinnedMessage)
    assert (event.chat_id, event.message_id, event.pinned_by.id) == ("c1", "m1", "nora@example.org")
    assert event.event_type == Trueconf.EventType.PINNED_MESSAGE
    assert event.bot is bot


main()
