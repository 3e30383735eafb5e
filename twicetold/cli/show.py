"""`twicetold show`: what becomes of a world on its way from text to machine code, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, get_args

from twicetold.choices import Stage
from twicetold.cli.loading import load_soon
from twicetold.cli.outline import outline
from twicetold.cli.output import Mistake, visible, write_text
from twicetold.cli.requests.show import Request
from twicetold.engine.kernel import CannotCompile
from twicetold.engine.kernel.part import Sort, part
from twicetold.engine.kernel.program import Program
from twicetold.lang import Loaded, model, syntax
from twicetold.lang.diagnostics import Problems, nearest
from twicetold.lang.parser import parse

FEW: Final = 12
"""How many names are listed of those that could have been meant."""


@dataclass(frozen=True, slots=True)
class Construct:
    """Something that can be shown alone: its sort, the names it answers to, its node in the tree or in the
    model, and its number among those of its sort in the model."""

    sort: str
    names: tuple[str, ...]
    node: object
    number: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The world that is shown, under the name it was asked for by, and what alone of it is shown."""

    name: str
    loaded: Loaded
    of: str | None

    @property
    def world(self) -> model.World:
        return self.loaded.world


def main(request: Request) -> None:
    """Print a stage of a world, or of one construct. Raises TaleError, and Mistake if there is none such."""
    try:
        loaded = load_soon(request.world, request.lines)
        text = _STAGES[request.stage](Shown(request.world, loaded, request.of))
    except CannotCompile as error:
        raise Mistake(f"this world cannot be compiled: {error}") from None
    write_text(visible(text.rstrip("\n") + "\n"))


# --- the stages ---------------------------------------------------------------------------------------------


def _tree(shown: Shown) -> str:
    """What was written, file by file."""
    files = {source.file: parse(source, Problems()).blocks for source in shown.loaded.sources.values()}
    if shown.of is not None:
        blocks = [block for blocks in files.values() for block in blocks]
        return _outlines(construct.node for construct in _asked(_written(blocks), shown.of))
    return "\n".join(f"# {Path(file).name}\n\n{_outlines(blocks)}" for file, blocks in files.items())


def _model(shown: Shown) -> str:
    """What it means."""
    if shown.of is None:
        return _outlines([shown.world])
    return _outlines(construct.node for construct in _asked(_meant(shown.world), shown.of))


def _program(shown: Shown) -> str:
    """What the kernel compiles."""
    from twicetold.engine.kernel.compile import program_of
    from twicetold.engine.kernel.listing import listing

    program = program_of(shown.world)
    return listing(program if shown.of is None else _part(program, shown))


def _llvm(shown: Shown) -> str:
    """What LLVM is given."""
    from twicetold.engine.kernel import llvm
    from twicetold.engine.kernel.compile import block_of, program_of

    program = program_of(shown.world)
    block = block_of(program)
    if shown.of is None:
        return llvm.assembly(program, block)
    return llvm.functions(program, block, _part(program, shown).functions)


def _c(shown: Shown) -> str:
    """The C file that `twicetold build` writes."""
    from twicetold.engine.kernel import c99
    from twicetold.engine.kernel.export import interface_of, plain_name
    from twicetold.engine.kernel.export.c import source

    face = interface_of(shown.world, plain_name(Path(shown.name).stem))
    if shown.of is None:
        return source(face)
    return c99.functions(face.program, _part(face.program, shown).functions)


_STAGES: Final[dict[Stage, Callable[[Shown], str]]] = {
    "tree": _tree, "model": _model, "program": _program, "llvm": _llvm, "c": _c,
}  # fmt: skip


def _outlines(nodes: Iterable[object]) -> str:
    return "\n".join("\n".join(outline(node)) + "\n" for node in nodes)


def _part(program: Program, shown: Shown) -> Program:
    """What is there of a construct in a program."""
    assert shown.of is not None
    compiled = [construct for construct in _meant(shown.world) if construct.sort in _COMPILED]
    asked = _asked(compiled, shown.of)
    parts = [
        part(program, _COMPILED[construct.sort], construct.number, construct.names[0]) for construct in asked
    ]
    functions = tuple(function for piece in parts for function in piece.functions)
    arrays = tuple(array for piece in parts for array in piece.arrays)
    if not functions and not arrays:
        raise Mistake(f"nothing is left of {shown.of} in the program: nothing that happens asks for it")
    return Program(functions, arrays, ())


_COMPILED: Final[dict[str, Sort]] = {sort: sort for sort in get_args(Sort)} | {"relation": "field"}
"""What each sort is in a program."""


# --- what can be shown alone --------------------------------------------------------------------------------


def _written(blocks: Iterable[syntax.Block]) -> Iterator[Construct]:
    """The constructs of a syntax tree."""
    for block in blocks:
        sort = syntax.sort(block)
        match block:
            case syntax.Entities():
                yield from (Construct("entity", (name.text,), block) for name in block.names)
            case syntax.Kind():
                yield Construct(sort, (block.name.text,), block)
                for field in block.fields:
                    yield Construct("field", (field.name.text, f"{block.name.text}.{field.name.text}"), field)
            case syntax.Ending():
                yield Construct(sort, (block.name.text,), block)
            case syntax.Telling():
                yield Construct(sort, (block.title.text,), block)
            case (
                syntax.Setting() | syntax.Relation() | syntax.Define() | syntax.Sense() | syntax.Rule()
                | syntax.Action() | syntax.Event() | syntax.Measure() | syntax.StoryPattern()
            ):  # fmt: skip
                yield Construct(sort, (block.name.text,), block)
            case (
                syntax.World() | syntax.Use() | syntax.Without() | syntax.More() | syntax.Intervention()
                | syntax.Unit() | syntax.Start() | syntax.Belief() | syntax.Reward() | syntax.Wants()
                | syntax.Expect() | syntax.Words()
            ):  # fmt: skip
                pass  # lines without a name of their own


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def _meant(world: model.World) -> Iterator[Construct]:
    """The constructs of a world."""
    for number, field in enumerate(world.fields):
        bare = field.name.rpartition(".")[2]
        if len(field.over) == 1:
            yield Construct("field", (bare, field.name, f"{field.over[0]}.{bare}"), field, number)
        else:
            yield Construct("relation", (field.name,), field, number)
    constructs: tuple[tuple[_Named, ...], ...] = (
        world.kinds, world.settings, world.entities, world.defines, world.senses, world.rules, world.actions,
        world.events, world.endings, world.measures, world.series, world.patterns, world.tellings,
    )  # fmt: skip
    for nodes in constructs:
        for number, node in enumerate(nodes):
            sort = _CALLED.get(type(node), type(node).__name__.lower())
            yield Construct(sort, (node.name,), node, number)


_CALLED: Final[dict[type, str]] = {model.Series: "measure", model.StoryPattern: "pattern"}
"""What a construct is whose class is called otherwise."""


def _asked(constructs: Iterable[Construct], of: str) -> list[Construct]:
    """The constructs of a sort and name; several if they share it. Raises Mistake if there is none."""
    known = list(constructs)
    sort, _, name = of.strip().partition(" ")
    name = name.strip().strip('"')
    chosen = [construct for construct in known if construct.sort == sort and name in construct.names]
    if not chosen:
        raise Mistake(_missing(known, of, sort, name))
    return chosen


def _missing(known: Sequence[Construct], of: str, sort: str, name: str) -> str:
    """What to say of something that is not there: what is, as near to it as can be told."""
    alike = [construct for construct in known if name in construct.names or of.strip() in construct.names]
    if alike:
        return f"there is no `{of}`; did you mean `{alike[0].sort} {alike[0].names[0]}`?"
    names = list(dict.fromkeys(construct.names[0] for construct in known if construct.sort == sort))
    if not names or not name:
        sorts = ", ".join(sorted({construct.sort for construct in known}))
        return f"`--of` takes a sort and a name, such as 'action strike'; the sorts are {sorts}"
    near = nearest(name, names)
    listed = ", ".join(f"`{other}`" for other in names[:FEW]) + ", …" * (len(names) > FEW)
    help = f"did you mean `{near}`?" if near else f"there are {listed}"
    return f"there is no {sort} `{name}`; {help}"
