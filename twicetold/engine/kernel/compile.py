"""The compiler: the way from a checked world to machine code.

    world      what `lang` has checked                                         lang
      lower    every construct becomes loops, conditions and arithmetic        lower/
    program    the intermediate representation (IR), typed; it decides all     program.py
      verify   every value is of the type that its place asks for              verify.py
      lay out  every array gets its place in the memory of one life            memory.py
    block      how large that is, and what lies where
      emit     code generation: each node of the program becomes instructions  llvm.py
    assembly   LLVM's own text
      compile  optimised as the tier wants it, and translated                  machine.py
    object     machine code for the processor of this machine

`twicetold show WORLD --as program` (or `llvm`) prints what stands on the way. Code that was made once is
kept (`code_cache.py`); which code a kernel lives by is decided while it lives (`tiers.py`), and better code
is made beside (`apart.py`); how it is called is in `kernel.py`. The same program is printed as C (`c99.py`,
`export/`).
"""

from __future__ import annotations

from typing import Final

from twicetold.engine.aside import aside
from twicetold.engine.kernel import llvm, machine, memory, stepping
from twicetold.engine.kernel.compiled import CannotCompile, Compiled
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.program import SIZE, Program
from twicetold.engine.kernel.verify import verify
from twicetold.lang import model

LARGEST: Final = 1 << 30
"""The most bytes that one life may take."""

SEEN: Final = (
    "tick", "ended", "left", "own_run", "peak", "played", "order", "order_now", "chosen", "chosen_roles",
    "listed", "nature",
)  # fmt: skip
"""The arrays of a life that a caller may look at, where a program has them."""


def compile_world(
    world: model.World,
    tier: machine.Tier,
    *,
    open: bool = False,
    counted: bool = False,
    played: bool = False,
) -> Compiled:
    """The whole way. Raises CannotCompile where one life would take more than `LARGEST` bytes."""
    program = program_of(world, open=open, counted=counted, played=played)
    block = block_of(program)
    assembly = llvm.assembly(program, block)
    if played:
        assembly += stepping.functions(world, block)
    code = object_of(assembly, tier)
    return Compiled(block.size, _outs(block), _seen(block), _beside(program, block), code)


def program_of(
    world: model.World, *, open: bool = False, counted: bool = False, played: bool = False
) -> Program:
    """The program that lives a world, and is well formed; it reads knobs and interventions from its caller,
    so that it is the same whatever they are. One that is `open` does so even if the world has none of its
    own; one that is `counted` counts what lives come to; that of a world that is `played` stops for whoever
    plays."""
    program = lower(world, turning=True, open=open, counted=counted, played=played)
    verify(program)
    return program


def block_of(program: Program) -> memory.Block:
    """The memory of a life. Raises CannotCompile where that is more than `LARGEST` bytes."""
    block = memory.block(program)
    if block.size > LARGEST:
        raise CannotCompile(f"one life of this world would take {block.size >> 20} MiB")
    return block


def object_of(assembly: str, tier: machine.Tier) -> bytes:
    """The machine code. LLVM cannot be told to stop; whoever waits for it can."""
    return aside(lambda: machine.compile_object(assembly, tier))


def _outs(block: memory.Block) -> dict[str, int]:
    return {array.name: block.places[array.name] for array in block.outs}


def _beside(program: Program, block: memory.Block) -> list[list[int]]:
    arrays = [array for array in program.arrays if array.kind == "life" and array.beside]
    begins = [(block.places[array.name], SIZE[array.element] * array.size) for array in arrays]
    return [[begin, begin + size] for begin, size in begins]


def _seen(block: memory.Block) -> dict[str, int]:
    return {name: block.places[name] for name in SEEN if name in block.places}
