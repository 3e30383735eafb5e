"""Lives on disk: the same bytes, however they came there."""

import json
from pathlib import Path

import pytest

from tests.runs.disk import N, files, keep, milk
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.meaning import noise
from twicetold.lang import load_with_warnings
from twicetold.questions import Many
from twicetold.runs import Engine, living, many, open, recording
from twicetold.runs.failures import RunsError
from twicetold.runs.living import Living
from twicetold.runs.places import Folder, place
from twicetold.runs.shards import Codec, extend
from twicetold.runs.store import Store
from twicetold.runs.tables import measure_columns
from twicetold.runs.worldtext import WorldText


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What is kept of lives that nothing interrupted, with their events."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    keep(folder, events=True)
    return files(folder)


# --- the same bytes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "jobs"), [("interpreter", 2), ("kernel", 1), ("kernel", 3), ("auto", None)]
)
def test_the_engine_and_the_jobs_change_no_byte(tmp_path, whole, engine, jobs):
    keep(tmp_path / "runs", events=True, engine=Engine(engine), jobs=jobs)
    assert files(tmp_path / "runs") == whole


@pytest.mark.parametrize("first", [1, 8, 9, 31, 32, 59])
def test_extending_gives_the_bytes_of_living_at_once_and_lives_only_the_rest(
    tmp_path, whole, first, monkeypatch
):
    keep(tmp_path / "runs", first, events=True)
    lived: list[int] = []
    live = Living.live

    def watched(self, ranges):
        for lives in live(self, ranges):
            lived.extend(range(lives.first, lives.first + len(lives)))
            yield lives

    monkeypatch.setattr(Living, "live", watched)
    batch = keep(tmp_path / "runs", events=True, resume=True)
    assert lived == list(range(first, N))
    assert files(tmp_path / "runs") == whole
    assert batch == many(milk().world, Many(N, jobs=1))


def test_many_small_steps_give_the_same_bytes(tmp_path, whole):
    for n in (3, 7, 8, 20, 33, 34, 59):
        keep(tmp_path / "runs", n, events=True, resume=True)
        assert open(str(tmp_path / "runs")).n == n
    keep(tmp_path / "runs", events=True, resume=True)
    assert files(tmp_path / "runs") == whole


def test_an_interrupt_keeps_what_was_lived_and_resume_lives_the_rest(tmp_path, whole):
    def stop(done, n):
        if done >= 21:
            raise KeyboardInterrupt

    batch = keep(tmp_path / "runs", events=True, on_progress=stop)
    assert 21 <= batch.n < N
    runs = open(str(tmp_path / "runs"))
    assert runs.n == batch.n
    assert not runs.complete
    assert runs.batch().tally == batch.tally == many(milk().world, Many(batch.n, jobs=1)).tally
    again = keep(tmp_path / "runs", None, events=True, resume=True)  # as many as before
    assert again.n == N
    assert again.before is not None
    assert again.before.n == batch.n
    assert files(tmp_path / "runs") == whole


def test_lives_are_put_on_disk_before_their_shard_is_full(tmp_path, whole, monkeypatch):
    monkeypatch.setattr(recording, "SAFE", 0.0)
    seen = []
    where = tmp_path / "runs"
    keep(where, events=True, on_progress=lambda done, n: seen.append(open(str(where)).n == done))
    assert all(seen)
    assert files(where) == whole


def test_a_shard_put_together_anywhere_and_twice_has_the_bytes_of_the_file(tmp_path, whole):
    keep(tmp_path / "runs", 8, events=True)
    store = Store.found(place(str(tmp_path / "runs")))
    assert store is not None
    codec = Codec(milk().world, 1, True)
    interpreter = Interpreter(milk().world)
    pieces = [(None, 48, 5), (range(48, 53), 53, 3), (range(48, 53), 53, 3), (range(48, 56), 56, 4)]
    for before, first, n in pieces:
        extend(store, codec, interpreter.lives(1, first, n, events=True), before)
    assert store.shards() == [range(8), range(48, 60)]
    for folder in ("lives", "events"):
        name = f"{folder}/000000000048-000000000059.parquet"
        assert store.place.read(name) == whole[name]


def test_whoever_was_given_up_for_lost_leaves_nothing_behind(tmp_path, whole):
    where = tmp_path / "runs"
    keep(where, 44, events=True)
    store, codec = Store.found(place(str(where))), Codec(milk().world, 1, True)
    assert store is not None
    late = Interpreter(milk().world).lives(1, 44, 4, events=True)
    keep(where, events=True, resume=True)
    extend(store, codec, late, range(32, 44))  # what it was to follow is gone
    extend(store, codec, Interpreter(milk().world).lives(1, 48, 4, events=True), None)
    assert files(where) == whole


def test_what_a_shard_was_to_follow_must_be_there(tmp_path):
    keep(tmp_path / "runs", 8)
    store = Store.found(place(str(tmp_path / "runs")))
    assert store is not None
    with pytest.raises(RunsError, match="vanished"):
        extend(store, Codec(milk().world, 1, False), Interpreter(milk().world).lives(1, 20, 4), range(16, 20))


def test_until_keeps_what_it_took(tmp_path, monkeypatch):
    monkeypatch.setattr(living, "SOON", 0.0)
    batch = keep(tmp_path / "runs", None, until=0.06, engine=Engine.KERNEL, smallest=1024, largest=4096)
    assert batch.known
    runs = open(str(tmp_path / "runs"))
    assert runs.complete
    assert runs.n == batch.n == many(milk().world, Many(10**6, jobs=1, until=0.06, engine=Engine.KERNEL)).n
    keep(tmp_path / "plain", batch.n, engine=Engine.KERNEL, smallest=1024, largest=4096)
    assert files(tmp_path / "plain") == files(tmp_path / "runs")
    again = keep(
        tmp_path / "runs", None, until=0.06, resume=True, engine=Engine.KERNEL, smallest=1024, largest=4096
    )
    assert again == batch


# --- what is wrong is found ---------------------------------------------------------------------------------


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: _flip(folder / "lives/000000000016-000000000031.parquet"),
        lambda folder: _flip(folder / "events/000000000048-000000000059.parquet"),
        lambda folder: (folder / "lives/000000000000-000000000007.parquet").write_bytes(b"PAR1"),
        lambda folder: (folder / "lives/000000000008-000000000015.parquet").unlink(),
        lambda folder: (folder / "shards/000000000008-000000000015.json").unlink(),
        lambda folder: (folder / "shards/000000000016-000000000031.json").write_text("{"),
        lambda folder: (folder / "shards/000000000016-000000000031.json").write_text("[1]"),
        lambda folder: (folder / "world/milk.tale").unlink(),
        lambda folder: (folder / "lives/.000000000016-000000000031.parquet.a1.unfinished").write_bytes(
            b"half"
        ),
        lambda folder: (folder / "lives/000000000048-000000000063.parquet").write_bytes(b"stray"),
    ],
)
def test_what_is_damaged_is_lived_again(tmp_path, whole, damage):
    keep(tmp_path / "runs", events=True)
    damage(tmp_path / "runs")
    assert files(tmp_path / "runs") != whole
    batch = keep(tmp_path / "runs", events=True, resume=True)
    assert files(tmp_path / "runs") == whole
    assert batch == many(milk().world, Many(N, jobs=1))


def test_a_damaged_shard_and_more_lives_at_once(tmp_path, whole):
    keep(tmp_path / "runs", 40, events=True)
    _flip(tmp_path / "runs/lives/000000000008-000000000015.parquet")
    assert keep(tmp_path / "runs", events=True, resume=True) == many(milk().world, Many(N, jobs=1))
    assert files(tmp_path / "runs") == whole


def test_reading_tells_of_damage(tmp_path):
    keep(tmp_path / "runs")
    _flip(tmp_path / "runs/lives/000000000016-000000000031.parquet")
    with pytest.raises(RunsError, match="--resume"):
        open(str(tmp_path / "runs")).batch()


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"seed": 2, "resume": True}, "another seed"),
        ({"first": 5, "resume": True}, "another first run"),
        ({"events": True, "resume": True}, "without their events"),
        ({"n": 30, "resume": True}, "begun for 60 lives"),
        ({"resume": False}, "--resume"),
        ({"loaded": milk("without blame"), "resume": True}, "another world"),
    ],
)
def test_lives_of_something_else_are_refused(tmp_path, wish, words):
    keep(tmp_path / "runs")
    before = files(tmp_path / "runs")
    with pytest.raises(RunsError, match=words):
        keep(tmp_path / "runs", **wish)
    assert files(tmp_path / "runs") == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"twicetold": "0.0.1"}, "another Twicetold version"),
        ({"format": 99}, "form 99"),
        ({"noise": 1}, "luck of noise 1.* live them anew in another folder"),
        ({"noise": 3}, "luck of noise 3"),
        ({"noise": None}, "damaged"),
        (None, "damaged"),
    ],
)
def test_lives_of_another_version_are_refused(tmp_path, change, words):
    keep(tmp_path / "runs", 8)
    path = tmp_path / "runs/runs.json"
    path.write_text("{" if change is None else json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(RunsError, match=words):
        keep(tmp_path / "runs", 8, resume=True)


@pytest.mark.parametrize("again", [lambda path: keep(path, 8, resume=True), lambda path: open(str(path))])
def test_lives_from_before_noise_was_counted_are_refused(tmp_path, again):
    """Such folders say nothing of their noise, which was the first."""
    keep(tmp_path / "runs", 8)
    path = tmp_path / "runs/runs.json"
    document = json.loads(path.read_text())
    assert document.pop("noise") == noise.VERSION
    path.write_text(json.dumps(document))
    with pytest.raises(RunsError, match=f"luck of noise 1, .* that of noise {noise.VERSION}, "):
        again(tmp_path / "runs")


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "letters.txt").write_text("dear Ada")
    with pytest.raises(RunsError, match="something else"):
        keep(tmp_path)
    assert files(tmp_path) == {"letters.txt": b"dear Ada", ".lock": b""}


def test_two_writers_are_one_too_many(tmp_path):
    with Folder(tmp_path / "runs").locked(), pytest.raises(RunsError, match="another process"):
        keep(tmp_path / "runs")
    keep(tmp_path / "runs")
    assert open(str(tmp_path / "runs")).complete


# --- of the parts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lines"), [("milk", []), ("hale_yard", ["without text_hunters", "believing 0"])]
)
@slow
def test_a_world_is_loaded_again_from_what_is_kept(tmp_path, name, lines):
    loaded = load_with_warnings(name, lines)
    assert WorldText.of(loaded).load().world == loaded.world


def test_the_world_is_kept_with_its_lives(tmp_path):
    loaded = milk("Milk.left 2 cups", "without blame")
    keep(tmp_path / "runs", 8, loaded)
    store = Store.found(place(str(tmp_path / "runs")))
    assert store is not None
    assert store.load().world == loaded.world
    path = tmp_path / "runs/world/milk.tale"
    path.write_text(path.read_text().replace("75 minutes", "70 minutes"))
    with pytest.raises(RunsError, match="changed"):
        store.load()


def test_every_run_belongs_to_one_shard_wherever_it_ends(tmp_path):
    keep(tmp_path / "runs", 8)
    manifest = open(str(tmp_path / "runs")).manifest
    for n in range(1, 100):
        shards = list(manifest.shards(n))
        assert [run for shard in shards for run in shard] == list(range(n))
        assert all(manifest.shard(run).start == shard.start for shard in shards for run in shard)
        assert max(map(len, shards)) <= 16


def test_columns_of_measures_are_told_apart():
    assert measure_columns(["hurts", "run", "Ticks", "run_"]) == ("hurts", "run_", "Ticks_", "run__")
