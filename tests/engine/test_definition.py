"""The C of ``docs/noise.md`` and the Python modules are one function to the bit.

The fragments of the page are joined, compiled and run beside the modules: so the page can be trusted as the
definition, and a compiler is seen to leave the operations as they are.
"""

import ctypes
import math
import random
import re
import shutil
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from twicetold.engine.meaning import distributions, noise, numeric
from twicetold.lang.exact import modulo

PAGE = Path(__file__).parents[2] / "docs" / "noise.md"
COMPILER = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
Functions = dict[str, Callable[..., Any]]
DOUBLE, WORD, INT = ctypes.c_double, ctypes.c_uint64, ctypes.c_int

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C compiler (cc, gcc or clang) on the path")

# What of the page is called from here: name, result, arguments. (On the page all functions are `static`.)
EXPORTS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "tt_exp": (DOUBLE, (DOUBLE,)),
    "tt_log": (DOUBLE, (DOUBLE,)),
    "tt_sqrt": (DOUBLE, (DOUBLE,)),
    "tt_round_half_even": (DOUBLE, (DOUBLE,)),
    "tt_normal_quantile": (DOUBLE, (DOUBLE,)),
    "tt_divide": (DOUBLE, (DOUBLE, DOUBLE)),
    "tt_modulo": (DOUBLE, (DOUBLE, DOUBLE)),
    "tt_clamp": (DOUBLE, (DOUBLE, DOUBLE, DOUBLE)),
    "tt_beta": (DOUBLE, (WORD, DOUBLE, DOUBLE)),
    "finalise": (WORD, (WORD,)),
    "absorb": (WORD, (WORD, WORD)),
    "run_key": (WORD, (WORD, WORD)),
    "stream": (WORD, (WORD, WORD)),
    "unit": (DOUBLE, (WORD,)),
    "draw_word": (WORD, (WORD, WORD, ctypes.POINTER(WORD), INT, WORD, WORD)),
}
IN_C: dict[Any, str] = {DOUBLE: "double", WORD: "word_t", INT: "int", ctypes.POINTER(WORD): "const word_t *"}


def exported(name: str) -> str:
    result, arguments = EXPORTS[name]
    parameters = ", ".join(f"{IN_C[kind]} x{n}" for n, kind in enumerate(arguments))
    passed = ", ".join(f"x{n}" for n in range(len(arguments)))
    return f"{IN_C[result]} c_{name}({parameters}) {{ return {name}({passed}); }}"


@pytest.fixture(scope="module", params=["-O0", "-O2"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Functions:
    """The functions of the page, compiled without and with optimisation."""
    folder = tmp_path_factory.mktemp("page")
    fragments = re.findall(r"^```c\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    source, library = folder / "page.c", folder / "page.so"
    source.write_text("\n".join([*fragments, *map(exported, EXPORTS)]) + "\n", encoding="utf-8")
    flags = [request.param, "-std=c99", "-ffp-contract=off", "-Wall", "-shared", "-fPIC"]
    subprocess.run([str(COMPILER), *flags, "-o", str(library), str(source), "-lm"], check=True)
    loaded = ctypes.CDLL(str(library))
    functions: Functions = {}
    for name, (result, arguments) in EXPORTS.items():
        function = loaded[f"c_{name}"]
        function.restype, function.argtypes = result, arguments
        functions[name] = function
    return functions


def same(a: float, b: float) -> bool:
    """Equal to the bit; any NaN equals any other."""
    return struct.pack("<d", a) == struct.pack("<d", b) or (math.isnan(a) and math.isnan(b))


def all_sorts_of_numbers(count: int) -> list[float]:
    """Ordinary ones, such as lie on seams, and any pattern of bits: subnormal, infinite, not a number."""
    draw = random.Random(5)
    patterns = [struct.unpack("<d", struct.pack("<Q", draw.getrandbits(64)))[0] for _ in range(count)]
    ordinary = [draw.uniform(-800.0, 800.0) for _ in range(count)]
    units = [(draw.getrandbits(52) + 0.5) * 2.0**-52 for _ in range(count)]
    near_one = [1.0 + math.ldexp(draw.uniform(-1.0, 1.0), -draw.randrange(60)) for _ in range(count)]
    halves = [draw.randrange(-(2**20), 2**20) / 2.0 for _ in range(count)]
    seams = [0.0, 709.0, 708.0, 745.0, 0.075, 0.925, 0.7071067811865476, 2.0**52, 2.0**51, 1e300, math.inf]
    edges = [x for seam in seams for x in (seam, math.nextafter(seam, -1e308), math.nextafter(seam, 1e308))]
    tiny = [5e-324, 2.2250738585072014e-308, math.exp(-25.0), 2.0**-53, 1.0 - 2.0**-53]
    numbers = [*patterns, *ordinary, *units, *near_one, *halves, *edges, *tiny, math.nan]
    return [*numbers, *(-x for x in numbers)]


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "round_half_even", "normal_quantile"])
def test_functions_of_one_number(page: Functions, name: str) -> None:
    in_python, in_c = getattr(numeric, name), page[f"tt_{name}"]
    different = [x for x in all_sorts_of_numbers(2000) if not same(in_python(x), in_c(x))]
    assert different == []


def test_functions_of_several_numbers(page: Functions) -> None:
    numbers = all_sorts_of_numbers(500)
    random.Random(6).shuffle(numbers)
    for x, y, z in zip(numbers, numbers[1:], numbers[2:], strict=False):
        assert same(numeric.divide(x, y), page["tt_divide"](x, y))
        assert same(modulo(x, y), page["tt_modulo"](x, y))
        assert same(numeric.clamp(x, y, z), page["tt_clamp"](x, y, z))


def test_words(page: Functions) -> None:
    draw = random.Random(7)
    words = [0, 1, 2**63, 2**64 - 1, *(draw.getrandbits(64) for _ in range(3000))]
    for a, b in zip(words, reversed(words), strict=True):
        assert noise.finalise(a) == page["finalise"](a)
        assert noise.absorb(a, b) == page["absorb"](a, b)
        assert noise.run_key(a, b) == page["run_key"](a, b)
        assert noise.stream(a, b) == page["stream"](a, b)
        assert same(noise.unit(a), page["unit"](a))


def test_draws(page: Functions) -> None:
    draw = random.Random(8)

    def in_c(base: int, tick: int, keys: Sequence[int], before: int, ticks: int) -> int:
        return int(page["draw_word"](base, tick, (WORD * len(keys))(*keys), len(keys), before, ticks))

    for _ in range(3000):
        base, ticks = draw.getrandbits(64), draw.choice([1, 2, draw.randrange(1, 3000), noise.TICKS])
        before = draw.choice([0, 0, 1, draw.getrandbits(8), draw.getrandbits(31)])
        tick = draw.randrange(ticks)
        keys = [draw.randrange(noise.ENTITIES + 1) for _ in range(draw.randrange(9))]
        again = noise.occurrence(before)
        h = noise.draw_word(base, tick, keys, again, ticks)
        assert h == in_c(base, tick, keys, before, ticks)
        assert same(noise.uniform(base, tick, keys, again, ticks), page["unit"](h))


def test_beta(page: Functions) -> None:
    draw = random.Random(9)
    here, site = noise.Noise(1, 2), noise.site_key("temper")
    base = noise.stream(noise.run_key(1, 2), site)
    for tick in range(3000):
        a, b = draw.choice([0.01, 0.5, 1.0, 2.0, 50.0]), numeric.exp(draw.uniform(-5.0, 6.0))
        h = noise.draw_word(base, tick, (3,))
        assert same(here.beta(site, tick, (3,), a, b), page["tt_beta"](h, a, b))


def test_the_values_of_the_table(page: Functions) -> None:
    draw = random.Random(10)
    log, quantile = page["tt_log"], page["tt_normal_quantile"]
    for _ in range(3000):
        u, x, y = page["unit"](draw.getrandbits(64)), draw.uniform(-9.0, 9.0), draw.uniform(-9.0, 9.0)
        assert same(distributions.between(u, x, y), x + (y - x) * u)
        assert same(distributions.normal(u, x, y), x + y * quantile(u))
        assert same(distributions.exponential(u, x), -log(u) * x)
        assert same(numeric.gumbel(u), -log(-log(u)))
