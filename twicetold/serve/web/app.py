"""What is answered over HTTP: the page and what belongs to it, and questions.

    POST /ask/TOOL    the request as JSON  →  lines of JSON (`application/x-ndjson`)

Each line but the last says how far it is, `{"progress": [done, of]}`; the last is `{"answer": …}`, or
`{"refused": "a sentence"}` where there is none. Whoever leaves before that calls the question off.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

import anyio
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from twicetold.serve import arguments
from twicetold.serve.crew import Crew
from twicetold.serve.limits import Limits
from twicetold.serve.refusals import Refused, instead, quoted
from twicetold.serve.tools import FOR_PAGES
from twicetold.serve.web.guard import Door, Guard
from twicetold.serve.web.site import SITE, Asset
from twicetold.serve.worker import Given

SLOWEST: Final = 10.0
"""Seconds in which a question has to have been sent."""

ROOM: Final = 4
"""How often longer than the longest text a question may be, since JSON may write a letter as six bytes and
two texts may be compared."""

WAITING: Final = 64
"""So many questions may wait for each crew; more are refused."""

ONE: Final = 6
"""So many questions of one session are at work or wait; more are refused."""


PAGE: Final = 200_000
"""Letters of a page of a long answer: a browser has more room than a language model."""


@dataclass(slots=True)
class Lane:
    """A crew, and how many wait for it."""

    crew: Crew
    waiting: int = 0


@dataclass(slots=True)
class Office:
    """The two lanes, so that whoever asks for many lives holds up nobody who looks at one; and who asks."""

    limits: Limits
    short: Lane
    long: Lane
    asking: dict[str, int] = field(default_factory=dict)

    def lane(self, tool: str) -> Lane:
        """Where a question waits: what counts many lives in the long one."""
        known = arguments.parameters(FOR_PAGES[tool].asks)
        return self.long if any(each.option.reads == "count" for each in known) else self.short


def application(worlds: Mapping[str, str], limits: Limits, door: Door) -> ASGIApp:
    """The whole of it, for these worlds, each given by what it is called and where it is."""

    @asynccontextmanager
    async def at_work(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            given = Given(dict(worlds), replace(limits, answer=max(limits.answer, PAGE)))
            short, long = [
                await stack.enter_async_context(Crew(given, limits.at_once).at_work()) for _ in range(2)
            ]
            for crew in (short, long):
                await crew.ready()
            app.state.office = Office(limits, Lane(short), Lane(long))
            yield

    routes = [
        Route("/ask/{tool}", _ask, methods=["POST"]),
        *(Route(path, _giver(asset), methods=["GET"]) for path, asset in SITE.items()),
    ]
    app = Starlette(routes=routes, lifespan=at_work, exception_handlers={404: _not_here, 405: _not_so})
    return Guard(app, door)


# --- the page -----------------------------------------------------------------------------------------------


def _giver(asset: Asset) -> Any:
    async def give(request: Request) -> Response:
        return Response(asset.data, media_type=asset.kind)

    return give


async def _not_here(request: Request, error: Exception) -> Response:
    return JSONResponse({"refused": "there is nothing here: the page is at /"}, 404)


async def _not_so(request: Request, error: Exception) -> Response:
    return JSONResponse({"refused": "this is asked in another way: pages by GET, questions by POST"}, 405)


# --- questions ----------------------------------------------------------------------------------------------


async def _ask(request: Request) -> Response:
    """Answer a question: its mistakes at once, the rest as it comes."""
    office: Office = request.app.state.office
    name = request.path_params["tool"]
    try:
        if name not in FOR_PAGES:
            raise Refused(f"there is no question {quoted(name)}: {instead(name, list(FOR_PAGES))}")
        said = await _said(request, ROOM * office.limits.text)
        asked = arguments.read(FOR_PAGES[name].asks, name, said, office.limits)
    except Refused as refused:
        return JSONResponse({"refused": str(refused)}, 400)
    except TimeoutError:
        return JSONResponse({"refused": f"a question has to be sent within {SLOWEST:g} s"}, 408)
    session = request.headers.get("x-session", "")[:64]
    lane = office.lane(name)
    if lane.waiting >= WAITING or office.asking.get(session, 0) >= ONE:
        return JSONResponse({"refused": "too much is being asked just now: wait for an answer"}, 429)
    return StreamingResponse(_answered(office, lane, session, name, asked), media_type="application/x-ndjson")


async def _said(request: Request, most: int) -> dict[str, Any]:
    """What was sent. Raises Refused for what is too long or no object, TimeoutError if it does not come."""
    data = bytearray()
    with anyio.fail_after(SLOWEST):
        try:
            async for chunk in request.stream():
                data += chunk
                if len(data) > most:
                    raise Refused(f"a question may have {most:,} bytes: send a shorter text")
        except ClientDisconnect:
            raise Refused("the question broke off") from None
    try:
        said = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        raise Refused("a question has to be JSON") from None
    if not isinstance(said, dict):
        raise Refused("a question has to be an object of JSON")
    return said


async def _answered(office: Office, lane: Lane, session: str, name: str, asked: Any) -> AsyncIterator[bytes]:
    """The lines of an answer. Ends what is at it when nobody listens any more."""
    send, receive = anyio.create_memory_object_stream[bytes](64)

    async def on_progress(done: int, of: int) -> None:
        with suppress(anyio.WouldBlock):  # who does not listen is not told
            send.send_nowait(_line({"progress": [done, of]}))

    async def work() -> None:
        async with send:
            try:
                answer = await lane.crew.ask(name, asked, on_progress)
                await send.send(b'{"answer":' + answer + b"}\n")
            except Refused as refused:
                await send.send(_line({"refused": str(refused)}))

    lane.waiting += 1
    office.asking[session] = office.asking.get(session, 0) + 1
    try:
        async with anyio.create_task_group() as group, receive:
            group.start_soon(work)
            async for line in receive:
                yield line
    finally:
        lane.waiting -= 1
        office.asking[session] -= 1
        if not office.asking[session]:
            del office.asking[session]


def _line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"
