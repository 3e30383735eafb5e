"""Export: a world as something that lives without Python, in a game or anywhere else.

`c_files` gives a header and a C99 file that need nothing but a compiler; `wasm_files` a WebAssembly module
and the JavaScript that plays it, in browsers and in Node. Both print the program that the kernel compiles, so
that their lives are the same to the bit. `interface_of` says what all of them have to know of a world.
"""

from twicetold.engine.kernel.export.c import c_files
from twicetold.engine.kernel.export.interface import Interface, interface_of, plain_name
from twicetold.engine.kernel.export.wasm import NoCompiler, wasm_files

__all__ = ["Interface", "NoCompiler", "c_files", "interface_of", "plain_name", "wasm_files"]
