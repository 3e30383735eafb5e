"""Which engine lives: the kernel, compiled for a world, or the interpreter. Both live the same lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from twicetold.choices import Engine as Engine
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.kernel.twins import Twins


class Runner(Protocol):
    """What lives the runs `first` to `first + n - 1` of a seed, as columns."""

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives: ...


@runtime_checkable
class Stoppable(Runner, Protocol):
    """What lives for several threads at once, and can be told by another that nobody waits any more."""

    def stop(self) -> None: ...


class NoKernel(RuntimeError):
    """The kernel cannot live this world, or not here; the message says why."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engine that is ready. `note` says why it is not the kernel where that was hoped for."""

    runner: Runner
    kernel: bool
    note: str | None = None


def choose(world: model.World, engine: Engine, *, open: bool = False, counted: bool = False) -> Chosen:
    """The engine asked for, ready to live this world; `open` to interventions, and counting what its lives
    come to, if that is wanted. Raises NoKernel if the kernel is asked for in vain."""
    if engine is Engine.INTERPRETER:
        return Chosen(Interpreter(world, counted=counted), kernel=False)
    try:
        return Chosen(_kernel(world, open, counted), kernel=True)
    except NoKernel as error:
        if engine is Engine.KERNEL:
            raise
        return Chosen(Interpreter(world, counted=counted), kernel=False, note=str(error))


def at_once(world: model.World, *, counted: bool = False) -> Chosen | None:
    """The kernel if this world was compiled before and it can live at once; else None."""
    try:
        from twicetold.engine.kernel import Kernel
    except ImportError:
        return None
    kernel = Kernel.if_kept(world, counted=counted)
    return None if kernel is None else Chosen(kernel, kernel=True)


def twins(world: model.World, seed: int, run: int, course: Sequence[Intervention]) -> Twins:
    """The kernel for twins of a life. Raises NoKernel."""
    with _the_kernel():
        from twicetold.engine.kernel.twins import Twins

        return Twins(world, seed, run, course)


def _kernel(world: model.World, open: bool, counted: bool) -> Runner:
    with _the_kernel():
        from twicetold.engine.kernel import Kernel

        return Kernel(world, open=open, counted=counted)


@contextmanager
def _the_kernel() -> Iterator[None]:
    """Where the kernel is loaded and made. Raises NoKernel if that cannot be done."""
    try:
        from twicetold.engine.kernel import CannotCompile
    except ImportError as error:
        raise NoKernel(f"there is no kernel here: {error}") from None
    try:
        yield
    except CannotCompile as error:
        raise NoKernel(f"the kernel cannot live this world: {error}") from None
