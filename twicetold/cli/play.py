"""`twicetold play`: a life played by hand, in windows or line by line; or by a script."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import typer
from platformdirs import user_state_path
from rich.console import Console

from twicetold.cli.ending import tell_wrong
from twicetold.cli.loading import load_soon
from twicetold.cli.output import Mistake, console, remark, write_out
from twicetold.cli.requests.play import Request
from twicetold.cli.statuses import FAILED
from twicetold.cli.transcript import WIDTH, Transcript, laid_out
from twicetold.cli.waiting import no_note
from twicetold.engine.kernel import CannotCompile
from twicetold.play import CannotPlay, Session, Stage, begin
from twicetold.play.saved import BadSave, dumped, loaded, read
from twicetold.play.script import played, read_script, renewed
from twicetold.play.shown import beginning, moment
from twicetold.play.table import Reply, Table


def main(request: Request) -> None:
    """Play. Raises Mistake for what cannot be played."""
    stage = Stage(load_soon(request.world, request.lines).world)
    try:
        if request.script is not None:
            _play_script(stage, request, request.script)
        else:
            _play(stage, request)
    except (CannotPlay, BadSave, CannotCompile) as error:
        raise Mistake(str(error)) from None


# --- by hand ------------------------------------------------------------------------------------------------


def _play(stage: Stage, request: Request) -> None:
    session, note = _begun(stage, request)
    no_note()
    keeping = Keeping(request.save)
    table = Table(session, request.world, keeping)
    with Transcript(request.transcript) as transcript:
        try:
            if _in_windows(request):
                from twicetold.cli.windows import Windows

                Windows(table, transcript, note).run()
            else:
                lines = Lines(console(), transcript)
                lines.play(table, note)
        finally:
            if request.save is None and keeping.file is not None and not table.session.over:
                remark(f"kept in {keeping.file}: go on with `--load`")


def _begun(stage: Stage, request: Request) -> tuple[Session, tuple[str, ...]]:
    """Where playing begins, and what there is to say of that."""
    if request.load is None:
        if request.as_far_as_it_fits:
            raise Mistake("`--as-far-as-it-fits` goes with `--load`")
        return begin(stage, request.players, request.seed, request.run), ()
    save = read(request.load.read_bytes())
    try:
        session, stuck = loaded(stage, save, as_far_as_it_fits=request.as_far_as_it_fits)
    except BadSave as error:
        raise Mistake(f"{error}: `--as-far-as-it-fits`") from None
    if stuck is None:
        return session, ()
    when = stage.world.clock(stuck.seconds)
    done = f"{stuck.place} of {len(save.choices)} choices fit"
    return session, (f"This save stops fitting at {when} ({done}): {stuck.why}.",)


def _in_windows(request: Request) -> bool:
    """Whether it is played in windows: on a terminal, with Textual installed, unless it is to be plain."""
    if request.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    if importlib.util.find_spec("textual") is not None:
        return True
    remark("for windows install Textual: pip install 'twicetold[play]'")
    return False


class Keeping:
    """Keeps a session in a file at each choice: in that of `--save`, or else of the user's, if it can be
    written."""

    def __init__(self, asked: Path | None) -> None:
        self._asked = asked
        self.file: Path | None = None

    def __call__(self, session: Session) -> None:
        if self._asked is not None:
            write_out(dumped(session).encode(), self._asked)
            self.file = self._asked
            return
        file = user_state_path("twicetold", appauthor=False) / f"played-{session.stage.hash}.json"
        with suppress(OSError, Mistake):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_out(dumped(session).encode(), file)
            self.file = file


class Lines:
    """Plays line by line: what is shown is printed once and stays, so that it can be read aloud."""

    def __init__(self, shown: Console, transcript: Transcript, ask: Callable[[], str] | None = None) -> None:
        self._console = shown
        self._width = min(WIDTH, shown.width)
        self._transcript = transcript
        self._ask = ask or self._read

    def play(self, table: Table, note: Iterable[str] = ()) -> None:
        """Play until it is left, or nothing more is typed."""
        self._say((*note, *beginning(table.session), *moment(table.session, table.noticed)))
        while True:
            try:
                line = self._ask()
            except EOFError:
                return
            self._transcript.write(f"> {line}")
            reply = table.answer(line)
            self._say(self._shown(table, reply))
            if reply.leaves:
                return

    def _shown(self, table: Table, reply: Reply) -> tuple[str, ...]:
        return (*reply.paragraphs, *(moment(table.session, table.noticed) if reply.moves else ()))

    def _say(self, paragraphs: Iterable[str]) -> None:
        for paragraph in paragraphs:
            text = laid_out(paragraph, self._width)
            self._transcript.write(text)  # before it is shown, so that what was seen is never missing
            self._console.print(text, soft_wrap=True)
            self._console.print()
        self._console.file.flush()

    def _read(self) -> str:
        """The next line that is typed; where nobody sees it being typed it is shown. Raises EOFError."""
        if sys.stdin.isatty():
            return input("> ")
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        line = line.rstrip("\n")
        self._console.print(f"> {line}\n", soft_wrap=True)
        return line


# --- by a script --------------------------------------------------------------------------------------------


def _play_script(stage: Stage, request: Request, file: Path) -> None:
    if request.players or request.load or request.save:
        raise Mistake("a script says itself who is played: leave out `--as`, `--load` and `--save`")
    script = read_script(file.read_bytes(), str(file))
    if script.lines:
        stage = Stage(load_soon(request.world, (*request.lines, *script.lines)).world)
    came = played(stage, script)
    with Transcript(request.transcript) as transcript:
        for step, shown in zip(script.steps, came.shown, strict=False):
            for paragraph in (*((f"> {step.move}",) if step.move else ()), *shown):
                transcript.write(laid_out(paragraph, WIDTH))
    if request.renew:
        write_out(renewed(script, came).encode(), file)
    ending = "it has not ended" if came.session.ending is None else came.session.ending
    console().print(f"{file}: {len(script.steps) - 1} moves; {ending}", soft_wrap=True)
    if came.failed is not None and not request.renew:
        tell_wrong(came.failed)
        raise typer.Exit(FAILED)
