"""The examples of the pages: how they are found, put together and run.

A page is read from top to bottom as its reader would. These fenced blocks count:

``tale``           a whole world or library, or what the comment before it says;
``tale fragment``  blocks of a world whose other blocks stand in `preludes/PAGE.tale`;
``tale wrong``     a text that cannot be loaded, to show what is said then;
``canon``          a canon against the world of its name, or else against the page's prelude;
``console``        commands after `$ `, run where the page's files are, with what they print;
``pycon``          Python after `>>> `, with what it answers.

A comment on the line before a block says what becomes of it: `<!-- file: milk.tale -->` writes the file as it
stands, `<!-- into: milk.tale -->` puts its blocks in the place of those that begin alike, or at the end.
In what a command prints, `...` alone on a line stands for any lines and `...` within a line for any text.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.shell import Shell
from twicetold.lang.codes import codes

ROOT = Path(__file__).parents[2]
PRELUDES = Path(__file__).parent / "preludes"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

Files = dict[str, str]

_FENCED = re.compile(
    r"^(?:<!-- (?P<verb>file|into): (?P<name>[\w.]+) -->\n)?```(?P<info>[a-z][a-z ]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_HEAD = re.compile(
    r"world\b|(?:ending|expect) \"[^\"]*\"|.* believes? [^ ]+"
    r"|(?:kind|relation|setting|define|sense|rule|action|event|measure|expect) \w+|[\w, ]+ (?=(?:is|are) )"
)
_TRUE_ONLY_ONCE = re.compile(r"(?<= lives in ).* a second; world \w+")


@dataclass(frozen=True)
class Example:
    """A fenced block: its page, the line it begins in, its kind, its text, and what its comment says."""

    page: str
    line: int
    info: str
    text: str
    verb: str | None
    name: str | None

    @property
    def label(self) -> str:
        """Where the block stands, as pytest shows it."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command line and what the page says that it prints."""

    line: str
    printed: str


def examples(page: Path) -> list[Example]:
    """The blocks of a page that count, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Example(
            page.relative_to(ROOT).as_posix(),
            text.count("\n", 0, found.start("info")) + 1,
            found["info"],
            found["text"],
            found["verb"],
            found["name"],
        )
        for found in _FENCED.finditer(text)
    ]


def read_through() -> Iterator[tuple[Example, Files]]:
    """Every block of every page, and the files that the page has made up to and with it."""
    for page in PAGES:
        files: Files = {}
        for example in examples(page):
            if example.name is not None:
                text = example.text
                if example.verb == "into" and example.name in files:
                    text = merged(files[example.name], text)
                files = {**files, example.name: text}
            yield example, files


def merged(text: str, addition: str) -> str:
    """A world's text with the blocks of another: in the place of those that begin alike, or at the end."""
    blocks = {head(block): block for block in blocks_of(text)}
    blocks.update((head(block), block) for block in blocks_of(addition))
    return "\n".join(blocks.values())


def blocks_of(text: str) -> list[str]:
    """The blocks of a world's text, each with its lines and the comments above it."""
    blocks: list[str] = []
    waiting = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("#") or not line.strip():
            waiting += line if line.strip() else ""
        elif line.startswith(" "):
            blocks[-1] += line
        else:
            blocks.append(waiting + line)
            waiting = ""
    return blocks


def head(block: str) -> str:
    """What a block is known by: its word and its name, who it is about, or the whole line."""
    first = next(line for line in block.splitlines() if not line.startswith("#")).partition(" #")[0]
    known = _HEAD.match(first)
    return known[0].rstrip(' "') if known else first


def prelude(example: Example) -> str:
    """The text of the world that a fragment of this page belongs to."""
    return (PRELUDES / f"{Path(example.page).stem}.tale").read_text(encoding="utf-8")


def commands(text: str) -> list[Command]:
    """The commands of a console block, each with what it prints."""
    found: list[Command] = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, printed = part.partition("\n")
        found.append(Command(line, printed))
    return found


def pictures(page: Path) -> dict[Path, str]:
    """The pictures that a page shows beside itself, and for each the command on the page that draws it."""
    blocks = [each.text for each in examples(page) if each.info == "console"]
    drawn = {
        found[1]: command.line
        for block in blocks
        for command in commands(block)
        if (found := re.search(r"--out (\S+\.svg)$", command.line))
    }
    shown = re.findall(r"!\[[^\]]*\]\((pictures/\S+)\)", page.read_text(encoding="utf-8"))
    return {page.parent / each: drawn[Path(each).name] for each in shown}


def write(files: Files, folder: Path) -> None:
    """Put the page's files into a folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def run(line: str, folder: Path) -> str:
    """What a command prints, to whichever stream, in a window of 100 columns without colours. One of ours is
    run in this process, which is soon done; others, and those it is piped into, by the shell."""
    ours, _, others = line.partition(" | ")
    name, *words = shlex.split(ours)
    if name != "twicetold":
        return tidy(_by_bash(line, folder))
    done = Shell(folder)(*words, COLUMNS="100", NO_COLOR="1")
    printed = _by_bash(others, folder, done.stdout) if others else done.stdout
    return tidy(done.stderr + printed)


def _by_bash(line: str, folder: Path, typed: str = "") -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # where `twicetold` is
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={
            **os.environ,
            "PATH": path,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(ROOT),
        },
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.stdout


def tidy(printed: str) -> str:
    """What is printed without the empty edges that no page shows."""
    return "\n".join(line.rstrip() for line in printed.strip("\n").split("\n")) + "\n"


def agree(shown: str, printed: str) -> bool:
    """Whether a command printed what the page shows, as far as the page shows it."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else _line_pattern(line) + r"[ ]*\n"
        for line in tidy(shown).splitlines()
    )
    return re.fullmatch(pattern, tidy(printed)) is not None


def _line_pattern(line: str) -> str:
    timed = _TRUE_ONLY_ONCE.sub("...", line)
    return ".*".join(re.escape(part) for part in timed.split("..."))


def shown_again(shown: str, printed: str) -> str:
    """What a page should show: what is printed now, with lines left out in the same place."""
    lines = tidy(printed).splitlines()
    before, elision, after = shown.partition("...\n")
    if elision and (first := before.count("\n")) + (last := after.count("\n")) < len(lines):
        lines = [*lines[:first], "...", *lines[len(lines) - last :]]
    return "\n".join(lines) + "\n"


# --- pages that show what is printed now ---


def refresh(page: Path) -> None:
    """Let a page show what its commands print and draw now, and every code of a diagnostic where it lists
    them.
    """
    story = (each for each in read_through() if each[0].page == page.relative_to(ROOT).as_posix())
    text = _FENCED.sub(lambda found: _renewed(found, *next(story)), page.read_text(encoding="utf-8"))
    page.write_text(_LISTED.sub(lambda _: listing(), text), encoding="utf-8")
    for picture, line in pictures(page).items():
        picture.parent.mkdir(exist_ok=True)
        run(line, picture.parent)


def _renewed(found: re.Match[str], example: Example, files: Files) -> str:
    if example.info != "console":
        return found[0]
    with TemporaryDirectory() as folder:
        write(files, Path(folder))
        shown = "".join(_now(command, Path(folder)) for command in commands(example.text))
    return found[0].replace(example.text, shown)


def _now(command: Command, folder: Path) -> str:
    printed = run(command.line, folder)
    if agree(command.printed, printed):
        return f"$ {command.line}\n{command.printed}"
    apart = "\n" if command.printed.endswith("\n\n") else ""
    return f"$ {command.line}\n{shown_again(command.printed, printed)}{apart}"


def listing() -> str:
    """The rows of the reference's table of diagnostics."""
    return "\n".join(f"| `{code}` | {said.about} | {said.mend} |" for code, said in codes().items())


_LISTED = re.compile(r"^\| `T\d{4}` \|.*(?:\n\| `T\d{4}` \|.*)*", re.MULTILINE)


if __name__ == "__main__":
    for each_page in PAGES:
        refresh(each_page)
