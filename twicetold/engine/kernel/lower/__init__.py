"""Lowering: from a checked world to the program that lives it.

One construct of the language, one module, as in the interpreter. `world` keeps what is being made, `place`
and `fields` say where values lie, `loop` makes the plan, `life` puts all together.
"""
