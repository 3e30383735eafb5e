"""Worlds drawn at random over the whole language, lived by every engine and compared to the bit.

`worlds` draws the text of a world (`sketch` is what it has declared so far; `declared`, `expressions`,
`effects` and `happenings` draw its parts), and `census` says what it is made of. `coded` makes code of it by
every backend, `compare` lives it by two engines and compares their columns, `left` what they leave in memory;
`reduce` makes a world that shows a difference small; `checking` does all this with one text.

The worlds of every test run are the `shares`; `mutations` are bugs put into the kernel, each `caught` by a
small world of its own that came of one drawn. `python -m tests.generated -n 10000` compares as many worlds as
one has time for (`night`), in processes `apart`.
"""
