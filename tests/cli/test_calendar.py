"""A world that says when it begins, on the command line: its times are shown and read by the clock."""

import json

import pytest

HOUSE = """world "A house"
  begins Monday 17:00
  tick 10 minutes
  lasts until Wednesday 9:00
kind Person
  they
  asleep yes/no
  dines  time of day = 18:45
  rose   time
Ada is Person: she
rule dinner at 18:30 each day
  happens dines(Ada)
event dines (p: Person)
  tell "[p] [dine], not at [p.dines]."
action sleep (p: Person)
  needs time of now >= 22:00, not p.asleep
  urge 9
  takes 1 hour 20 minutes
  then p.asleep = yes
  tell "[p] [sleep], up since [p.rose]."
rule wake for p: Person each day at 7:00
  p.asleep = no
  p.rose = now
ending "over" at the end
telling "the night"
  section "Night": from Monday 22:00, until Tuesday 7:00
telling "the second evening"
  section "Evening": after day 2 12:00
"""


@pytest.fixture
def house(shell):
    shell.write("house.tale", HOUSE)
    return shell


def test_a_log_shows_the_day_and_the_clock(house):
    log = house("run", "house.tale").stdout
    assert "Mon 18:30  dines(Ada)" in log
    assert "Tue 7:00  wake(Ada)" in log
    assert "Ada.rose never → Tue 7:00" in log
    assert "Wed 9:00  the end: over" in log
    assert "(since Mon 22:00)" in log


def test_json_has_the_seconds_and_the_clock(house):
    life = json.loads(house("run", "house.tale", "--json").stdout)
    assert (life["seconds"], life["clock"]) == (40 * 3600, "Wed 9:00")
    first = life["events"][0]
    assert (first["name"], first["at"], first["clock"]) == ("dinner", 5400, "Mon 18:30")
    assert json.loads(house("tell", "house.tale", "--json").stdout)["clock"] == "Wed 9:00"


def test_a_world_without_a_beginning_has_no_clock(shell):
    shell.write("plain.tale", 'world "W"\n  tick 1 minute\n  lasts 1 hour\nending "e" at the end\n')
    assert "clock" not in json.loads(shell("run", "plain.tale", "--json").stdout)


def test_prose_tells_the_time(house):
    told = " ".join(house("tell", "house.tale").stdout.split())
    assert "Ada dined, not at a quarter to seven." in told
    assert "slept, up since never." in told
    assert "The next evening at half past six, she dined" in told


def test_moments_of_tellings_are_read_by_the_calendar(house):
    told = " ".join(house("tell", "house.tale", "--telling", "the night").stdout.split())
    assert "slept" in told
    assert "dined" not in told
    told = " ".join(house("tell", "house.tale", "--telling", "the second evening").stdout.split())
    assert told.count("dined") == 1


def test_a_question_of_a_time_is_asked_by_the_clock(house):
    asked = house("run", "house.tale", "--at", "Tue 3:00", "--why-not", "sleep(Ada)").stdout
    assert "at Tue 3:00" in asked
    assert "ruled out by `time of now >= 22:00`" in asked


def test_what_if_takes_a_time_of_day(house):
    done = house("whatif", "house.tale", "--forbid", "sleep(Ada)", "--at", "Mon 22:00", "-n", "10")
    assert "forbid sleep(Ada) at 18000 seconds" in done.stdout


def test_a_canon_goes_by_the_calendar(house):
    house.write(
        "house.canon",
        'canon "The house"\n'
        "C1  18:30               dines(Ada)\n"
        "C2  23:20 within 1 hour sleep(Ada)\n"
        "C3  7:00                so not Ada.asleep\n"
        "C4  Tuesday 18:30       dines(Ada)\n",
    )
    shown = house("check", "house.tale").stdout
    for when in ("Mon 18:30", "Mon 23:20", "Tue 7:00", "Tue 18:30"):
        assert when in shown


def test_a_picture_has_the_clock_on_its_side(house):
    picture = house("draw", "house.tale", "--view", "curve").stdout
    assert "Mon 18:30" in picture
