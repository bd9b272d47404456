# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot with the menu, in C and in Python, and a person who presses its buttons."""

from harness import main
from programs import ExampleTest, example, wait_for

BUTTONS_C, BUTTONS_PYTHON = example("buttons-bot", "buttons-bot")
MENU = "What would you like?", [["Count", "More"], ["Done"]]


class ButtonsCases:
    def setUp(self):
        super().setUp()
        self.bot = self.start(*self.command, BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()

    def seen(self, number=0):
        """What Nora sees: the text and the labels of one of the bot's messages."""
        message = [message for message in self.sandbox.messages() if message["author"] == "echo_bot"][number]
        rows = message["envelope"]["content"].get("buttons", [])
        return message["text"], [[button["label"] for button in row] for row in rows]

    def open_menu(self):
        number = len(self.sandbox.texts())
        self.sandbox.say("/menu")
        wait_for(lambda: len(self.sandbox.texts()) > number, "the menu")
        return self.sandbox.messages()[-1]["message_id"]

    def press(self, message_id, label, then):
        """Presses the button with a label, and waits for the text that follows."""
        message = next(message for message in self.sandbox.messages() if message["message_id"] == message_id)
        places = {button["label"]: (row, column)
                  for row, buttons in enumerate(message["envelope"]["content"]["buttons"])
                  for column, button in enumerate(buttons)}
        row, column = places[label]
        pressed = self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message_id, "row": row, "column": column})
        wait_for(lambda: then in self.sandbox.texts(), f"“{then}” after “{label}”")
        return pressed["button"]

    def forge(self, command, custom_data=None):
        """A press with what is in no button: what the server tells is copied from a real one."""
        self.open_menu()
        envelope = self.sandbox.messages()[-1]["envelope"]
        payload = {"type": "userCommand", "command": command, "customData": custom_data}
        self.sandbox.call("/sandbox/send", {"user": "echo_bot", "method": "command", "payload": {
            "commandSource": {"type": "inlineKeyboard", "message": envelope}, "commandPayload": payload}})

    def test_menu(self):
        self.open_menu()
        self.assertEqual(self.seen(), MENU)

    def test_there_and_back(self):
        menu = self.open_menu()
        self.press(menu, "More", "These need no bot: your application does them.")
        self.assertEqual(self.seen()[1], [["Open the web site", "Copy the number"], ["Send /menu", "Begin a question"],
                                          ["Back"]])
        self.press(menu, "Back", MENU[0])
        self.assertEqual(self.seen(), MENU)
        self.assertEqual(len(self.sandbox.texts()), 1)

    def test_counter(self):
        menu = self.open_menu()
        self.press(menu, "Count", "0 so far")
        for number in range(1, 12):
            self.press(menu, "One more", f"{number} so far")
        self.assertEqual(self.seen(), ("11 so far", [["One more", "Start again"], ["Back"]]))
        self.press(menu, "Start again", "0 so far")

    def test_two_menus_count_for_themselves(self):
        first = self.open_menu()
        self.press(first, "Count", "0 so far")
        self.press(first, "One more", "1 so far")
        self.press(self.open_menu(), "Count", "0 so far")
        self.press(first, "One more", "2 so far")
        self.assertEqual(self.sandbox.texts(), ["2 so far", "0 so far"])

    def test_done(self):
        self.press(self.open_menu(), "Done", "Done. /menu shows the buttons again.")
        self.assertEqual(self.seen()[1], [])

    def test_what_applications_do(self):
        menu = self.open_menu()
        more = "These need no bot: your application does them."
        self.press(menu, "More", more)
        self.assertEqual(self.press(menu, "Open the web site", more)["url"], "https://trueconf.com/")
        self.assertEqual(self.press(menu, "Copy the number", more)["data"], "4711")
        draft = self.press(menu, "Begin a question", more)
        self.assertEqual((draft["message"], draft["draft"]), ("I wonder ", True))
        self.assertEqual(self.sandbox.texts(author="nora"), ["/menu"])
        self.press(menu, "Send /menu", MENU[0])
        self.assertEqual(self.sandbox.texts(author="nora"), ["/menu", "/menu"])
        self.assertEqual(self.seen(1), MENU)

    def test_styles(self):
        self.open_menu()
        rows = self.sandbox.messages()[-1]["envelope"]["content"]["buttons"]
        self.assertEqual([[button.get("style", "default") for button in row] for row in rows],
                         [["primary", "default"], ["success"]])

    def test_old_button(self):
        self.forge("something-else")
        wait_for(lambda: self.seen() == ("These buttons are out of date. /menu shows the new ones.", []), "the notice")

    def test_numbers_that_are_none(self):
        for data in ("-1", "x", "", "1e3", "99999999999999999999", "²", None):
            self.forge("count", data)
            wait_for(lambda: self.seen(-1)[0] == "0 so far", f"a counter for {data!r}")

    def test_other_texts(self):
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["/menu shows what I can do."], "the hint")

    def test_it_ends(self):
        self.assertEqual(self.end(self.bot), ("", ""))


class ButtonsC(ButtonsCases, ExampleTest):
    command = BUTTONS_C


class ButtonsPython(ButtonsCases, ExampleTest):
    command = BUTTONS_PYTHON


if __name__ == "__main__":
    main()
