#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A window for the operators of bots, with GTK 4 and libadwaita: they see the chats, and write in the names of the bots.

It looks like the console in C, since both have the same windows: the .ui files beside this file. It takes the server and the
log-in from the environment, as the other examples, or asks for them.
"""

import datetime
import os
import pathlib
import re
import sys
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import gi

gi.require_version("Adw", "1")
gi.require_version("Trueconf", "1")
from gi.repository import Adw, Gdk, Gio, GLib, GObject, Gtk, Trueconf

HERE = pathlib.Path(__file__).parent
FAILED, WAITING = Trueconf.DeliveryState.FAILED, Trueconf.DeliveryState.WAITING
# an item knows the text of a message that has failed, but neither its file nor what it replies to
drafts: dict[Trueconf.MessageItem, Trueconf.Draft] = {}


def _(text: str) -> str:
    return GLib.dgettext("trueconf-bot-1", text)


def template(name: str) -> Callable[[Any], Any]:
    """Makes a class of a .ui file, which names its handlers. PyGObject lacks an attribute that is for those in C."""
    source = (HERE / f"{name}.ui").read_text().replace(' swapped="yes"', "")

    def make(cls: Any) -> Any:
        for handler in set(re.findall(r'handler="(\w+)"', source)):
            setattr(cls, handler, Gtk.Template.Callback()(getattr(cls, handler)))
        return Gtk.Template(string=source)(cls)
    return make


def add_actions(group: Gio.ActionMap, parameter: str | None = None, **callbacks: Callable[..., object]) -> None:
    for name, callback in callbacks.items():
        action = Gio.SimpleAction(name=name.replace("_", "-"), parameter_type=GLib.VariantType(parameter) if parameter else None)
        action.connect("activate", lambda _, value, callback=callback: callback(value.unpack()) if value else callback())
        group.add_action(action)


async def attempt(widget: Gtk.Widget, work: Coroutine[Any, Any, object]) -> None:
    """Waits for something, and says what has gone wrong."""
    try:
        await work
    except Trueconf.TrueconfError as error:
        widget.activate_action("win.say", GLib.Variant("s", error.message))
    except Trueconf.Cancelled:
        pass


async def deliver(transcript: Any, draft: Trueconf.Draft, **options: Any) -> None:
    try:
        await transcript.bot.send_draft(transcript.chat_id, draft, **options)
    except Trueconf.TrueconfError:
        for item in transcript:
            if item.state == FAILED and item.text == draft.text and item not in drafts:
                drafts[item] = draft
                item.notify("state")
                break
        raise


class Account(GObject.Object):
    """A bot, and what the window shows of it."""

    __gtype_name__ = "ConsoleAccount"
    name, status = GObject.Property(type=str), GObject.Property(type=str)
    offline = GObject.Property(type=bool, default=False)
    chats = GObject.Property(type=Gio.ListModel)

    def __init__(self, bot: Trueconf.Bot) -> None:
        super().__init__(chats=Trueconf.ChatList.new(bot))
        self.bot = bot
        bot.connect("notify", self.update)
        self.update()

    def update(self, *_args: object) -> None:
        error = self.bot.last_error
        self.name = self.bot.user_id or self.bot.username or self.bot.server
        self.offline = not self.bot.authorized
        problem = _("Not connected. %s") % error.message if error else _("Connecting…")
        self.status = problem if self.offline else _("Connected")


@template("console-message-row")
class MessageRow(Gtk.Box):
    __gtype_name__ = "ConsoleMessageRow"
    bubble, author, quote, text, file, file_name, buttons, footer, retry, discard, menu = (Gtk.Template.Child() for _ in range(11))

    def __init__(self, conversation: "Conversation") -> None:
        super().__init__()
        self.conversation = conversation
        self.item: Any = None
        self.handler = 0

    def show_item(self, item: Trueconf.MessageItem | None) -> None:
        if self.item:
            self.item.disconnect(self.handler)
        self.item = item
        if item:
            self.handler = item.connect("notify", self.update)
            self.update()

    def update(self, *_args: object) -> None:
        item, message = self.item, self.item.message
        file = message and (message.document or message.photo or message.video or message.voice or message.sticker)
        source = message and message.reply_message_id and self.conversation.transcript.find_message(message.reply_message_id)
        clock = f"{datetime.datetime.fromtimestamp(item.timestamp / 1000):%H:%M}"
        states = {WAITING: _("%s · Waiting to be sent") % clock,
                  FAILED: _("%s · Not sent. %s") % (clock, item.error.message if item.error else "")}
        note = not item.text and not file and message
        for label, text in ((self.author, "" if item.is_own else item.display_name),
                            (self.quote, message and message.quote or source and source.text),
                            (self.text, _("A message without a text") if note else item.text),
                            (self.footer, states.get(item.state, _("%s · Edited") % clock if message and message.is_edited else clock))):
            label.set_label(text or "")
            label.set_visible(bool(text))
        self.bubble.set_halign(Gtk.Align.END if item.is_own else Gtk.Align.START)
        self.bubble.set_css_classes(["bubble", "own"] if item.is_own else ["bubble"])
        self.footer.set_css_classes(["caption", "error" if item.state == FAILED else "dim-label"])
        self.file.set_visible(bool(file))
        if file:
            self.file_name.set_label(f"{file.name} ({GLib.format_size(max(file.size, 0))})")
            self.file.set_action_target_value(GLib.Variant("s", file.file_id))
            self.file.set_action_name("chat.save-file")
            self.file.update_property([Gtk.AccessibleProperty.LABEL], [_("Save %s") % self.file_name.get_label()])
        while child := self.buttons.get_first_child():
            self.buttons.remove(child)
        rows = message.keyboard.rows if message and message.keyboard else ()
        self.buttons.set_visible(bool(rows))
        for row in rows:
            box = Gtk.Box(spacing=6, homogeneous=True)
            for button in row:
                box.append(Gtk.Button(label=button.text, action_name="chat.explain-button", action_target=GLib.Variant("s", button.command or "")))
            self.buttons.append(box)
        self.retry.set_visible(item in drafts)
        self.discard.set_visible(item.state == FAILED)
        self.menu.set_visible(bool(item.message_id))
        menu = Gio.Menu()
        menu.append(_("_Reply"), f"chat.reply::{item.message_id}")
        menu.append(_("Remove for _All"), f"chat.remove-message::{item.message_id}")
        self.menu.set_menu_model(menu)

    def retry_cb(self, _button: Gtk.Button) -> None:
        draft = drafts.pop(self.item)
        self.conversation.transcript.discard(self.item)
        self.conversation.send(draft)

    def discard_cb(self, _button: Gtk.Button) -> None:
        drafts.pop(self.item, None)
        self.conversation.transcript.discard(self.item)


@template("console-upload")
class Upload(Adw.Bin):
    __gtype_name__ = "ConsoleUpload"
    revealer, label, progress = (Gtk.Template.Child() for _ in range(3))

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[Trueconf.Transcript, Gio.File]] = []
        self.total = 0
        self.cancellable: Gio.Cancellable | None = None
        actions = Gio.SimpleActionGroup()
        add_actions(actions, cancel=lambda: self.cancellable.cancel() if self.cancellable else None)
        self.insert_action_group("upload", actions)

    def add(self, transcript: Trueconf.Transcript, files: Iterable[Gio.File]) -> None:
        self.waiting += [(transcript, file) for file in files]
        if self.waiting and not self.cancellable:
            Trueconf.spawn(self.send_all())

    async def send_all(self) -> None:
        done = 0
        self.revealer.set_reveal_child(True)
        while self.waiting:
            transcript, file = self.waiting.pop(0)
            done, total, name = done + 1, done + 1 + len(self.waiting), file.get_basename()
            self.label.set_label(_("Sending %s (%u of %u)") % (name, done, total) if total > 1 else _("Sending %s") % name)
            self.progress.set_fraction(0)
            self.cancellable = Gio.Cancellable()
            await attempt(self, deliver(transcript, Trueconf.Draft(kind="document", file=file), cancellable=self.cancellable,
                                        progress=lambda now, size, *_: self.progress.set_fraction(now / size if size else 0)))
        self.cancellable = None
        self.revealer.set_reveal_child(False)


@template("console-conversation")
class Conversation(Adw.Bin):
    __gtype_name__ = "ConsoleConversation"
    stack, scroller, transcript_view, messages, upload, quoting, quoting_label, composer, draft = (Gtk.Template.Child() for _ in range(9))
    transcript: Any = None  # of the chat that is open
    chooser: Any = None
    reply_id: str | None = None

    def __init__(self) -> None:
        super().__init__()
        actions = Gio.SimpleActionGroup()
        add_actions(actions, send=self.send_text, attach=self.attach, cancel_reply=lambda: self.set_reply(None),
                    load_older=lambda: self.spawn(self.transcript.load_more()))
        add_actions(actions, "s", reply=self.set_reply, save_file=lambda id: self.spawn(self.save(id)), explain_button=self.explain,
                    remove_message=lambda id: self.spawn(self.transcript.bot.remove_message(id, True)))
        self.insert_action_group("chat", actions)
        self.send_action: Any = actions.lookup_action("send")
        self.draft_changed_cb()

    def open(self, bot: Trueconf.Bot, chat_id: str | None) -> None:
        if self.transcript and (self.transcript.bot, self.transcript.chat_id) == (bot, chat_id):
            return
        self.set_reply(None)
        self.transcript = Trueconf.Transcript.new(bot, chat_id) if chat_id else None
        self.messages.set_model(self.transcript)
        self.stack.set_visible_child_name("chat" if chat_id else "nothing")

    def say(self, text: str) -> None:
        self.activate_action("win.say", GLib.Variant("s", text))

    def spawn(self, work: Coroutine[Any, Any, object]) -> None:
        Trueconf.spawn(attempt(self, work))

    def setup_row_cb(self, _factory: Gtk.SignalListItemFactory, cell: Any) -> None:
        cell.set_activatable(False)
        cell.set_child(MessageRow(self))

    def bind_row_cb(self, _factory: Gtk.SignalListItemFactory, cell: Any) -> None:
        cell.get_child().show_item(cell.get_item())

    def unbind_row_cb(self, _factory: Gtk.SignalListItemFactory, cell: Any) -> None:
        cell.get_child().show_item(None)

    def messages_changed_cb(self, model: Gio.ListModel, position: int, _removed: int, added: int) -> None:
        """Keeps the newest message in sight if it was; the view has to see the item first."""
        where, count = self.scroller.get_vadjustment(), model.get_n_items()
        if count and position + added == count and where.get_value() + where.get_page_size() >= where.get_upper() - 60:
            GLib.idle_add(lambda: self.transcript_view.activate_action("list.scroll-to-item", GLib.Variant("u", len(self.messages) - 1)) and False,
                          priority=GLib.PRIORITY_LOW)

    def set_reply(self, id: str | None) -> None:
        item = self.transcript.find_message(id) if id else None
        self.reply_id = item.message_id if item else None
        self.quoting_label.set_label((item.text or _("A message without a text")) if item else "")
        self.quoting.set_reveal_child(bool(item))
        if item:
            self.composer.grab_focus()

    def draft_changed_cb(self, *_args: object) -> None:
        self.send_action.set_enabled(self.draft.get_char_count() > 0)

    def key_cb(self, _keys: Gtk.EventControllerKey, key: int, _code: int, state: Gdk.ModifierType) -> bool:
        sends = key in (Gdk.KEY_Return, Gdk.KEY_KP_Enter) and not state & Gdk.ModifierType.SHIFT_MASK
        if sends:
            self.send_action.activate(None)
        return sends

    def send_text(self) -> None:
        if text := self.draft.get_text(*self.draft.get_bounds(), False).strip():
            self.draft.set_text("")
            self.send(Trueconf.Draft(text, parse_mode="text", reply_message_id=self.reply_id))
            self.set_reply(None)

    def send(self, draft: Trueconf.Draft) -> None:
        self.spawn(self.send_or_give_back(self.transcript, draft))

    async def send_or_give_back(self, transcript: Trueconf.Transcript, draft: Trueconf.Draft) -> None:
        try:
            await deliver(transcript, draft)
        except Trueconf.TrueconfError:
            # what was refused before it was sent is not in the transcript
            if draft not in drafts.values() and draft.text and transcript == self.transcript and not self.draft.get_char_count():
                self.draft.set_text(draft.text)
            raise

    def attach(self) -> None:
        root: Any = self.get_root()
        self.chooser = Gtk.FileChooserNative(title=_("Attach Files"), transient_for=root, modal=True, select_multiple=True,
                                             action=Gtk.FileChooserAction.OPEN, accept_label=_("_Attach"))
        self.chooser.connect("response", self.attach_chosen)
        self.chooser.show()

    def attach_chosen(self, chooser: Gtk.FileChooserNative, answer: int) -> None:
        if answer == Gtk.ResponseType.ACCEPT:
            self.upload.add(self.transcript, chooser.get_files())
        self.chooser = None

    def drop_cb(self, _target: Gtk.DropTarget, files: Gdk.FileList, _x: float, _y: float) -> bool:
        if self.transcript:
            self.upload.add(self.transcript, files.get_files())
        return self.transcript is not None

    async def save(self, file_id: str) -> None:
        folder = GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_DOWNLOAD) or GLib.get_home_dir()
        self.say(_("Saved to %s") % await self.transcript.bot.download_file(file_id, folder))

    def explain(self, command: str) -> None:
        self.say(_("Who presses it sends “%s” to this bot") % command if command else _("Who presses it sends nothing to this bot"))


@template("console-sign-in")
class SignIn(Adw.Window):
    """Asks for the server and the log-in, and starts a bot with them."""

    __gtype_name__ = "ConsoleSignIn"
    server, username, password, token, port, encrypted, remember_row, problem_group, problem, accept, spinner = (Gtk.Template.Child() for _ in range(11))
    attempt: Any = None

    def __init__(self, application: "Console") -> None:
        super().__init__(transient_for=application.window, destroy_with_parent=True)
        self.console = application
        self.remember_row.set_visible(False)
        self.connect("destroy", lambda _: self.attempt and self.attempt.cancel())
        self.update_cb()

    def update_cb(self, *_args: object) -> None:
        complete = self.server.get_text() and (self.token.get_text() or self.username.get_text() and self.password.get_text())
        self.accept.set_sensitive(bool(complete and not self.attempt))
        self.spinner.set_spinning(bool(self.attempt))
        self.spinner.set_visible(bool(self.attempt))

    def accept_cb(self, *_args: object) -> None:
        if self.accept.get_sensitive():
            self.attempt = Trueconf.spawn(self.sign_in())
            self.update_cb()

    async def sign_in(self) -> None:
        bot = Trueconf.Bot(server=self.server.get_text(), username=self.username.get_text(), password=self.password.get_text(),
                           token=self.token.get_text() or None, port=int(self.port.get_text() or "0"), https=self.encrypted.get_active())
        try:
            await bot.start()
        except Trueconf.TrueconfError as error:
            self.problem.set_label(error.message)
            self.problem_group.set_visible(True)
            self.attempt = None
            self.update_cb()
        else:
            self.attempt = None
            self.console.add_account(bot)
            self.destroy()


@template("console-window")
class Window(Adw.ApplicationWindow):
    __gtype_name__ = "ConsoleWindow"
    leaflet, toasts, content, accounts, banner, sidebar_stack, search = (Gtk.Template.Child() for _ in range(7))
    filtered, chats, title, participants, conversation = (Gtk.Template.Child() for _ in range(5))

    def __init__(self, application: "Console", accounts: Gio.ListStore) -> None:
        super().__init__(application=application)
        add_actions(self, back=self.go_back, search=self.find)
        add_actions(self, "s", say=lambda text: self.toasts.add_toast(Adw.Toast(title=GLib.markup_escape_text(text))))
        self.accounts.set_model(accounts)
        self.account_selected_cb()

    def go_back(self) -> None:
        self.leaflet.navigate(Adw.NavigationDirection.BACK)

    def find(self) -> None:
        self.go_back()
        self.search.grab_focus()

    def get_account(self) -> Any:
        return self.accounts.get_selected_item()

    def account_selected_cb(self, *_args: object) -> None:
        """Bindings keep their values when there is no account."""
        account = self.get_account()
        self.filtered.set_model(account and account.chats)
        self.banner.set_visible(bool(account))
        self.chats_changed_cb()

    def chats_changed_cb(self, *_args: object) -> None:
        none = "not-found" if self.search.get_text() else "empty"
        self.sidebar_stack.set_visible_child_name("chats" if len(self.chats) else none)
        item = self.chats.get_selected_item()
        self.title.set_title(item.display_name if item else "")
        if item and item.unread_messages and self.is_active():
            item.mark_read()

    def chat_selected_cb(self, *_args: object) -> None:
        item, account = self.chats.get_selected_item(), self.get_account()
        self.conversation.open(account and account.bot, item and item.chat_id)
        self.participants.set_model(Trueconf.ParticipantList.new(account.bot, item.chat_id) if item and account else None)
        # it takes the focus along, also where both are seen
        if item and self.leaflet.get_folded():
            self.leaflet.set_visible_child(self.content)
        self.chats_changed_cb()

    def chat_activated_cb(self, _view: Gtk.ListView | None, position: int) -> None:
        self.chats.set_selected(position)
        self.leaflet.set_visible_child(self.content)
        self.conversation.composer.grab_focus()

    def turned_cb(self, *_args: object) -> None:
        """In a narrow window the same chat can be selected again."""
        if self.leaflet.get_folded() and self.leaflet.get_visible_child() != self.content:
            self.chats.set_selected(Gtk.INVALID_LIST_POSITION)

    def shows(self, account: Account, chat_id: str) -> bool:
        transcript = self.conversation.transcript
        return self.is_active() and transcript and (transcript.bot, transcript.chat_id) == (account.bot, chat_id)

    def show_chat(self, position: int, chat_id: str) -> None:
        self.accounts.set_selected(position)
        self.search.set_text("")
        for i, item in enumerate(self.chats):
            if item.chat_id == chat_id:
                self.chat_activated_cb(None, i)
        self.present()


class Console(Adw.Application):
    window: Any = None

    def do_startup(self) -> None:
        Adw.Application.do_startup(self)
        self.accounts = Gio.ListStore(item_type=Account)
        style = Gtk.CssProvider()
        display: Any = Gdk.Display.get_default()
        style.load_from_path(str(HERE / "style.css"))
        Gtk.StyleContext.add_provider_for_display(display, style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
        Gtk.IconTheme.get_for_display(display).add_search_path(str(HERE / "data"))
        add_actions(self, add_account=self.sign_in, remove_account=self.remove_account, shortcuts=self.show_shortcuts, about=self.about,
                    quit=self.close)
        add_actions(self, "(ss)", show_chat=self.show_chat)
        for action, key in (("app.add-account", "n"), ("app.quit", "q"), ("app.shortcuts", "question")):
            self.set_accels_for_action(action, [f"<Control>{key}"])

    def do_activate(self) -> None:
        if self.window is None:
            self.window = Window(self, self.accounts)
            self.window.connect("close-request", self.leave)
            if "SERVER" in os.environ:
                bot = Trueconf.Bot(server=os.environ["SERVER"], port=int(os.environ.get("PORT") or "0"), https=os.environ.get("HTTPS") != "0",
                                   token=os.environ.get("TOKEN"), username=os.environ.get("BOT_USER"), password=os.environ.get("BOT_PASSWORD"))
                self.add_account(bot)
                Trueconf.spawn(attempt(self.window, bot.start()))
            else:
                self.activate_action("add-account")
        self.window.present()

    def has_window(self) -> bool:
        """Actions come from the bus as well, at any time: those that need a window open it."""
        if self.window is None:
            self.activate()
            return False
        return True

    def sign_in(self) -> None:
        if self.has_window():
            SignIn(self).present()

    def close(self) -> None:
        if self.window is not None:
            self.window.close()

    def add_account(self, bot: Trueconf.Bot) -> None:
        if self.window is None:
            return
        account = Account(bot)
        self.accounts.append(account)
        self.window.accounts.set_selected(len(self.accounts) - 1)
        bot.connect("message", self.notify_operator, account)

    def remove_account(self) -> None:
        if self.window is not None and (account := self.window.get_account()):
            self.accounts.remove(self.window.accounts.get_selected())
            Trueconf.spawn(self.stop(account))

    async def stop(self, account: Account) -> None:
        """The application stays until the bot has said good-bye."""
        self.hold()
        await account.bot.stop()
        self.release()

    def leave(self, _window: Window) -> bool:
        for account in self.accounts:
            Trueconf.spawn(self.stop(account))
        self.window = None
        self.accounts.remove_all()
        return False

    def notify_operator(self, _bot: Trueconf.Bot, message: Trueconf.Message, account: Account) -> None:
        if self.window is None or self.window.shows(account, message.chat_id):
            return
        item = account.chats.find_chat(message.chat_id)
        notification = Gio.Notification.new(item.display_name if item else _("New message"))
        notification.set_body(message.plain_text or _("A message without a text"))
        notification.set_default_action_and_target("app.show-chat", GLib.Variant("(ss)", (account.name, message.chat_id)))
        self.send_notification(message.chat_id, notification)

    def show_chat(self, target: tuple[str, str]) -> None:
        if not self.has_window():
            return
        name, chat_id = target
        for i, account in enumerate(self.accounts):
            if account.name == name:
                self.window.show_chat(i, chat_id)

    def show_shortcuts(self) -> None:
        """As no help overlay, see the console in C."""
        if not self.has_window():
            return
        window: Any = Gtk.Builder.new_from_file(str(HERE / "console-shortcuts.ui")).get_object("shortcuts")
        window.set_transient_for(self.window)
        window.present()

    def about(self) -> None:
        if not self.has_window():
            return
        Adw.AboutWindow(transient_for=self.window, application_name=_("Bot Console"), application_icon="com.trueconf.BotConsole",
                        developer_name=_("The libtrueconf-bot developers"), license_type=Gtk.License.LGPL_2_1).present()


sys.exit(Console(application_id="com.trueconf.BotConsole.Python").run(sys.argv))
