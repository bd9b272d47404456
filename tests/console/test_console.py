#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The consoles of examples/console, in C and in Python, used as somebody with a screen reader and a keyboard does.

TRUECONF_CONSOLE_SCREENSHOTS is a folder to put screenshots into, as those in docs/images. That of what is dropped is taken with
ADW_DEBUG_COLOR_SCHEME=prefer-dark.
"""

import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gtk", "4.0")
gi.require_version("Secret", "1")
from gi.repository import Atspi, Gio, GLib, Gtk, Secret

from harness import Sandbox, main

PATIENCE = 60
# versions of GTK and AT-SPI differ in the names of roles
ROLES = {
    "push button": ("push button", "button", "toggle button"),
    "check box": ("check box", "switch", "toggle button"),
    "text": ("text", "entry", "password text"),
}
# with GTK 4.8 also what is behind something else is in the tree
TELLS_WHAT_IS_SHOWN = Gtk.get_minor_version() > 8
HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = os.path.join(HERE, "../../examples/console")
LOGIN = Secret.Schema.new("com.trueconf.BotConsole.Login", Secret.SchemaFlags.NONE, {"user": Secret.SchemaAttributeType.STRING})


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def has_role(node, role):
    return node.get_role_name() in ROLES.get(role, (role,))


def activate(node):
    """Presses a widget, or what is in it."""
    for inner in walk(node):
        action = inner.get_action_iface()
        if action is not None and action.get_n_actions() > 0:
            action.do_action(0)
            return
    raise AssertionError(f"{node.get_name()} cannot be pressed")


def is_named(node, name):
    """GTK 4.8 puts the label of a button with a mnemonic behind the same with an underscore."""
    return node.get_name() in (name, f"_{name}", f"_{name} {name}")


class Program:
    """A program that tells what has happened, a line each."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, script), *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(line.strip() for line in self.process.stdout))
        self.reader.start()

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.reader.join()
        self.process.stdin.close()
        self.process.stdout.close()


class Cases:
    """What both consoles can do."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.close)
        self.sandbox.call("/sandbox/users", {"login": "nora", "display_name": "Nora Berg"})
        for text in ("Hello, is somebody there?", "The printer on the second floor is out of paper."):
            self.sandbox.say(text)
        self.sandbox.say("Good morning", sender="omar")
        Secret.password_clear_sync(LOGIN, {}, None)
        self.notifications = Program("notifications.py")
        self.addCleanup(self.notifications.close)
        self.wait_until(lambda: self.notifications.lines, "who shows notifications")
        self.start()
        self.sign_in()

    def start(self, **environment):
        self.console = subprocess.Popen(self.command, env={**os.environ, "HOME": self.home.name, **environment})
        self.addCleanup(self.console.wait, PATIENCE)
        self.addCleanup(self.console.terminate)

    # ---- looking and doing

    def everything(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == self.console.pid:
                yield from walk(application)

    def look_for(self, role, name):
        try:
            for node in self.everything():
                if has_role(node, role) and is_named(node, name):
                    return node
        except GLib.Error:
            pass  # it has gone while it was looked at
        return None

    def names(self):
        """What is to be read, or None if it has changed while it was looked at."""
        try:
            return [node.get_name() or "" for node in self.everything()]
        except GLib.Error:
            return None

    def wait_until(self, condition, what):
        """For what is not in the window."""
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}")
            time.sleep(0.05)
        return found

    def wait_for(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            self.assertIsNone(self.console.poll(), "the console has ended")
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}; there is {sorted({(n.get_role_name(), n.get_name()) for n in self.everything()})}")
            time.sleep(0.1)
        return found

    def find(self, role, name):
        return self.wait_for(lambda: self.look_for(role, name), f"the {role} “{name}”")

    def wait_for_name(self, *beginnings):
        self.wait_for(lambda: any(name.startswith(beginnings) for name in self.names() or ()), f"“{beginnings[0]}”")

    def wait_without_name(self, *parts):
        def gone():
            names = self.names()
            return names is not None and not any(part in name for part in parts for name in names)
        self.wait_for(gone, f"the end of “{parts[0]}”")

    def shown(self, role, name):
        """Whether it is in sight, which is what somebody would hit in its place."""
        try:
            nodes = [node for node in self.everything() if has_role(node, role) and is_named(node, name)]
            return any(TELLS_WHAT_IS_SHOWN or self.is_hit(node) for node in nodes)
        except GLib.Error:
            return False

    def is_hit(self, node):
        extents = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        window = node
        while window.get_role_name() not in ("frame", "window", "dialog"):
            window = window.get_parent()
        x, y = extents.x + extents.width // 2, extents.y + extents.height // 2
        if extents.width == 0:
            return False
        hit = window.get_component_iface().get_accessible_at_point(x, y, Atspi.CoordType.WINDOW)
        # what is inside of a button is nothing by itself
        return hit in walk(node) if hit is not None else not has_role(node, "label")

    def press(self, role, name):
        activate(self.find(role, name))

    def write(self, role, name, text):
        for inner in walk(self.find(role, name)):
            if inner.get_editable_text_iface() is not None:
                inner.get_editable_text_iface().set_text_contents(text)
                return
        raise AssertionError(f"nothing can be written into {name}")

    def beside(self, text, role, name):
        """A widget of the same message as a text."""
        def look():
            try:
                node = self.look_for("label", text)
                while node is not None and node.get_role_name() not in ("list item", "window", "frame"):
                    for other in walk(node):
                        if has_role(other, role) and is_named(other, name):
                            return other
                    node = node.get_parent()
            except GLib.Error:
                pass
            return None
        return self.wait_for(look, f"the {role} “{name}” of “{text}”")

    def window(self, name):
        found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", name], stdout=subprocess.PIPE, text=True, check=True)
        return found.stdout.split()[-1]

    def type(self, *arguments):
        """Presses keys, as there is no window manager after the window has been given the focus."""
        subprocess.run(["xdotool", "windowfocus", "--sync", self.window(self.focused), *arguments], check=True)

    focused = "^Bot Console$"

    def enter(self, user, keep=False):
        self.write("text", "Server", "127.0.0.1")
        self.write("text", "User Name", user)
        self.write("text", "Password", "secret")
        self.write("text", "Port", str(self.sandbox.port))
        self.press("check box", "Encrypted Connection")
        if keep:
            self.press("check box", "Keep in the Keyring")
        self.wait_for(self.can_sign_in, "the log-in to be complete")
        self.press("push button", "Sign In")
        # on a busy machine GTK 4.18 has lost one press of some five hundred
        self.wait_for(lambda: not self.can_sign_in(press=True), "the console to sign in")

    def can_sign_in(self, press=False):
        button = self.look_for("push button", "Sign In")
        try:
            can = button is not None and button.get_state_set().contains(Atspi.StateType.SENSITIVE)
            if can and press:
                activate(button)
            return can
        except GLib.Error:
            return False  # it has gone

    def sign_in(self):
        self.enter("echo_bot")
        # the names of people, not their ids
        self.find("label", "Nora Berg")
        self.find("label", "The printer on the second floor is out of paper.")

    def act(self, name, *parameters):
        """Does what is in the menu."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(self.application, "/" + self.application.replace(".", "/"), "org.gtk.Actions", "Activate",
                      GLib.Variant("(sava{sv})", (name, parameters, {})), None, 0, -1, None)

    def open_chat(self, user="nora", bot="echo_bot"):
        """As from a notification."""
        chat = self.sandbox.call(f"/sandbox/messages?user={user}&peer={bot}")["messages"][0]["chat_id"]
        self.act("show-chat", GLib.Variant("(ss)", (f"{bot}@sandbox.local", chat)))
        self.wait_for(lambda: self.shown("push button", "Attach Files"), "where messages are written")

    def send(self, text):
        self.write("text", "Message", text)
        self.press("push button", "Send")

    def faults(self, fault, **members):
        self.sandbox.call("/sandbox/faults", {"fault": fault, **members})

    def mend(self):
        self.sandbox.call("/sandbox/faults", method="DELETE")

    def wait_for_texts(self, *texts):
        self.wait_for(lambda: self.sandbox.texts() == list(texts), f"{texts} at the server, which has {self.sandbox.texts()}")

    def screenshot(self, name=""):
        if folder := os.environ.get("TRUECONF_CONSOLE_SCREENSHOTS"):
            time.sleep(1)  # for the end of animations
            subprocess.run(["import", "-window", self.window(self.focused), f"{folder}/{self.picture}{name}.png"], check=True)

    # ---- cases

    def test_messages_come_and_go(self):
        self.sandbox.say("One more thing")
        self.find("label", "One more thing")
        # three from Nora, one from Omar
        self.find("label", "3")
        self.find("label", "1")
        self.open_chat()
        self.find("label", "Hello, is somebody there?")
        # what is seen has been read, and no number says so
        self.type("key", "Shift")
        self.wait_for(lambda: (names := self.names()) and not {"3", "0"} & set(names), "a chat that has been read")
        self.send("Yes. Somebody is on the way.")
        self.find("label", "Yes. Somebody is on the way.")
        self.wait_for_texts("Yes. Somebody is on the way.")

    def test_keyboard_is_enough(self):
        for _ in range(20):
            before = self.focus()
            self.type("key", "Tab")
            self.wait_for(lambda: self.focus() not in (set(), before), f"the focus beyond {before}")
            if "Chats" in self.focus():
                break
        self.type("key", "Down")
        # Nora's first message is only in her chat, Omar's also in the list
        self.wait_for(lambda: "Hello, is somebody there?" in (names := self.names() or []) or names.count("Good morning") == 2, "a chat")
        self.type("key", "Return")
        self.wait_for(lambda: "Message" in self.focus(), "the focus where messages are written")
        self.type("type", "typed")
        self.type("key", "Return")
        self.wait_for(lambda: "typed" in self.sandbox.texts() + self.sandbox.texts("omar"), "what was typed at the server")

    def focus(self):
        """The names of what has the focus, and of what that is in; a popover that is not shown has one of its own."""
        found = set()
        try:
            for node in self.everything():
                if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                    while node is not None:
                        found.add(node.get_name())
                        node = node.get_parent()
        except GLib.Error:
            return set()
        return found

    def test_files_come_and_go(self):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "plan.pdf", "size": 48211}})
        self.open_chat()
        self.press("push button", "Save plan.pdf (48.2\u00a0kB)")
        self.wait_for_name("Saved to ")
        self.assertEqual(os.path.getsize(f"{self.home.name}/plan.pdf"), 48211)
        with open(f"{self.home.name}/answer.txt", "w") as file:
            file.write("Paper is in the cellar.")
        self.press("push button", "Attach Files")
        self.focused = "Attach Files"
        self.type("key", "ctrl+l")
        # at once, since newer versions of GTK complete what is typed while it is typed
        self.wait_for(self.location, "where the path of a file is written").set_text_contents(f"{self.home.name}/answer.txt")
        self.type("key", "Return")
        self.wait_for(lambda: [message["file"]["name"] for message in self.sandbox.messages() if message["author"] == "echo_bot"] == ["answer.txt"],
                      "the file at the server")
        self.wait_for_name("Save answer.txt (23")

    def location(self):
        """Where a path is written in GTK's dialog for files."""
        try:
            application = next(self.everything())
            for i in range(application.get_child_count()):
                window = application.get_child_at_index(i)
                if window.get_name() == "Attach Files":
                    for node in walk(window):
                        if node.get_editable_text_iface() is not None:
                            return node.get_editable_text_iface()
        except GLib.Error:
            pass
        return None

    def test_buttons_are_shown(self):
        self.sandbox.call("/sandbox/say", {"from": "echo_bot", "to": "nora", "text": "Is it urgent?", "buttons": [
            [{"type": "command", "label": "Very", "command": "/urgent", "id": "very"}, {"type": "message", "label": "No", "message": "no"}]]})
        self.open_chat()
        self.beside("Is it urgent?", "push button", "Very")
        self.beside("Is it urgent?", "push button", "No")

    def test_reply_quotes(self):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "printer.jpg", "size": 148211}})
        self.open_chat()
        menu = self.beside("Hello, is somebody there?", "push button", "Message Menu")
        activate(menu)
        # newer versions of GTK do not tell the names of items
        activate(self.wait_for(lambda: next((node for node in walk(menu) if has_role(node, "menu item")), None), "the menu"))
        self.wait_for(lambda: (self.names() or []).count("Hello, is somebody there?") == 2, "what is replied to")
        self.send("Always")
        self.wait_for(lambda: [message["reply_message_id"] for message in self.sandbox.messages() if message["author"] == "echo_bot"]
                      == [self.sandbox.messages()[0]["message_id"]], "the reply at the server")
        # in its own row, and in that of the reply
        self.wait_for(lambda: (self.names() or []).count("Hello, is somebody there?") == 2, "the quotation")
        self.screenshot()

    def test_message_waits_while_there_is_no_connection(self):
        self.open_chat()
        self.faults("refuse-upgrade")
        self.faults("drop")
        self.wait_for_name("Not connected", "Connecting")
        self.send("Later")
        self.wait_for(lambda: any("Waiting to be sent" in name for name in self.names() or ()), "a message that waits")
        self.assertEqual(self.sandbox.texts(), [])
        self.mend()
        self.wait_for_texts("Later")
        self.wait_without_name("Waiting to be sent")
        self.wait_without_name("Not connected", "Connecting")

    def test_failed_message_is_sent_again_or_discarded(self):
        self.open_chat()
        self.faults("error", code=304, method="sendMessage", description="not now")
        self.send("First")
        activate(self.beside("First", "push button", "Discard"))
        self.wait_without_name("Not sent")
        self.send("Second")
        again = self.beside("Second", "push button", "Send Again")
        self.mend()
        activate(again)
        self.wait_for_texts("Second")
        self.wait_without_name("Not sent")

    def test_search_finds_chats(self):
        self.write("entry", "Search Chats", "omar")
        self.wait_without_name("Nora Berg")
        self.find("label", "Omar Haddad")
        self.write("entry", "Search Chats", "nobody")
        self.wait_for(lambda: self.shown("label", "No Results Found"), "what is said when nothing was found")
        self.write("entry", "Search Chats", "")
        self.find("label", "Nora Berg")

    def test_participants_are_shown(self):
        self.open_chat()
        self.press("push button", "Participants")
        self.find("label", "nora@sandbox.local")
        # the account's name is the other one
        self.wait_for(lambda: (self.names() or []).count("echo_bot@sandbox.local") > 1, "the bot among them")

    def test_second_account_has_its_own_chats(self):
        self.open_chat()
        self.sandbox.call("/sandbox/users", {"login": "sales_bot", "password": "secret", "display_name": "Sales"})
        self.sandbox.call("/sandbox/say", {"from": "omar", "to": "sales_bot", "text": "Do you sell paper?"})
        self.act("add-account")
        self.enter("sales_bot")
        self.find("label", "Do you sell paper?")
        self.wait_without_name("Nora Berg", "Hello, is somebody there?")
        self.open_chat("omar", "sales_bot")
        self.send("By the ton")
        self.wait_for(lambda: "By the ton" in [message["text"] for message in self.sandbox.call("/sandbox/messages?user=omar&peer=sales_bot")["messages"]],
                      "what was written in the name of the other bot")
        # the one that is not shown goes on
        self.sandbox.say("Are you still there?")
        self.open_chat()
        self.find("label", "Are you still there?")
        self.wait_without_name("Do you sell paper?")
        self.act("remove-account")
        self.find("label", "By the ton")
        self.wait_until(lambda: [connection["user"] for connection in self.sandbox.call("/sandbox/state")["connections"]] == ["sales_bot"],
                        "the end of the first bot's connection")
        self.act("remove-account")
        self.wait_without_name("By the ton")
        self.wait_for(lambda: self.shown("label", "No Chats"), "an empty window")

    def test_actions_come_while_it_ends(self):
        """From the bus, when the window is closed and a bot still says good-bye."""
        self.open_chat()
        self.faults("half-open")
        self.act("quit")
        for name, *parameters in (("quit",), ("remove-account",), ("show-chat", GLib.Variant("(ss)", ("nobody", "nothing")))):
            self.act(name, *parameters)
        # what needs a window has opened one, which has no accounts
        self.find("push button", "Sign In")
        self.wait_without_name("Nora Berg")
        self.mend()
        self.sign_in()
        self.act("quit")
        self.assertEqual(self.console.wait(PATIENCE), 0)

    def test_message_in_another_chat_is_notified(self):
        self.open_chat()
        self.type("key", "Shift")
        self.sandbox.say("This is read where it is")
        self.find("label", "This is read where it is")
        self.sandbox.say("Is the lift out of order?", sender="omar")

        def notified():
            return [json.loads(line) for line in self.notifications.lines if "Is the lift" in line]
        self.wait_until(notified, "the notification")
        self.assertEqual([(note["summary"], note["body"]) for note in notified()], [("Omar Haddad", "Is the lift out of order?")])
        self.assertFalse([line for line in self.notifications.lines if "where it is" in line])
        # whoever clicks it is in that chat
        self.notifications.process.stdin.write(f"{notified()[0]['id']}\n")
        self.notifications.process.stdin.flush()
        self.wait_for(lambda: self.shown("label", "Good morning"), "the chat with Omar")

    def test_files_are_dropped(self):
        # more than the system takes for a server that does not read, and so little that what it takes is seen: GTK tells nobody of a
        # progress of less than a thousandth
        with open(f"{self.home.name}/plan.bin", "wb") as file:
            file.truncate(64 * 1024 * 1024)
        with open(f"{self.home.name}/answer.txt", "w") as file:
            file.write("Paper is in the cellar.")
        self.open_chat()
        # it is no matter how fast the machine is: the server takes no more until it is told to. The
        # accessibility tree of GTK 4.8 does not tell of less than about a hundredth
        self.faults("upload-stall", bytes=1000000)
        bar = self.look_for("progress bar", "Progress of the file")
        self.drop(f"{self.home.name}/plan.bin", f"{self.home.name}/answer.txt")
        # looked for first, since a bot waits for a server like this no longer than half a minute; but it may be known only when it is shown
        bar = (bar or self.find("progress bar", "Progress of the file")).get_value_iface()
        self.wait_until(lambda: 0 < bar.get_current_value() < 1, "progress that stands still")
        self.find("label", "Sending plan.bin (1 of 2)")
        self.screenshot("-dark")
        self.press("push button", "Cancel Sending")
        self.wait_until(lambda: [message["file"]["name"] for message in self.sandbox.messages() if message["author"] == "echo_bot"] == ["answer.txt"],
                        "the other file at the server")
        self.wait_for_name("Save answer.txt (23")
        self.wait_for(lambda: not self.shown("label", "Sending answer.txt (2 of 2)"), "the end of the progress")

    def drop(self, *files):
        """Drags files with the mouse from a window beside the console into the console."""
        source = Program("drag_source.py", *files)
        self.addCleanup(source.close)
        window = self.window("^Files to drag$")
        xdotool = functools.partial(subprocess.run, check=True)
        xdotool(["xdotool", "windowmove", "--sync", window, "1000", "100", "mousemove", "--sync", "1080", "200", "mousedown", "1"])
        way = iter(range(1, 1000))

        def move(x, word):
            # each movement is a little further on, as with a hand
            xdotool(["xdotool", "mousemove", str(x + next(way) % 50), str(200 + next(way) % 50)])
            return word in source.lines
        self.wait_until(lambda: move(1080, "begun"), "the beginning of the drag")
        self.wait_until(lambda: move(600, "accepted"), "the console to take what is dragged")
        xdotool(["xdotool", "mouseup", "1"])

    def test_narrow_window_shows_one_thing_at_a_time(self):
        self.resize(360)
        self.wait_for(lambda: self.shown("label", "Good morning") and not self.shown("label", "No Chat Selected"), "only the chats")
        self.open_chat()
        self.wait_for(lambda: self.shown("label", "Hello, is somebody there?") and not self.shown("label", "Good morning"), "only the chat")
        text = "Short lines are read as well, here and in any other place where there is little room"
        self.send(text)
        self.wait_for(lambda: self.shown("label", text), "the message")
        self.screenshot("-narrow")
        self.press("push button", "Back")
        self.wait_for(lambda: self.shown("label", "Good morning") and not self.shown("label", "Hello, is somebody there?"), "only the chats again")
        # the same one
        self.open_chat()
        self.resize(960)
        self.wait_for(lambda: self.shown("label", "Good morning") and self.shown("label", "Hello, is somebody there?"), "both")

    def resize(self, width):
        subprocess.run(["xdotool", "windowsize", self.window(self.focused), str(width), "640"], check=True)

    def test_screen_reader_asks_for_a_window_that_has_gone(self):
        """GTK crashes then if there is a window that was never shown."""
        application = next(self.everything())

        def ask():
            application.get_child_at_index(application.get_child_count() + 7)
        # for the window where somebody signs in, which was the last one
        ask()
        self.act("shortcuts")
        self.find("label", "Keyboard shortcuts")
        self.focused = "^Keyboard shortcuts$"
        self.type("key", "Escape")
        self.wait_without_name("Keyboard shortcuts")
        ask()
        self.find("label", "Nora Berg")

    def test_icons_exist(self):
        self.assertTrue(Gtk.init_check())
        theme = Gtk.IconTheme(theme_name="Adwaita")
        wanted = set()
        for source in pathlib.Path(EXAMPLE).glob("*.ui"):
            wanted |= set(re.findall(r"[a-z]+(?:-[a-z]+)*-symbolic", source.read_text()))
        self.assertGreater(len(wanted), 5)
        self.assertEqual([name for name in sorted(wanted) if not theme.has_icon(name)], [])


class ConsoleC(Cases, unittest.TestCase):
    command = [os.environ["TRUECONF_CONSOLE"]]
    application = "com.trueconf.BotConsole"
    picture = "console"

    def kept(self):
        """What is in the keyring, or None if it has changed while it was looked at."""
        try:
            return Secret.password_search_sync(LOGIN, {}, Secret.SearchFlags.ALL | Secret.SearchFlags.LOAD_SECRETS, None)
        except GLib.Error:
            return None

    def test_account_is_kept_in_the_keyring(self):
        self.assertEqual(self.kept(), [])
        self.sandbox.call("/sandbox/users", {"login": "sales_bot", "password": "secret", "display_name": "Sales"})
        self.sandbox.call("/sandbox/say", {"from": "omar", "to": "sales_bot", "text": "Do you sell paper?"})
        self.act("add-account")
        self.enter("sales_bot", keep=True)
        self.find("label", "Do you sell paper?")
        item, = self.wait_until(self.kept, "the account in the keyring")
        self.assertEqual((item.get_attributes()["user"], item.retrieve_secret_sync().get_text()), ("sales_bot", "secret"))
        self.act("quit")
        self.console.wait(PATIENCE)
        # nothing of it is in a file of its own
        found = subprocess.run(["grep", "-rlw", "secret", self.home.name], stdout=subprocess.PIPE, text=True, check=False)
        self.assertEqual(found.stdout, "")
        # only this one was to be kept, and nobody is asked for it
        self.start()
        self.find("label", "Do you sell paper?")
        self.assertNotIn("echo_bot@sandbox.local", self.names())
        self.act("remove-account")
        self.wait_until(lambda: self.kept() == [], "the end of the account in the keyring")

    def test_it_speaks_russian(self):
        # on most machines there is no Russian locale
        subprocess.run(["localedef", "-i", "ru_RU", "-f", "UTF-8", f"{self.home.name}/ru_RU.UTF-8"], check=True)
        self.act("quit")
        self.console.wait(PATIENCE)
        self.start(LOCPATH=self.home.name, LC_ALL="ru_RU.UTF-8", LD_PRELOAD=os.environ["TRUECONF_BUILT_CATALOGUES"],
                   BUILT_CATALOGUES=os.path.join(os.environ["TRUECONF_BUILD_ROOT"], "po"))
        self.find("push button", "Войти")
        self.find("label", "Чат не выбран")
        self.find("entry", "Поиск чатов")


class ConsolePython(Cases, unittest.TestCase):
    command = [sys.executable, os.path.join(EXAMPLE, "console.py")]
    application = "com.trueconf.BotConsole.Python"
    picture = "console-py"


def with_a_display():
    """Runs the test on a display and a bus of its own."""
    server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1200x640x24", "-nolisten", "tcp",
                               # or it refuses those who come while the first ones, who find the bus for it, leave
                               "-noreset"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    number = server.stdout.readline().strip()
    environment = {**os.environ, "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
                   "TRUECONF_CONSOLE_DISPLAY": number}
    try:
        with tempfile.TemporaryDirectory() as home:
            # the keyring is that of the session, as everywhere
            session = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
            result = subprocess.run(["dbus-run-session", "--", "sh", "-c", session, "-", sys.executable, "-W", "ignore", __file__, *sys.argv[1:]],
                                    env={**environment, "HOME": home}, stdout=subprocess.PIPE, text=True, check=False)
        # services of the bus write to the same place
        print("\n".join(line for line in result.stdout.splitlines() if not line.startswith("SpiRegistry")))
        return result.returncode
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    if "TRUECONF_CONSOLE_DISPLAY" not in os.environ:
        sys.exit(with_a_display())
    main()
