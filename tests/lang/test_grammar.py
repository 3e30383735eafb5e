"""A parser that was kept is the parser that would be made, and nothing else that is kept is ever used."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import lark
import pytest

from tests.sampled import sampled, slow
from twicetold.cache import Cache
from twicetold.lang import TaleError, grammar, load

TESTS = Path(__file__).parents[1]
WRONG = sorted((TESTS / "errors").glob("*.tale"))
VALID = sorted((TESTS / "fixtures" / "valid").glob("*.tale"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cache]:
    """An empty cache, and no parser made yet."""
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "cache"))
    grammar.parser_of.cache_clear()
    yield Cache(tmp_path / "cache")
    grammar.parser_of.cache_clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules whose parsers are made, as they are."""
    starts = []
    really = grammar._made

    def make(start: str) -> lark.Lark:
        starts.append(start)
        return really(start)

    monkeypatch.setattr(grammar, "_made", make)
    return starts


def anew(start: str = "canon_title") -> lark.Lark:
    """The parser as another process would come by it; of a small rule, which is soon made."""
    grammar.parser_of.cache_clear()
    return grammar.parser_of(start)


def works(parser: lark.Lark) -> bool:
    return parser.parse('canon "A night"\n').data == "canon_title"


def test_a_parser_is_made_once(kept: Cache, made: list[str]) -> None:
    assert all(works(anew()) for _ in range(3))
    assert made == ["canon_title"]
    assert len(kept.entries()) == 1


def test_without_a_cache_each_process_makes_its_own(
    kept: Cache, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWICETOLD_CACHE", "off")
    assert all(works(anew()) for _ in range(2))
    assert len(made) == 2
    assert not kept.entries()


def test_another_language_or_another_lark_makes_its_own(
    kept: Cache, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    anew()
    monkeypatch.setattr(grammar, "fingerprint", lambda package: "another")
    anew()
    monkeypatch.setattr(lark, "__version__", "another")
    anew()
    assert len(made) == len(kept.entries()) == 3


def test_what_the_package_brings_is_used_only_if_it_is_of_this_grammar(
    kept: Cache, made: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(grammar, "BROUGHT", ("canon_title",))
    (tmp_path / "grammar.lark").write_bytes(Path(grammar.__file__).with_name("grammar.lark").read_bytes())
    monkeypatch.setattr(grammar, "__file__", str(tmp_path / "grammar.py"))
    monkeypatch.setattr(grammar, "files", lambda package: tmp_path)
    grammar.bring()
    grammar.bring()
    assert made == ["canon_title"]
    assert works(anew())
    assert made == ["canon_title"]
    assert not kept.entries()
    monkeypatch.setattr(grammar, "fingerprint", lambda package: "another")
    assert works(anew())
    assert len(made) == 2


@pytest.mark.parametrize(
    "damage", sampled([b"", b"junk", b"twicetold kept 1\njunk", None], 1, more=3), ids=repr
)
def test_a_damaged_file_is_made_anew(kept: Cache, made: list[str], damage: bytes | None) -> None:
    anew()
    (entry,) = kept.entries()
    entry.write_bytes(entry.read_bytes()[:-1] if damage is None else damage)
    assert all(works(anew()) for _ in range(2))
    assert len(made) == 2  # and is whole again


class Trap:
    """What runs as it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path("sprung"),)


@pytest.mark.parametrize(
    "data",
    sampled([b"", b"junk", pickle.dumps({}), pickle.dumps(Trap())], 1, more=3),
    ids=["", "junk", "{}", "trap"],
)
def test_what_is_no_parser_is_never_read_as_one(
    kept: Cache, made: list[str], data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even if it stands whole in its place."""
    monkeypatch.chdir(tmp_path)
    anew()
    (entry,) = kept.entries()
    kept.put(entry.stem, data)
    assert all(works(anew()) for _ in range(2))
    assert len(made) == 2
    assert not Path("sprung").exists()


@slow
def test_a_kept_parser_reads_and_complains_as_one_just_made(
    kept: Cache, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers() -> list[str]:
        grammar.parser_of.cache_clear()
        return [answer(file) for file in [*VALID[::4], *WRONG[::4]]]

    first = answers()
    begun = len(made)
    assert answers() == first
    assert len(made) == begun
    assert any("error" in answer for answer in first)


def answer(file: Path) -> str:
    """A world, or what is wrong with it."""
    try:
        return repr(load(str(file)))
    except TaleError as error:
        return str(error)
