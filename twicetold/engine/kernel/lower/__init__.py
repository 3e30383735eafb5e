"""Lowering: from a checked world to the program that lives it.

One construct of the language, one module, as in the interpreter. `builder` keeps the arrays and functions
that are being made, `lowering` knows the world besides; `place` and `fields` say where values lie, `loop`
makes the plan. `life` puts all together, at once: what needs another part is given it when it is made. Where
two need each other (an aggregate is an expression, and holds some) one of them knows the other as a protocol
only (`context.Context`, `effect.Calls`), so that no modules import one another.
"""
