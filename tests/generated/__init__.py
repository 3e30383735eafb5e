"""Worlds drawn at random over the whole language, lived by every engine and compared to the bit.

`worlds` draws the text of a world (`sketch` what it declares, `expressions`, `effects` and `happenings` the rest),
`compare` lives it by two engines, `c_code` by the C that the kernel prints, `reduce` makes a world that shows a
difference small, `mutations` puts bugs into the kernel that have to be found. `python -m tests.generated -n 10000`
compares as many worlds as one has time for.
"""
