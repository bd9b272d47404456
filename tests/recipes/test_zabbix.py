# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Zabbix imports, and its script as it calls it."""

import json
import re
import sys
import urllib.request
import uuid

import yaml

from harness import free_port, main
from pages import blocks, changed
from programs import EXAMPLES, wait_for
from tool import ToolTest

ZABBIX = EXAMPLES / "recipes/zabbix"
TAG = {"tag": str, "value": str}
# of the import of Zabbix 6.0, what the two files have; a name with * is required
MEDIA_TYPE = {"name*": str, "type*": {"EMAIL", "SMS", "SCRIPT", "WEBHOOK"}, "script_name": str, "parameters": [str], "max_sessions": str,
              "attempts": str, "attempt_interval": str, "description": str, "message_templates": [{
                  "event_source*": {"TRIGGERS", "DISCOVERY", "AUTOREGISTRATION", "INTERNAL", "SERVICE"},
                  "operation_mode*": {"PROBLEM", "RECOVERY", "UPDATE"}, "subject": str, "message": str}]}
TRIGGER = {"uuid*": uuid, "expression*": str, "name*": str, "description": str, "manual_close": {"YES", "NO"}, "tags": [TAG],
           "priority": {"NOT_CLASSIFIED", "INFO", "WARNING", "AVERAGE", "HIGH", "DISASTER"}}
ITEM = {"uuid*": uuid, "name*": str, "key*": str, "type": {"ZABBIX_PASSIVE", "DEPENDENT"}, "delay": str, "history": str, "trends": str,
        "value_type": {"FLOAT", "CHAR", "LOG", "UNSIGNED", "TEXT"}, "description": str, "valuemap": {"name": str},
        "master_item": {"key*": str}, "tags": [TAG], "triggers": [TRIGGER], "preprocessing": [{
            "type*": {"REGEX", "JSONPATH", "BOOL_TO_DECIMAL", "DISCARD_UNCHANGED_HEARTBEAT"}, "parameters": [str],
            "error_handler": {"ORIGINAL_ERROR", "DISCARD_VALUE", "CUSTOM_VALUE", "CUSTOM_ERROR"}, "error_handler_params": str}]}
TEMPLATE = {"uuid*": uuid, "template*": str, "name": str, "description": str, "groups": [{"name*": str}], "items": [ITEM],
            "macros": [{"macro*": str, "value": str, "description": str}],
            "valuemaps": [{"uuid*": uuid, "name*": str, "mappings": [{"value": str, "newvalue*": str}]}]}
EXPORT = {"zabbix_export*": {"version*": {"6.0"}, "date": str, "media_types": [MEDIA_TYPE], "groups": [{"uuid*": uuid, "name*": str}],
                             "templates": [TEMPLATE], "triggers": [TRIGGER]}}


def problems(value, rule, where=""):
    """Where a value is not what a rule says."""
    if rule is uuid:
        if not isinstance(value, str) or uuid.UUID(value).version != 4 or "-" in value:
            yield f"{where}: {value} is no UUID of version 4"
    elif rule is str:
        if not isinstance(value, str):
            yield f"{where}: {value!r} is no text: it needs quotation marks"
    elif isinstance(rule, set):
        if value not in rule:
            yield f"{where}: {value!r} is none of {sorted(rule)}"
    elif isinstance(rule, list):
        for number, part in enumerate(value):
            yield from problems(part, rule[0], f"{where}/{number}")
    else:
        names = {name.rstrip("*"): part for name, part in rule.items()}
        yield from (f"{where}: {name} is missing" for name in rule if name.endswith("*") and name.rstrip("*") not in value)
        for name, part in value.items():
            if name in names:
                yield from problems(part, names[name], f"{where}/{name}")
            else:
                yield f"{where}: {name} is not known"


def load(name):
    return yaml.safe_load((ZABBIX / name).read_text(encoding="utf-8"))


class Files(ToolTest):
    def test_media_type(self):
        export = load("media_trueconf.yaml")
        self.assertEqual(list(problems(export, EXPORT)), [])
        media, = export["zabbix_export"]["media_types"]
        self.assertEqual(media["script_name"], "trueconf-alert")
        pairs = [(template["event_source"], template["operation_mode"]) for template in media["message_templates"]]
        self.assertEqual(len(pairs), len(set(pairs)))

    def test_template(self):
        export = load("template_trueconf_bot.yaml")
        self.assertEqual(list(problems(export, EXPORT)), [])
        export = export["zabbix_export"]
        template, = export["templates"]
        keys = {item["key"] for item in template["items"]}
        self.assertEqual(len(keys), len(template["items"]))
        ids = re.findall(r"uuid: (\S+)", (ZABBIX / "template_trueconf_bot.yaml").read_text(encoding="utf-8"))
        self.assertEqual(len(ids), len(set(ids)))
        for item in template["items"]:
            self.assertIn(item.get("master_item", item)["key"], keys)
        triggers = [*export["triggers"], *(trigger for item in template["items"] for trigger in item.get("triggers", []))]
        for trigger in triggers:
            host, key = re.search(r"\(/([^/]+)/([^,)]+)", trigger["expression"]).groups()
            self.assertEqual((host, key in keys), (template["template"], True), trigger)
        # newer versions than 6.0 make groups of templates of these, by their names
        self.assertEqual([group["name"] for group in export["groups"]], [group["name"] for group in template["groups"]])
        used = set(re.findall(r"\{\$[A-Z.]+\}", json.dumps(template["items"])))
        self.assertEqual(used, {macro["macro"] for macro in template["macros"]})

    def test_rules_find_mistakes(self):
        export = load("media_trueconf.yaml")
        export["zabbix_export"]["media_types"][0].update(type="SKRIPT", attempts=10, color="red")
        del export["zabbix_export"]["version"]
        self.assertEqual(len(list(problems(export, EXPORT))), 4)


class Script(ToolTest):
    def alert(self, subject, value, to="@ops", event="4711", message="db1, 12:00\nload: \"5\" $(id) & <b>"):
        """As Zabbix calls it, with the parameters of the media type."""
        media, = load("media_trueconf.yaml")["zabbix_export"]["media_types"]
        macros = {"{ALERT.SENDTO}": to, "{ALERT.SUBJECT}": subject, "{ALERT.MESSAGE}": message,
                  "{EVENT.ID}": event, "{EVENT.VALUE}": value}
        return self.run_to_end(ZABBIX / media["script_name"], *[macros[parameter] for parameter in media["parameters"]],
                               TRUECONF_ALERT_STATE=str(self.folder / "events"))

    def test_problem_update_and_end(self):
        for subject, value in (("🔴 High: load", "1"), ("Nora acknowledged: load", "1"), ("🟢 Over: load", "0")):
            self.assertEqual(self.alert(subject, value), (0, "", ""))
        first, update, end = self.ops_messages()
        self.assertEqual(first["text"], "🔴 High: load\n\ndb1, 12:00\nload: \"5\" $(id) & <b>")
        self.assertEqual([message["envelope"]["replyMessageId"] for message in (update, end)], [first["message_id"]] * 2)
        self.assertEqual(list((self.folder / "events").iterdir()), [])

    def test_long_message_comes_as_a_file(self):
        message = "я" * 50_000
        for value in "10":
            self.assertEqual(self.alert("load", value, message=message), (0, "", ""))
        files = self.sandbox.call("/sandbox/files")["files"]
        self.assertEqual([(file["name"], file["size"]) for file in files], [("message.txt", len(f"load\n\n{message}\n".encode()))] * 2)
        self.assertTrue(any("load\n\nяяя" in text for text in self.ops_texts()), self.ops_texts())
        messages = self.ops_messages()
        replies = {message["envelope"].get("replyMessageId") for message in messages} - {None}
        self.assertEqual(len(replies), 1)
        self.assertIn(replies.pop(), [message["message_id"] for message in messages[:2]])

    def test_two_people_and_two_events(self):
        for to, event in (("@ops", "1"), ("nora", "1"), ("nora", "2"), ("nora", "1")):
            self.assertEqual(self.alert("load", "1", to, event), (0, "", ""))
        first, second, third = (message for message in self.sandbox.messages() if message["author"] == "echo_bot")
        self.assertFalse(second["envelope"].get("replyMessageId"))
        self.assertEqual(third["envelope"]["replyMessageId"], first["message_id"])

    def test_first_message_was_removed(self):
        self.alert("load", "1")
        self.sandbox.call("/sandbox/remove", {"message_id": self.ops_messages()[0]["message_id"]})
        self.assertEqual(self.alert("over", "0"), (0, "", ""))
        self.assertTrue(self.ops_texts()[-1].startswith("over"))

    def test_no_event(self):
        self.assertEqual(self.alert("New host", "{EVENT.VALUE}", event="{EVENT.ID}"), (0, "", ""))
        self.assertEqual(len(self.ops_texts()), 1)
        self.assertFalse((self.folder / "events").exists())

    def test_state_that_cannot_be_kept(self):
        self.write("events", "a file, not a folder")
        self.assertEqual([self.alert("load", value) for value in "10"], [(0, "", "")] * 2)
        self.assertEqual(len(self.ops_texts()), 2)

    def test_full_disk(self):
        """What was sent must not be repeated by Zabbix because its id could not be kept."""
        self.assertEqual(self.alert("load", "1"), (0, "", ""))
        known, = (self.folder / "events").iterdir()
        known.unlink()
        known.symlink_to("/dev/full")
        self.assertEqual(self.alert("load", "1"), (0, "", ""))
        self.assertEqual(len(self.ops_texts()), 2)

    def test_failure_is_told_to_zabbix(self):
        self.write("password", "wrong\n")
        status, _, errors = self.alert("load", "1")
        self.assertEqual(status, 77)
        self.assertIn("trueconf-bot: ", errors)
        self.assertEqual(list((self.folder / "events").iterdir()), [])

    def test_as_the_page_says(self):
        # the blocks of a list are indented
        page = {language: [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in blocks("recipe-zabbix.md", language)]
                for language in ("ini", "sh")}
        configuration = changed(page["ini"][0], ("video.example.com", f"127.0.0.1\nport={self.sandbox.port}\ntls=false"),
                                ("zabbix_bot", "echo_bot"), ("/etc/zabbix/trueconf-password", self.folder / "password"),
                                ("0123456789abcdef0123456789abcdef01234567", self.ops))
        self.write("config/trueconf-bot/config.ini", configuration)
        command = changed(page["sh"][0], ("sudo -u zabbix /usr/lib/zabbix/alertscripts", ZABBIX))
        self.assertEqual(self.run_to_end("sh", "-c", command), (0, "", ""))
        self.assertEqual(self.ops_texts(), ["A test\n\nCan you read this?"])

    def test_usage(self):
        self.assertEqual(self.run_to_end(ZABBIX / "trueconf-alert", "nora")[0], 64)


class Monitoring(ToolTest):
    """The items of the template, computed of what a bot answers as the agent and the server of Zabbix compute them."""

    def fetch(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
            return f"HTTP/1.1 200 OK\r\n{head}\r\n{answer.read().decode()}"

    def value(self, item, items, page):
        if "master_item" in item:
            page = self.value(next(master for master in items if master["key"] == item["master_item"]["key"]), items, page)
        for step in item["preprocessing"]:
            if step["type"] == "REGEX":
                pattern, output = step["parameters"]
                page = re.search(pattern, page).expand(output)
            elif step["type"] == "JSONPATH":
                member = step["parameters"][0].removeprefix("$.")
                page = json.loads(page).get(member, step.get("error_handler_params"))
            elif step["type"] == "BOOL_TO_DECIMAL":
                page = int(page)
        return page

    def values(self, port):
        template, = load("template_trueconf_bot.yaml")["zabbix_export"]["templates"]
        page = self.fetch(port)
        return {item["key"]: self.value(item, template["items"], page) for item in template["items"] if "master_item" in item}

    def test_bot_that_loses_its_server(self):
        port = free_port()
        bot = self.start(sys.executable, EXAMPLES / "health/health_http.py", BOT_USER="echo_bot", BOT_PASSWORD="secret",
                         HEALTH_PORT=str(port))
        self.assert_authorized()
        wait_for(lambda: self.values(port)["trueconf.bot.authorized"] == 1, "that it is logged in")
        self.assertEqual(self.values(port), {"trueconf.bot.status": "authorized", "trueconf.bot.authorized": 1, "trueconf.bot.error": ""})
        self.sandbox.kill()
        wait_for(lambda: self.values(port)["trueconf.bot.error"], "an error")
        self.assertEqual(self.values(port)["trueconf.bot.status"], "disconnected")
        self.assertEqual(self.values(port)["trueconf.bot.authorized"], 0)
        bot.terminate()
        bot.communicate()


if __name__ == "__main__":
    main()
