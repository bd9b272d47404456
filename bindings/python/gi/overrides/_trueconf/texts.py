# SPDX-License-Identifier: LGPL-2.1-or-later
"""Formatted texts as Python users write them: Text("Hello ", Bold(name)), text + text, Text.format("<b>{}</b>", name)."""

import html
import string

from gi.module import get_introspection_module
from gi.repository import GObject

from .classes import put

Trueconf = get_introspection_module("Trueconf")

_new = Trueconf.Text.new
_new_joined = Trueconf.Text.new_joined
_new_list = Trueconf.Text.new_list
_new_from_html = Trueconf.Text.new_from_html


def _without_nul(text):
    """A text that C does not cut at a NUL."""
    return text.replace("\0", "\ufffd")


def to_text(value):
    """A text, which can be given as anything that has a str()."""
    return value if isinstance(value, Trueconf.Text) else _new(_without_nul(str(value)))


def _make(_cls, *body):
    return _new_joined([to_text(part) for part in body], None)


def _styled(name, style):
    def make(*body):
        return _make(None, *body).with_style(style)

    make.__name__ = make.__qualname__ = name
    make.__doc__ = f"A text of strings and texts, in {name.lower()}."
    return make


Bold = _styled("Bold", Trueconf.TextStyle.BOLD)
Italic = _styled("Italic", Trueconf.TextStyle.ITALIC)
Underline = _styled("Underline", Trueconf.TextStyle.UNDERLINE)
Strikethrough = _styled("Strikethrough", Trueconf.TextStyle.STRIKETHROUGH)
Quote = _styled("Quote", Trueconf.TextStyle.QUOTE)


def Link(*body, url):
    """A link of strings and texts to a URL."""
    return _make(None, *body).with_link(url)


def Mention(*body, user_id):
    """A mention of a user by strings and texts."""
    return _make(None, *body).with_mention(user_id)


def AllMention():
    """A mention of everybody in the chat."""
    return _new("@all")


def LineBreak():
    """The end of a line."""
    return _new("\n")


def List(*items, ordered=False):
    """A list, a line an item."""
    return _new_list([to_text(item) for item in items], ordered)


class _Formatter(string.Formatter):
    def format_field(self, value, format_spec):
        if isinstance(value, Trueconf.Text):
            return value.to_html()
        return html.escape(format(value, format_spec))


def _format(format, *args, **kwargs):
    """A text of HTML with the fields of str.format(); what they are replaced with is shown as it is, and texts are kept."""
    return _new_from_html(_without_nul(_Formatter().vformat(format, args, kwargs)))


def _draft_text(plain):
    """The attribute text of drafts, which takes a formatted text as well."""
    def put_text(self, value):
        if isinstance(value, Trueconf.Text):
            self.set_formatted_text(value)
        else:
            plain.__set__(self, value)

    return plain.setter(put_text)


def splitters(functions):
    """The functions that split texts, made of those of the module: without a limit, it is that of a message."""
    split, split_full = functions["split_text"], functions["split_text_full"]

    def split_text(text, limit=4096):
        """Splits a text in HTML or Markdown that is too long for one message, which can have 4096 visible characters."""
        return split(text, limit)

    def split_text_full(text, limit=4096, parse_mode="text"):
        """Splits a text that is too long for one message, which can have 4096 visible characters, as its markup demands."""
        return split_full(text, limit, parse_mode)

    made = {"split_text": split_text, "split_text_full": split_text_full}
    for name, function in made.items():
        # exceptions name it
        function.__qualname__ = name
    return made


def prepare():
    """Changes the classes."""
    Trueconf.Draft.text = _draft_text(Trueconf.Draft.text)
    cls = Trueconf.Text
    cls.__new__ = _make
    cls.__init__ = lambda self, *body: None
    cls.__str__ = lambda self: self.to_string()
    cls.__repr__ = lambda self: f"<Trueconf.Text {self.to_html()!r}>"
    cls.__eq__ = lambda self, other: self.equal(other) if isinstance(other, Trueconf.Text) else NotImplemented
    cls.__hash__ = lambda self: self.hash()
    cls.__bool__ = lambda self: not self.is_empty()
    cls.__add__ = lambda self, other: _make(None, self, other)
    cls.__radd__ = lambda self, other: _make(None, other, self)
    cls.__iter__ = lambda self: iter(self.get_spans())
    put(cls, "as_html", lambda self: self.to_html())
    put(cls, "as_markdown", lambda self: self.to_markdown())
    cls.format = staticmethod(_format)
    Trueconf.Message.formatted_text = property(Trueconf.Message.get_formatted_text)
