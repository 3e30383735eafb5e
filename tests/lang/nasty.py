"""Worlds written to take the machine with them; each must be answered in little time and memory.

Run as a program it loads those that are named, or all, each under an alarm of twenty seconds of processor
time, all within 512 MiB beyond what the interpreter takes, and prints what became of each. A quiet machine
needs two or three seconds for the longest; what is not bounded needs minutes, so the alarm tells the one from
the other on any machine.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from twicetold.lang import TaleError, limits, load_text

HEAD = """\
world "Nasty"
  tick 1 minute
  lasts 1 hour
kind P
  n number
  k P or none
  b yes/no believed
A, B are P
relation love (P, P) number believed
"""

WORDS = limits.WORDS - 100
"""So many words the rest of a text may have."""


def filled(line: str, words: int) -> str:
    """As many lines of so many words as fit, numbered where the line says `#`."""
    count = min(WORDS // words, (limits.TEXT - 1000) // (len(line) + 5))
    return HEAD + "".join(line.replace("#", str(number)) for number in range(count))


NASTY = {
    # deep
    "brackets": HEAD + "measure m = " + "(" * 1900 + "\n",
    "many deep brackets": filled("measure m# = " + "(" * 40 + "1" + ")" * 40 + "\n", 84),
    "nots": filled('ending "#" when ' + "not " * 190 + "A.b\n", 198),
    "minuses": HEAD + "measure m = " + "-" * 1900 + "1\n",
    "elses": HEAD + "measure m = (\n" + "  1 if A.b else\n" * 4000 + "  2)\n",
    "otherwises": HEAD + "rule r\n  if A.b\n    A.n = 1\n" + "  otherwise if A.b\n    A.n = 2\n" * 2000,
    "sum over many lines": HEAD + "measure m = (\n" + " 1 +\n" * (WORDS // 2) + " 1)\n",
    "points": filled("measure m# = A" + ".k" * 190 + ".n\n", 390),
    "blocks": HEAD + "rule r\n" + "".join("  " * depth + "if A.b\n" for depth in range(1, 400)),
    "definitions": HEAD
    + "define f0(p: P) = p.n\n"
    + "".join(f"define f{n}(p: P) = f{n - 1}(p) + f{n - 1}(p)\n" for n in range(1, 1500)),
    "aggregates": HEAD + "1000 P\nmeasure m = " + "sum(x: P: " * 30 + "1" + ")" * 30 + "\n",
    "kinds": "".join(f"kind K{n} is K{n + 1}\n" for n in range(WORDS // 4)) + HEAD,
    "events": filled("event e# (p: P)\n  then happens e#(p)\n", 14),
    # long
    "one name": "a" * (limits.LINE - 1) + "\n",
    "many long names": ("a" * (limits.LINE - 1) + "\n") * 130,
    "one token": "a" * limits.TEXT,
    "one sign": ("(" * (limits.LINE - 1) + "\n") * 14,
    "quotes": HEAD + '"' * 1999 + "\n",
    "empty lines": "\n" * limits.TEXT,
    "comments": "#\n" * WORDS,
    "blocks of one word": "a\n" * WORDS,
    "starting values": filled("A.n 3\n", 4),
    "effects": HEAD + "rule r\n" + "  A.n=1\n" * (WORDS // 5),
    "additions": filled("define f#(p: P) = " + "+".join(["p.n"] * 60) + "\n", 250),
    "arguments": filled("measure m# = least(" + "1," * 400 + "1)\n", 808),
    "brackets in a telling": filled('event e# (p: P)\n  tell "' + "[p] " * 400 + '"\n', 9),
    "unknown names": filled("measure m# = abcdefghijkl#\n", 4),
    "entities and slips": HEAD
    + "".join(f"Abcdefghijkl{n} is P\n" for n in range(4000))
    + "".join(f"measure m{n} = Abcdefghijkm{n}.n\n" for n in range(2500)),
    "uses": "use nothing\n" * (WORDS // 2),
    "withouts": filled("without a#\n", 2),
    # many
    "groundings": HEAD.replace(" believed", "")
    + "100 P\naction a (p: P, q: P, r: P, s: P, t: P)\n  needs p.b\n",
    "as many groundings as are allowed": HEAD.replace(" believed", "")
    + "266 P\naction a (p: P, q: P, r: P)\n  needs p.b\n",
    "a crowd of a thousand million": HEAD + "1000000000 P\n",
    "a crowd beyond all numbers": HEAD + "1e300 P\n",
    "spares": HEAD + "spare 1e18 P\n",
    "as many entities as are allowed": HEAD.replace("relation love (P, P) number believed\n", "")
    + "4000 P\n",
    "pairs": HEAD + "4000 P\n",
    "triples": HEAD + "150 P\nrelation r (P, P, P) number\n",
    "love of each other": HEAD + "1500 P: love(each other) 1\n",
    "beliefs of everyone": HEAD + "4000 P\n" + "everyone believes A.b yes\n" * 2000,
    "options": HEAD + "kind Q\n" + "".join(f"  m{n} one of a,{','.join('bcdef')}\n" for n in range(1500)),
    # large
    "numbers": HEAD
    + f"measure a = 1e999\nmeasure b = {'9' * 1500}\nmeasure c = 1e-999\nheed {'9' * 900}:59\n",
    "ticks": 'world "w"\n  tick 1e-300 seconds\n  lasts 1e300 weeks\n',
    "no ticks": 'world "w"\n  tick 0 seconds\n  lasts 1 week\n',
    "units": "unit b0\n" + "".join(f"unit b{n} = 1e300 b{n - 1}\n" for n in range(1, 3000)) + HEAD,
    "arithmetic": HEAD + "measure m = exp(exp(exp(1e15))) * 1e300 * 1e300 / 0 - sqrt(0 - 1)\n",
    "ranges": HEAD + "kind Q\n  x number -1e308..1e308\n  y whole 1e308..1e308 = 1e308\n",
}

SECONDS = 20
MEBIBYTES = 512


def too_slow(_signal: int, _frame: FrameType | None) -> None:
    """End a loading that takes too long."""
    raise TimeoutError


def answered(text: str) -> str:
    """What became of a text: loaded, refused with so many diagnostics, or what went wrong in loading it."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        load_text(text)
    except TaleError as error:
        return f"refused {len(error.diagnostics)} {error.diagnostics[0].code}"
    except BaseException as error:
        return f"WRONG {type(error).__name__} {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "loaded"


def main(names: Sequence[str]) -> None:
    """Load these, or everything, and say what became of it."""
    load_text(HEAD)  # what is made once for all, the parser above all
    used = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmSize")
    )
    most = int(used.split()[1]) * 1024 + MEBIBYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGPROF, too_slow)
    for name in names or NASTY:
        print(f"{name}: {answered(NASTY[name])}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
