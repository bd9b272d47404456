#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A window to drag files from, as a file manager has: drag_source.py FILE...

Prints "begun" when they are being dragged, and "accepted" when they are over something that takes them.
"""

import pathlib
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk

URIS = "".join(f"{pathlib.Path(path).as_uri()}\r\n" for path in sys.argv[1:])


def begun(_source, drag):
    print("begun", flush=True)
    drag.connect("notify::selected-action", lambda drag, _: drag.get_selected_action() and print("accepted", flush=True))


def show(application):
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY, content=Gdk.ContentProvider.new_for_bytes("text/uri-list", GLib.Bytes(URIS.encode())))
    source.connect("drag-begin", begun)
    label = Gtk.Label(label="Files")
    label.add_controller(source)
    Gtk.ApplicationWindow(application=application, title="Files to drag", child=label, default_width=160, default_height=160).present()


program = Gtk.Application(application_id="com.trueconf.DragSource")
program.connect("activate", show)
program.run()
