# SPDX-License-Identifier: LGPL-2.1-or-later
"""Formatted texts, as Python users write and send them."""

from harness import BotTest, main
from gi.repository import Trueconf
from gi.repository.Trueconf import AllMention, Bold, Italic, LineBreak, Link, List, Mention, Quote, Strikethrough, Text, Underline


class TextsTest(BotTest):
    def test_nodes(self):
        text = Text("a < ", Bold("b", Italic(1)), LineBreak(), Underline("u"), Strikethrough("s"), AllMention())
        self.assertEqual(text.as_html(), "a &lt; <b>b<i>1</i></b><br><u>u</u><s>s</s>@all")
        self.assertEqual(text.as_markdown(), "a < **b*1***\n__u__~~s~~@all")
        self.assertEqual(str(text), "a < b1\nus@all")
        self.assertEqual(Quote("q") + "a", Text(Quote("q"), "a"))
        self.assertEqual("a" + Bold("b"), Text.new_from_html("a<b>b</b>"))
        self.assertEqual(len({Bold("x"), Bold("x"), Italic("x")}), 2)
        self.assertFalse(Text())
        self.assertEqual(List("a", Bold("b"), ordered=True).as_html(), "1. a<br>2. <b>b</b>")
        self.assertEqual([span.user_id for span in Text("x", Mention("Nora", user_id="nora@e.org"))], [None, "nora@e.org"])

    def test_format(self):
        text = Text.format("<b>{}</b> {x:.1f} {y}", "<i>", x=1.25, y=Link("l", url="https://e.org"))
        self.assertEqual(text.to_html(), '<b>&lt;i&gt;</b> 1.2 <a href="https://e.org">l</a>')

    def test_drafts(self):
        draft = Trueconf.Draft(Bold("x"))
        self.assertEqual((draft.text, draft.parse_mode), ("<b>x</b>", Trueconf.ParseMode.HTML))
        self.assertEqual(draft.formatted_text, Bold("x"))


if __name__ == "__main__":
    main()
