"""Playing in windows, for the keyboard alone: above what has been read, below what can be done; Textual draws
it. What is shown and answered is the table's, as it is line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from twicetold.cli.output import visible
from twicetold.cli.transcript import WIDTH, Transcript, laid_out
from twicetold.play.shown import AFTER, beginning, believed, moment, when
from twicetold.play.table import Reply, Table

WAIT = "wait"
"""What the choice to do nothing is called."""


class Choices(OptionList):
    """What can be done: by arrows and Enter, or by number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(f"{n}", f"app.choose({n})", f"Choice {n}", show=False) for n in range(1, 10)
    ]


class Windows(App[None]):
    """The windows. Everything that is typed, be it a key, goes to the table as a line."""

    TITLE = "Twicetold"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = "Choices"
    CSS = f"""
    Screen {{ align-horizontal: center; }}
    #read {{ height: 1fr; max-width: {WIDTH}; padding: 0 1; }}
    #read > Static {{ margin: 0 0 1 0; }}
    .when {{ text-style: bold; }}
    .said, .believed {{ color: $text-muted; }}
    Choices {{ height: auto; max-height: 40%; max-width: {WIDTH}; border: none; border-top: solid $primary; }}
    #line {{ max-width: {WIDTH}; display: none; }}
    #line.asked {{ display: block; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "say('wait')", "Wait"),
        Binding("u", "say('undo')", "Undo"),
        Binding("h", "say('hint')", "Hint"),
        Binding("t", "say('story')", "Story"),
        Binding("question_mark", "say('help')", "Help", key_display="?"),
        Binding("colon,slash", "type", "Type", key_display=":"),
        Binding("escape", "leave_line", "Back", show=False),
        Binding("pageup", "scroll(-1)", "Read back", show=False),
        Binding("pagedown", "scroll(1)", "Read on", show=False),
        Binding("q", "say('quit')", "Quit"),
    ]

    def __init__(self, table: Table, transcript: Transcript, note: Iterable[str] = ()) -> None:
        super().__init__()
        self.table = table
        self.transcript = transcript
        self._note = tuple(note)
        self._busy = False

    def compose(self) -> ComposeResult:
        """What has been read, what can be done, a line to type in, and the keys."""
        yield VerticalScroll(id="read", can_focus=False)
        yield Choices(markup=False)
        yield Input(placeholder="what to do, or: undo 3, save FILE, load FILE, why, help", id="line")
        yield Footer()

    def on_mount(self) -> None:
        """Show where it begins."""
        session = self.table.session
        self._keep((*self._note, *beginning(session), *moment(session, self.table.noticed)))
        self._read((*self._note, *beginning(session)))
        self._show_moment()

    # --- what is typed --------------------------------------------------------------------------------------

    def action_say(self, line: str) -> None:
        """Say a line to the table, unless it is still at the last one."""
        if self._busy:
            return
        self._busy = True
        self._keep((f"> {line}",))
        self._read((f"> {line}",), "said")
        self._answer(line)

    def action_choose(self, number: int) -> None:
        """Choose by a number, if there are so many."""
        if number <= len(self.table.session.options):
            self.action_say(str(number))

    def action_type(self) -> None:
        """Open the line to type in."""
        line = self.query_one("#line", Input)
        line.add_class("asked")
        line.focus()

    def action_leave_line(self) -> None:
        """Close it."""
        line = self.query_one("#line", Input)
        line.value = ""
        line.remove_class("asked")
        self.query_one(Choices).focus()

    def action_scroll(self, pages: int) -> None:
        """Read back, or on."""
        read = self.query_one("#read", VerticalScroll)
        read.scroll_relative(y=pages * max(1, read.size.height - 2), animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A line has been typed."""
        line = event.value.strip()
        self.action_leave_line()
        if line:
            self.action_say(line)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice has been made in the list."""
        if event.option_id is not None:
            self.action_say(event.option_id)

    # --- what is answered -----------------------------------------------------------------------------------

    @work(thread=True)
    def _answer(self, line: str) -> None:
        """Ask the table, beside what draws, for it may think for a while."""
        reply = self.table.answer(line)
        self.call_from_thread(self._answered, reply)

    def _answered(self, reply: Reply) -> None:
        self._busy = False
        self._keep(reply.paragraphs)
        self._read(reply.paragraphs)
        if reply.leaves:
            self.exit()
        elif reply.moves:
            self._keep(moment(self.table.session, self.table.noticed))
            self._show_moment()

    # --- what is shown --------------------------------------------------------------------------------------

    def _show_moment(self) -> None:
        session = self.table.session
        choices = self.query_one(Choices)
        if session.over:
            self._read(self.table.noticed)
            self._read((f"The end: {session.ending}.",), "when")
            self._read((AFTER,), "believed")
            asked = [Option(word.capitalize(), id=word) for word in ("why", "otherwise", "tell", "quit")]
            choices.set_options(asked)
        else:
            self._read((when(session),), "when")
            self._read(self.table.noticed)
            self._read(believed(session), "believed")
            listed = [
                Option(f"{n}  {visible(offer.text)}", id=str(n)) for n, offer in enumerate(session.offers, 1)
            ]
            choices.set_options([*listed, Option("w  You wait.", id=WAIT)])
        choices.highlighted = 0

    def _read(self, paragraphs: Iterable[str], sort: str = "told") -> None:
        read = self.query_one("#read", VerticalScroll)
        read.mount(*(Static(visible(text), classes=sort, markup=False) for text in paragraphs))
        read.scroll_end(animate=False)

    def _keep(self, paragraphs: Iterable[str]) -> None:
        for paragraph in paragraphs:
            self.transcript.write(laid_out(paragraph, WIDTH))
