"""Whatever is said to it, a tool answers with a sentence, and goes on answering."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.serve.caller import Caller, sentence
from tests.serve.conftest import SECRET, SENT, UNSAID
from tests.serve.test_tools import CALLS
from twicetold.serve import arguments
from twicetold.serve.limits import Limits
from twicetold.serve.refusals import Refused
from twicetold.serve.tools import TOOLS

pytestmark = pytest.mark.xdist_group("serve")

BROKEN = sorted((Path(__file__).parents[1] / "errors").glob("*.tale"))

Call = tuple[str, dict[str, Any]]

# --- the calls ----------------------------------------------------------------------------------------------

STRANGE: list[Any] = [
    True, 0, -1, 12.0, 1.5, 10**30, "", "12", "yes", "\x1b[31mred", "x" * 300_000, [], [1], [[]], ["x"] * 65,
    {}, {"n": 1},
]  # fmt: skip
"""Of each of these nearly every argument can make nothing."""


def strange() -> Iterator[Call]:
    """Each argument of each tool, said as what it is not."""
    for name, tool in TOOLS.items():
        for parameter in arguments.parameters(tool.asks):
            for value in STRANGE:
                if not fits(parameter, value):
                    yield name, {**CALLS[name], parameter.name: value}


def fits(parameter: arguments.Parameter, value: Any) -> bool:
    """Whether JSON Schema, of which the code under test makes no use, lets it pass."""
    said = parameter.schema(Limits())
    integral = isinstance(value, float) and said.get("type") == "integer"  # 12.0 is whole to JSON Schema
    return not integral and jsonschema.Draft202012Validator(said).is_valid(value) and value != "\x1b[31mred"


def unknown() -> Iterator[Call]:
    """Arguments and tools that there are none of."""
    for name, said in CALLS.items():
        for argument in ("", "worlds", "__class__", "N", "engine"):
            yield name, {**said, argument: 1}
    for name in ("", "mny", "../many", "__init__", "x" * 5000, "many\n", "worlds "):
        yield name, {}
    for name, tool in TOOLS.items():
        if any(parameter.needed for parameter in arguments.parameters(tool.asks)):
            yield name, {}


ELSEWHERE = [
    "unsade", "", "-", ".", "..", "/", "secret", "secret.tale", "./secret.tale", "unsaid.tale",
    "../../etc/passwd", "/etc/passwd", "milk/../../etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa",
    "\\\\host\\share\\x.tale",
    "hale_yard", "bodies", "secretlib", "%2e%2e%2fsecret", "unsaid\n", "/proc/self/environ", "con", "MILK",
]  # fmt: skip
"""No names of a world that is given."""


def elsewhere(folder: Path) -> Iterator[Call]:
    """Worlds, files and narrators that are not given."""
    for name in [*ELSEWHERE, str(folder / "secret.tale"), str(folder / "unsaid.tale")]:
        yield "many", {"world": name, "n": 1}
        yield "read", {"world": name}
    for file in ("secretlib.tale", "../secret.tale", "/etc/passwd", "", "secret.narrator"):
        yield "read", {"world": "unsaid", "file": file}
    for narrator in ("secret.narrator", str(folder / "secret.narrator"), "/etc/passwd"):
        yield "tell", {"world": "unsaid", "narrator": narrator}
    yield "many", {}
    yield "many", {"world": "milk", "text": SENT}


def texts() -> Iterator[Call]:
    """Texts that are no worlds, and lines that are no lines."""
    for text in (
        "", " ", "\n", "world", "null", "{}", "import os", "\ufeff", "use bodies", "(" * 5000,
        "kind A\n" * 20_000, "#" * 3000, 'world "x"\n  tick 1 second\n  lasts 1 century',
        f"{SENT}\nkind {'A' * 1500} is B",
        f"(100000000) Person\n{SENT}", f"{SENT}\naction a (p: Person)\n  urge {'-' * 500}1",
    ):  # fmt: skip
        yield "many", {"text": text, "n": 1}
    for used in (
        '"/etc/passwd"',
        "/etc/passwd",
        "../secret",
        "secretlib",
        "secretlob",
        "passwd",
        "bodis",
    ):
        yield "many", {"text": f"use {used}\n{SENT}", "n": 1}
        yield "many", {"world": "unsaid", "lines": [f"use {used}"], "n": 1}
        yield "what_if", {"world": "unsaid", "otherwise": [f"use {used}"], "n": 1}
    for file in BROKEN[::3]:
        yield "life", {"text": file.read_bytes().decode("latin-1")}


def questions() -> Iterator[Call]:
    """What cannot be asked of a world that there is."""
    for question in (
        "",
        " ",
        "Ada",
        "Ada.",
        "Eve.nerve > 1",
        "1 +",
        "Ada.nerve",
        '"they are a pear"',
        "hug(Ada)",
        "🙂",
    ):
        yield "given", {"text": SENT, "question": question, "n": 1}
    for otherwise in (
        [],
        [""],
        ["forbid hug(Ada)"],
        ["forbid"],
        ["shy 99 metres"],
        ["heed 1"],
        ["shy 1"] * 9,
    ):
        yield "what_if", {"text": SENT, "otherwise": otherwise, "n": 1}
    for event in (1_000_000, 10**15):
        yield "why", {"text": SENT, "event": event}
    for manner in (
        {"close_to": ["Eve"]}, {"close_to": [""]}, {"close_to": ["Ada"], "from_outside": True},
        {"telling": "threads"}, {"telling": ""}, {"tense": "future"}, {"order": "random"},
    ):  # fmt: skip
        yield "tell", {"text": SENT, **manner}


def wrong_calls(folder: Path) -> list[Call]:
    return [*unknown(), *elsewhere(folder), *texts(), *questions(), *strange()]


# --- what is said to them -----------------------------------------------------------------------------------


def test_every_wrong_call_is_answered_with_a_sentence(caller: Caller, folder: Path):
    calls = wrong_calls(folder)
    assert len(calls) >= 200
    bad = []
    for name, said in calls:
        result = caller.call(name, **said)
        told = sentence(result)
        if not result.is_error or not is_a_sentence(told) or SECRET in told:
            bad.append((name, str(said)[-200:], told[:500]))
    assert not bad
    assert caller.answer("many", world="milk", n=5)["n"] == 5


def is_a_sentence(told: str) -> bool:
    """Whether it says in words what is wrong and how it is mended, shows no inner parts, and is short."""
    words = re.findall(r"[a-z]+", told)
    mends = re.search(r": |help:|needs|has to|; ", told) is not None
    inner = re.search(r"Traceback|File \"|Error\b|<class|0x[0-9a-f]{6}|site-packages|root:", told) is not None
    return (
        len(words) >= 5 and mends and not inner and re.sub(r"\s", "", told).isprintable() and len(told) < 5000
    )


def test_there_are_hundreds_of_them(folder: Path):
    """And they are of all sorts: none that was meant to be wrong is right by an oversight."""
    each = [len(list(calls)) for calls in (unknown(), elsewhere(folder), texts(), questions(), strange())]
    assert all(count >= 15 for count in each)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float):
    """JSON has none of these, but some that write and read it have."""
    for tool, argument in (("many", "n"), ("many", "until"), ("many", "seed"), ("life", "run")):
        with pytest.raises(Refused, match=f"`{argument}` has to be a"):
            arguments.read(TOOLS[tool].asks, tool, {argument: value}, Limits())


def test_half_a_character_is_refused():
    for name, argument in itertools.product(("many", "life"), ("text", "world")):
        with pytest.raises(Refused, match="half a character"):
            arguments.read(TOOLS[name].asks, name, {argument: "\ud800"}, Limits())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"n": "12"},
            '`n` has to be a whole number from 1 to 10,000, but is "12": write 12, without quotation marks',
        ),
        ({"n": 12.0}, "`n` has to be a whole number from 1 to 10,000, but is 12.0: write 12"),
        ({"n": True}, "`n` has to be a whole number from 1 to 10,000, but is true"),
        ({"lifes": 3}, '`many` has no argument "lifes": did you mean `lines`?'),
        ({"world": "mikl"}, 'there is no world "mikl" here: did you mean `milk`?'),
        ({"lines": "heed 1"}, '`lines` has to be a list of texts, but is "heed 1": write ["heed 1"]'),
    ],
)
def test_the_sentence_leads_to_the_mend(caller: Caller, said: dict[str, Any], told: str):
    assert caller.refusal("many", **{"world": "milk", **said}) == told


def test_what_is_null_counts_as_not_said(caller: Caller):
    assert caller.answer("many", world="milk", text=None, n=None, until=None, lines=None)["n"] == 200
    assert caller.refusal("given", world="milk", question=None).startswith("`given` needs `question`: ")


def test_what_is_asked_for_without_a_word_stays_within_the_limits():
    few = Limits(lives=50)
    assert arguments.read(TOOLS["many"].asks, "many", {}, few).n == 50
    assert arguments.schema(TOOLS["many"].asks, few)["properties"]["n"]["default"] == 50


def test_a_text_may_use_what_is_bundled_and_nothing_else(caller: Caller):
    with_bodies = caller.answer("check", text=f"use hearts\n{UNSAID.replace('use hearsay', '')}", n=1)
    assert (
        any("there" not in problem["message"] for problem in with_bodies["problems"]) or with_bodies["about"]
    )
    told = caller.refusal("many", world="unsaid", lines=["use secretlib"])
    assert "there is no file `secretlib.tale` to use" in told
    assert "secretlib" not in caller.refusal("many", world="unsaid", lines=["use secretlob"])
