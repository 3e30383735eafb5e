"""The Model Context Protocol: tools are listed, and calls handed to a crew. Nothing is lived here.

It stands on the low level of the SDK, where arguments come as they were sent and answers go as they are made:
a mistake is answered with a tool's error, whose sentence a language model can read and mend.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Listed

from twicetold.serve import arguments
from twicetold.serve.crew import Crew
from twicetold.serve.limits import Limits
from twicetold.serve.refusals import Refused, instead, quoted
from twicetold.serve.tools import TOOLS
from twicetold.serve.worker import Given
from twicetold.version import VERSION

INSTRUCTIONS: Final = (
    "Twicetold lives small story worlds many times and answers how they end, why, and what if. Ask about one"
    " of `worlds`, or send the text of a world. Begin with `check`, which says what it is made of. `many`"
    " counts how its lives end and names runs; `life`, `why` and `tell` look at a run; `what_if` and `given`"
    " compare. The same seed and run are the same life."
)


def server(worlds: Mapping[str, str], limits: Limits) -> Server[Crew]:
    """A server of these worlds, each given by what it is called and where it is."""
    listed = [_listed(name, limits) for name in TOOLS]

    @asynccontextmanager
    async def at_work(_: Server[Crew]) -> AsyncIterator[Crew]:
        async with Crew(Given(dict(worlds), limits)).at_work() as crew:
            yield crew

    async def list_tools(
        context: ServerRequestContext[Crew], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=listed)

    async def call_tool(context: ServerRequestContext[Crew], params: CallToolRequestParams) -> CallToolResult:
        async def on_progress(done: int, of: int) -> None:
            await context.session.report_progress(done, of)

        try:
            request = _request(params, limits)
            answer = await context.lifespan_context.ask(params.name, request, on_progress)
        except Refused as refused:
            return CallToolResult(content=[TextContent(text=str(refused))], is_error=True)
        text = answer.decode()
        return CallToolResult(content=[TextContent(text=text)], structured_content=json.loads(text))

    return Server(
        "twicetold",
        version=VERSION,
        title="Twicetold",
        instructions=INSTRUCTIONS,
        lifespan=at_work,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve(worlds: Mapping[str, str], limits: Limits) -> None:
    """Serve these worlds over standard input and output until nobody asks any more."""

    async def main() -> None:
        made = server(worlds, limits)
        async with stdio_server() as (read, write):
            await made.run(read, write, made.create_initialization_options())

    anyio.run(main)


def _request(params: CallToolRequestParams, limits: Limits) -> Any:
    """What is asked. Raises Refused for a tool that there is not, and for the first mistake."""
    tool = TOOLS.get(params.name)
    if tool is None:
        raise Refused(f"there is no tool {quoted(params.name)}: {instead(params.name, list(TOOLS))}")
    return arguments.read(tool.asks, tool.name, params.arguments or {}, limits)


def _listed(name: str, limits: Limits) -> Listed:
    tool = TOOLS[name]
    return Listed(
        name=name,
        title=tool.title,
        description=tool.about,
        input_schema=arguments.schema(tool.asks, limits),
        output_schema=tool.answers_as(),
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )
