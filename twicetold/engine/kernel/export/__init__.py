"""Export: a world as something that lives without Python, in a game or anywhere else.

`c_files` gives a header and a C99 file that need nothing but a compiler; `wasm_files` a WebAssembly module
and the JavaScript that plays it, in browsers and in Node, or either by itself (`module`, `javascript`). Both
print the program that the kernel compiles, so that their lives are the same to the bit. `interface_of` says
what all of them have to know of a world.
"""

from twicetold.engine.kernel.export.c import MADE, c_files
from twicetold.engine.kernel.export.interface import Interface, interface_of, plain_name
from twicetold.engine.kernel.export.wasm import NoCompiler, javascript, module, wasm_files

__all__ = [
    "MADE", "Interface", "NoCompiler", "c_files", "interface_of", "javascript", "module", "plain_name",
    "wasm_files",
]  # fmt: skip
