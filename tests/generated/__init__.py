"""Worlds drawn at random over the whole language, lived by every engine and compared to the bit.

`worlds` draws the text of a world (`sketch` is what it has declared so far; `declared`, `expressions`,
`effects` and `happenings` draw its parts), `coded` makes code of it by every backend, `compare` lives it by
two engines, `reduce` makes a world that shows a difference small, `mutations` puts bugs into the kernel that
have to be found. `python -m tests.generated -n 10000` compares as many worlds as one has time for.
"""
