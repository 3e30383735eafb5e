"""Questions over HTTP, asked as the page asks them, and as strangers do."""

from __future__ import annotations

import base64
import io
import json
import socket
import time
import zipfile
from itertools import pairwise
from typing import Any

import pytest

from tests.sampled import sampled, slow

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from tests.serve.conftest import LONG, SENT
from tests.serve.web.visiting import JSON, Visitor, serving
from twicetold import questions
from twicetold.lang import load
from twicetold.runs import many
from twicetold.serve.limits import Limits
from twicetold.serve.memory import Memory
from twicetold.serve.tools import FOR_PAGES
from twicetold.serve.web import app
from twicetold.serve.web import serving as serving_
from twicetold.serve.web.guard import Door

pytestmark = pytest.mark.xdist_group("pages served")

CALLS: dict[str, dict[str, Any]] = {
    "worlds": {},
    "read": {"world": "milk"},
    "check": {"text": SENT, "n": 200},
    "many": {"text": SENT, "n": 60},
    "what_if": {"text": SENT, "n": 60, "otherwise": ["shy 4"]},
    "given": {"text": SENT, "n": 60, "question": "confess(Ada, Ben)"},
    "life": {"text": SENT, "run": 1},
    "tell": {"text": SENT, "run": 1},
    "why": {"text": SENT, "run": 1, "n": 5},
    "why_not": {"text": SENT, "run": 1, "action": "confess(Ada, Ben)", "at": 86400},
    "play": {"text": SENT, "run": 1, "who": ["Ada"], "choices": ["wait"]},
    "look": {"text": SENT},
    "complete": {"text": SENT, "line": 12, "column": 1},
    "lives": {"text": SENT, "n": 60, "by": "rarest"},
    "story": {"text": SENT, "run": 1},
    "picture": {"world": "milk", "view": "causes"},
    "book": {"text": SENT, "run": 1, "form": "markdown"},
    "parquet": {"text": SENT, "n": 60},
    "cover": {"text": SENT, "n": 60},
    "course": {"text": SENT, "n": 60},
    "places": {"world": "brawl", "run": 1},
    "versions": {
        "text": SENT,
        "other": SENT.replace("shy number 0..10 = 6", "shy number 0..10 = 1"),
        "n": 60,
    },
}


def test_every_question_is_asked_here() -> None:
    assert CALLS.keys() == FOR_PAGES.keys()


@pytest.mark.parametrize("tool", sampled(list(CALLS), 8, more=len(CALLS)))
def test_a_question_is_answered(visitor: Visitor, tool: str) -> None:
    answered = visitor.ask(tool, **CALLS[tool])
    assert (answered.status, answered.headers["content-type"]) == (200, "application/x-ndjson")
    *before, last = answered.lines
    assert set(last) == {"answer"}, last
    assert all(set(line) == {"progress"} for line in before)


# --- what is answered ---------------------------------------------------------------------------------------


def test_the_lives_are_those_of_everywhere(visitor: Visitor) -> None:
    batch = many(load("milk"), questions.Many(400, 1, jobs=1))
    counted = visitor.answer("many", world="milk", n=400)
    assert {row["ending"]: row["count"] for row in counted["endings"]} == {
        row.ending: row.count for row in batch.endings()
    }
    table = visitor.answer("lives", world="milk", n=400)
    assert table["count"] == 400
    assert table["next"] == len(table["rows"]) == 100
    rare = visitor.answer("lives", world="milk", n=400, by="rarest")["rows"][0]
    assert rare["ending"] == min(batch.endings(), key=lambda row: row.count).ending
    longest = visitor.answer("lives", world="milk", n=400, by="longest", ending="tea in peace")
    assert {row["ending"] for row in longest["rows"]} == {"tea in peace"}
    life = visitor.answer("life", world="milk", run=rare["run"])
    assert life["ending"] == rare["ending"]


def test_a_table_is_of_those_in_which_something_happened(visitor: Visitor) -> None:
    """The lives in which it ever held are those that are counted as given it."""
    found = visitor.answer("lives", world="milk", n=300, happened="blame(anyone, Ben)")
    given = visitor.answer("given", world="milk", n=300, question="blame(anyone, Ben)")
    assert found["count"] == given["count"] < 300
    assert [row["run"] for row in found["rows"]][:5] == given["runs"][:5]
    assert len(found["rows"][0]["measures"]) == len(found["measures"])
    assert "is a number" in visitor.ask("lives", world="milk", n=9, happened="1 + 1").refused
    assert "blam" in visitor.ask("lives", world="milk", n=9, happened="blam(Ada)").refused


def test_a_table_is_paged_without_a_gap(visitor: Visitor) -> None:
    rows: list[int] = []
    first: int | None = 0
    while first is not None:
        page = visitor.answer("lives", world="milk", n=250, first=first)
        rows += [row["run"] for row in page["rows"]]
        first = page["next"]
    assert rows == list(range(250))


def test_what_is_wrong_with_a_text_is_marked_where_it_is(visitor: Visitor) -> None:
    wrong = "  urge 3 * p.nerve + 5 * love(q, p) - shi"
    text = SENT.replace(wrong[:-1] + "y", wrong)
    looked = visitor.answer("look", text=text)
    assert looked["facts"] is None
    [said] = [each for each in looked["problems"] if each["severity"] == "error"]
    line = text.splitlines().index(wrong) + 1
    assert (said["line"], said["column"], said["end_column"]) == (line, len(wrong) - 2, len(wrong) + 1)
    assert "`shy`" in said["help"]

    looked = visitor.answer("look", text=SENT)
    assert looked["facts"]["minds"] == ["Ada", "Ben"]
    assert looked["facts"]["knobs"] == [{"name": "shy", "value": 6.0, "low": 0.0, "high": 10.0}]


def test_each_sentence_knows_its_events(visitor: Visitor) -> None:
    life = visitor.answer("life", world="milk", run=3, everything=True)
    known = {event["number"] for event in life["events"]}
    read = visitor.answer("story", world="milk", run=3, close_to=["Ada"], person="first")
    sentences = [
        each for chapter in read["chapters"] for paragraph in chapter["paragraphs"] for each in paragraph
    ]
    assert any(" I " in each["text"] for each in sentences)
    assert any(each["events"] for each in sentences)
    assert {number for each in sentences for number in each["events"]} <= known
    assert all(number in known for event in life["events"] for number in event["because_of"])


def test_two_texts_are_compared_life_by_life(visitor: Visitor) -> None:
    same = visitor.answer("versions", text=SENT, other=SENT, n=80)
    assert same["twin"]["same"] == same["n"] == 80
    other = visitor.answer("versions", **CALLS["versions"])["twin"]
    assert {row["ending"]: (row["before"], row["after"]) for row in other["endings"]}
    assert sum(row["before"] for row in other["endings"]) == 60
    refused = visitor.ask("versions", text=SENT, other="world", n=80)
    assert "`text`" in refused.refused or "world" in refused.refused


def test_a_book_and_a_table_are_files_that_others_read(visitor: Visitor) -> None:
    book = visitor.answer("book", world="milk", run=3, form="epub")
    names = zipfile.ZipFile(io.BytesIO(base64.b64decode(book["data"]))).namelist()
    assert (book["name"], names[0]) == ("life-3.epub", "mimetype")

    parquet = pytest.importorskip("pyarrow.parquet")
    table = visitor.answer("parquet", world="milk", n=50)
    assert parquet.read_table(io.BytesIO(base64.b64decode(table["data"]))).num_rows == 50


@slow
def test_everybody_is_somewhere_at_every_time_that_they_are_in_the_life(visitor: Visitor) -> None:
    found = visitor.answer("places", **CALLS["places"])
    assert len(found["clock"]) > 100
    for who in range(len(found["people"])):
        own = sorted((stay["since"], stay["until"]) for stay in found["stays"] if stay["who"] == who)
        assert own[0][0] == 0
        assert all(until <= since for (_, until), (since, _) in pairwise(own))
        assert own[-1][1] <= found["lasts"]
    assert visitor.answer("places", text=SENT)["stays"] == []


def test_a_choice_is_laid_open(visitor: Visitor) -> None:
    events = visitor.answer("life", text=SENT, run=1, everything=True)["events"]
    done = next(event for event in events if event["what"].startswith("confess"))
    who = done["what"].partition("(")[2].partition(",")[0]
    laid = visitor.answer("why_not", text=SENT, run=1, action="confess", at=done["began"])
    [actor] = [actor for actor in laid["actors"] if actor["who"] == who]
    assert actor["chose"] == done["what"]
    assert {term["text"] for way in actor["ways"] for term in way["urge"]}
    assert "there is no action" in visitor.ask("why_not", text=SENT, action="sing", at=0).refused


def test_lines_are_covered_as_the_command_says(visitor: Visitor) -> None:
    covered = visitor.answer("cover", text=SENT, n=60)
    by_line = {line["line"]: line for line in covered["lines"]}
    lines = SENT.splitlines()
    assert covered["n"] == 60
    assert by_line[lines.index('ending "nothing is said" at the end') + 1]["hits"] > 0
    assert {line["status"] for line in covered["lines"]} <= {"reached", "unreached", "impossible"}


# --- who may not --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:80"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"host": "[::1"}, 421),
        ({"host": ""}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": ""}, 415),
    ],
    ids=str,
)
def test_a_foreign_page_may_not_ask(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    answered = visitor.send("POST", "/ask/worlds", b"{}", {**JSON, **headers})
    assert answered.status == status
    assert answered.refused


@slow
def test_who_comes_from_elsewhere_needs_the_token() -> None:
    door = Door(frozenset({"127.0.0.1", "house.example"}), "a-token-of-some-length")
    with serving("milk", door=door) as visitor:
        for tried in ({}, {"cookie": "twicetold=a-token"}, {"cookie": "twicetold="}, {"cookie": "\x7f;=;"}):
            answered = visitor.send("POST", "/ask/worlds", b"{}", {**JSON, **tried})
            assert (answered.status, "token" in answered.refused) == (401, True), tried
        assert visitor.send("GET", "/").status == 401
        assert visitor.send("GET", "/?token=another").status == 401
        welcome = visitor.send("GET", "/?token=a-token-of-some-length")
        assert (welcome.status, welcome.headers["location"]) == (303, "/")
        cookie, *flags = welcome.headers["set-cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Strict"} <= set(flags)
        host = {"host": "house.example", "cookie": cookie}
        assert visitor.send("GET", "/", headers=host).status == 200
        assert visitor.send("POST", "/ask/worlds", b"{}", {**JSON, **host}).status == 200


def test_no_address_but_its_own_can_be_had_without_a_token() -> None:
    opened = serving_.opened(serving_.Address("0.0.0.0", 0))
    opened.listening.close()
    assert opened.door.token is not None
    assert len(opened.door.token) >= 32
    assert f"?token={opened.door.token}" in opened.address
    here = serving_.opened(serving_.Address("localhost", 0))
    here.listening.close()
    assert (here.door.token, "token" in here.address) == (None, False)


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml", "/..%2f..%2fpyproject.toml", "/%2e%2e/app.py", "/__init__.py", "//etc/passwd",
        "/style.css/../../app.py", "/site/style.css", "/index.html", "/style.css%00.mjs", "/.mjs", "/ask",
    ],
)  # fmt: skip
def test_no_file_but_those_of_the_page_can_be_had(visitor: Visitor, path: str) -> None:
    answered = visitor.send("GET", path)
    assert answered.status == 404
    assert "nothing here" in answered.refused


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 200, ""),
        (b"[]", 400, "an object"),
        (b"{", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b"[" * 100_000, 400, "JSON"),
        (b'{"world": "milk"}', 400, "no argument"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_question_that_is_none_is_refused(visitor: Visitor, body: bytes, status: int, said: str) -> None:
    answered = visitor.send("POST", "/ask/worlds", body, JSON)
    assert answered.status == status
    assert said in (answered.refused if status != 200 else "")


def test_wrong_ways_to_ask_are_told(visitor: Visitor) -> None:
    assert visitor.send("GET", "/ask/many").status == 405
    assert visitor.send("DELETE", "/").status == 405
    assert "did you mean `many`?" in visitor.ask("mny").refused
    assert "there is no world" in visitor.ask("many", world="../../etc/passwd").refused
    assert "`n`" in visitor.ask("many", world="milk", n=10**9).refused


def test_too_long_a_question_is_refused_before_it_is_read(visitor: Visitor) -> None:
    body = json.dumps({"text": "#" * 1_000_000}).encode()
    answered = visitor.send("POST", "/ask/look", body, JSON)
    assert answered.status == 400
    assert "bytes" in answered.refused


@slow
def test_who_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SLOWEST", 0.3)
    monkeypatch.setattr(serving_, "PATIENCE", 0.5)
    with serving("milk") as visitor:
        head = "POST /ask/worlds HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as slow:
            slow.sendall(f"{head}content-length: 9\r\n\r\n{{".encode())
            assert b" 408 " in slow.recv(4096)
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as silent:
            silent.sendall(head.encode())
            assert silent.recv(4096) == b"", "it is closed"


@slow
def test_what_takes_too_long_is_ended_and_the_next_question_answered() -> None:
    with serving("milk", limits=Limits(at_once=1, seconds=1, jobs=1)) as visitor:
        assert "took longer" in visitor.ask("life", text=LONG).refused
        assert visitor.answer("worlds")["worlds"]


@slow
def test_who_leaves_calls_the_question_off_and_holds_up_nobody() -> None:
    with serving("milk", limits=Limits(at_once=1, jobs=1)) as visitor:
        body = json.dumps({"text": LONG}).encode()
        head = "POST /ask/life HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as leaving:
            leaving.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(0.5)  # it is at work, on the only place of the short lane
            assert visitor.answer("many", world="milk", n=10)["n"] == 10, "the long lane is another"
        began = time.monotonic()
        assert visitor.answer("worlds")["worlds"]
        assert time.monotonic() - began < 30, "and not after the life's minute"


@slow
def test_one_session_cannot_take_all_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ONE", 0)
    with serving("milk") as visitor:
        answered = visitor.ask("worlds")
        assert (answered.status, "too much" in answered.refused) == (429, True)


def test_answers_are_guarded(visitor: Visitor) -> None:
    for path in ("/", "/style.css", "/main.mjs", "/nowhere"):
        headers = visitor.send("GET", path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_versions_of_a_text_are_looked_at_as_if_each_were_the_first() -> None:
    """Whatever a process keeps of one, also where another world of that title comes between."""
    memory, other = Memory(), SENT.replace("shy", "bold")
    for text in (SENT, SENT.replace("shy\n", "shi\n"), other, SENT, other.replace("tell", "tel", 1), SENT):
        kept = memory.analysis(text, "text")
        anew = Memory().analysis(text, "text")
        assert kept.diagnostics == anew.diagnostics
        assert kept.is_sound == anew.is_sound
