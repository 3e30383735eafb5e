"""The way from a world to machine code, and where it is left early."""

import pytest

from twicetold.engine.kernel import CannotCompile, Kernel, compile, llvm, machine
from twicetold.engine.kernel.compile import block_of, compile_world, object_of, program_of
from twicetold.engine.kernel.program import Do, Function, Program
from twicetold.engine.kernel.verify import Malformed
from twicetold.lang import load


@pytest.fixture(scope="module")
def world():
    return load("milk")


@pytest.fixture
def nothing_kept(monkeypatch):
    monkeypatch.setenv("TWICETOLD_CACHE", "off")


def test_the_whole_way_is_its_steps(world):
    program = program_of(world)
    block = block_of(program)
    code = object_of(llvm.assembly(program, block), "quick")
    compiled = compile_world(world, "quick")
    assert (compiled.size, compiled.code) == (block.size, code)
    assert {*compiled.outs} >= {"endings", "ticks", "digests", "knobs"}
    assert compiled.seen["tick"] == block.places["tick"]
    assert machine.load_object(compiled.code).function("lives") is not None


def test_counting_is_another_program_of_the_same_world(world):
    plain, counted = program_of(world), program_of(world, counted=True)
    assert {array.name for array in counted.arrays} - {array.name for array in plain.arrays} >= {"hits"}


def test_a_malformed_program_gets_no_further(world, nothing_kept, monkeypatch):
    wrong = Program((Function("lives", (), None, (Do("nowhere"),)),), (), ("lives",))
    monkeypatch.setattr(compile, "lower", lambda *_, **__: wrong)
    with pytest.raises(Malformed, match="no function nowhere"):
        Kernel(world)


def test_a_life_that_takes_too_much_memory_is_left_to_the_interpreter(world, nothing_kept, monkeypatch):
    monkeypatch.setattr(compile, "LARGEST", 100)
    with pytest.raises(CannotCompile, match="one life of this world would take 0 MiB"):
        Kernel(world)
