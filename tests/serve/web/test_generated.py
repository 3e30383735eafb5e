"""Requests that nobody would send: an answer or a sentence goes back to each, and the server stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.conftest import SENT
from tests.serve.web.visiting import JSON, Answered, Visitor
from twicetold.serve.arguments import parameters
from twicetold.serve.tools import FOR_PAGES

pytestmark = pytest.mark.xdist_group("pages served")


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)

fitting = {
    "world": st.sampled_from(["milk", "brawl", "mlik", "", "../x"]),
    "text": st.just(SENT) | st.text(max_size=60) | st.just(SENT.replace("shy", "shi", 1)),
    "other": st.just(SENT) | st.text(max_size=60),
    "lines": st.lists(st.sampled_from(["shy 3", "forbid confess(Ada, Ben)", "nonsense", ""]), max_size=2),
    "n": st.integers(-1, 12),
    "seed": st.integers(-1, 3),
    "run": st.integers(-1, 3),
    "who": st.lists(st.sampled_from(["Ada", "Ben", "nobody"]), max_size=2),
    "choices": st.lists(st.sampled_from(["wait", "go on", "go on to the end", "sing"]), max_size=3),
    "question": st.sampled_from(["confess(Ada, Ben)", "Ada.nerve > 0.5", '"they are a pair"', "((("]),
    "otherwise": st.lists(st.sampled_from(["shy 1", "forbid confess(Ada, anyone)", "("]), max_size=2),
    "close_to": st.lists(st.sampled_from(["Ada", "anyone", "nobody"]), max_size=2),
    "action": st.sampled_from(["confess", "confess(Ada, anyone)", "sing(", ""]),
    "at": st.floats(-1, 3e6),
    "event": st.integers(-1, 20),
}
"""Of some fields what may be said of them, and what nearly may."""


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, Any]:
    """A question, and what is said with it: often what fits, sometimes anything."""
    tool = draw(st.sampled_from(sorted(FOR_PAGES)))
    known = [each.name for each in parameters(FOR_PAGES[tool].asks)]
    said: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(known), unique=True, max_size=5)) if known else []:
        said[name] = draw(fitting.get(name, anything) if draw(st.integers(0, 9)) else anything)
    if "text" in known and not said.keys() & {"text", "world"}:
        said["text"] = SENT
    if "n" in known and not isinstance(said.get("n"), int):
        said["n"] = 4
    return tool, said


def well_answered(answered: Answered) -> None:
    """With one answer or one sentence, and nothing of how it was made."""
    assert answered.status in (200, 400), answered
    *before, last = answered.lines
    assert all(set(line) == {"progress"} for line in before)
    assert set(last) in ({"answer"}, {"refused"})
    if "refused" in last:
        assert last["refused"].strip()
        assert "Traceback" not in last["refused"]
        assert "fault in twicetold" not in last["refused"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests())
def test_whatever_is_asked_is_answered(visitor: Visitor, request_: tuple[str, Any]) -> None:
    tool, said = request_
    well_answered(visitor.send("POST", f"/ask/{tool}", json.dumps(said).encode(), JSON))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FOR_PAGES)), st.binary(max_size=200))
def test_whatever_is_sent_is_answered(visitor: Visitor, tool: str, data: bytes) -> None:
    well_answered(visitor.send("POST", f"/ask/{tool}", data, JSON))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
)
def test_whatever_is_called_for_is_there_or_not(visitor: Visitor, method: str, path: str) -> None:
    answered = visitor.send(method, "/" + path.lstrip("/"), None, JSON if method == "POST" else {})
    assert answered.status in (200, 400, 404, 405), answered
    assert b"Traceback" not in answered.body


def test_it_is_still_there(visitor: Visitor) -> None:
    assert {world["name"] for world in visitor.answer("worlds")["worlds"]} == {"milk", "brawl"}
