"""Lives that are kept in an object store, and schedulers that do not answer, as a user meets them."""

import json
import socket

import pytest

from tests.objects import served
from tests.sampled import slow
from twicetold.runs import cluster


@pytest.fixture(scope="module")
def bucket():
    """What the environment must say so that `s3://nights` is a bucket."""
    with served("nights") as options:
        yield {f"FSSPEC_S3_{name.upper()}": value for name, value in options.items()}


@slow
def test_lives_in_an_object_store_are_extended_listed_and_asked(shell, bucket):
    words = ("many", "kitchen.tale", "--out", "s3://nights/winter/one", "--json")
    assert shell.apart(*words, "-n", "300", **bucket).returncode == 0
    done = shell.apart(*words, "-n", "400", "--resume", **bucket)
    assert done.stdout == shell("many", "kitchen.tale", "-n", "400", "--json").stdout
    assert done.stdout == shell.apart("endings", "s3://nights/winter/one", "--json", **bucket).stdout

    (listed,) = json.loads(shell.apart("ls", "s3://nights/winter", "--json", **bucket).stdout)
    assert (listed["n"], listed["complete"]) == (400, True)
    question = "select ending, count(*) as n from lives group by 1"
    rows = json.loads(shell.apart("sql", "s3://nights/winter/one", question, "--json", **bucket).stdout)
    counted = {row["ending"]: row["count"] for row in json.loads(done.stdout)["endings"] if row["count"]}
    assert {row["ending"]: row["n"] for row in rows} == counted


@slow
def test_an_object_store_that_is_not_there_is_told(shell):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        port = taken.getsockname()[1]
        nowhere = {"FSSPEC_S3_KEY": "a", "FSSPEC_S3_SECRET": "b"}
        nowhere["FSSPEC_S3_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
        done = shell.apart("endings", "s3://nights/one", **nowhere)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")


@pytest.mark.parametrize("listening", [False, True], ids=["nobody", "one who is silent"])
def test_a_scheduler_that_says_nothing_is_given_up(shell, listening, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listening:
            silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        done = shell("many", "kitchen.tale", "-n", "10", "--cluster", address)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"no cluster answers at {address}" in done.stderr
