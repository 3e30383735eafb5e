"""Folders of strangers: whatever is in one, it is refused in a sentence or mended, and nothing else is
touched."""

import json
import os
import random
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.runs import hostile
from tests.runs.disk import N, files, keep, milk
from tests.runs.faults import ROOT, environment
from tests.runs.hostile_folders.place import ESCAPE, FIRST, SECOND, Place, Variant, Workshop, tree
from tests.sampled import sampled, slow
from twicetold.engine.meaning.noise import VERSION as NOISE
from twicetold.lang import Loaded, load_with_warnings
from twicetold.runs import open, plain
from twicetold.runs.failures import RunsError
from twicetold.runs.manifest import manifest
from twicetold.runs.places import place
from twicetold.runs.reading import kept
from twicetold.runs.store import Store
from twicetold.runs.worldtext import WorldText

pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes links, pipes and devices")

PARTS = 12


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Where good folders are kept, and hostile ones made."""
    return Workshop(tmp_path_factory.mktemp("hostile"))


# --- every way ----------------------------------------------------------------------------------------------


def test_there_are_many_ways_to_be_hostile():
    names = [variant.name for variant in hostile.variants()]
    assert len(names) == len(set(names)) >= 300


@pytest.mark.parametrize("part", sampled(range(PARTS), 1, more=1))
@slow
def test_a_hostile_folder_is_refused_in_a_sentence_and_nothing_is_touched(shop, part):
    found = [wrong for variant in hostile.variants()[part::PARTS] for wrong in hostile.wrongs(variant, shop)]
    assert found == []


@pytest.mark.parametrize("sort", ["a link to its like", "a link to a folder", "a pipe"])
def test_a_system_that_names_no_files_from_a_folder_follows_nothing_either(shop, sort, monkeypatch):
    monkeypatch.setattr(plain, "_BY_DESCRIPTOR", False)
    some = [variant for variant in hostile.variants() if variant.name.endswith(f" is {sort}")]
    assert len(some) > 8
    assert [wrong for variant in some for wrong in hostile.wrongs(variant, shop)] == []


HEAVY = (
    "manifest: sparse",
    "manifest: deep lists",
    "runs.json is a link to what never ends",
    f"shards/{FIRST}.json is a pipe",
    f"lives/{FIRST}.parquet is a link to what never ends",
    "lives: sparse",
    "lives: a page of gigabytes",
    "lives: a bomb",
    "events: a bomb",
)
"""What would take memory without end, or never come to an end, if it were read as it asks to be."""

MEASURED = """
import re, sys
from twicetold.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:  # of this program alone; ru_maxrss is of who began it, too
        peak = re.search(r"VmHWM:\\s+(\\d+)", status.read())
    print(peak[1], file=open(sys.argv.pop(), "w"))
"""


@pytest.mark.parametrize("name", sampled(HEAVY, 2))
@slow
def test_a_folder_takes_no_more_memory_than_a_good_one_may(shop, name, tmp_path):
    (variant,) = (each for each in hostile.variants() if each.name == name)
    with shop.made(variant) as made:
        asked = next(hostile.commands(variant, made.folder))
        script = MEASURED.replace("sys.argv.pop()", repr(str(tmp_path / "peak")))
        words = [sys.executable, "-c", script, *asked]
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=hostile.PATIENCE,
        )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert int((tmp_path / "peak").read_text()) < 512 << 10


@pytest.mark.parametrize("kind", sampled(["lives", "events"], 1, more=1))
@slow
def test_a_file_with_turned_bits_and_sums_that_agree_never_ends_in_a_traceback(shop, kind):
    rng = random.Random(1)
    good = (shop.kept() / f"{kind}/{SECOND}.parquet").read_bytes()
    statuses = set()
    for _ in range(40):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 4))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        forged = Variant("bits", partial(Place.forge, kind=kind, shard=SECOND, data=bytes(data)))
        with shop.made(forged) as made:
            answer = hostile.ask(["sql", str(made.folder), f"select count(*) from {kind} where run >= 0"])
        assert answer.error is None
        statuses.add(answer.status)
    assert statuses == {0, 2}  # some bits say nothing of the lives, such as those of the statistics


# --- what is not ours ---------------------------------------------------------------------------------------

STRANGE = (
    "letter.txt",
    "notes/letter.txt",
    "lives/letter.txt",
    "lives/.letter.txt.1a.unfinished",
    "lives/.000000000003-000000000007.parquet.1a.unfinished",
    "lives/000000000003-000000000007.parquet",
    f"lives/{FIRST}.parquet.old",
    f"lives/{FIRST}.json",
    "lives/000000000000-000000000007",
    "events/drafts/000000000000-000000000007.parquet",
    "events/0-7.parquet",
    "shards/0000000000000-0000000000007.json",
    "shards/.hidden",
    "world/another.tale",
    "world/.another.tale.1a.unfinished",
)


def test_going_on_takes_nothing_away_that_is_no_shard_of_these_lives(tmp_path):
    keep(tmp_path / "runs", events=True)
    good = files(tmp_path / "runs")
    for name in STRANGE:
        path = tmp_path / "runs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("dear Ada")
    (tmp_path / f"runs/shards/{FIRST}.json").unlink()
    (tmp_path / f"runs/lives/.{SECOND}.parquet.1a.unfinished").write_text("half")
    keep(tmp_path / "runs", events=True, resume=True)
    assert files(tmp_path / "runs") == {**good, **dict.fromkeys(STRANGE, b"dear Ada")}


def test_events_beside_lives_without_events_stay(tmp_path):
    keep(tmp_path / "runs")
    (tmp_path / "runs/events").mkdir()
    (tmp_path / f"runs/events/{FIRST}.parquet").write_text("dear Ada")
    keep(tmp_path / "runs", resume=True)
    assert (tmp_path / f"runs/events/{FIRST}.parquet").read_text() == "dear Ada"


def test_a_file_that_has_another_name_elsewhere_is_not_written_into(tmp_path):
    """A hard link is a plain file; what is written takes its place, and the other name keeps what it had."""
    keep(tmp_path / "runs", events=True)
    good = files(tmp_path / "runs")
    names = (f"lives/{FIRST}.parquet", f"shards/{SECOND}.json", ".lock")
    for number, name in enumerate(names):
        (tmp_path / str(number)).write_text("dear Ada")
        (tmp_path / "runs" / name).unlink()
        (tmp_path / "runs" / name).hardlink_to(tmp_path / str(number))
    keep(tmp_path / "runs", events=True, resume=True)
    assert files(tmp_path / "runs") == {**good, ".lock": b"dear Ada"}
    assert all((tmp_path / str(number)).read_text() == "dear Ada" for number in range(len(names)))


def test_a_folder_may_be_reached_through_a_link_that_somebody_names(tmp_path):
    keep(tmp_path / "runs", 20)
    (tmp_path / "link").symlink_to(tmp_path / "runs")
    keep(tmp_path / "link", resume=True)
    assert open(str(tmp_path / "link")).n == N


def test_a_folder_that_may_not_be_read_is_told(tmp_path):
    keep(tmp_path / "runs", 8)
    path = tmp_path / "runs/runs.json"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    answer = hostile.ask(["endings", str(tmp_path / "runs")])
    assert answer.status == 2
    assert f"{path}: permission denied" in answer.told


# --- whose lives --------------------------------------------------------------------------------------------


def _say(folder, **changes):
    path = folder / "runs.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_lives_of_another_noise_are_refused_with_what_to_do(tmp_path):
    keep(tmp_path / "runs", 8)
    _say(tmp_path / "runs", noise=NOISE + 1, twicetold="0.0.7")
    with pytest.raises(
        RunsError, match=r"live them anew in another folder, or read them with Twicetold 0\.0\.7"
    ):
        open(str(tmp_path / "runs"))


def test_lives_of_an_old_form_are_refused_with_what_to_do(tmp_path):
    keep(tmp_path / "runs", 8)
    _say(tmp_path / "runs", format=1)
    with pytest.raises(RunsError, match=r"written in form 1.*live them anew in another folder"):
        open(str(tmp_path / "runs"))


def test_every_sidecar_says_whose_lives_it_is_of(tmp_path):
    keep(tmp_path / "runs", 8, seed=3)
    (sidecar,) = (tmp_path / "runs/shards").iterdir()
    found = json.loads(sidecar.read_text())
    assert (found["world"], found["seed"], found["noise"]) == (milk().world.hash, 3, NOISE)


def test_a_world_is_loaded_from_what_is_kept_without_writing_anything(tmp_path, monkeypatch):
    import tempfile

    keep(tmp_path / "runs", 8)
    store = Store.found(place(str(tmp_path / "runs")))
    before = files(tmp_path)
    monkeypatch.setattr(tempfile, "mkdtemp", None)
    monkeypatch.setattr("pathlib.Path.write_text", None)
    assert store is not None
    assert store.load().world == milk().world
    assert files(tmp_path) == before


def test_a_world_of_several_files_is_loaded_from_what_is_kept(tmp_path):
    (tmp_path / "shed.tale").write_text("kind Tool\n  sharp yes/no\n")
    text = 'use shed\nworld "A yard"\n  tick 1 day\n  lasts 2 days\nSpade is Tool\nending "over" at the end\n'
    (tmp_path / "yard.tale").write_text(text)
    loaded = load_with_warnings(str(tmp_path / "yard.tale"))
    again = WorldText.of(loaded).load()
    assert isinstance(again, Loaded)
    assert again.world == loaded.world


def test_lives_are_not_kept_that_could_not_be_read_again():
    with pytest.raises(RunsError, match="cannot be kept"):
        manifest(milk(), 10, -1)
    with pytest.raises(RunsError, match="cannot be kept"):
        manifest(milk(), 1 << 60, 1)


# --- other ways in ------------------------------------------------------------------------------------------


def test_python_reads_as_the_commands_do(shop):
    for name in ("lives: runs of others", "lives: an ending of nobody", "events: runs of others"):
        (variant,) = (each for each in hostile.variants() if each.name == name)
        with shop.made(variant) as made:
            runs = open(str(made.folder))
            read = runs.events if name.startswith("events") else runs.lives
            with pytest.raises(RunsError, match="not what Twicetold writes"):
                read("polars")


@pytest.fixture
def served(shop):
    """A good folder behind a web server, and what to make of it there."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *words):
            pass  # whoever has read enough goes away

    with shop.made(Variant("good", lambda place: None)) as made:
        server = Server(("127.0.0.1", 0), partial(Quiet, directory=made.folder))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_web_server_is_read_by_the_same_reader(served):
    made, address = served
    assert open(address).batch() == open(str(made.folder)).batch()
    assert open(address).sql("select count(*) as n from events").to_pylist() == [
        {"n": len(open(str(made.folder)).events())}
    ]
    made.sidecar(FIRST, seed=9)
    assert hostile.ask(["endings", address]).status == 2
    os.truncate(made.folder / "runs.json", 1 << 33)
    answer = hostile.ask(["endings", address])
    assert answer.status == 2
    assert "larger than any" in answer.told


def test_memory_is_read_by_the_same_reader():
    keep("memory://strange/one", 20)
    there = place("memory://strange/one")
    there.write("runs.json", b" " * (3 << 20))
    with pytest.raises(RunsError, match="larger than any"):
        open("memory://strange/one")


# --- what reaches a terminal --------------------------------------------------------------------------------


def test_what_would_steer_a_terminal_is_not_shown(tmp_path):
    (tmp_path / ESCAPE).mkdir()
    (tmp_path / f"two\nlines{ESCAPE}").mkdir()
    for folder in tmp_path.iterdir():
        (folder / "runs.json").write_text(json.dumps({"format": 9, "twicetold": ESCAPE}))
    assert len(list(kept(str(tmp_path)))) == 2
    for words in (
        ["ls", str(tmp_path)],
        ["ls", str(tmp_path), "--json"],
        ["endings", str(tmp_path / ESCAPE)],
    ):
        answer = hostile.ask(words)
        assert answer.status == 2
        assert not any(sign in answer.out + answer.told for sign in ("\x1b", "\u202e", "\u009b"))
        assert "red" in answer.out + answer.told
    names = [each["runs"] for each in json.loads(hostile.ask(["ls", str(tmp_path), "--json"]).out)]
    assert ESCAPE in names  # JSON says it in full, by escapes


def test_answers_of_sql_do_not_steer_a_terminal(tmp_path):
    keep(tmp_path / "runs", 8)
    query = "select 'a' || chr(27) || '[31m' || chr(155) || chr(8238) as x"
    for more in ([], ["--json"]):
        answer = hostile.ask(["sql", str(tmp_path / "runs"), query, *more])
        assert answer.status == 0
        assert not any(sign in answer.out for sign in ("\x1b", "\u009b", "\u202e"))


def test_a_hostile_folder_leaves_no_trace_beside_it(shop):
    (variant,) = (each for each in hostile.variants() if each.name == "lives is a link to its like")
    with shop.made(variant) as made:
        before = tree(made.folder.parent)
        hostile.ask(["many", "milk", "-n", "60", "--out", str(made.folder), "--events", "--resume"])
        assert tree(made.folder.parent) == before
