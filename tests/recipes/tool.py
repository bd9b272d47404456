# SPDX-License-Identifier: LGPL-2.1-or-later
"""Recipes that send with the tool: where it is, whom it logs in as, and what @ops stands for."""

import os
import tempfile
from pathlib import Path

from programs import ExampleTest

TOOL = Path(os.environ["TRUECONF_TOOL"])


class ToolTest(ExampleTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-recipe-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.ops = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Operations",
                                                        "participants": ["echo_bot", "omar"]})["chat_id"]
        config = self.folder / "config/trueconf-bot/config.ini"
        config.parent.mkdir(parents=True)
        config.write_text(f"[profile default]\nserver=127.0.0.1\nport={self.sandbox.port}\ntls=false\nuser=echo_bot\n"
                          f"password-file={self.folder}/password\n[aliases]\nops={self.ops}\n", encoding="utf-8")
        self.write("password", "secret\n").chmod(0o600)
        self.bin = self.folder / "bin"
        self.bin.mkdir()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def program(self, name, text):
        """Puts a stand-in for a program of the system where it is found first."""
        path = self.write(f"bin/{name}", text)
        path.chmod(0o755)
        return path

    def environment(self, **more):
        return super().environment(PATH=f"{self.folder}/bin:{TOOL.parent}:{os.environ['PATH']}", HOME=str(self.folder),
                                   XDG_CONFIG_HOME=str(self.folder / "config"), XDG_CACHE_HOME=str(self.folder / "cache"),
                                   XDG_STATE_HOME=str(self.folder / "state"), LANGUAGE="C", **more)

    def ops_messages(self):
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={self.ops}")["messages"]
        return [message for message in messages if message["author"] == "echo_bot"]

    def ops_texts(self):
        return [message["text"] for message in self.ops_messages() if message["text"]]
