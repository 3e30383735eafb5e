"""A call takes no more than it may, can be called off, and holds up nobody."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import anyio
import pytest
from mcp import types

from tests.sampled import slow
from tests.serve.caller import calling, command, sentence
from tests.serve.conftest import LONG, SENT
from twicetold.serve import worker
from twicetold.serve.desk import World
from twicetold.serve.limits import Limits
from twicetold.serve.memory import Memory
from twicetold.serve.refusals import Refused
from twicetold.serve.server import server
from twicetold.serve.tool import Tool
from twicetold.serve.tools import FOR_PAGES
from twicetold.serve.worker import Given

pytestmark = pytest.mark.xdist_group("serve")

PATIENCE = 240
"""Seconds after which a test gives up that would otherwise wait for ever."""


Answering = Callable[[], list[BaseProcess]]


@pytest.fixture
def answering() -> Answering:
    """Tells the processes that answer for a server of this test; other servers may be about."""
    before = multiprocessing.active_children()

    def begun() -> list[BaseProcess]:
        known = (child for child in multiprocessing.active_children() if child not in before)
        return [child for child in known if child.name.startswith("Spawn")]

    return begun


# --- called off ---------------------------------------------------------------------------------------------


@slow
def test_a_call_is_called_off_over_the_wire_and_leaves_its_place_to_the_next(tmp_path: Path):
    short = LONG.replace("500 hours", "20 minutes")
    with calling(command(tmp_path, "milk", "--at-once", "1", "--seconds", "100000")) as caller:

        async def story() -> types.CallToolResult:
            with anyio.fail_after(PATIENCE), anyio.CancelScope() as scope:

                async def on_progress(progress: float, total: float | None, message: str | None) -> None:
                    scope.cancel()

                said = {"text": short, "n": 10_000}
                await caller.client.call_tool("many", said, progress_callback=on_progress)
            assert scope.cancelled_caught
            with anyio.fail_after(PATIENCE):
                return await caller.ask("many", {"world": "milk", "n": 5})

        result = caller.portal.call(story)
    assert not result.is_error
    assert result.structured_content["n"] == 5


@slow
def test_the_process_of_a_call_that_is_called_off_ends(answering: Answering):
    with calling(server({}, Limits(seconds=100_000, at_once=1))) as caller:
        [before] = answering()

        async def story() -> bool:
            async with anyio.create_task_group() as both:
                both.start_soon(caller.ask, "life", {"text": LONG})
                await anyio.sleep(1)  # whatever it is at then, be it only at its beginning
                both.cancel_scope.cancel()
            with anyio.fail_after(PATIENCE):
                return (await caller.ask("worlds", {})).is_error

        assert caller.portal.call(story) is False
        assert not before.is_alive()
        assert len(answering()) == 1
    assert not answering()


@slow
def test_a_long_call_holds_up_nobody():
    with calling(server({"milk": "milk"}, Limits(seconds=100_000, at_once=2))) as caller:

        async def story() -> list[bool]:
            async with anyio.create_task_group() as both:
                both.start_soon(caller.ask, "life", {"text": LONG})
                with anyio.fail_after(PATIENCE):
                    listed = await caller.client.list_tools()
                    answers = [await caller.ask("many", {"world": "milk", "n": 3}) for _ in range(3)]
                both.cancel_scope.cancel()
            return [bool(listed.tools), *(not answer.is_error for answer in answers)]

        assert caller.portal.call(story) == [True] * 4


# --- limits -------------------------------------------------------------------------------------------------


@slow
def test_what_takes_too_long_is_ended_and_the_next_call_answered():
    with calling(server({"milk": "milk"}, Limits(seconds=2))) as caller:
        assert (
            caller.refusal("life", text=LONG) == "`life` took longer than the 2 s that it may: ask for less"
        )
        assert caller.answer("worlds")["worlds"][0]["name"] == "milk"


@slow
def test_a_life_of_too_many_steps_is_given_up():
    with calling(server({"milk": "milk"}, Limits(steps=10_000_000))) as caller:
        for tool in ("life", "tell", "many", "why", "check"):
            told = caller.refusal(tool, text=LONG)
            assert "has taken all the steps that a life may take" in told
        assert caller.answer("many", world="milk", n=3)["n"] == 3


@slow
def test_a_text_and_a_number_of_lives_are_bounded_as_it_is_said():
    with calling(server({}, Limits(text=len(SENT) - 1, lives=7))) as caller:
        assert "may have" in caller.refusal("many", text=SENT)
        assert "from 1 to 7" in caller.refusal("many", text=SENT[:-3], n=8)
        assert caller.answer("many", text=SENT.replace("Unsaid", "U"))["n"] == 7
        limits = caller.answer("worlds")["limits"]
        assert (limits["text"], limits["lives"]) == (len(SENT) - 1, 7)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no process to its memory")
@slow
def test_a_process_is_held_to_its_memory(answering: Answering):
    import resource

    with calling(server({}, Limits(memory=600))) as caller:
        caller.answer("worlds")
        [answers] = answering()
        assert answers.pid is not None
        assert resource.prlimit(answers.pid, resource.RLIMIT_DATA) == (600 << 20, 600 << 20)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "a process may take 2,048 MiB of memory, which was not enough: ask for less"),
        (ZeroDivisionError("a secret"), "a fault in twicetold itself"),
        (Refused("\x1b[31m\ud800: ask in another way"), "�[31m�: ask in another way"),
    ],
)
def test_whatever_goes_wrong_nothing_but_a_sentence_is_said(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch
):
    def fails(desk: object, asked: World) -> World:
        raise error

    monkeypatch.setitem(FOR_PAGES, "fails", Tool("fails", "", "", World, World, fails))
    ours, _ = multiprocessing.Pipe()
    last = worker._answered(ours, Given({}, Limits()), Memory(), "fails", World())
    assert told in last.text.decode()
    assert "secret" not in last.text.decode()
    assert last.sort == ("refused" if isinstance(error, Refused) else "broken")


@slow
def test_a_process_that_dies_is_told_and_replaced(answering: Answering):
    with calling(server({"milk": "milk"}, Limits(at_once=1))) as caller:
        caller.answer("worlds")
        [answers] = answering()

        async def story() -> str:
            told: list[str] = []

            async def ask() -> None:
                told.append(sentence(await caller.ask("life", {"text": LONG})))

            async with anyio.create_task_group() as both:
                both.start_soon(ask)
                await anyio.sleep(0.5)
                answers.kill()
            return told[0]

        assert "died, perhaps for want of memory" in caller.portal.call(story)
        assert caller.answer("many", world="milk", n=3)["n"] == 3


SERVED = f"""
import anyio
from twicetold.serve.crew import Crew
from twicetold.serve.limits import Limits
from twicetold.serve.tools.living import One
from twicetold.serve.worker import Given

async def progress(done, of):
    pass

async def main():
    async with Crew(Given({{}}, Limits(seconds=10**6))).at_work() as crew, anyio.create_task_group() as tasks:
        [worker] = crew._idle
        tasks.start_soon(crew.ask, "life", One(text={LONG!r}), progress)
        while not worker._is_ready:  # found by who asks: two that hear one worker would share its words out
            await anyio.sleep(0.01)
        print(worker._process.pid, flush=True)

if __name__ == "__main__":
    anyio.run(main)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for a process where Linux shows it")
@slow
def test_when_the_server_is_killed_nothing_goes_on(tmp_path: Path):
    """Nobody can say so to those that answer for it."""
    (tmp_path / "served.py").write_text(SERVED)
    words = [sys.executable, "served.py"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment) as served:
        assert served.stdout is not None
        answers = int(served.stdout.readline())
        assert is_alive(answers)
        served.kill()
        end = time.monotonic() + PATIENCE
        while is_alive(answers) and time.monotonic() < end:
            time.sleep(0.05)
    assert not is_alive(answers)


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
