"""A server of pages in a thread of its own, asked as a browser or a stranger asks."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from twicetold.serve.limits import Limits
from twicetold.serve.web import serving as serving_
from twicetold.serve.web.guard import Door

JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What came over the wire: the status, the headers, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def lines(self) -> list[Any]:
        """The lines of JSON that it has."""
        return [json.loads(line) for line in self.body.splitlines() if line.strip()]

    @property
    def refused(self) -> str:
        """Why there is no answer."""
        said: str = self.lines[-1]["refused"]
        return said


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where the server is."""

    address: str
    port: int

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answered:
        """What is answered to a request that is sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, named, answer.read())
        finally:
            connection.close()

    def ask(self, tool: str, **said: Any) -> Answered:
        """What is answered to a question."""
        return self.send("POST", f"/ask/{tool}", json.dumps(said).encode(), JSON)

    def answer(self, tool: str, **said: Any) -> Any:
        """The answer to a question that has one."""
        answered = self.ask(tool, **said)
        assert answered.status == 200, answered.body
        assert "answer" in answered.lines[-1], answered.lines[-1]
        return answered.lines[-1]["answer"]


@contextmanager
def serving(*worlds: str, limits: Limits | None = None, door: Door | None = None) -> Iterator[Visitor]:
    """A server of these worlds, in this process; its crews are processes of their own."""
    opened = serving_.opened(serving_.Address("127.0.0.1", 0))
    if door is not None:
        opened = replace(opened, door=door)
    made = serving_.server({name: name for name in worlds}, limits or Limits(at_once=1, jobs=1), opened.door)
    thread = threading.Thread(target=made.run, kwargs={"sockets": [opened.listening]})
    thread.start()
    while not made.started:
        assert thread.is_alive(), "it begins"
        time.sleep(0.01)
    try:
        yield Visitor(opened.address, urlsplit(opened.address).port or 0)
    finally:
        made.should_exit = True
        thread.join()
