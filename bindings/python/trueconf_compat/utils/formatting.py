# SPDX-License-Identifier: LGPL-2.1-or-later
"""Formatted texts, put together without escaping."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from typing import Any

from .._submodules import register

_MARKDOWN = re.compile(r"([_*\[\]()~`>#+\-=|{}.!\\])")
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


class TextDecoration(ABC):
    """How a markup writes what there is in a text."""

    @abstractmethod
    def escape(self, value: str) -> str:
        """A text that means nothing."""

    @abstractmethod
    def bold(self, value: str) -> str:
        """Bold."""

    @abstractmethod
    def italic(self, value: str) -> str:
        """Italic."""

    @abstractmethod
    def underline(self, value: str) -> str:
        """Underlined."""

    @abstractmethod
    def strikethrough(self, value: str) -> str:
        """Struck through."""

    @abstractmethod
    def link(self, value: str, url: str) -> str:
        """A link."""

    def mention(self, value: str, user_id: str) -> str:
        """A mention of a user."""
        return self.link(value, f"trueconf:{user_id}")

    def all_mention(self) -> str:
        """A mention of everybody."""
        return "@all"

    @abstractmethod
    def line_break(self) -> str:
        """The end of a line."""


class HtmlDecoration(TextDecoration):
    """HTML."""

    def escape(self, value: str) -> str:
        """A text that means nothing."""
        return html.escape(value, quote=False)

    def bold(self, value: str) -> str:
        """Bold."""
        return f"<b>{value}</b>"

    def italic(self, value: str) -> str:
        """Italic."""
        return f"<i>{value}</i>"

    def underline(self, value: str) -> str:
        """Underlined."""
        return f"<u>{value}</u>"

    def strikethrough(self, value: str) -> str:
        """Struck through."""
        return f"<s>{value}</s>"

    def link(self, value: str, url: str) -> str:
        """A link."""
        return f'<a href="{html.escape(url)}">{value}</a>'

    def line_break(self) -> str:
        """The end of a line."""
        return "<br>"


class MarkdownDecoration(TextDecoration):
    """Markdown."""

    PATTERN = _MARKDOWN

    def escape(self, value: str) -> str:
        """A text that means nothing."""
        return self.PATTERN.sub(r"\\\1", value)

    def bold(self, value: str) -> str:
        """Bold."""
        return f"**{value}**"

    def italic(self, value: str) -> str:
        """Italic."""
        return f"*{value}*"

    def underline(self, value: str) -> str:
        """Underlined."""
        return f"__{value}__"

    def strikethrough(self, value: str) -> str:
        """Struck through."""
        return f"~~{value}~~"

    def link(self, value: str, url: str) -> str:
        """A link; what would end its address early is escaped in it."""
        return f"[{value}]({url.translate(_ADDRESS)})"

    def line_break(self) -> str:
        """The end of a line."""
        return "\n"


html_decoration = HtmlDecoration()
markdown_decoration = MarkdownDecoration()


class TextNode(ABC):
    """A part of a text."""

    @abstractmethod
    def render(self, decoration: TextDecoration) -> str:
        """The part in a markup."""

    def as_html(self) -> str:
        """The part as HTML."""
        return self.render(html_decoration)

    def as_markdown(self) -> str:
        """The part as Markdown."""
        return self.render(markdown_decoration)


class Text(TextNode):
    """Strings and other parts in a row."""

    def __init__(self, *body: Any) -> None:
        self.body = body

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return "".join(part.render(decoration) if isinstance(part, TextNode) else decoration.escape(str(part)) for part in self.body)


class Bold(Text):
    """Bold."""

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.bold(super().render(decoration))


class Italic(Text):
    """Italic."""

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.italic(super().render(decoration))


class Underline(Text):
    """Underlined."""

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.underline(super().render(decoration))


class Strikethrough(Text):
    """Struck through."""

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.strikethrough(super().render(decoration))


class Link(Text):
    """A link."""

    def __init__(self, *body: Any, url: str) -> None:
        super().__init__(*body)
        self.url = url

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.link(super().render(decoration), self.url)


class Mention(Text):
    """A mention of a user."""

    def __init__(self, *body: Any, user_id: str) -> None:
        super().__init__(*body)
        self.user_id = user_id

    def render(self, decoration: TextDecoration) -> str:
        """The parts in a markup."""
        return decoration.mention(super().render(decoration), self.user_id)


class LineBreak(TextNode):
    """The end of a line."""

    def render(self, decoration: TextDecoration) -> str:
        """The part in a markup."""
        return decoration.line_break()


class AllMention(TextNode):
    """A mention of everybody in the chat."""

    def render(self, decoration: TextDecoration) -> str:
        """The part in a markup."""
        return decoration.all_mention()


register(__name__, globals(), decorations="TextDecoration HtmlDecoration MarkdownDecoration html_decoration markdown_decoration",
         text="TextNode Text Bold Italic Underline Strikethrough Link Mention LineBreak AllMention")
