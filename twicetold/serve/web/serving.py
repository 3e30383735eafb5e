"""The server itself: uvicorn, which hears nobody for longer than they may take to say what they want."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from twicetold.serve.limits import Limits
from twicetold.serve.web.app import application
from twicetold.serve.web.guard import LOOPBACK, Door

PATIENCE: Final = 10
"""Seconds that a connection may be open before its first request has come, and between two."""

AT_ONCE: Final = 256
"""So many connections are heard at once; more are refused."""

HEAD: Final = 16_384
"""Bytes of a request before its body."""


class CannotServe(Exception):
    """The page cannot be served as asked; the message is one helpful sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where it is asked for: a name or number of this machine, and a port; 0 is any that is free."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An open port, who may come in there, and the address to be typed into a browser."""

    listening: socket.socket
    door: Door
    address: str


def opened(at: Address, token: str | None = None) -> Opened:
    """Open a port. Where others than this machine can reach it, a token is needed: this one, or a new one.

    Raises CannotServe if there is no such name or the port is taken.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(
            at.host, at.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(where[:2], family=family)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise CannotServe(
            f"the page cannot be at {at.host}, port {at.port}: {said}; --port 0 takes one that is free"
        ) from None
    port = listening.getsockname()[1]
    shown = f"[{at.host}]" if ":" in at.host else at.host
    if at.host in LOOPBACK:
        return Opened(listening, Door(), f"http://{shown}:{port}/")
    if at.host in EVERYWHERE:
        shown = socket.gethostname()
    token = token or secrets.token_urlsafe(24)
    names = LOOPBACK | {at.host, shown.strip("[]").lower()}
    return Opened(listening, Door(frozenset(names), token), f"http://{shown}:{port}/?token={token}")


EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})


def serve(worlds: Mapping[str, str], limits: Limits, at: Opened) -> None:
    """Serve these worlds until it is interrupted."""
    with suppress(KeyboardInterrupt):
        server(worlds, limits, at.door).run(sockets=[at.listening])


class Patient(H11Protocol):
    """A connection that is closed if it says nothing whole for too long."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(PATIENCE, self._close_if_silent, transport)

    def _close_if_silent(self, transport: asyncio.Transport) -> None:
        asked: object = self.cycle  # None until a first request has come
        if asked is None and not transport.is_closing():
            transport.close()


def server(worlds: Mapping[str, str], limits: Limits, door: Door) -> uvicorn.Server:
    """A server that is not yet begun."""
    return uvicorn.Server(
        uvicorn.Config(
            application(worlds, limits, door),
            http=Patient,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=AT_ONCE,
            timeout_keep_alive=PATIENCE,
            h11_max_incomplete_event_size=HEAD,
            timeout_graceful_shutdown=3,
        )
    )
