#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands in for the part of a desktop that shows notifications.

Prints a line of JSON for each one, and presses the one whose number it reads from its standard input.
"""

import json
import sys
import threading

from gi.repository import Gio, GLib

INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node>
  <interface name="org.freedesktop.Notifications">
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  </interface>
</node>""").interfaces[0]
PATH = "/org/freedesktop/Notifications"
last = 0


def called(_bus, _sender, _path, _interface, method, arguments, invocation):
    global last
    answers = {"GetCapabilities": lambda: GLib.Variant("(as)", (["actions", "body"],)),
               "GetServerInformation": lambda: GLib.Variant("(ssss)", ("test", "test", "1", "1.2")),
               "CloseNotification": lambda: None}
    if method != "Notify":
        invocation.return_value(answers[method]())
        return
    _, replaced, _, summary, body, _, _, _ = arguments.unpack()
    last = replaced or last + 1
    print(json.dumps({"id": last, "summary": summary, "body": body}), flush=True)
    invocation.return_value(GLib.Variant("(u)", (last,)))


def press(bus):
    for line in sys.stdin:
        bus.emit_signal(None, PATH, INTERFACE.name, "ActionInvoked", GLib.Variant("(us)", (int(line), "default")))
    loop.quit()


loop = GLib.MainLoop()
connection = Gio.bus_get_sync(Gio.BusType.SESSION)
connection.register_object(PATH, INTERFACE, called, None, None)
Gio.bus_own_name_on_connection(connection, INTERFACE.name, Gio.BusNameOwnerFlags.NONE, lambda *_: print("{}", flush=True), None)
threading.Thread(target=press, args=(connection,), daemon=True).start()
loop.run()
