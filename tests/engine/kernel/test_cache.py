"""What was compiled is found again, and nothing that is damaged, foreign or of another make is ever used."""

import os
import random
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.sampled import slow, thorough
from twicetold.cache import Cache, key_of
from twicetold.engine.kernel import Kernel, code_cache, machine
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.lang import load, load_text

TEXT = """
world "A coin"
  tick 1 second
  lasts 5 seconds

setting luck number 0..1 = 0.5

kind Coin
  heads number 0..

Penny is Coin

rule toss for c: Coin
  chance luck
    c.heads += 1

measure heads = Penny.heads
"""


@pytest.fixture(scope="module")
def world():
    return load_text(TEXT)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a cache of this test's own."""
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def compiles(monkeypatch):
    """Counts what LLVM is asked to compile."""
    asked = []
    really = machine.compile_object

    def compile_object(assembly, tier):
        asked.append(tier)
        return really(assembly, tier)

    monkeypatch.setattr(machine, "compile_object", compile_object)
    return asked


def digests(world, tier="quick"):
    return Kernel(world, tier=tier).lives(1, 0, 50).digest.tolist()


def only(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


# --- what is kept -------------------------------------------------------------------------------------------


def test_a_world_is_compiled_once_for_each_tier(world, folder, compiles):
    first = digests(world)
    assert digests(world) == first == digests(world, "best") == digests(world, "best")
    assert compiles == ["quick", "best"]
    assert len(list(folder.iterdir())) == 2


def test_a_kernel_is_there_at_once_only_for_what_was_compiled(world, folder):
    assert Kernel.if_kept(world) is None
    first = digests(world)
    kept = Kernel.if_kept(world)
    assert kept is not None
    assert kept.lives(1, 0, 50).digest.tolist() == first


def test_the_folder_and_its_files_are_the_users_alone(world, folder):
    digests(world)
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(only(folder).stat().st_mode) == 0o600


def test_without_a_cache_nothing_is_written_and_the_lives_are_the_same(world, folder, compiles, monkeypatch):
    first = digests(world)
    before = only(folder).stat().st_mtime_ns
    monkeypatch.setenv("TWICETOLD_CACHE", "off")
    assert Cache.of_user() is None
    assert digests(world) == first
    assert compiles == ["quick", "quick"]
    assert only(folder).stat().st_mtime_ns == before


def test_a_layout_of_the_text_changes_no_key_but_a_number_does(world, folder, compiles):
    digests(world)
    digests(load_text("# a remark" + TEXT.replace("\nkind", "\n\n\nkind")))
    assert compiles == ["quick"]
    digests(load_text(TEXT.replace("lasts 5", "lasts 6")))
    assert compiles == ["quick", "quick"]


def test_a_setting_changes_the_key(folder, compiles):
    for lines in ([], ["luck 0.4"], [], ["luck 0.4"]):
        digests(load_text(TEXT, lines=lines))
    assert compiles == ["quick", "quick"]


@pytest.mark.parametrize(
    ("where", "name"), [(code_cache, "fingerprint"), (machine, "target")], ids=["generator", "target"]
)
def test_another_generator_or_target_makes_another_entry(world, folder, compiles, monkeypatch, where, name):
    digests(world)
    with monkeypatch.context() as patch:
        patch.setattr(where, name, lambda *_: "another")
        digests(world)
    digests(world)
    assert compiles == ["quick", "quick"]
    assert len(list(folder.iterdir())) == 2


def test_the_parts_of_a_key_do_not_run_together():
    assert key_of("ab", "c") != key_of("a", "bc") != key_of("abc")


# --- what is not used ---------------------------------------------------------------------------------------


def damages(data: bytes):
    """The content of an entry, damaged in every region: cut short, a bit turned, zeroed, longer, replaced."""
    chance = random.Random(1)
    places = [0, 5, 17, 20, 48, 49, 50, 60, len(data) - 1, *(chance.randrange(len(data)) for _ in range(12))]
    for place in places:
        turned = bytearray(data)
        turned[place] ^= 1 << chance.randrange(8)
        yield f"bit of {place}", bytes(turned)
        yield f"cut at {place}", data[:place]
    yield "zeroed behind", data[: len(data) // 2] + bytes(len(data) - len(data) // 2)
    yield "longer", data + b"\0"
    yield "empty", b""
    yield "other", b"hello"


@slow
def test_a_damaged_entry_is_rebuilt_and_gives_the_same_lives(world, folder, compiles):
    first = digests(world)
    entry = only(folder)
    whole = entry.read_bytes()
    for number, (what, damaged) in enumerate(damages(whole), 2):
        entry.write_bytes(damaged)
        assert Kernel.if_kept(world) is None, what
        entry.write_bytes(damaged)
        assert digests(world) == first, what
        assert len(compiles) == number, what
        assert entry.read_bytes() == whole, what


def test_an_entry_under_another_name_is_not_used(world, folder):
    digests(world)
    other = load_text(TEXT.replace("lasts 5", "lasts 6"))
    entry = only(folder)
    wrong = folder / f"{CodeCache(other)._key('quick')}.kept"
    entry.rename(wrong)
    assert Kernel.if_kept(other) is None
    assert not wrong.exists()


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_may_write_is_replaced(world, folder, compiles, mode):
    first = digests(world)
    only(folder).chmod(mode)
    assert digests(world) == first
    assert compiles == ["quick", "quick"]
    assert stat.S_IMODE(only(folder).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="there are no symbolic links for everybody there")
def test_a_link_is_replaced_by_an_entry(world, folder, tmp_path):
    first = digests(world)
    entry = only(folder)
    elsewhere = tmp_path / "elsewhere"
    entry.rename(elsewhere)
    entry.symlink_to(elsewhere)
    assert Kernel.if_kept(world) is None
    assert digests(world) == first
    assert not entry.is_symlink()
    assert elsewhere.exists()


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_write_is_not_used(world, folder, mode):
    first = digests(world)
    folder.chmod(mode)
    assert Cache.of_user() is None
    assert digests(world) == first


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
def test_what_belongs_to_somebody_else_is_not_used(world, folder, monkeypatch):
    digests(world)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert Cache.of_user() is None
    assert Cache(folder).get(only(folder).stem) is None


@pytest.mark.parametrize("below", ["", "cache"])
def test_where_no_folder_can_be_the_kernel_does_without(world, tmp_path, monkeypatch, below):
    file = tmp_path / "file"
    file.write_text("mine")
    monkeypatch.setenv("TWICETOLD_CACHE", str(file / below))
    assert Cache.of_user() is None
    assert len(digests(world)) == 50
    assert file.read_text() == "mine"


def test_a_disk_without_room_keeps_nothing_and_harms_nothing(world, folder, monkeypatch):
    first = digests(world)
    whole = only(folder).read_bytes()
    only(folder).unlink()

    def full(self, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert digests(world) == first
        assert list(folder.iterdir()) == []
    assert digests(world) == first
    assert only(folder).read_bytes() == whole


# --- how much is kept ---------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path):
    """A cache of three entries of 1,000 bytes."""
    found = Cache(tmp_path / "small", limit=3 * 1100)
    assert found.usable()
    return found


def aged(cache: Cache, key: str, seconds: int) -> None:
    """Let an entry have been used so long ago."""
    path = cache.folder / f"{key}.kept"
    when = path.stat().st_mtime - seconds
    os.utime(path, (when, when))


def test_what_was_not_used_for_longest_goes_first(small):
    for age, key in ((400, "a"), (300, "b"), (200, "c")):
        small.put(key, bytes(1000))
        aged(small, key, age)
    assert small.get("a") == bytes(1000)  # used now
    small.put("d", bytes(1000))
    assert sorted(path.stem for path in small.entries()) == ["a", "c", "d"]
    assert small.size() <= small.limit
    assert small.get("b") is None


def test_what_nobody_finished_goes_too(small):
    old, new = small.folder / "old.part", small.folder / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    small.put("a", b"x")
    assert not old.exists()
    assert new.exists()


def test_clearing_leaves_what_is_not_the_caches(small):
    small.put("a", b"x")
    (small.folder / "mine.txt").write_text("mine")
    small.clear()
    assert [path.name for path in small.folder.iterdir()] == ["mine.txt"]


# --- several at once ----------------------------------------------------------------------------------------

LIVE = """
import sys
from twicetold.engine.kernel import Kernel
from twicetold.lang import load
for _ in range(3):
    print(Kernel(load("milk"), tier="quick").lives(1, 0, 20).digest.tolist())
"""


@thorough
def test_processes_may_compile_at_once(folder):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = [
        subprocess.Popen([sys.executable, "-c", LIVE], stdout=subprocess.PIPE, env=env, text=True)
        for _ in range(2)
    ]
    wanted = f"{Kernel(load('milk'), tier='best').lives(1, 0, 20).digest.tolist()}\n" * 3
    assert [process.communicate()[0] for process in started] == [wanted] * 2
    assert [process.returncode for process in started] == [0] * 2
    assert {path.suffix for path in folder.iterdir()} == {".kept"}
    assert (
        len(list(folder.iterdir())) == 4
    )  # the parsers of worlds and of brackets, and the code of both tiers


@pytest.mark.skipif(os.name != "posix", reason="there is no such lock")
def test_one_waits_while_another_makes_the_same(small):
    entered = threading.Event()

    def make(key):
        with small.one_at_a_time(key):
            entered.set()

    with small.one_at_a_time("a"):
        other = threading.Thread(target=make, args=["b"])
        other.start()
        assert entered.wait(60)
        entered.clear()
        same = threading.Thread(target=make, args=["a"])
        same.start()
        assert not entered.wait(0.5)
    assert entered.wait(60)
    for thread in (other, same):
        thread.join()
    assert list(small.folder.iterdir()) == []


def test_making_at_once_without_a_folder_waits_for_nothing(tmp_path):
    with Cache(tmp_path / "nowhere").one_at_a_time("a"), Cache(tmp_path / "nowhere").one_at_a_time("a"):
        assert not (tmp_path / "nowhere").exists()


def test_kernels_that_begin_at_once_compile_once(world, folder, compiles):
    with ThreadPoolExecutor(4) as pool:
        kernels = list(pool.map(lambda _: Kernel(world), range(4)))
    assert len(compiles) == 1
    digests = [kernel.lives(1, 0, 5).digest.tolist() for kernel in kernels]
    assert digests == digests[:1] * 4
