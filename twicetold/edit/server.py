"""The language server: what an editor asks by its protocol (LSP 3.17), answered by the analysis.

A client sends the whole text with each change, and its version; one that comes after a later one is passed
over. What is wrong is told once nothing has changed for a moment; every answer is of the newest text. Lives
are lived beside it, and only while a text has no mistakes.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from twicetold.edit.analysis import Analysis, Analyst
from twicetold.edit.completion import completions
from twicetold.edit.document import Edit
from twicetold.edit.fixes import fixes, formatting
from twicetold.edit.hovering import hover
from twicetold.edit.lives import Asked, Lens, live
from twicetold.edit.navigation import CannotRename, definition, references, renamed
from twicetold.edit.outline import folds, outline
from twicetold.edit.positions import Sheet
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.shelf import BUNDLED, CANON, SUFFIX, Shelf
from twicetold.lang.source import Span
from twicetold.version import VERSION

QUIET: Final = 0.05
"""Seconds without a change after which what is wrong is told."""

MOMENT: Final = 0.02
"""Seconds that an answer waits for what is being said, if the text is not analysed yet."""

STILL: Final = 0.8
"""Seconds without a change after which a text is lived."""

_SORTS: Final = {
    "kind": types.CompletionItemKind.Class,
    "field": types.CompletionItemKind.Field,
    "option": types.CompletionItemKind.EnumMember,
    "entity": types.CompletionItemKind.Variable,
    "local": types.CompletionItemKind.Variable,
    "setting": types.CompletionItemKind.Constant,
    "definition": types.CompletionItemKind.Function,
    "relation": types.CompletionItemKind.Interface,
    "happening": types.CompletionItemKind.Event,
    "outcome": types.CompletionItemKind.EnumMember,
    "unit": types.CompletionItemKind.Unit,
    "library": types.CompletionItemKind.Module,
    "word": types.CompletionItemKind.Keyword,
}

_BLOCKS: Final = {
    "world": types.SymbolKind.Module,
    "kind": types.SymbolKind.Class,
    "entity": types.SymbolKind.Object,
    "relation": types.SymbolKind.Interface,
    "setting": types.SymbolKind.Constant,
    "define": types.SymbolKind.Function,
    "measure": types.SymbolKind.Number,
    "ending": types.SymbolKind.Event,
    "pattern": types.SymbolKind.Event,
    "telling": types.SymbolKind.Namespace,
}

_MEANT: Final = "T02"
"""With this the codes begin of what can be read and is not right."""

_WORLD: Final = re.compile(r"^world\b", re.MULTILINE)


@dataclass
class Open:
    """A text that is open in the editor: what is known of it, and what is being done for it."""

    uri: str
    folder: Path | None
    sheet: Sheet
    analyst: Analyst
    known: Analysis | None = None
    beside: int = 0
    """The number of changes to other texts before it was analysed."""
    telling: asyncio.Task[None] | None = None
    living: asyncio.Task[None] | None = None
    lenses: tuple[Lens, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is a world or a canon, and no library."""
        document = self.sheet.document
        return document.name.endswith(CANON) or _WORLD.search(document.text) is not None

    def is_called(self, file: str) -> bool:
        """Whether a place in this file is one in this text."""
        return file in (self.sheet.document.name, to_fs_path(self.uri))


@dataclass
class Settings:
    """What a client has set: whether there are lenses, and of how many lives."""

    lenses: bool = True
    lives: int = 1000

    def take(self, said: Any) -> None:
        """Take what a client says, as far as it makes sense."""
        own = said.get("twicetold", said) if isinstance(said, dict) else {}
        if isinstance(own.get("lenses"), bool):
            self.lenses = own["lenses"]
        if isinstance(own.get("lives"), int):
            self.lives = min(max(1, own["lives"]), 100_000)


class Server(LanguageServer):
    """The server of one client."""

    def __init__(self) -> None:
        super().__init__("twicetold", VERSION, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.settings = Settings()
        self.left = False
        """Whether the client has taken its leave."""
        self._open: dict[str, Open] = {}
        self._changes = 0

    # --- texts ----------------------------------------------------------------------------------------------

    def put(self, uri: str, text: str, version: int) -> None:
        """A text is opened, or is another now; one of an earlier version than is known is passed over."""
        known = self._open.get(uri)
        if known is not None and version <= known.sheet.document.version:
            return
        self._changes += 1
        path = to_fs_path(uri)
        name = Path(path).name if path else "world.tale"
        encoding = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value
        sheet = Sheet.of(text, name, version, encoding)
        if known is None:
            folder = Path(path).parent if path and Path(path).parent.is_dir() else None
            shelf = Shelf(folder) if folder else BUNDLED
            known = self._open[uri] = Open(uri, folder, sheet, Analyst(shelf))
        known.sheet, known.known, known.lenses = sheet, None, ()
        self._begin(known)
        for other in self._open.values():
            if other is not known and other.folder == known.folder:
                self._begin(other)

    def take(self, uri: str) -> None:
        """A text is closed."""
        known = self._open.pop(uri, None)
        if known is not None:
            self._stop(known)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def stop(self) -> None:
        """All is over: nothing more is lived or told."""
        for known in self._open.values():
            self._stop(known)

    def again(self) -> None:
        """Something is set otherwise: begin with every text anew."""
        for known in self._open.values():
            known.lenses = ()
            self._begin(known)

    def _stop(self, known: Open) -> None:
        for task in (known.telling, known.living):
            if task is not None:
                task.cancel()

    def _begin(self, known: Open) -> None:
        self._stop(known)
        known.telling = asyncio.ensure_future(self._tell(known))
        known.living = asyncio.ensure_future(self._live(known)) if self.settings.lenses else None

    # --- what is known --------------------------------------------------------------------------------------

    async def of(self, uri: str) -> tuple[Open, Analysis] | None:
        """What is known of a text that is open. Just after a change it waits a moment, in which a request
        that is of no use any more can be cancelled."""
        known = self._open.get(uri)
        if known is not None and not self._is_known(known):
            await asyncio.sleep(MOMENT)
        return None if known is None else (known, self.analysis(known))

    def analysis(self, known: Open) -> Analysis:
        """What is known of a text as it is now."""
        if known.known is None or not self._is_known(known):
            known.known = known.analyst.analyse(known.sheet.document, self.beside(known))
            known.beside = self._changes
        return known.known

    def _is_known(self, known: Open) -> bool:
        return known.known is not None and known.beside == self._changes

    def beside(self, known: Open) -> dict[str, str]:
        """The other texts of the folder that are open, by name."""
        return {
            other.sheet.document.name: other.sheet.document.text
            for other in self._open.values()
            if other.folder == known.folder and other is not known
        }

    # --- what is told unasked -------------------------------------------------------------------------------

    async def _tell(self, known: Open) -> None:
        await asyncio.sleep(QUIET)
        told = [self.diagnostic(each, known) for each in self.of_it(known)]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(known.uri, told, known.sheet.document.version)
        )

    def of_it(self, known: Open) -> list[Diagnostic]:
        """What is to be said of a text: of a library by a world that uses it, if one is open; else only what
        cannot be read."""
        name, analysis = known.sheet.document.name, self.analysis(known)
        user = None if known.is_whole else self._user(known)
        files = ("", name) if known.is_whole else (name,)
        told = [each for each in (user or analysis).diagnostics if each.span.file in files]
        return told if known.is_whole or user else [each for each in told if each.code < _MEANT]

    def _user(self, library: Open) -> Analysis | None:
        """What is known of a world that uses a library."""
        for other in self._open.values():
            if other.folder == library.folder and other.is_whole:
                analysis = self.analysis(other)
                if library.sheet.document.name in analysis.checked.sources:
                    return analysis
        return None

    def diagnostic(self, each: Diagnostic, known: Open) -> types.Diagnostic:
        error = each.severity == "error"
        return types.Diagnostic(
            range=self.range(each.span, known) if each.span.line else _BEGINNING,
            message=f"{each.message}\nhelp: {each.help}",
            severity=types.DiagnosticSeverity.Error if error else types.DiagnosticSeverity.Warning,
            code=each.code,
            source="twicetold",
        )

    async def _live(self, known: Open) -> None:
        """Live the text, round after round, and show how it goes."""
        await asyncio.sleep(STILL)
        document, texts = known.sheet.document, self.beside(known)
        is_canon = document.name.endswith(CANON)
        world = document.name.removesuffix(CANON) + SUFFIX if is_canon else document.name
        if not known.is_whole or not (is_canon or self.analysis(known).is_sound):
            return
        texts |= {document.name: document.text}
        if world not in texts:
            file = Shelf(known.folder).find(world.removesuffix(SUFFIX))
            if file is None:
                return
            texts[world] = file.read_text(encoding="utf-8")
        folder = str(known.folder) if known.folder else ""
        asked = Asked(texts, world, self.settings.lives, document.name if is_canon else "", folder)
        async with aclosing(live(asked)) as rounds:
            async for lenses in rounds:
                known.lenses = lenses.by_file.get(document.name, ())
                self._refresh()

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    # --- places ---------------------------------------------------------------------------------------------

    def range(self, span: Span, known: Open) -> types.Range:
        """A span of a text as the client counts."""
        sheet = self._sheet(span.file, known)
        begin, end = sheet.to_client(span.line, span.column), sheet.to_client(span.end_line, span.end_column)
        return types.Range(types.Position(*begin), types.Position(*end))

    def location(self, span: Span, known: Open) -> types.Location | None:
        """A span of a text, or of what it uses, wherever that is."""
        if span.file == known.sheet.document.name:
            return types.Location(known.uri, self.range(span, known))
        for other in self._open.values():
            if other.folder == known.folder and other.is_called(span.file):
                return types.Location(other.uri, self.range(span, known))
        path = Path(span.file)
        if not path.is_file():
            path = Path(str(files("twicetold.worlds").joinpath(span.file)))
        uri = from_fs_path(str(path.absolute())) if path.is_file() else None
        return None if uri is None else types.Location(uri, self.range(span, known))

    def _sheet(self, file: str, known: Open) -> Sheet:
        if file == known.sheet.document.name:
            return known.sheet
        for other in self._open.values():
            if other.folder == known.folder and other.is_called(file):
                return other.sheet
        source = known.known.checked.sources.get(file) if known.known else None
        return Sheet.of(source.text if source else "", file, 0, known.sheet.encoding)

    def edits(self, edits: Sequence[Edit], known: Open) -> list[types.TextEdit]:
        """Edits of a text as the client makes them."""
        return [types.TextEdit(self.range(edit.span, known), edit.text) for edit in edits]


_BEGINNING: Final = types.Range(types.Position(0, 0), types.Position(0, 1))


def serve() -> int:
    """Serve a client on standard input and output until it leaves. Returns the exit status: 0 if it took its
    leave before."""
    server = made()
    # What pygls is given it closes in the end; the streams of this process are not its own.
    with suppress(OSError), os.fdopen(os.dup(0), "rb") as heard, os.fdopen(os.dup(1), "wb") as said:
        server.start_io(heard, said)
    return 0 if server.left else 1


def made() -> Server:
    """A server that can all that there is."""
    server = Server()
    _texts(server)
    _places(server)
    _wholes(server)
    return server


# --- what a client says and asks ----------------------------------------------------------------------------


def _texts(server: Server) -> None:
    """What a client says of texts and settings."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.settings.take(params.initialization_options)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        text = params.text_document
        server.put(text.uri, text.text, text.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        for change in params.content_changes[-1:]:
            if isinstance(change, types.TextDocumentContentChangeWholeDocument):
                server.put(params.text_document.uri, change.text, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.take(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        server.settings.take(params.settings)
        server.again()

    @server.feature(types.SHUTDOWN)
    async def leave(params: None) -> None:
        server.left = True
        server.stop()


def _places(server: Server) -> None:
    """What a client asks of a place."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[".", "["]))
    async def complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        found = await _at(server, params)
        if found is None:
            return []
        known, analysis, line, column = found
        return [
            types.CompletionItem(
                each.label,
                kind=_SORTS.get(each.sort, types.CompletionItemKind.Text),
                detail=each.detail or None,
                text_edit=types.TextEdit(server.range(each.span, known), each.label),
            )
            for each in completions(analysis, line, column)
        ]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def point(params: types.HoverParams) -> types.Hover | None:
        found = await _at(server, params)
        shown = None if found is None else hover(*found[1:])
        if found is None or shown is None:
            return None
        text = types.MarkupContent(types.MarkupKind.Markdown, shown.text)
        return types.Hover(text, server.range(shown.span, found[0]))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def declared(params: types.DefinitionParams) -> types.Location | None:
        found = await _at(server, params)
        span = None if found is None else definition(*found[1:])
        return None if found is None or span is None else server.location(span, found[0])

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def named(params: types.ReferenceParams) -> list[types.Location]:
        found = await _at(server, params)
        if found is None:
            return []
        wanted = params.context.include_declaration
        places = (each for each in references(*found[1:]) if wanted or not each.declares)
        located = (server.location(each.span, found[0]) for each in places)
        return [place for place in located if place is not None]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.Range | None:
        found = await _at(server, params)
        named = None if found is None else found[1].at(*found[2:])
        return None if found is None or named is None else server.range(named.span, found[0])

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        found = await _at(server, params)
        if found is None:
            raise _refused("the text is not open")
        known, analysis, line, column = found
        try:
            # The text is checked anew, which takes as long as it does: whoever types meanwhile is answered.
            edits = await asyncio.to_thread(
                renamed, analysis, line, column, params.new_name, server.beside(known)
            )
        except CannotRename as error:
            raise _refused(str(error)) from None
        return types.WorkspaceEdit(changes={known.uri: server.edits(edits, known)})


def _wholes(server: Server) -> None:
    """What a client asks of a whole text, or of a stretch of it."""

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def fold(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        found = await server.of(params.text_document.uri)
        lines = () if found is None else folds(found[1].document)
        return [types.FoldingRange(first - 1, last - 1) for first, last in lines]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = await server.of(params.text_document.uri)
        if found is None:
            return []
        known, analysis = found
        return [
            types.DocumentSymbol(
                entry.name or entry.sort,
                _BLOCKS.get(entry.sort, types.SymbolKind.Event),
                server.range(entry.span, known),
                server.range(entry.at, known),
                detail=entry.sort,
            )
            for entry in outline(analysis)
        ]

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def lay_out(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        found = await server.of(params.text_document.uri)
        return [] if found is None else server.edits(formatting(found[1]), found[0])

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def mend(params: types.CodeActionParams) -> list[types.CodeAction]:
        found = await server.of(params.text_document.uri)
        if found is None:
            return []
        known, analysis = found
        return [
            types.CodeAction(
                fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[server.diagnostic(fix.diagnostic, known)],
                edit=types.WorkspaceEdit(changes={known.uri: server.edits(fix.edits, known)}),
            )
            for fix in fixes(analysis, params.range.start.line + 1, params.range.end.line + 1)
        ]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        found = await server.of(params.text_document.uri)
        if found is None or not server.settings.lenses:
            return []
        return [
            types.CodeLens(
                types.Range(types.Position(lens.line - 1, 0), types.Position(lens.line - 1, 0)),
                command=types.Command(lens.text, ""),
            )
            for lens in found[0].lenses
        ]


_Asked = (
    types.CompletionParams | types.HoverParams | types.DefinitionParams | types.ReferenceParams
    | types.PrepareRenameParams | types.RenameParams
)  # fmt: skip


async def _at(server: Server, params: _Asked) -> tuple[Open, Analysis, int, int] | None:
    """What is known of the text of a request, and the place that it is about."""
    found = await server.of(params.text_document.uri)
    if found is None:
        return None
    known, analysis = found
    line, column = known.sheet.from_client(params.position.line, params.position.character)
    return known, analysis, line, column


def _refused(why: str) -> JsonRpcException:
    """The answer to what cannot be done."""
    return JsonRpcException(why, code=types.LSPErrorCodes.RequestFailed)
