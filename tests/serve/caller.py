"""A caller: the SDK's own client, asked from where nothing waits for anything else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.server import Server
from mcp_types import CallToolResult, TextContent

from tests.shell import ROOT


class Caller:
    """Calls tools, and keeps how far each call was said to be."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client
        self.progress: list[tuple[float, float | None]] = []

    def call(self, tool: str, **said: Any) -> CallToolResult:
        """What a call is answered with, be it an answer or an error."""
        return self.portal.call(self.ask, tool, said)

    async def ask(self, tool: str, said: dict[str, Any]) -> CallToolResult:
        """The same, to be awaited."""

        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            self.progress.append((progress, total))

        self.progress = []
        return await self.client.call_tool(tool, said, progress_callback=on_progress)

    def answer(self, tool: str, **said: Any) -> Any:
        """The answer to a call that can be answered."""
        result = self.call(tool, **said)
        assert not result.is_error, sentence(result)
        return result.structured_content

    def refusal(self, tool: str, **said: Any) -> str:
        """Why a call cannot be answered."""
        result = self.call(tool, **said)
        assert result.is_error, result.structured_content
        return sentence(result)


def sentence(result: CallToolResult) -> str:
    """The one text of a result."""
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


@contextmanager
def calling(server: Server[Any] | StdioServerParameters) -> Iterator[Caller]:
    """Somebody who calls a server of this process, or one of its own."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server)) as client,
    ):
        yield Caller(portal, client)


def command(folder: Path, *words: str) -> StdioServerParameters:
    """`twicetold mcp`, as a client starts it in a folder."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "twicetold", "mcp", *words],
        env={**os.environ, "PYTHONPATH": path},
        cwd=folder,
    )
