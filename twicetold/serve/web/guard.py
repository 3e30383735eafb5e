"""Who may ask, and how: whoever else does is refused with a sentence, before anything is read of it.

A page of a stranger that is open in the same browser must not be able to ask: the host has to be this one
(against DNS rebinding), the origin too, and what is sent has to call itself JSON, which no form can. Where
more than this machine is let in, a token is asked for, that is in the address which the command prints and
becomes a cookie when it is first opened.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "twicetold"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may do (Content Security Policy, level 3): run what this server sends, ask this server, and
nothing else. Pictures of lives carry their colours within."""

HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Under which names it is asked for, and with which token; None where only this machine can ask."""

    hosts: frozenset[str] = LOOPBACK
    token: str | None = None


class Guard:
    """An application that lets through to another what may be asked."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _guarded(send)
        headers = Headers(scope=scope)
        if (given := self._token_in_address(scope)) is not None and self._is_token(given):
            await _welcome(guarded, given)
        elif (wrong := self._wrong(scope, headers)) is not None:
            status, sentence = wrong
            await refuse(guarded, status, sentence)
        else:
            await self.app(scope, receive, guarded)

    def _wrong(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """With which status and sentence it is refused; None if it is not."""
        host = headers.get("host", "")
        if (_name(host) or "") not in self.door.hosts:
            return 421, "this page is asked for under another name than its own"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, "another page may not ask here"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return 403, "another page may not ask here"
        if self.door.token is not None and not self._is_token(_cookie(headers)):
            return 401, "open the address with the token that `twicetold serve` printed"
        if scope["method"] == "POST" and _kind(headers) != "application/json":
            return 415, "a question has to be JSON"
        return None

    def _token_in_address(self, scope: Scope) -> str | None:
        if self.door.token is None or scope["path"] != "/" or scope["method"] != "GET":
            return None
        return next(iter(parse_qs(scope["query_string"].decode("latin-1")).get("token", ())), None)

    def _is_token(self, given: str) -> bool:
        """Whether it is; how long this takes does not tell how much of it is right."""
        return self.door.token is not None and hmac.compare_digest(given.encode(), self.door.token.encode())


async def refuse(send: Send, status: int, sentence: str) -> None:
    """Answer with a sentence that says why not, as JSON."""
    body = json.dumps({"refused": sentence}).encode()
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()),
    ]})  # fmt: skip
    await send({"type": "http.response.body", "body": body})


async def _welcome(send: Send, token: str) -> None:
    """Keep the token as a cookie, that it need not stand in the address."""
    cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
    headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _guarded(send: Send) -> Send:
    """Answers with what a browser is to hold to."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers


def _name(host: str) -> str | None:
    """The name in a `Host` header, without the port; None if it is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _cookie(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel is not None else ""
