"""Whatever the pages show can be done: worlds load, canons hold together, commands print what is shown."""

from __future__ import annotations

import doctest
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from tests.docs.examples import (
    PAGES,
    ROOT,
    Example,
    Files,
    agree,
    blocks_of,
    commands,
    listing,
    merged,
    pictures,
    prelude,
    read_through,
    run,
    write,
)
from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from tests.generated.compare import FIRST, RUNS, SEED
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import TaleError, load, load_text, load_text_with_warnings
from twicetold.lang.loader import load_canon_text

ALL = list(read_through())
BUNDLED = ROOT / "twicetold" / "worlds"
FROM_A_LIBRARY = 'world "A world"\n  tick 1 minute\n  lasts 1 hour\n\nending "an end" at the end\n'


LONG = {
    "architecture", "drawing", "export", "how_it_is_told", "looking",
    "mcp", "mystery", "page", "play", "tuning", "why",
}  # fmt: skip
"""Pages whose commands live the night thousands of times, search, or compile with all care."""


def takes_long(example: Example) -> bool:
    """Whether what an example of such a page does is left to the slow tests."""
    return example.info in ("console", "pycon") and Path(example.page).stem in LONG


def of(*infos: str) -> pytest.MarkDecorator:
    """The examples of some kinds, each with its page's files."""
    chosen = [(example, files) for example, files in ALL if example.info in infos]
    return pytest.mark.parametrize(
        ("example", "files"),
        [
            pytest.param(example, files, marks=(slow,) if takes_long(example) else ())
            for example, files in chosen
        ],
        ids=[each.label for each, _ in chosen],
    )


def text_of(example: Example, files: Files) -> str:
    """The text of the world that an example makes, or is a part of."""
    if example.name is not None:
        return files[example.name]
    if example.info == "tale fragment":
        return merged(prelude(example), example.text)
    return (
        example.text
        if re.search("^world ", example.text, re.MULTILINE)
        else merged(FROM_A_LIBRARY, example.text)
    )


def small(text: str) -> str:
    """A world of the reference with fewer people than it says, in longer ticks where it lasts for days."""
    fewer = re.sub(r"^\d00 (?=[A-Z])|(?<= = )\d50$", "20 ", text, flags=re.MULTILINE)
    return re.sub(r"tick 1 minute\n(?=  lasts \d+ (?:day|week))", "tick 30 minutes\n", fewer)


def brought_about(text: str) -> str:
    """A world in which a rule brings about each event that no effect does."""
    for name, roles in re.findall(r"^event (\w+)(?: \((.*)\))?$", text, re.MULTILINE):
        if not re.search(rf"happens {name}\b", text):
            who = ", ".join(re.findall(r"(\w+):", roles))
            of, these = (f" for {roles}", f"({who})") if roles else ("", "")
            text += f"\nrule brings_{name}{of} every 6 hours\n  happens {name}{these}\n"
    return text


@of("tale", "tale fragment")
def test_a_world_on_a_page_loads(example: Example, files: Files, tmp_path: Path) -> None:
    write({**files, "shown.tale": text_of(example, files)}, tmp_path)
    load(str(tmp_path / "shown.tale"))


REFERENCE = [(example, files) for example, files in ALL if example.page == "docs/language.md"]


LIVED = [
    pytest.param(brought_about(small(text_of(example, files))), example.text, id=example.label)
    for example, files in REFERENCE
    if example.info in ("tale", "tale fragment")
]


@pytest.mark.parametrize(("text", "shown"), sampled(LIVED, 7, more=13))
def test_an_example_of_the_reference_is_lived_alike_by_all_engines(text: str, shown: str) -> None:
    """By interpreter, kernel and C, to the bit; and all that it shows to be done is done."""
    lived = check(text, [QUICK, PLAIN_C[0]])
    assert lived.is_taken
    assert not lived.wrong
    world = load_text(text)
    counts = Interpreter(world, counted=True).lives(SEED, FIRST, RUNS).counts
    assert counts is not None
    told = re.findall(r"^(?:sense|rule|action|event) (\w+)", shown, re.MULTILINE)
    hits = zip(Probes(world).all, counts.hits, strict=True)
    idle = [each.owner.name for each, often in hits if each.what in ("reached", "chosen") and not often]
    assert not set(told) & set(idle)


@of("tale wrong")
def test_a_world_shown_as_wrong_is_refused(example: Example, files: Files, tmp_path: Path) -> None:
    write({**files, "shown.tale": text_of(example, files)}, tmp_path)
    with pytest.raises(TaleError):
        load(str(tmp_path / "shown.tale"))


@of("canon")
def test_a_canon_on_a_page_fits_its_world(example: Example, files: Files) -> None:
    world = prelude(example) if example.name is None else files[example.name.replace(".canon", ".tale")]
    canon = load_canon_text(load_text_with_warnings(world), example.text)
    assert canon.lines


@of("console")
def test_a_command_on_a_page_prints_what_is_shown(example: Example, files: Files, tmp_path: Path) -> None:
    write(files, tmp_path)
    for command in commands(example.text):
        printed = run(command.line, tmp_path)
        assert agree(command.printed, printed), f"$ {command.line}\n{printed}"


DRAWN = [(picture, line) for page in PAGES for picture, line in pictures(page).items()]


@pytest.mark.parametrize(
    ("picture", "line"), sampled(DRAWN, 0, more=len(DRAWN)), ids=[picture.name for picture, _ in DRAWN]
)
def test_a_picture_on_a_page_is_what_its_command_draws(picture: Path, line: str, tmp_path: Path) -> None:
    run(line, tmp_path)
    assert (tmp_path / picture.name).read_text(encoding="utf-8") == picture.read_text(encoding="utf-8")


@of("pycon")
def test_python_on_a_page_answers_as_shown(
    example: Example, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    shown = doctest.DocTestParser().get_doctest(example.text, {}, example.label, example.page, example.line)
    assert shown.examples
    assert doctest.DocTestRunner(verbose=False).run(shown).failed == 0


@pytest.mark.parametrize(("page", "world"), [("tutorial", "milk.tale"), ("mystery", "night_mail.tale")])
def test_a_tutorial_ends_with_the_bundled_world_but_for_its_words(page: str, world: str) -> None:
    _, files = [each for each in ALL if each[0].page == f"docs/{page}.md"][-1]
    bundled = (BUNDLED / world).read_text(encoding="utf-8")
    assert sorted(without_words(files[world])) == sorted(without_words(bundled))


def without_words(text: str) -> Iterator[str]:
    """The blocks of a world's text without what is said in them, of which a bundled world has more; and each
    thing by itself."""
    text = re.sub(r"^ +(?:tell|or|as|thinks|briefly|opening)\b.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r',? (?:because|described|called) "[^"]*"', "", text)
    for block in blocks_of(text):
        found = re.match(r"(?P<names>\w+(?:, \w+)*) (?:is|are) (?P<what>\w+)(?P<rest>.*)", block, re.DOTALL)
        if found:
            what = found["what"] + found["rest"].rstrip(": \n")
            yield from (f"{name} is {what}" for name in found["names"].split(", "))
        elif not block.startswith("words "):
            yield block


def test_the_tutorial_ends_with_the_bundled_canon() -> None:
    _, files = [each for each in ALL if each[0].page == "docs/tutorial.md"][-1]
    assert files["milk.canon"] == (BUNDLED / "milk.canon").read_text(encoding="utf-8")


def test_the_page_on_the_architecture_quotes_the_action_that_it_follows() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    quoted = page.split("```text\naction ", 1)[1].split("```", 1)[0]
    assert "action " + quoted in (BUNDLED / "packs.tale").read_text(encoding="utf-8")


def test_the_reference_lists_every_diagnostic() -> None:
    reference = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `T\d{4}` \|.*\|$", reference, re.MULTILINE)
    assert "\n".join(listed) == listing()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(
        r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")
    ):
        linked = page.parent / target if target else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), anchor


def anchors(page: Path) -> Collection[str]:
    """The anchors that a page's headings have where Markdown is shown."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# --- the reading of pages itself ---


def test_blocks_that_begin_alike_take_the_place_of_each_other() -> None:
    world = 'world "A"\n  tick 1 minute\n\nkind Cat\n  it\n\nexpect "x" in 1%..2%\n'
    assert merged(world, "kind Cat\n  he\n\nkind Dog\n") == (
        'world "A"\n  tick 1 minute\n\nkind Cat\n  he\n\nexpect "x" in 1%..2%\n\nkind Dog\n'
    )


def test_an_elision_stands_for_lines_or_for_a_part_of_one_and_nothing_else_does() -> None:
    assert agree("a\n...\nz\n", "a\nb\nc\nz\n")
    assert agree("a ... c\n", "a b c\n")
    assert not agree("a\nz\n", "a\nb\nz\n")
    assert not agree("a\n...\nz\n", "a\nb\n")
    assert agree(
        "20 lives in 3.1 s: 6.4 lives, 9 ticks and 2 options a second; world ab\n",
        "20 lives in 0.5 s: 40 lives, 80 ticks and 7 options a second; world c0\n",
    )
    assert not agree(
        "20 lives in 3.1 s: 6.4 lives, 9 ticks and 2 options a second; world ab\n",
        "21 lives in 3.1 s: 6.4 lives, 9 ticks and 2 options a second; world ab\n",
    )
