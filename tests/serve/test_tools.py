"""Every tool is run by the SDK's own client, over the streams of a process of its own."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tests.sampled import slow
from tests.serve.caller import Caller
from tests.serve.conftest import SENT, UNSAID
from twicetold import questions
from twicetold.engine import Interpreter
from twicetold.lang import load
from twicetold.runs import many
from twicetold.version import VERSION

pytestmark = pytest.mark.xdist_group("serve")

CALLS: dict[str, dict[str, Any]] = {
    "worlds": {},
    "read": {"world": "unsaid"},
    "check": {"text": SENT, "n": 200},
    "many": {"text": SENT, "n": 60},
    "what_if": {"text": SENT, "n": 60, "otherwise": ["shy 4", "forbid confess(Ada, Ben)"]},
    "given": {"text": SENT, "n": 60, "question": "confess(Ada, Ben)"},
    "life": {"text": SENT, "run": 1},
    "tell": {"text": SENT, "run": 1},
    "why": {"text": SENT, "run": 1, "n": 5},
    "why_not": {"text": SENT, "run": 1, "action": "confess(Ada, Ben)", "at": 86400},
    "play": {"text": SENT, "run": 1, "who": ["Ada"], "choices": ["wait"]},
}


def test_there_is_a_call_of_every_tool_here_and_all_are_described(caller: Caller):
    tools = caller.portal.call(caller.client.list_tools).tools
    assert {tool.name for tool in tools} == set(CALLS)
    for tool in tools:
        assert tool.title
        assert tool.description
        assert tool.annotations
        assert tool.annotations.read_only_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["additionalProperties"] is False
        assert all(said["description"] for said in tool.input_schema["properties"].values())
        assert tool.output_schema
        assert tool.output_schema["type"] == "object"
    info = caller.client.server_info
    assert info is not None
    assert (info.name, info.version) == ("twicetold", VERSION)


@pytest.mark.parametrize("tool", CALLS)
def test_an_answer_is_small_and_what_its_schema_says(caller: Caller, tool: str):
    schemas = {each.name: each for each in caller.portal.call(caller.client.list_tools).tools}
    jsonschema.validate(CALLS[tool], schemas[tool].input_schema)
    result = caller.call(tool, **CALLS[tool])
    assert not result.is_error, result.content
    jsonschema.validate(result.structured_content, schemas[tool].output_schema or {})
    assert len(str(result.structured_content)) < 8_000


# --- what is answered ---------------------------------------------------------------------------------------


def test_the_worlds_that_are_given_are_listed(caller: Caller):
    found = caller.answer("worlds")
    assert [world["name"] for world in found["worlds"]] == ["milk", "unsaid"]
    assert "three friends" in found["worlds"][0]["about"]
    assert "bodies" in [library["name"] for library in found["libraries"]]
    assert found["limits"]["lives"] == 10_000


def test_a_world_is_read_page_by_page(caller: Caller):
    text: list[str] = []
    line: int | None = 1
    while line is not None:
        page = caller.answer("read", world="unsaid", line=line)
        text.append(page["text"])
        line = page["next"]
    assert "\n".join(text) + "\n" == UNSAID
    assert page["files"] == ["unsaid.tale", "hearsay.tale"]
    assert caller.answer("read", world="unsaid", file="hearsay.tale")["text"] == "kind Rumour"


def test_a_text_with_a_mistake_is_checked_and_the_mend_is_told(caller: Caller):
    found = caller.answer("check", text=SENT.replace("Ada.nerve", "Ada.nerv"))
    assert not found["holds"]
    assert found["about"] is None
    problem = found["problems"][0]
    assert (problem["line"], problem["severity"]) == (25, "error")
    assert problem["help"] == "did you mean `nerve`?"


def test_a_text_without_one_is_said_to_be_what_it_is(caller: Caller):
    found = caller.answer("check", text=SENT, n=500)
    assert found["holds"]
    assert found["about"]["title"] == "Unsaid"
    assert found["about"]["actions"] == ["confess(p: Person, q: Person)"]
    assert found["about"]["minds"] == ["Ada", "Ben"]
    assert found["about"]["settings"] == ["shy 6"]
    [expected] = found["expectations"]
    assert expected["holds"]
    assert expected["low"] <= expected["estimate"] <= expected["high"]


def test_lives_are_counted_as_they_are_elsewhere(caller: Caller):
    found = caller.answer("many", world="milk", n=80, seed=3)
    batch = many(load("milk"), questions.Many(80, 3, jobs=1))
    assert found["hash"] == batch.hash
    assert [(row["ending"], row["count"], row["low"]) for row in found["endings"]] == [
        (row.ending, row.count, row.low) for row in batch.endings()
    ]
    assert {row["measure"]: row["mean"] for row in found["measures"]} == {
        name: summary.mean for name, summary in batch.measures().items()
    }
    assert found["typical"] == batch.typical_run()


def test_lives_are_lived_until_their_shares_are_known(caller: Caller):
    found = caller.answer("many", world="milk", n=2000, until=0.2)
    assert found["n"] < 2000
    assert all(row["high"] - row["share"] <= 0.2 for row in found["endings"])


def test_a_life_is_paged_without_a_gap(caller: Caller):
    events: list[Any] = []
    first: int | None = 0
    pages = 0
    while first is not None:
        page = caller.answer("life", world="milk", run=2, first=first)
        events += page["events"]
        first, pages = page["next"], pages + 1
    record = Interpreter(load("milk")).live(1, 2)
    assert pages > 1
    assert page["ending"] == record.ending
    assert [event["number"] for event in events] == [e.number for e in record.events if not e.quiet]
    [wrong] = [event for event in events if event["outcome"] == "wrongly"]
    assert wrong["what"].startswith("blame(")


@slow
def test_an_event_of_a_life_is_asked_about_by_its_number(caller: Caller):
    events = caller.answer("life", world="milk", run=2)["events"]
    blame = next(event for event in events if event["what"].startswith("make_tea"))
    found = caller.answer("why", world="milk", run=2, event=blame["number"], n=5)
    assert found["asked"] == blame["what"]
    assert found["chain"][-1]["number"] == blame["number"]
    assert found["causes"]
    ending = caller.answer("why", world="milk", run=2, n=5)
    assert ending["asked"] == "tea, after all"
    assert all(0 <= cause["without"] <= 1 for cause in ending["causes"])


def test_each_thing_that_is_otherwise_makes_a_twin(caller: Caller):
    found = caller.answer(
        "what_if", world="milk", n=100, otherwise=["forbid blame(anyone, anyone)", "blame_1 2"]
    )
    forbidden, same = found["twins"]
    slammed = next(row for row in forbidden["endings"] if row["ending"] == "a slammed door")
    assert slammed["after"] == 0 < slammed["before"]
    assert slammed["sure"]
    assert same["same"] == found["n"] == 100
    assert not same["flips"]


def test_a_life_of_a_twin_is_looked_at_with_the_same_line(caller: Caller):
    lines = ["forbid blame(anyone, anyone)"]
    flip = caller.answer("what_if", world="milk", n=100, otherwise=lines)["twins"][0]["flips"][0]
    run = flip["runs"][0]
    assert caller.answer("life", world="milk", run=run)["ending"] == flip["before"]
    assert caller.answer("life", world="milk", run=run, lines=lines)["ending"] == flip["after"]


def test_lives_in_which_something_happened_are_set_apart(caller: Caller):
    found = caller.answer("given", world="milk", question='"tea in peace"', n=200)
    shares = {row["what"]: row["share"] for row in found["endings"]}
    assert shares["tea in peace"] == 1
    assert found["count"] == round(found["share"] * found["n"])
    assert caller.answer("life", world="milk", run=found["runs"][0])["ending"] == "tea in peace"


def test_a_life_is_told_in_a_manner(caller: Caller):
    plain = caller.answer("tell", text=SENT, run=1)["text"]
    assert "Ada told Ben how it was with her." in plain
    close = caller.answer(
        "tell", text=SENT, run=1, close_to=["Ada"], tense="present", person="second", narrator="dry"
    )["text"]
    assert "You tell Ben how it is with you." in close
    back = caller.answer("tell", text=SENT, run=1, order="retrograde")["text"]
    assert back != plain


def test_a_telling_is_paged_by_its_paragraphs(caller: Caller):
    text: list[str] = []
    paragraph: int | None = 0
    pages = 0
    while paragraph is not None:
        page = caller.answer("tell", world="milk", run=4, paragraph=paragraph)
        text.append(page["text"])
        paragraph, pages = page["next"], pages + 1
    assert text[0].startswith("The last of the milk")
    assert text[-1].endswith("seed 1, run 4, after 1:09:00: tea, after all")
    assert pages > 1


def test_progress_is_told_and_only_rises(caller: Caller):
    caller.answer("many", world="milk", n=400, seed=9)
    done = [done for done, _ in caller.progress]
    assert done == sorted(set(done))
    assert caller.progress[-1] == (400, 400)


def test_a_part_is_played_by_all_that_was_chosen(caller: Caller):
    def moment(*choices: str) -> dict[str, Any]:
        return caller.answer("play", text=SENT, run=1, who=["Ada"], choices=choices)

    first = moment()
    assert first["turn"] == "Ada"
    assert first["ending"] is None
    taken = first["choices"][0]["does"]
    second = moment(taken)
    assert second == moment(first["choices"][0]["text"]), "by its sentence as by its formula"
    assert moment(taken, "go on to the end")["ending"]
    assert moment() == first, "nothing is kept"
