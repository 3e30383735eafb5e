"""The language server: one as a process, asked as an editor asks; the rest without one."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.sampled import slow

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from pygls.lsp.client import LanguageClient
from pygls.workspace import Workspace

from tests.edit.places import place
from tests.edit.street import STREET
from twicetold.edit.server import Server, Settings, made

URI = "file:///nowhere/street.tale"
SLIP = STREET.replace("# A street", "# 𝒳 street").replace(
    'tell "[p] [go] to [the to]."', 'tell "𝒳 [p] [go] to [the too]."'
)


class Editor(LanguageClient):
    """An editor that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.told: list[types.PublishDiagnosticsParams] = []

        def hear_of(params: types.PublishDiagnosticsParams) -> None:
            self.told.append(params)

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(hear_of)

    def change(self, version: int, text: str) -> None:
        """Say that the whole text is another."""
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, URI),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def hear(self, version: int) -> types.PublishDiagnosticsParams:
        """Wait for what is told of a version."""
        async with asyncio.timeout(30):
            while not (of_it := [said for said in self.told if said.version == version]):
                await asyncio.sleep(0.01)
        return of_it[-1]


def at(text: str, what: str) -> types.Position:
    """A place as a client counts that takes characters of UTF-16: all before it on its line is plain."""
    line, column = place(text, what)
    return types.Position(line - 1, column - 1)


async def conversation() -> int | None:
    editor, document = Editor(), types.TextDocumentIdentifier(URI)
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root}
    await editor.start_io(sys.executable, "-m", "twicetold", "lsp", "--stdio", env=env)
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"])
    )
    begun = await editor.initialize_async(
        types.InitializeParams(capabilities, initialization_options={"lenses": False})
    )
    assert begun.capabilities.position_encoding == "utf-8"
    editor.initialized(types.InitializedParams())

    editor.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(URI, "tale", 1, SLIP))
    )
    (slip,) = (each for each in (await editor.hear(1)).diagnostics if each.severity == 1)
    assert slip.range.start.character == 2 + len('tell "𝒳 [p] [go] to '.encode())

    editor.change(3, STREET)
    editor.change(2, "this comes too late")
    assert [each.code for each in (await editor.hear(3)).diagnostics] == ["T0506"]
    assert not [said for said in editor.told if said.version == 2]

    editor.change(4, STREET + "\n")
    waiting = editor.protocol.send_request(types.TEXT_DOCUMENT_COMPLETION, _asked(document, "p.anger > heed"))
    (number,) = (key for key, future in editor.protocol._request_futures.items() if future is waiting)
    editor.protocol.notify(types.CANCEL_REQUEST, types.CancelParams(number))
    with pytest.raises(JsonRpcRequestCancelled):
        await asyncio.wrap_future(waiting)

    offered = await editor.text_document_completion_async(_asked(document, "anger > heed"))
    assert isinstance(offered, list | tuple)
    assert {"anger", "mood", "coins"} <= {item.label for item in offered}

    named = types.RenameParams(document, at(STREET, "victim: Person"), "q")
    edit = await editor.text_document_rename_async(named)
    assert edit is not None
    assert edit.changes is not None
    assert len(edit.changes[URI]) == 8
    with pytest.raises(JsonRpcException, match="is a word of the language"):
        await editor.text_document_rename_async(types.RenameParams(document, at(STREET, "heed"), "count"))

    await editor.shutdown_async(None)
    editor.exit(None)
    assert editor._server is not None
    async with asyncio.timeout(30):
        return await editor._server.wait()


def _asked(document: types.TextDocumentIdentifier, what: str) -> types.CompletionParams:
    return types.CompletionParams(document, at(STREET, what))


@slow
def test_an_editor_opens_changes_asks_and_leaves():
    assert asyncio.run(conversation()) == 0


# --- without a process --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 25), ("utf-16", 23), ("utf-32", 22)])
def test_a_place_behind_a_sign_beyond_the_basic_plane(encoding, column):
    async def told() -> types.Diagnostic:
        server = made()
        server.settings.lenses = False
        server.protocol._workspace = Workspace(None, position_encoding=encoding)
        server.put(URI, SLIP, 1)
        known = server._open[URI]
        found = server.analysis(known).diagnostics
        server.stop()
        return next(server.diagnostic(each, known) for each in found if each.severity == "error")

    assert asyncio.run(told()).range.start.character == column


def test_a_library_alone_is_told_only_what_cannot_be_read():
    async def codes(text: str, world: str = "") -> list[str]:
        server = Server()
        server.settings.lenses = False
        server.protocol._workspace = Workspace(None)
        server.put(URI, text, 1)
        if world:
            server.put(URI.replace("street", "world"), world, 1)
        server.stop()
        return [each.code for each in server.of_it(server._open[URI])]

    assert asyncio.run(codes("kind Place\n\nkind Person\n  at Plaace\n")) == []
    assert asyncio.run(codes("kind Place\n  deep number 0..\n\nkind (\n")) == ["T0103"]
    world = 'world "w"\n  tick 1 minute\n  lasts 1 hour\n\nuse street\nending "e" at the end\n'
    assert asyncio.run(codes("kind Place\n\nkind Person\n  at Plaace\n", world)) == ["T0202"]


def test_settings_are_taken_as_far_as_they_make_sense():
    settings = Settings()
    settings.take(None)
    settings.take({"lives": "many", "lenses": 3})
    assert settings == Settings()
    settings.take({"twicetold": {"lives": 10**9, "lenses": False}})
    assert settings == Settings(lenses=False, lives=100_000)
