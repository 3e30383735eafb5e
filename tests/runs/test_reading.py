"""Lives on disk, read: as tables, by SQL, by a measure, from wherever they are."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.objects import served
from tests.runs.disk import N, files, keep, milk
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.questions import Many
from twicetold.runs import many, open
from twicetold.runs.by import by_measure
from twicetold.runs.failures import RunsError
from twicetold.runs.places import place
from twicetold.runs.reading import Runs, kept


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "runs"
    keep(folder, events=True)
    return folder


@pytest.fixture(scope="module")
def runs(folder):
    return open(str(folder))


def test_the_tables_hold_the_lives(runs):
    interpreter = Interpreter(milk().world)
    lives, events = runs.lives().to_pylist(), runs.events().to_pylist()
    entities = [entity.name for entity in milk().world.entities]
    upkeep = {rule.name for rule in milk().world.rules if rule.mode == "each"}
    for run in range(N):
        life = interpreter.live(1, run)
        row = lives[run]
        assert (row["run"], row["ending"], row["ticks"]) == (run, life.ending, life.ticks)
        assert {name: row[name] for name, _ in life.measures} == dict(life.measures)
        mine = [event for event in events if event["run"] == run]
        theirs = [event for event in life.events if event.sort != "ending" and event.name not in upkeep]
        for event, row in zip(theirs, mine, strict=True):
            roles = [row[f"role_{number}"] for number in (1, 2)]
            assert (row["name"], row["outcome"]) == (event.name, event.outcome)
            assert (row["began"], row["tick"]) == (event.began, event.tick)
            assert roles[: len(event.roles)] == [entities[role] for role in event.roles]
            assert set(roles[len(event.roles) :]) <= {None}


def test_they_say_what_the_batch_said(runs):
    batch = many(milk().world, Many(N, jobs=1))
    assert runs.batch() == batch
    assert runs.endings() == batch.endings()
    assert runs.measures() == batch.measures()


def test_they_are_tables_of_polars_and_pandas_too(runs):
    arrow, polars, pandas = (runs.lives(form) for form in ("arrow", "polars", "pandas"))
    assert list(pandas.columns) == polars.columns == arrow.column_names
    assert pandas["digest"].tolist() == polars["digest"].to_list() == arrow.column("digest").to_pylist()
    assert pandas["ending"].tolist() == polars["ending"].to_list() == arrow.column("ending").to_pylist()
    assert len(runs.events("pandas")) == runs.events().num_rows


def test_sql_answers(runs):
    (row,) = runs.sql("select count(*) as n, sum(ticks) as ticks from lives").to_pylist()
    assert row == {"n": N, "ticks": runs.batch().tally.ticks}
    joined = "select count(*) as n from lives join events using (run) where role_1 = 'Ada'"
    ada = [event for event in runs.events().to_pylist() if event["role_1"] == "Ada"]
    assert runs.sql(joined).to_pylist() == [{"n": len(ada)}]


@pytest.mark.parametrize(
    "query",
    [
        "copy lives to 'stolen.csv'",
        "copy lives to '{folder}/lives/stolen.parquet'",
        "select * from '{folder}/lives/*.parquet'",
        "select * from read_csv('/etc/hosts')",
        "attach '{folder}/new.db'",
        "set enable_external_access = true",
        "install httpfs",
        "select * from folder",
        "select from where",
        "delete from lives",
        "drop view lives",
        "",
    ],
)
def test_sql_reads_nothing_else_and_writes_nothing(folder, runs, query, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = files(folder)
    try:
        answer = runs.sql(query.format(folder=folder))
        assert answer.num_rows == 0
    except RunsError:
        pass
    assert files(folder) == before
    assert files(tmp_path) == {}


def test_events_that_were_not_kept_are_missed(tmp_path):
    keep(tmp_path / "runs", 8)
    with pytest.raises(RunsError, match="--events"):
        open(str(tmp_path / "runs")).events()


def test_a_place_without_lives_says_so(tmp_path):
    with pytest.raises(RunsError, match="no lives"):
        open(str(tmp_path))
    assert list(kept(str(tmp_path))) == []


def test_what_is_kept_in_a_folder_is_listed(tmp_path):
    keep(tmp_path / "b", 8)
    keep(tmp_path / "a", 5, seed=3)
    (tmp_path / "c").mkdir()
    (tmp_path / "c/runs.json").write_text("{")
    (tmp_path / "d").mkdir()
    found = dict(kept(str(tmp_path)))
    assert list(found) == ["a", "b", "c"]
    assert isinstance(found["a"], Runs)
    assert (found["a"].n, found["a"].manifest.seed, found["a"].complete) == (5, 3, True)
    assert isinstance(found["c"], RunsError)


# --- by a measure -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bins", [1, 2, 5, 50])
@pytest.mark.parametrize("values", [[3.0], [0.0, 1.0, -0.0], list(np.linspace(-1, 5, 400)), [1e-9, 1.0] * 9])
def test_every_life_is_in_the_bin_that_its_measure_says(runs, values, bins):
    source = Interpreter(milk().world).lives(1, 0, 1)
    n = len(values)
    lives = replace(
        source,
        measures=np.array(values).reshape(n, 1),
        ending=(np.arange(n) % 3).astype(np.int16),
    )
    found = by_measure(lambda: [lives], 0, 3, bins)
    assert sum(each.n for each in found) == n
    for each, next_ in pairwise(found):
        assert each.high <= next_.low
    for place_, each in enumerate(found):
        last = place_ == len(found) - 1
        inside = [
            k
            for k, value in enumerate(values)
            if each.low <= value < each.high or value == each.low or (last and value == each.high)
        ]
        assert each.counts == tuple(sum(k % 3 == ending for k in inside) for ending in range(3))


# --- elsewhere ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bucket():
    """A bucket of a server that talks as S3 does."""
    import fsspec

    with served("nights") as options:
        before = fsspec.config.conf.get("s3")
        fsspec.config.conf["s3"] = options
        yield "s3://nights"
        if before is None:
            del fsspec.config.conf["s3"]
        else:
            fsspec.config.conf["s3"] = before


@slow
def test_an_object_store_holds_the_same_bytes(bucket, folder):
    where = f"{bucket}/winter/one"
    keep(where, 20, events=True)
    batch = keep(where, events=True, resume=True)
    assert batch == many(milk().world, Many(N, jobs=1))
    there = place(where)
    expected = {name: data for name, data in files(folder).items() if name != ".lock"}
    assert {name: there.read(name) for name in expected} == expected
    for part in ("lives", "events", "shards", "world"):
        assert list(there.sizes(part)) == sorted(
            name.partition("/")[2] for name in expected if name.startswith(part + "/")
        )
    runs = open(where)
    assert runs.complete
    assert runs.batch() == batch
    assert runs.lives("polars")["run"].to_list() == list(range(N))
    assert runs.sql("select count(*) as n from events").to_pylist() == [{"n": len(runs.events())}]
    assert [name for name, _ in kept(f"{bucket}/winter")] == ["one"]


def test_damage_in_an_object_store_is_mended(bucket, folder):
    where = f"{bucket}/winter/two"
    keep(where, events=True)
    there = place(where)
    name = "lives/000000000016-000000000031.parquet"
    whole = there.read(name)
    assert whole is not None
    there.write(name, whole[:-9] + b"\0" * 9)
    there.remove("shards/000000000008-000000000015.json")
    assert keep(where, events=True, resume=True).n == N
    expected = {name: data for name, data in files(folder).items() if name != ".lock"}
    assert {name: there.read(name) for name in expected} == expected


def test_memory_is_a_place_too():
    keep("memory://nights/one", 20)
    assert keep("memory://nights/one", resume=True) == many(milk().world, Many(N, jobs=1))
    assert len(open("memory://nights/one").lives("pandas")) == N


@pytest.mark.parametrize("where", ["nothing://of/the/kind", "s3x://nights"])
def test_places_that_nobody_knows_are_refused(where):
    with pytest.raises(RunsError, match=where):
        keep(where)
