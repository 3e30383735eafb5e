"""How soon does the page of `twicetold serve` answer, and how many can use it at once?

    python -m benchmarks.page soon [--times N]      from a key to the diagnostic, from "live" to the bars
    python -m benchmarks.page crowd [--people N] [--seconds N]

`soon` types into the night in a real browser, and lives it, beside the commands `check` and `many` in the
same run. `crowd` lets many people each write a world of their own, live it and have it told, with the pauses
that people make, and holds what each is answered to what they wrote.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from twicetold.questions import LIVES

NIGHT = "hale_yard"
PAUSES = (1.0, 4.0)
"""Between so many seconds somebody looks before they do the next thing."""


@contextmanager
def served(*worlds: str) -> Iterator[tuple[str, int]]:
    """A server of the page in a process of its own: its address, and the number of the process."""
    command = [sys.executable, "-m", "twicetold", "serve", *worlds, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        urlopen(address).close()  # all that answers is begun by now
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def percentile(values: list[float], share: float) -> float:
    """The value below which such a share of them is."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


# --- how soon -----------------------------------------------------------------------------------------------


def commanded(*words: str) -> float:
    """How long a command takes, in seconds."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "twicetold", *words], stdout=subprocess.DEVNULL, check=False)
    return time.monotonic() - began


WATCH = """
([selector, words]) => {
  const began = performance.now()
  window.seen = new Promise((done) => {
    const look = () => {
      if (!document.querySelector(selector)?.textContent.includes(words)) return
      watching.disconnect()
      done((performance.now() - began) / 1000)
    }
    const watching = new MutationObserver(look)
    watching.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}"""
"""Has the page itself say how many seconds pass from now until something is there."""


def soon(times: int) -> None:
    """From a key to the diagnostic, and from "live" to the first bars, on the night."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=120_000)
    marked, barred = [], []
    with served(NIGHT) as (address, _), sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        page.goto(address)
        state = page.locator(".state")
        expect(state).to_have_text("Nothing is wrong with it.")
        area = page.get_by_label("The text of the world")
        page.locator("#lives form input[type=number]").first.fill(str(LIVES))  # as many as the command lives
        for place in range(times):
            area.evaluate(
                "(area) => { const at = area.value.indexOf('\\nending') + 1;"
                " area.setSelectionRange(at, at); area.focus() }"
            )
            page.evaluate(WATCH, [".state", "mistake"])
            page.keyboard.type("x")
            marked.append(page.evaluate("window.seen"))
            page.keyboard.press("Backspace")
            expect(state).to_have_text("Nothing is wrong with it.")
            page.get_by_role("spinbutton", name="Seed").fill(str(place + 2))
            page.keyboard.press("Tab")
            page.locator("#lives .bar").first.evaluate_all("(bars) => bars.forEach((bar) => bar.remove())")
            page.evaluate(WATCH, ["#lives .bar", ""])
            page.get_by_role("button", name="Live them").click()
            barred.append(page.evaluate("window.seen"))
            expect(page.locator("#lives progress")).to_be_hidden()  # who calls it off waits for a new process
            page.wait_for_load_state("networkidle")
            expect(page.get_by_role("region", name="Where they part")).to_be_visible()
            time.sleep(1)
        browser.close()
    check, many = commanded("check", NIGHT), commanded("many", NIGHT)
    for what, values, beside, command in (
        ("key to diagnostic", marked, check, "check"),
        ("live to bars", barred, many, "many"),
    ):
        middle, late = statistics.median(values), percentile(values, 0.95)
        print(
            f"{what:20} median {middle:6.2f} s  95 % {late:6.2f} s   `{command} {NIGHT}` {beside:6.2f} s,"
            f" ratio {middle / beside:.3f} and {late / beside:.3f}"
        )


# --- how many -----------------------------------------------------------------------------------------------

WORLD = """\
world "The morning of {name}"
  tick 1 minute
  lasts 20 minutes
setting patience number 0..10 = {patience}
kind Person
  tired number 0..1 ~ uniform(0, 1)
  gone yes/no
{name} is Person: she
Ben is Person: he
action wait (p: Person)
  needs not p.gone
  urge patience
  tell "[p] [wait]."
action leave (p: Person)
  needs not p.gone
  urge {weight} * p.tired
  then p.gone = yes
  tell "[p] [walk] home."
ending "both gave up" when all(p: Person: p.gone)
ending "the train came" at the end
"""


@dataclass(slots=True)
class Seen:
    """How long each sort of question took, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def somebody(number: int, address: str, until: float, seen: Seen) -> None:
    """Write, live and read, until the time is up."""
    luck, name = random.Random(number), f"Ada{number}"
    where = urlsplit(address)
    session = {"content-type": "application/json", "x-session": name}

    def ask(tool: str, **said: Any) -> Any:
        began = time.monotonic()
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            connection.request("POST", f"/ask/{tool}", json.dumps(said), session)
            last = json.loads(connection.getresponse().read().splitlines()[-1])
        finally:
            connection.close()
        seen.took.setdefault(tool, []).append(time.monotonic() - began)
        if "answer" not in last:
            seen.wrong.append(f"{tool}: {last}")
        return last.get("answer", {})

    time.sleep(luck.uniform(0, PAUSES[1]))
    while time.monotonic() < until:
        text = WORLD.format(name=name, patience=luck.randint(1, 9), weight=luck.randint(1, 9))
        if (title := ask("look", text=text).get("facts", {}).get("title")) != f"The morning of {name}":
            seen.wrong.append(f"{name} reads of {title}")
        time.sleep(luck.uniform(*PAUSES))
        counted = ask("many", text=text, n=64)
        if sum(row["count"] for row in counted.get("endings", ())) != 64:
            seen.wrong.append(f"{name} has not 64 lives")
        time.sleep(luck.uniform(*PAUSES))
        read = json.dumps(ask("story", text=text, run=luck.randint(0, 9)))
        others = set(re.findall(r"Ada\d+", read)) - {name}
        if others:
            seen.wrong.append(f"{name} reads of {others}")
        time.sleep(luck.uniform(*PAUSES))


def memory(pid: int) -> int:
    """The kilobytes that a process and all that it started hold for themselves (Linux)."""
    import psutil

    process = psutil.Process(pid)
    return sum(each.memory_full_info().uss for each in (process, *process.children(recursive=True))) // 1024


def crowd(people: int, seconds: int) -> None:
    """So many people for so long, each with a world of their own."""
    seen = Seen()
    with served(NIGHT) as (address, pid):
        before = memory(pid)
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=somebody, args=(n, address, until, seen)) for n in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = memory(pid)
    every = [second for took in seen.took.values() for second in took]
    for tool, took in {**seen.took, "all": every}.items():
        middle, late = statistics.median(took), percentile(took, 0.95)
        print(f"{tool:6} {len(took):5,} answers, median {middle:.2f} s, 95 % {late:.2f} s")
    print(f"wrong: {len(seen.wrong)} {seen.wrong[:3]}")
    grown = (after - before) / people
    print(f"memory: {before // 1024} MiB before, {after // 1024} after: {grown:.0f} KiB a person")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("soon").add_argument("--times", type=int, default=20)
    many = what.add_parser("crowd")
    many.add_argument("--people", type=int, default=50)
    many.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    if asked.what == "soon":
        soon(asked.times)
    else:
        crowd(asked.people, asked.seconds)


if __name__ == "__main__":
    main()
