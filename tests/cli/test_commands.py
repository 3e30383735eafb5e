"""Every command, as a user types it."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sampled import slow
from twicetold.lang import bundled, is_world, load

# --- worlds, new, fmt ---------------------------------------------------------------------------------------


def test_all_bundled_worlds_are_listed(shell):
    lines = shell("worlds").stdout.splitlines()
    for name in bundled():
        (line,) = [line for line in lines if line.split()[:1] == [name]]
        assert not is_world(name) or len(line.split()) > 1  # a word on each


def test_a_new_world_is_whole(shell):
    done = shell("new", "my_street")
    assert done.returncode == 0
    assert (shell.folder / "my_street.tale").read_text().count("#") > 5
    assert load(str(shell.folder / "my_street.tale")).name == "My street"
    assert shell("check", "my_street.tale").returncode == 0
    assert shell("fmt", "--check", "my_street.tale").returncode == 0
    counted = json.loads(shell("many", "my_street.tale", "-n", "100", "--json").stdout)
    assert sum(ending["count"] > 0 for ending in counted["endings"]) >= 2
    assert any("bakery" in shell("tell", "my_street.tale", "--run", run).stdout for run in "0123")


def test_a_new_world_replaces_nothing(shell):
    path = shell.write("mine.tale", "my own words")
    for name in ("mine", "mine.tale"):
        done = shell("new", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert "mine.tale is there already" in done.stderr
    assert path.read_text() == "my own words"


def test_a_new_world_needs_a_name_and_a_place(shell):
    assert "cannot name a world" in shell("new", "a?b").stderr
    done = shell("new", "nowhere/mine")
    assert done.returncode == 2
    assert "no such file or directory" in done.stderr


UNTIDY = """world   "Untidy"
  tick   1 second
  lasts 5   seconds



kind Thing
Rock is   Thing
ending "over" at the end
"""


def test_fmt_lays_out_in_place_and_keeps_the_mode(shell):
    path = shell.write("untidy.tale", UNTIDY)
    path.chmod(0o640)
    before = load(str(path))
    done = shell("fmt", "untidy.tale")
    assert done.returncode == 0
    assert "untidy.tale" in done.stdout
    assert path.read_text() != UNTIDY
    assert load(str(path)) == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640 or os.name != "posix"
    assert shell("fmt", "untidy.tale").stdout == ""  # there is nothing left to do
    assert sorted(each.name for each in shell.folder.iterdir()) == ["kitchen.tale", "untidy.tale"]


def test_fmt_check_changes_nothing(shell):
    path = shell.write("untidy.tale", UNTIDY)
    done = shell("fmt", "--check", "untidy.tale")
    assert done.returncode == 1
    assert "untidy.tale" in done.stdout
    assert path.read_text() == UNTIDY
    shell("fmt", "untidy.tale")
    assert shell("fmt", "--check", "untidy.tale").returncode == 0


def test_fmt_leaves_what_is_wrong_and_does_the_rest(shell):
    wrong, bytes_, untidy = (
        shell.write("wrong.tale", 'world "x"\n  tick (\n'),
        shell.folder / "bytes.tale",
        shell.write("untidy.tale", UNTIDY),
    )
    bytes_.write_bytes(b"\xff\xfe\x00")
    done = shell("fmt", "wrong.tale", "bytes.tale", "missing.tale", "untidy.tale")
    assert done.returncode == 2
    assert "wrong.tale:2" in done.stderr
    assert "bytes.tale" in done.stderr
    assert "missing.tale: no such file" in done.stderr
    assert wrong.read_text() == 'world "x"\n  tick (\n'
    assert bytes_.read_bytes() == b"\xff\xfe\x00"
    assert untidy.read_text() != UNTIDY


# --- run ----------------------------------------------------------------------------------------------------


def test_a_life_is_a_readable_log(shell):
    log = shell("run", "kitchen.tale").stdout
    assert re.search(
        r"^ *\d+:\d\d  eat\((Ada|Ben), Big Pot\) (full|burnt)  \(since \d+:\d\d\)$", log, re.MULTILINE
    )
    assert re.search(r"^ +Big Pot\.soup 3 → 2$", log, re.MULTILINE)
    assert re.search(r"^ +seen by (Ada|Ben)$", log, re.MULTILINE)
    assert re.search(r"^ *\d+:\d\d  the end: (all is eaten|soup is left)$", log, re.MULTILINE)
    assert "appetite" not in log
    assert "enabled by" not in log


def test_causes_show_in_what_error_something_was_done(shell):
    assert "believed that there was milk left, which was not so" in shell("run", "milk", "--causes").stdout
    assert "was not so" not in shell("run", "milk").stdout
    document = json.loads(shell("run", "milk", "--json").stdout)
    failed = next(event for event in document["events"] if event["outcome"] == "failed")
    assert failed["errors"] == [{"field": "left", "of": ["Milk"], "believed": 3.0, "true": 0.0}]


def test_all_and_causes_show_more(shell):
    log = shell("run", "kitchen.tale", "--all", "--causes").stdout
    assert "appetite(Ada)" in log
    assert re.search(r"^ +moved by 0:00 appetite\((Ada|Ben)\)$", log, re.MULTILINE)


def test_a_life_in_json_is_one_document_with_an_event_a_line(shell):
    text = shell("run", "kitchen.tale", "--run", "4", "--json").stdout
    document = json.loads(text)
    assert (document["world"], document["seed"], document["run"]) == ("A kitchen", 1, 4)
    lines = text.splitlines()
    assert len(lines) == len(document["events"]) + 2
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == document["events"]
    numbers = [event["number"] for event in document["events"]]
    assert numbers == sorted(set(numbers))
    for event in document["events"]:
        assert all(
            cause < event["number"] and cause in numbers
            for causes in event["causes"].values()
            for cause in causes
        )
    (steam,) = [event for event in document["events"] if event["name"] == "steam"]
    assert steam["changes"] == [{"field": "soup", "of": ["Big_Pot"], "mind": None, "old": 3, "new": 2}]
    assert steam["at"] == 300.0


def test_why_not_lays_a_choice_open(shell):
    done = shell("run", "kitchen.tale", "--at", "2 minutes", "--why-not", "eat(Ada)")
    assert done.returncode == 0
    assert "pot.soup > 0" in done.stdout
    assert "6 * p.hunger" in done.stdout
    document = json.loads(
        shell("run", "kitchen.tale", "--at", "2:00", "--why-not", "eat(Ada)", "--json").stdout
    )
    assert document["at"] == 120.0
    (actor,) = document["actors"]
    assert actor["actor"] == "Ada"
    assert {term["text"] for way in actor["ways"] for term in way["terms"]} == {"6 * p.hunger", "-5"}


def test_a_life_shows_what_somebody_came_to_take_another_to_believe(shell):
    world = str(Path(__file__).parents[1] / "fixtures" / "valid" / "belief_about_belief.tale")
    assert "Ben takes Ada to believe Spare.at Stone → Shed" in shell("run", world).stdout
    events = json.loads(shell("run", world, "--json").stdout)["events"]
    (moved,) = (event for event in events if event["name"] == "move")
    expected = {"minds": ["Ben", "Ada"], "field": "at", "of": ["Spare"], "old": "Stone", "new": "Shed"}
    assert expected in moved["supposed"]


def test_why_not_says_what_somebody_takes_another_to_believe(shell):
    world = str(Path(__file__).parents[1] / "fixtures" / "valid" / "belief_about_belief.tale")
    asked = ("run", world, "--at", "2 minutes", "--why-not", "warn(Ben, Ada)")
    said = "Ben takes Ada to believe that Spare.at is Shed, since 2:00 move(Ada, Spare, Shed); and Ada does"
    assert said in shell(*asked).stdout
    (actor,) = json.loads(shell(*asked, "--json").stdout)["actors"]
    ((taken,),) = (way["taken"] for way in actor["ways"])
    assert (taken["minds"], taken["of"], taken["field"]) == (["Ben", "Ada"], ["Spare"], "at")
    assert (taken["taken"], taken["held"], taken["wrong"]) == ("Shed", "Shed", False)
    assert taken["since_taken"]["event"] == taken["since_held"]["event"] == "move"


def test_why_not_after_the_end_says_so(shell):
    done = shell("run", "kitchen.tale", "--at", "5 hours", "--why-not", "eat(Ada)")
    assert done.returncode == 0
    assert "The life had ended by then" in done.stdout


# --- many, tell ---------------------------------------------------------------------------------------------


def test_many_shows_how_it_ends(shell):
    done = shell("many", "kitchen.tale", "-n", "30", "--seed", "5")
    assert done.returncode == 0
    assert done.stderr == ""  # no progress where nobody watches
    assert "30 lives, seed 5" in done.stdout
    counts = re.findall(r"^(?:all is eaten|soup is left) +(\d+) +\d+\.\d%", done.stdout, re.MULTILINE)
    assert sum(map(int, counts)) == 30
    assert re.search(r"^hunger +0\.\d+", done.stdout, re.MULTILINE)


def test_many_names_lives_that_can_be_told(shell):
    done = shell("many", "kitchen.tale", "-n", "30", "--seed", "5", "--set", "growing 0")
    commands = re.findall(r"twicetold (tell .*)", done.stdout)
    assert len(commands) == 2
    endings = []
    for command in commands:
        words = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", command)]
        told = shell(*words)
        assert told.returncode == 0
        ending = re.search(r"(all is eaten|soup is left)", told.stdout)
        assert ending is not None
        endings.append(ending[0])
    assert len(set(endings)) == 2  # a typical one, and a rare one


def test_many_tells_how_fast_it_lived(shell):
    done = shell("many", "kitchen.tale", "-n", "30")
    assert re.search(
        r"^30 lives in [\d.]+ s: [\d.,]+ lives, [\d,]+ ticks and [\d,]+ options a second; world \w{16}$",
        done.stdout,
        re.MULTILINE,
    )


def test_many_lists_rare_endings_with_lives_to_see(shell):
    done = shell("many", "kitchen.tale", "-n", "300", "--seed", "5", "--set", "growing 0.001")
    (line,) = re.findall(r"^rare: (.*?)  +runs? ([\d, ]+?)  +twicetold tell (.*)$", done.stdout, re.MULTILINE)
    ending, runs, command = line
    assert command.endswith(f"--run {runs.split(',')[0]}")
    for run in runs.split(", "):
        life = shell("run", "kitchen.tale", "--seed", "5", "--run", run, "--set", "growing 0.001")
        assert f"the end: {ending}" in life.stdout


@pytest.mark.parametrize("number", ["1200", "1_200", "1,200", "1.2e3", "12e2"])
def test_large_numbers_may_be_written_as_people_do(shell, number):
    assert json.loads(shell("many", "kitchen.tale", "-n", number, "--json").stdout)["n"] == 1200


@slow
def test_the_engine_changes_no_byte(shell):
    words = ("many", "kitchen.tale", "-n", "300", "--json")
    kernel, interpreter, auto = (
        shell(*words, "--engine", engine) for engine in ("kernel", "interpreter", "auto")
    )
    assert kernel.returncode == 0
    assert kernel.stderr == interpreter.stderr == auto.stderr == ""
    assert kernel.stdout == interpreter.stdout == auto.stdout


def test_until_stops_when_all_is_known(shell):
    document = json.loads(shell("many", "kitchen.tale", "--until", "10%", "--json").stdout)
    assert document["until"] == 0.1
    assert all(row["high"] - row["low"] <= 0.2 for row in document["endings"])
    done = shell("many", "kitchen.tale", "--until", "1%", "-n", "50", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["n"] == 50
    assert "not every share" in done.stderr


# --- lives on disk ------------------------------------------------------------------------------------------


def test_lives_are_kept_extended_listed_and_asked(shell):
    words = ("many", "kitchen.tale", "--out", "runs/one", "--events", "--json")
    assert shell(*words, "-n", "1000").returncode == 0
    done = shell(*words, "-n", "1500", "--resume")
    assert done.stdout == shell("many", "kitchen.tale", "-n", "1500", "--json").stdout
    assert done.stdout == shell("endings", "runs/one", "--json").stdout

    assert re.search(
        r"^one +1,500 +1,500 +1  A kitchen \(\w{16}\) +complete", shell("ls", "runs").stdout, re.M
    )
    (listed,) = json.loads(shell("ls", "runs", "--json").stdout)
    assert (listed["n"], listed["complete"], listed["events"]) == (1500, True, True)

    rows = json.loads(
        shell("sql", "runs/one", "select ending, count(*) as n from lives group by 1", "--json").stdout
    )
    counted = {row["ending"]: row["count"] for row in json.loads(done.stdout)["endings"]}
    assert {row["ending"]: row["n"] for row in rows} == {name: n for name, n in counted.items() if n}
    table = shell(
        "sql", "runs/one", "select name, count(*) as n from events where name = 'steam' group by name"
    )
    assert re.fullmatch(r"name +n *\nsteam  1500 *\n", table.stdout)

    table = shell("endings", "runs/one", "--by", "thanks").stdout
    parts = json.loads(shell("endings", "runs/one", "--by", "thanks", "--json").stdout)
    assert sum(part["n"] for part in parts) == 1500
    assert [line.split()[0] for line in table.splitlines()[3:]] == [f"{part['from']:.4g}" for part in parts]


def test_lives_that_are_there_are_not_lived_over(shell):
    words = ("many", "kitchen.tale", "-n", "20", "--out", "runs")
    assert shell(*words).returncode == 0
    done = shell(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--resume" in done.stderr
    assert "0 lives in" in shell(*words, "--resume").stdout


def test_many_in_json_has_the_agreed_form(shell):
    document = json.loads(shell("many", "kitchen.tale", "-n", "10", "--json").stdout)
    assert list(document) == ["world", "hash", "seed", "n", "endings", "measures"]
    assert document["hash"] == load(str(shell.folder / "kitchen.tale")).hash
    assert document["n"] == 10
    assert list(document["endings"][0]) == ["ending", "count", "share", "low", "high"]
    assert list(document["measures"]) == ["hunger", "thanks"]
    assert list(document["measures"]["hunger"]) == ["mean", "sd", "min", "max", "quantiles", "never"]


def test_set_changes_the_world(shell):
    def of(*lines):
        options = [word for line in lines for word in ("--set", line)]
        return json.loads(shell("many", "kitchen.tale", "-n", "10", "--json", *options).stdout)

    assert of("growing 0.5")["hash"] != of()["hash"]
    assert of("Big_Pot.soup 0", "growing 0")["endings"][0] == {
        **of("Big_Pot.soup 0")["endings"][0],
        "ending": "all is eaten",
        "count": 10,
    }


def test_a_life_is_told(shell):
    done = shell("tell", "kitchen.tale", "--run", "3")
    assert done.returncode == 0
    title, _, first, *_ = done.stdout.splitlines()
    assert title == "A kitchen"
    assert re.match(r"(Ada|Ben) (ate from|burned|burnt)", first)
    ended = r"\n----\n\n— kitchen\.tale, seed 1, run 3, after [\d:]+: (all is eaten|soup is left)$"
    assert re.search(ended, done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 78


# --- check --------------------------------------------------------------------------------------------------


def test_check_holds_a_world_to_what_it_expects(shell):
    text = (shell.folder / "kitchen.tale").read_text()
    shell.write("right.tale", text + 'expect "all is eaten" in 10%..100%\nexpect hunger in 0..1\n')
    shell.write("wrong.tale", text + 'expect "soup is left" in 99%..100%\nexpect hunger in 0..1\n')
    right, wrong = (shell("check", name, "-n", "60") for name in ("right.tale", "wrong.tale"))
    assert right.returncode == 0
    assert wrong.returncode == 1
    document = json.loads(shell("check", "wrong.tale", "-n", "60", "--json").stdout)
    assert document["holds"] is False
    assert [each["holds"] for each in document["expectations"]] == [False, True]
    assert document["expectations"][0]["ending"] == "soup is left"


def test_check_of_what_is_no_world_is_wrong(shell):
    shell.write("broken.tale", 'world "x"\n  tick 1 second\n  lasts 1 minute\nkind A\n  b Sea\n')
    done = shell("check", "broken.tale")
    assert (done.returncode, done.stdout) == (2, "")
    assert "broken.tale:5" in done.stderr


# --- what is asked for in a wrong way -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["many", "kitchen.tale", "-n", "-3"], "greater|not in the range"),
        (["many", "kitchen.tale", "-n", "many"], "valid"),
        (["many", "kitchen.tale", "-n", "1.5"], "valid"),
        (["many", "kitchen.tale", "-n", "0"], "greater"),
        (["many", "kitchen.tale", "-n", "1e99"], "valid"),
        (["many", "kitchen.tale", "-n", "nan"], "valid"),
        (["many", "kitchen.tale", "--until", "often"], "valid"),
        (["many", "kitchen.tale", "--until", "0%"], "between"),
        (["many", "kitchen.tale", "--engine", "steam"], "kernel"),
        (["many", "kitchen.tale", "--resume"], "--out"),
        (["many", "kitchen.tale", "--events"], "--out"),
        (["many", "kitchen.tale", "--out", "nowhere://runs"], "nowhere"),
        (["many", "kitchen.tale", "--cluster", "somewhere"], "`somewhere` is no cluster; say `local`"),
        (["many", "kitchen.tale", "--workers", "2"], "--cluster local"),
        (["many", "kitchen.tale", "--cluster", "local", "--jobs", "2"], "say --workers"),
        (["endings", "."], "no lives"),
        (["sql", ".", "select 1"], "no lives"),
        (["many", "kitchen.tale", "--jobs", "0"], "greater|not in the range"),
        (["run", "kitchen.tale", "--seed", "-1"], "greater|not in the range"),
        (["many", "hale_yrd"], "did you mean `hale_yard`"),
        (["run", "nothing_like_it"], "there is no world `nothing_like_it`"),
        (["run", "."], "there is no world"),
        (["run", "kitchen.tale", "--set", "growin 0.2"], "growing"),
        (["run", "kitchen.tale", "--at", "soon", "--why-not", "eat"], "`soon` is not a time"),
        (["run", "kitchen.tale", "--at", "85s"], "go together"),
        (["run", "kitchen.tale", "--why-not", "eat"], "go together"),
        (["run", "kitchen.tale", "--at", "5s", "--why-not", "eet(Ada)"], "did you mean `eat`"),
        (["run", "kitchen.tale", "--at", "5s", "--why-not", "eat(Adda)"], "did you mean `Ada`"),
        (["mnay", "kitchen.tale"], "No such command"),
        (["many"], "Missing argument"),
        (["many", "kitchen.tale", "--sed", "1"], "No such option"),
        (["fmt"], "Missing argument"),
        (["explain", "T0023"], "no diagnostic has the code `T0023`; did you mean `T0\\d\\d\\d`"),
        (["explain", "grief"], "no diagnostic has the code `grief`; they go from T0001 to T0705"),
    ],
)
def test_wrong_wishes_get_a_sentence_and_status_2(shell, command, words):
    done = shell(*command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(words, re.sub(r"[\s│]+", " ", done.stderr))


# --- explain ------------------------------------------------------------------------------------------------


def test_explain_lists_what_is_said_under_a_code(shell):
    said = shell("explain", "t0306").stdout.partition("said of a text:\n\n")[2]
    assert "    error: <what> must be longer than nothing\n      help: such as `1 minute`\n" in said
    assert "    warning: the setting `<name>` is clamped to <kept>\n" in said
    assert "    error: <value><unit> lies outside the range <range><unit>\n" in said
    assert not set("{}") & set(said)


def test_explain_lists_help_that_depends_on_the_place_last(shell):
    said = shell("explain", "T0202").stdout.partition("said of a text:\n\n")[2]
    head, other = (
        "    error: there is no kind `<name>`\n      help: declare it: `kind <name>`\n",
        "    help: ",
    )
    assert said.startswith(head)
    assert {line[: len(other)] for line in said.removeprefix(head).splitlines()} == {other}


# --- help, version, colour ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["worlds", "new", "fmt", "check", "run", "many", "tell", "lsp", "mcp", "explain"]
)
def test_every_command_has_help_with_an_example(shell, command):
    done = shell(command, "--help")
    assert done.returncode == 0
    assert f"twicetold {command}" in done.stdout.partition("Example")[2]
    assert command in shell("--help").stdout


def test_help_is_shown_without_loading_what_only_answers_need():
    asked = "import sys\nfrom twicetold.cli import answer\nanswer(['--help'])\nanswer(['mcp', '--help'])"
    loaded = f"{asked}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert "twicetold.cli.requests.mcp" in done.stderr.split()
    assert not {"anyio", "lark", "mcp", "msgspec", "numpy", "twicetold.lang"} & set(done.stderr.split())


def test_the_version_is_told(shell):
    assert re.fullmatch(r"twicetold \d+\.\d+\.\d+\S*\n", shell("--version").stdout)


@pytest.mark.parametrize(
    "command",
    [
        ["worlds"],
        ["many", "kitchen.tale", "-n", "3", "--jobs", "1"],
        ["run", "kitchen.tale", "--causes"],
        ["tell", "kitchen.tale"],
        ["run", "nothing_like_it"],
    ],
)
def test_there_is_no_colour_in_a_pipe(shell, command):
    done = shell(*command, TERM="xterm-256color")
    assert "\x1b" not in done.stdout + done.stderr


def test_there_is_no_colour_where_none_is_wanted(shell):
    assert "\x1b" in shell("many", "kitchen.tale", "-n", "3", FORCE_COLOR="1").stdout
    assert "\x1b[3" not in shell("many", "kitchen.tale", "-n", "3", FORCE_COLOR="1", NO_COLOR="1").stdout


@slow
def test_json_is_utf_8_wherever_it_is_written(shell):
    shell.write("uni.tale", 'world "Un café à Łódź"\n  tick 1 second\n  lasts 1 second\nkind A\nB is A\n')
    done = shell.apart("many", "uni.tale", "-n", "1", "--json", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert json.loads(done.stdout)["world"] == "Un café à Łódź"
    assert shell.apart("many", "uni.tale", "-n", "1", PYTHONIOENCODING="ascii", LC_ALL="C").returncode == 0


def test_check_holds_a_world_to_its_canon(shell):
    within = "within 30:00  eat(Ada, Big_Pot)  through Ada"
    shell.write("kitchen.canon", f'canon "Soup"\nC1  30:00 {within}\n')
    document = json.loads(shell("check", "kitchen.tale", "--json").stdout)
    (line,) = document["canon"]["lines"]
    assert document["canon"]["canon"] == "Soup"
    assert (line["line"], line["possible"], line["through"]) == ("C1", True, "Ada")
    shell.write("kitchen.canon", 'canon "Soup"\nC1  1:00 within 1:00  eat(Ada, Big_Pot)  through Ada\n')
    done = shell("check", "kitchen.tale")  # eating takes three minutes
    assert done.returncode == 1
    assert "C1 is not possible" in done.stdout
    shell.write("kitchen.canon", 'canon "Soup"\nC1  0:00  eet(Ada, Big_Pot)  through Ada\n')
    done = shell("check", "kitchen.tale")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kitchen.canon:2" in done.stderr
    assert "`eat`" in done.stderr
