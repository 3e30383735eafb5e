"""JIT compilation: from LLVM assembly to machine code in this process, by llvmlite."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final, Literal

import llvmlite
import llvmlite.binding as llvm

from twicetold.engine.kernel.llvm import symbol

Tier = Literal["quick", "best"]
"""How code is made: at once, or well. The lives are the same."""

_WORD, _INT, _NUM = ctypes.c_uint64, ctypes.c_int32, ctypes.c_double

ENTRIES: Final[dict[str, tuple[Any, ...]]] = {
    "lives": (None, _WORD, _WORD, _INT, _INT),
    "begin_life": (None, _WORD, _WORD, _INT),
    "live_on": (_INT, _INT, _NUM, _INT, _INT, _INT),
    "change_luck": (None, _WORD, _WORD),
    "finish_life": (None, _INT),
    "play_on": (_INT, _INT),
    "list_options": (None, _INT),
    "see": (None, _INT),
    "worth": (_NUM, _INT),
    "step_lives": (None, _WORD, _WORD, _WORD, _WORD, _INT, _WORD, *[ctypes.c_void_p] * 12),
}
"""What can be called, what it returns, and what it takes after the address of a life's block."""

SMALL = 400_000
"""The longest assembly whose loops are unrolled: a small world gains by it and is compiled soon all the same;
a large one would be compiled half as long again for code that is hardly faster."""


@dataclass(frozen=True, slots=True)
class Code:
    """Machine code: its functions are callable as long as it is kept. Calling one lets other threads run."""

    engine: Any

    def function(self, name: str) -> Any:
        """One of the `ENTRIES` that the program has."""
        result, *params = ENTRIES[name]
        return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *params)(
            self.engine.get_function_address(symbol(name))
        )


def target() -> str:
    """What machine code made here is for: the processor with all its features, and the LLVM that makes it."""
    parts = (
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
        ".".join(map(str, llvm.llvm_version_info)),
        llvmlite.__version__,
    )
    return " ".join(parts)


def compile_object(assembly: str, tier: Tier) -> bytes:
    """The object file of a module for this machine."""
    module = llvm.parse_assembly(assembly)
    machine = _machine(tier)
    if tier == "best":
        small = len(assembly) <= SMALL
        options = llvm.create_pipeline_tuning_options(speed_level=3 if small else 2)
        options.loop_unrolling = small
        options.loop_vectorization = True
        options.slp_vectorization = True
        passes = llvm.create_pass_builder(machine, options)
        passes.getModulePassManager().run(module, passes)
    code: bytes = machine.emit_object(module)
    return code


def load_object(code: bytes) -> Code:
    """An object file made ready to be called."""
    empty = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(empty, _machine("quick"))
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return Code(engine)


def _machine(tier: Tier) -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=0 if tier == "quick" else 2,
        reloc="default",
        codemodel="jitdefault",
    )
