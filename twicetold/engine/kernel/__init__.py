"""The kernel: the world compiled, fast, and equal to the interpreter to the bit.

A checked world is lowered to a `program` (see `lower`, one module for each construct, as in the interpreter),
a small typed form that holds the plan; a backend (`llvm`, `c99`) translates that to code. The whole way is in
`compile.py`.
"""

from twicetold.engine.kernel.compiled import CannotCompile
from twicetold.engine.kernel.kernel import Kernel

__all__ = ["CannotCompile", "Kernel"]
