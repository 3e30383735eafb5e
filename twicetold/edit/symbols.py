"""The symbol table of a world: what each name in its texts stands for, and where it is declared.

It is made from the syntax tree, so that it is there while a text has mistakes; what cannot be read has no
names. A name in the square brackets of a text is one like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from twicetold.lang import syntax, tree
from twicetold.lang.check.verbs import is_known
from twicetold.lang.source import Span

Space = Literal[
    "kind", "relation", "setting", "definition", "entity", "happening", "field", "option", "outcome", "unit",
    "local", "measure", "ending", "pattern", "thread", "library",
]  # fmt: skip
"""What a name can be. No two things have one name: kinds, relations, settings, definitions and entities."""

THINGS: Final[tuple[Space, ...]] = ("kind", "relation", "setting", "definition", "entity")


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something that has a name. `of` tells apart what may share one: the root of the kind that a field is
    of, the happening of an outcome, the place where a local name is bound."""

    space: Space
    name: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in a text: what it stands for, where it is, and whether it is declared there."""

    symbol: Symbol
    span: Span
    declares: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """Where something is declared: its name, the block, the node if there is one of its own, and what it is:
    the kind of an entity or a local name, the sort of a happening."""

    symbol: Symbol
    span: Span
    block: syntax.Block
    node: object
    kind: str = ""


@dataclass
class Table:
    """All symbols of some blocks, in order."""

    declared: dict[Symbol, Declared] = field(default_factory=dict)
    things: dict[str, Symbol] = field(default_factory=dict)
    fields: dict[str, list[Symbol]] = field(default_factory=dict)
    """By name, the fields of all families."""
    kinds: dict[str, syntax.Kind] = field(default_factory=dict)
    found: list[Occurrence] = field(default_factory=list)
    """The names whose meaning is known so far: those that are declared, then all."""
    unread: list[syntax.Block] = field(default_factory=list)
    """The blocks of which it is not known yet what is named in them."""

    @classmethod
    def of(cls, blocks: Iterable[syntax.Block]) -> Table:
        """The table of the blocks of a world, with all it uses."""
        table, every = cls(), [*blocks]
        plain: list[syntax.Block] = [block.of if isinstance(block, syntax.More) else block for block in every]
        for block in plain:
            if isinstance(block, syntax.Kind):
                table.kinds.setdefault(block.name.text, block)
        for block in plain:
            _Declaring(table, block).declare()
        table.unread = plain
        return table

    @property
    def occurrences(self) -> Sequence[Occurrence]:
        """Every name whose meaning is known. It is found out when it is first asked for, since what can stand
        at a place does not go by it."""
        unread, self.unread = self.unread, []
        for block in unread:
            _Reading(self, block).read()
        return self.found

    def root(self, kind: str) -> str:
        """The oldest ancestor of a kind."""
        seen = {kind}
        while kind in self.kinds and self.kinds[kind].parents:
            above = self.kinds[kind].parents[0].text
            if above in seen:
                break
            kind = above
            seen.add(kind)
        return kind

    def field(self, kind: str, name: str) -> Symbol | None:
        """The field of that name of whoever is of a kind; where the kind is not known the only one of that
        name."""
        known = self.fields.get(name, [])
        if kind:
            root = self.root(kind)
            return next((symbol for symbol in known if symbol.of == root), None)
        return known[0] if len(known) == 1 else None

    def fields_of(self, kind: str) -> Iterator[Declared]:
        """The fields of whoever is of a kind."""
        root = self.root(kind)
        for symbols in self.fields.values():
            yield from (self.declared[symbol] for symbol in symbols if symbol.of == root)

    def of_space(self, *spaces: Space) -> Iterator[Declared]:
        """What is declared in some spaces."""
        return (known for symbol, known in self.declared.items() if symbol.space in spaces)


# --- declarations -------------------------------------------------------------------------------------------


@dataclass
class _Declaring:
    """Puts down what a block declares, but for the names that are bound in it."""

    table: Table
    block: syntax.Block

    def declare(self) -> None:
        block = self.block
        match block:
            case syntax.Kind():
                self._put("kind", block.name, block)
                for each in block.fields:
                    kind = each.type.kind.text if each.type.kind else ""
                    symbol = self._put("field", each.name, each, kind, self.table.root(block.name.text))
                    known = self.table.fields.setdefault(each.name.text, [])
                    if symbol not in known:
                        known.append(symbol)
                    self._options(each.type)
            case syntax.Relation():
                self._put("relation", block.name, block)
                self._options(block.type)
            case syntax.Setting():
                self._put("setting", block.name, block)
                self._options(block.type)
            case syntax.Define():
                self._put("definition", block.name, block)
            case syntax.Entities():
                for name in block.names:
                    self._put("entity", name, block, block.kind.text)
            case syntax.Sense() | syntax.Rule() | syntax.Action() | syntax.Event():
                self._put("happening", block.name, block, type(block).__name__.lower())
                for node in tree.found(block.body, syntax.Outcome):
                    self._put("outcome", node.label, node, of=block.name.text)
            case syntax.Unit():
                for name in block.names:
                    self._put("unit", name, block, of=block.names[0].text)
            case syntax.Measure():
                self._put("measure", block.name, block)
            case syntax.StoryPattern():
                self._put("pattern", block.name, block)
            case syntax.Ending():
                self._put("ending", _title(block.name), block)
            case syntax.Telling():
                for thread in block.threads:
                    self._put("thread", thread.name, thread, of=block.title.text)
            case _:
                pass

    def _options(self, type_: syntax.Type) -> None:
        for option in type_.options:
            self._put("option", option, type_)

    def _put(self, space: Space, name: syntax.Name, node: object, kind: str = "", of: str = "") -> Symbol:
        symbol = Symbol(space, name.text, of)
        self.table.declared.setdefault(symbol, Declared(symbol, name.span, self.block, node, kind))
        if space in THINGS:
            self.table.things.setdefault(name.text, symbol)
        self.table.found.append(Occurrence(symbol, name.span, declares=True))
        return symbol


def _title(text: syntax.Text) -> syntax.Name:
    """A title as a name, without its quotes."""
    span = text.span
    inside = Span(span.file, span.line, span.column + 1, span.end_line, span.end_column - 1)
    return syntax.Name(text.text, inside)


# --- what names stand for -----------------------------------------------------------------------------------

_Scope = Mapping[str, Declared]

_BRACKETS: Final = re.compile(r"\[([^]]*)\]")
_TOKEN: Final = re.compile(r"[^\W\d]\w*|\.|:|\S")


@dataclass
class _Reading:
    """Finds what the names in a block stand for, going through it from the top with what is bound."""

    table: Table
    block: syntax.Block
    scope: dict[str, Declared] = field(default_factory=dict)

    def read(self) -> None:
        self._header()
        self._below(self.block)

    def _below(self, node: object) -> None:
        for child in tree.children(node):
            self._node(child)

    def _node(self, node: object) -> None:
        match node:
            case syntax.Name():
                return  # one whose place says nothing of it
            case syntax.Text():
                self._text(node)
            case syntax.Role():
                self._kind(node.kind)
                self._bind(node.name, node.kind.text)
                for name in node.may_be:
                    self._word(name)
            case syntax.Step(name=name, within_of=of, because=because):
                self._below(node)
                for other in filter(None, (of, because)):
                    self._word(other)
                if name is not None:
                    self._bind(name, "")
            case syntax.Absence(since=since):
                self._below(node)
                if since is not None:
                    self._word(since)
            case syntax.Notices() | syntax.Described():
                self._bind(node.name, self.block.name.text if isinstance(self.block, syntax.Kind) else "")
                self._below(node)
            case syntax.Variable():
                self._word(node.name)
            case syntax.FieldOf():
                self._node(node.of)
                self._field(self._kind_of(node.of), node.field)
            case syntax.Apply():
                self._refer(self.table.things.get(node.name.text), node.name.span)
                if node.name.text not in self.table.things:
                    self._happening(node.name)  # `due(fall(p))`
                self._below(node)
            case syntax.Aggregate():
                self._bound(node, node.name, node.kind, [node.where, node.body])
            case syntax.ForEach():
                self._bound(node, node.name, node.kind, [node.where, *node.body])
            case syntax.Pick():
                self._bound(node, node.name, node.kind, [node.where, node.weight, *node.body], node.otherwise)
            case syntax.Born():
                self._bound(node, node.name, node.kind, node.body, node.otherwise)
            case syntax.Let():
                self._node(node.value)
                self._bind(node.name, self._kind_of(node.value))
            case syntax.If() | syntax.Chance() | syntax.Move():
                for part in tree.children(node):
                    before = dict(self.scope)
                    self._node(part)
                    if not isinstance(part, syntax.Let):
                        self.scope = before
            case syntax.Perceive():
                self._perceive(node)
            case syntax.Pattern() | syntax.Happens() | syntax.Later() | syntax.Cancel():
                self._happening(node.event)
                if isinstance(node, syntax.Pattern) and node.outcome is not None:
                    self._refer(Symbol("outcome", node.outcome.text, node.event.text), node.outcome.span)
                self._below(node)
            case syntax.LastSensed():
                self._happening(node.sense)
                self._below(node)
            case syntax.Becomes():
                self._kind(node.kind)
                self._below(node)
            case syntax.Type():
                if node.kind is not None:
                    self._kind(node.kind)
                self._units(node.unit)
            case syntax.Number():
                self._units(node.unit)
            case syntax.Partners() | syntax.Choosing() | syntax.Manner():
                for name in node.names:
                    self._word(name)
                self._below(node)
            case syntax.Calling():
                self._word(node.name)
                self._below(node)
            case syntax.Goes():
                self._word(node.by)
                self._below(node)
            case syntax.Wording():
                if node.name is not None:
                    self._word(node.name)
                self._below(node)
            case syntax.Section():
                if node.of is not None and isinstance(self.block, syntax.Telling):
                    self._refer(Symbol("thread", node.of.text, self.block.title.text), node.of.span)
                self._below(node)
            case _:
                self._below(node)

    # --- blocks: names whose sort the block knows

    def _kinds_named(self) -> Iterator[syntax.Name]:
        match self.block:
            case syntax.Kind(parents=parents):
                yield from parents
            case syntax.Relation(over=over, roles=roles):
                yield from () if roles else over
            case syntax.Entities(kind=kind):
                yield kind
            case _:
                pass

    def _header(self) -> None:
        for name in self._kinds_named():
            self._kind(name)
        match self.block:
            case syntax.Without(name=name):
                self._happening(name)
            case syntax.Use(name=name):
                self._occurs(Symbol("library", name.text), name.span)
            case syntax.Belief(minds=minds, inner=inner):
                for mind in (*minds, *inner):
                    self._word(mind)
            case syntax.Expect(ending=ending, measure=measure):
                if ending is not None:
                    self._refer(Symbol("ending", ending.text), _title(ending).span)
                if measure is not None:
                    self._refer(Symbol("measure", measure.text), measure.span)
                    self._refer(Symbol("pattern", measure.text), measure.span)
            case syntax.Define(params=params):
                for name, type_ in params:
                    self._bind(name, type_.kind.text if type_.kind else "")
            case syntax.Words(name=name, roles=roles):
                related = self.table.things.get(name.text)
                if related is not None and related.space == "relation":
                    self._refer(related, name.span)
                elif roles:
                    self._field(roles[0].kind.text, name)
            case _:
                pass

    # --- names

    def _word(self, name: syntax.Name) -> None:
        """A name that stands alone: one that is bound, a thing, an option, or a field of the line's own."""
        known = self.scope.get(name.text)
        if known is not None:
            self._occurs(known.symbol, name.span)
        elif isinstance(self.block, syntax.Entities) and name.text in self.table.fields:
            self._field(self.block.kind.text, name)
        elif name.text in self.table.things:
            self._occurs(self.table.things[name.text], name.span)
        else:
            self._refer(Symbol("option", name.text), name.span)

    def _field(self, kind: str, name: syntax.Name) -> None:
        self._refer(self.table.field(kind, name.text), name.span)

    def _kind(self, name: syntax.Name) -> None:
        self._refer(Symbol("kind", name.text), name.span)

    def _happening(self, name: syntax.Name) -> None:
        self._refer(Symbol("happening", name.text), name.span)

    def _units(self, words: Iterable[syntax.Name]) -> None:
        for word in words:
            known = next((s for s in self.table.declared if s.space == "unit" and s.name == word.text), None)
            self._refer(known, word.span)

    def _refer(self, symbol: Symbol | None, span: Span) -> None:
        if symbol is not None and symbol in self.table.declared:
            self._occurs(symbol, span)

    def _occurs(self, symbol: Symbol, span: Span) -> None:
        self.table.found.append(Occurrence(symbol, span))

    # --- what is bound

    def _bind(self, name: syntax.Name, kind: str) -> None:
        at = name.span
        symbol = Symbol("local", name.text, f"{at.file}:{at.line}:{at.column}")
        known = Declared(symbol, at, self.block, name, kind)
        self.table.declared[symbol] = self.scope[name.text] = known
        self.table.found.append(Occurrence(symbol, at, declares=True))

    def _bound(
        self,
        node: object,
        name: syntax.Name,
        kind: syntax.Name | syntax.Members,
        inside: Iterable[object],
        outside: Iterable[object] = (),
    ) -> None:
        """What binds a name for what is inside it."""
        before = dict(self.scope)
        if isinstance(kind, syntax.Members):
            self._refer(self.table.things.get(kind.claim.name.text), kind.claim.name.span)
            others = [arg for place, arg in enumerate(kind.claim.args) if place != kind.place]
            for arg in others:
                self._node(arg)
        else:
            self._kind(kind)
        if name.text not in ("who", "what"):
            self._bind(name, kind.text if isinstance(kind, syntax.Name) else "")
        for part in inside:
            if part is not None:
                self._node(part)
        self.scope = dict(before)
        for part in outside:
            self._node(part)
        self.scope = before

    def _perceive(self, node: syntax.Perceive) -> None:
        before = dict(self.scope)
        if node.sense is not None:
            self._happening(node.sense)
        if node.of is not None:
            self._word(node.of)
        if node.name is not None and node.kind is not None:
            self._kind(node.kind)
            self._bind(node.name, node.kind.text)
        elif node.name is not None:
            self._word(node.name)
        self._below(node)
        self.scope = before

    def _kind_of(self, expr: object) -> str:
        """Of which kind an expression is known to be; empty if that is not known."""
        match expr:
            case syntax.Variable(name=name) if name.text in self.scope:
                return self.scope[name.text].kind
            case syntax.Variable(name=name):
                known = self.table.declared.get(Symbol("entity", name.text))
                return "" if known is None else known.kind
            case syntax.FieldOf(of=of, field=name):
                found = self.table.field(self._kind_of(of), name.text)
                return "" if found is None else self.table.declared[found].kind
            case syntax.Paren(x=x):
                return self._kind_of(x)
            case syntax.Aggregate(op="best", kind=syntax.Name(text=text)):
                return text
            case _:
                return ""

    # --- texts

    def _text(self, text: syntax.Text) -> None:
        for bracket in _BRACKETS.finditer(text.text):
            before = dict(self.scope)
            self._bracket(bracket[1], text.span.column + 1 + bracket.start(1), text.span)
            self.scope = before

    def _bracket(self, inside: str, column: int, at: Span) -> None:
        """The names in a pair of brackets, which may bind one: `every p: Person where p.alive`."""
        tokens = [*_TOKEN.finditer(inside)]
        words = [token[0] for token in tokens]
        alone = sum(word not in ("the", "a", "an", "before") for word in words) == 1
        kind = ""
        for place, token in enumerate(tokens):
            word, begin = token[0], column + token.start()
            name = syntax.Name(word, Span(at.file, at.line, begin, at.line, begin + len(word)))
            following = words[place + 1] if place + 1 < len(words) else ""
            known = self.table.things.get(word)
            if not (word[0].isalpha() or word[0] == "_"):
                kind = kind if word == "." else ""
            elif place and words[place - 1] == ".":
                self._field(kind, name)
                found = self.table.field(kind, word)
                kind = "" if found is None else self.table.declared[found].kind
            elif following == ":" and place + 2 < len(words):
                self._bind(name, words[place + 2])
            elif word in self.scope:
                self._occurs(self.scope[word].symbol, name.span)
                kind = self.scope[word].kind
            elif known is not None and not (alone and known.space != "entity" and is_known(word)):
                self._occurs(known, name.span)
                kind = self.table.declared[known].kind if known.space == "entity" else ""
            elif not alone:
                self._refer(Symbol("option", word), name.span)
