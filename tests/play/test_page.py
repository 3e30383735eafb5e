"""A page in which somebody is played: the same lives as anywhere, for everybody who can open a file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browsing import faults, needs_axe
from tests.bundled import load
from tests.play.pages import choose, digest, formulas, known, needs_wasm, opened, page_for
from tests.sampled import sampled, slow
from twicetold.engine.kernel.export import interface_of, wasm_files
from twicetold.lang import load_text
from twicetold.play import Stage, begin
from twicetold.play.page import MODULES
from twicetold.play.page.bundle import bundled

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_wasm

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

HOSTILE = """
world "</script><b>Bold</b> & <!--"
  tick 1 minute
  lasts 5 minutes
  opening "</script><script>document.title = 'taken'</script><b>x</b>"

kind Person
Ada is Person: called "<b>Ada</b>"

action wave (p: Person)
  urge 1
  tell "[p] [wave] <img src=x onerror=alert(1)> </script>."

ending "<b>all</b> </script> is over" at the end
  tell "<i>So</i> it [be]."
"""

CROWD = """
world "A crowd"
  tick 1 minute
  lasts 5 minutes

kind Person
Ada is Person
20 Person

action greet (p: Person, q: Person)
  urge 0

ending "enough" at the end
"""


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(load("milk"))


@pytest.fixture(scope="module")
def ada(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the milk, in which Ada is played."""
    file = tmp_path_factory.mktemp("page") / "milk.html"
    file.write_text(page_for(stage.world, "Ada", 40), encoding="utf-8")
    return file


@pytest.fixture
def page(browser, ada) -> Iterator[Page]:
    """The page, in which run 2 has begun."""
    with opened(browser, ada, "#seed=1&run=2", viewport=DESK) as page:
        yield page


def ended(page) -> bool:
    return page.evaluate("document.body.classList.contains('ended')")


def title(page) -> str:
    return page.inner_text("#when")


def end(page) -> str:
    return page.inner_text("#end")


def to_the_end(page, key="w") -> None:
    """Press a key until it ends."""
    page.evaluate(
        "(key) => { for (let n = 0; n < 100 && !document.body.classList.contains('ended'); n += 1) "
        "document.dispatchEvent(new KeyboardEvent('keydown', { key })) }",
        key,
    )
    assert ended(page)


# --- the same life ------------------------------------------------------------------------------------------


@slow
def test_each_moment_is_that_of_a_session(page, stage) -> None:
    """When it is, what can be done, how likely that would be, and the life itself to the bit."""
    session = begin(stage, ["Ada"], 1, 2)
    moments = 0
    while not session.over:
        page.keyboard.press("h")
        shown = page.evaluate(
            "[...document.querySelectorAll('#choices button')].map((button) => "
            "[button.dataset.formula ?? null, button.querySelector('.chance')?.textContent ?? '', "
            "button.classList.contains('would')])"
        )
        offers = [(offer.formula, offer.chance, offer.would) for offer in session.offers]
        idle = (None, session.idle, not any(offer.would for offer in session.offers))
        assert shown[:-1] == [[name, f"{chance:.0%}", would] for name, chance, would in (*offers, idle)]
        assert title(page) == stage.world.clock(session.seconds)
        assert digest(page) == f"{session.digest:016x}"
        after = session.choose(len(session.options) - 1) if moments % 3 == 1 else session.wait()
        choose(page, formulas(after)[-1:])
        session = after
        moments += 1
    assert moments > 10
    assert end(page) == f"The end: {session.ending}"
    assert digest(page) == f"{session.digest:016x}"


def test_the_end_says_how_it_ended_and_how_often_lives_do(page, stage) -> None:
    to_the_end(page)
    rows = page.eval_on_selector_all("tbody tr", "rows => rows.map(row => [row.innerText, row.className])")
    assert len(rows) == len(stage.world.endings)
    assert [text.split(" yours")[0] for text, name in rows if name == "mine"] == [
        end(page).removeprefix("The end: ")
    ]
    shares = [
        float(cell.rstrip("%"))
        for cell in page.eval_on_selector_all("tbody td:nth-child(2)", "cs => cs.map(c => c.innerText)")
    ]
    assert sum(shares) == pytest.approx(100)
    facts = page.eval_on_selector_all("#after dd", "all => all.map(each => each.innerText)")
    assert facts[:2] == ["1", "2"]
    assert facts[3] == digest(page)


# --- by the keyboard ----------------------------------------------------------------------------------------


def focused(page) -> str:
    return page.evaluate(
        "document.activeElement.id || document.activeElement.getAttribute('aria-keyshortcuts') || ''"
    )


def test_a_life_is_played_by_the_keyboard_alone(page) -> None:
    page.keyboard.press(".")
    assert focused(page) == "when"
    page.keyboard.press("Tab")
    assert focused(page) == "1"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert focused(page) == "when"
    assert page.locator("#passages article").count() == 2
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("1")
    assert page.locator("#passages article").count() == 2, "while help is shown no choice is made"
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    for _ in range(100):
        if ended(page):
            break
        page.keyboard.press("w")
    assert end(page).startswith("The end: ")
    assert focused(page) == "when"
    page.keyboard.press("r")
    assert not ended(page)
    assert page.locator("#passages article").count() == 0


def test_a_hint_leaves_the_focus_where_it_is(page) -> None:
    page.keyboard.press(".")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("h")
    assert page.inner_text("#notice").startswith("Left to yourself: ")
    assert focused(page) == "w"
    page.keyboard.press("h")
    assert page.locator(".chance").count() == 0


def test_choices_beyond_the_ninth_have_letters(browser, tmp_path) -> None:
    """But for those that mean something else: the tenth is `a`, and `i` follows `g`."""
    file = tmp_path / "crowd.html"
    file.write_text(page_for(load_text(CROWD), "Ada"), encoding="utf-8")
    with opened(browser, file) as page:
        shown = page.eval_on_selector_all("#choices kbd", "all => all.map(each => each.textContent)")
        assert shown == [*"123456789abcdefgijkl", "w", "."]
        tenth = page.locator("#choices button").nth(9).inner_text()
        page.keyboard.press("a")
        assert page.inner_text(".chosen span") in tenth


def test_single_keys_can_be_turned_off(page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    assert page.locator("#passages article").count() == 0


def test_what_is_new_is_announced(page) -> None:
    assert page.get_attribute("#text", "aria-live") == "polite"
    page.keyboard.press(".")
    assert page.inner_text("#text").strip()


# --- back, and again ----------------------------------------------------------------------------------------


def test_one_can_go_back_to_any_moment(page) -> None:
    seen = []
    for _ in range(4):
        seen.append((title(page), page.inner_text("#text"), digest(page)))
        page.keyboard.press(".")
    page.keyboard.press("u")
    assert (title(page), page.inner_text("#text"), digest(page)) == seen[3]
    page.locator("#passages button").nth(1).click()
    assert (title(page), page.inner_text("#text"), digest(page)) == seen[1]
    page.keyboard.press(".")
    assert (title(page), page.inner_text("#text"), digest(page)) == seen[2]
    for _ in range(3):
        page.keyboard.press("u")
    assert page.inner_text("#notice") == "There is nothing to undo."


def test_one_can_go_back_from_the_end(page) -> None:
    to_the_end(page, ".")
    page.keyboard.press("u")
    assert not ended(page)
    assert page.locator("table").count() == 0


def test_another_life_is_begun_only_if_that_is_meant(page) -> None:
    page.keyboard.press(".")
    page.keyboard.press("n")
    assert title(page) == "This life would be over"
    page.keyboard.press("1")
    assert page.locator("#passages article").count() == 1
    page.keyboard.press("n")
    page.keyboard.press("2")
    assert page.locator("#passages article").count() == 0
    assert "run=2" not in page.url.replace("run=2&", "").split("#")[1].split("&")


def test_one_can_go_back_though_something_is_asked(page) -> None:
    page.keyboard.press(".")
    page.keyboard.press("r")
    page.locator("#passages button").click()
    page.keyboard.press("1")
    assert page.locator("#passages .chosen").inner_text().startswith("You fetch.")


def test_a_life_is_kept_and_gone_on_with(page) -> None:
    for key in (".", ".", "1", "w"):
        page.keyboard.press(key)
    before = (title(page), page.inner_text("#text"), page.inner_text("#passages"), digest(page))
    page.reload()
    page.wait_for_selector("#choices button")
    assert title(page) == "A life is kept here"
    page.keyboard.press("1")
    after = (title(page), page.inner_text("#text"), page.inner_text("#passages"), digest(page))
    assert after[0] == before[0]
    assert after[3] == before[3]
    page.reload()
    page.wait_for_selector("#choices button")
    page.keyboard.press("2")
    assert page.locator("#passages article").count() == 0


def kept(page) -> tuple[str, dict[str, Any]]:
    return page.evaluate("[Object.keys(localStorage)[0], JSON.parse(Object.values(localStorage)[0])]")


def reloaded(page, key: str, save: object) -> None:
    page.evaluate("([key, save]) => { localStorage.clear(); localStorage.setItem(key, save) }", [key, save])
    page.reload()
    page.wait_for_selector("#choices button")


def test_a_save_of_another_version_of_the_world_is_refused(page) -> None:
    page.keyboard.press(".")
    key, save = kept(page)
    other = save | {"hash": "0" * 16}
    reloaded(page, key.replace(save["hash"], other["hash"]), json.dumps(other))
    assert "another version" in page.inner_text("#notice")
    assert title(page) != "A life is kept here"


@pytest.mark.parametrize("choice", [[0, "Ada", "fly", ["Ada"]], [99, "Ada", None, []], [0, "Ben", None, []]])
def test_a_save_that_does_not_fit_is_refused(page, choice) -> None:
    page.keyboard.press(".")
    key, save = kept(page)
    choice = [save["choices"][0][0] if choice[0] == 0 else choice[0], *choice[1:]]
    reloaded(page, key, json.dumps(save | {"choices": [choice]}))
    page.keyboard.press("1")
    assert "does not fit" in page.inner_text("#notice")
    page.keyboard.press("w")
    assert page.locator("#passages article").count() == 1


@pytest.mark.parametrize("save", ["", "{", "null", "[]", '{"twicetold": 1, "choices": [1]}'])
def test_what_is_no_save_is_passed_over(page, save) -> None:
    page.keyboard.press(".")
    key, _ = kept(page)
    reloaded(page, key, save)
    assert title(page) != "A life is kept here"
    assert page.inner_text("#notice") == ""


def test_all_goes_on_where_nothing_may_be_kept(browser, ada) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })"
    )
    page = context.new_page()
    page.goto(ada.as_uri())
    page.wait_for_selector("#choices button")
    to_the_end(page)
    context.close()


# --- the address --------------------------------------------------------------------------------------------


def test_a_night_is_shared_by_its_address(page, stage) -> None:
    session = begin(stage, ["Ada"], 3, 2**64 - 1)
    page.evaluate(f"location.hash = '#run={2**64 - 1}&seed=3'")
    page.wait_for_function(f"document.body.dataset.digest === '{session.digest:016x}'")
    assert page.url.endswith(f"#seed=3&run={2**64 - 1}")


@pytest.mark.parametrize("address", ["#seed=x", "#run=-1", f"#run={2**64}", "#night", "#seed=1&run=7&so=on"])
def test_a_wrong_address_gets_a_sentence(browser, ada, stage, address) -> None:
    with opened(browser, ada, address) as page:
        assert "#seed=1&run=7" in page.inner_text("#notice")
        assert digest(page) == f"{begin(stage, ['Ada']).digest:016x}"


# --- for everybody ------------------------------------------------------------------------------------------


def test_nothing_outside_is_asked_for(browser, ada) -> None:
    context = browser.new_context()
    context.set_offline(True)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(ada.as_uri())
    page.wait_for_selector("#choices button")
    to_the_end(page)
    assert asked == [ada.as_uri()]
    assert said == []
    blocked = page.evaluate("fetch('https://example.org/').then(() => false, () => true)")
    assert blocked
    assert any("Content Security Policy" in text for text in said), said
    context.close()


def test_it_plays_in_the_frame_of_a_host(browser, ada) -> None:
    """That gives it no address and no store of its own."""
    host = ada.with_name("host.html")
    host.write_text(f'<iframe sandbox="allow-scripts" src="{ada.name}"></iframe>', encoding="utf-8")
    context = browser.new_context()
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(host.as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("#choices button", timeout=5_000)
    to_the_end(frame)
    frame.click("text=A new night")
    assert not ended(frame)
    assert wrong == []
    context.close()


@needs_axe
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", sampled(["light", "dark"], 1, more=1))
def test_axe_finds_nothing(browser, ada, scheme, size) -> None:
    with opened(browser, ada, "#seed=1&run=2", viewport=size, color_scheme=scheme) as page:

        def hold(where: str) -> None:
            assert faults(page) == [], where
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, where

        hold("start")
        for key in "w1wh":
            page.keyboard.press(key)
        hold("a turn")
        page.keyboard.press("?")
        hold("help")
        page.keyboard.press("Escape")
        to_the_end(page)
        hold("end")


def test_colours_follow_the_reader(browser, ada) -> None:
    papers = []
    for scheme in ("light", "dark"):
        with opened(browser, ada, color_scheme=scheme) as page:
            papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers[0] != papers[1]


def test_a_world_from_a_stranger_is_data(browser, tmp_path) -> None:
    world = load_text(HOSTILE)
    file = tmp_path / "hostile.html"
    file.write_text(page_for(world, "Ada"), encoding="utf-8")
    with opened(browser, file) as page:
        assert page.inner_text("h1") == world.name
        assert page.title() == f"{world.name}: <b>Ada</b>"
        assert page.inner_text("#who") == "You are <b>Ada</b>."
        to_the_end(page)
        assert end(page) == f"The end: {world.endings[0].name}"
        assert page.locator("b, i, img").count() == 0
        assert page.locator("script").count() == 3


# --- how it is made -----------------------------------------------------------------------------------------


def test_nothing_that_is_shown_is_read_as_a_page() -> None:
    for name in MODULES:
        text = (files("twicetold.play.page") / f"{name}.mjs").read_text(encoding="utf-8")
        assert not re.search(r"HTML|document\.write|\beval\b|new Function|setTimeout", text), name


def test_modules_become_one_script() -> None:
    script = bundled(
        {
            "one": "const own = 1;\nexport const shared = own + 1;\nexport class Thing {}\n",
            "two": 'import { shared } from "./one.mjs";\nconst own = 5;\nexport const all = own + shared;\n',
        }
    )
    assert "import" not in script
    assert "export" not in script
    assert "const { shared } = $one;" in script
    assert "return { shared, Thing };" in script


NODE = """
import { about, load } from "./world.mjs";
import { Session } from "./session.mjs";
import { Telling } from "./telling.mjs";
import { readFileSync } from "node:fs";
const { page, seed, run, wanted } = JSON.parse(readFileSync(0, "utf-8"));
const known = { ...page, title: about.title, hash: about.hash };
const session = new Session(await load(), known, new Telling(about, page.texts, page.who), seed, run);
for (const formula of wanted) {
  if (formula === null) session.wait("", 1);
  else session.choose(session.now.offers.find((offer) => offer.formula === formula));
}
const again = new Session(await load(), known, new Telling(about, page.texts, page.who), seed, run);
again.replay(session.save().choices, "");
session.back(3);
console.log(JSON.stringify([again.now.digest, again.now.ending, session.count, session.now.digest]));
"""


ENDLESS = """
import { about, load, TooLong } from "./world.mjs";
import { Session } from "./session.mjs";
import { Telling } from "./telling.mjs";
import { readFileSync } from "node:fs";
const { texts } = JSON.parse(readFileSync(0, "utf-8"));
const world = await load();
const tired = {
  resume: (bytes) => world.resume(bytes),
  begin(seed, run) {
    const play = world.begin(seed, run);
    const tick = play.tick.bind(play);
    play.tick = () => {
      if (play.look().ticks > 40) throw new TooLong();
      return tick();
    };
    return play;
  },
};
const page = { who: "Ada", clock: [], choice: { mode: "best" }, title: about.title, hash: about.hash };
const session = new Session(tired, page, new Telling(about, texts, "Ada"), 1, 2);
while (!session.over) session.wait("", 1);
const seen = [session.now.endless, session.now.ending, session.now.digest];
session.back(0);
console.log(JSON.stringify([...seen, session.over]));
"""


def node(folder: Path, script: str, typed: str = "") -> Any:
    """What a script prints in Node, beside the modules of a page of the milk."""
    for name, content in wasm_files(interface_of(load("milk"), "world", told=True)).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    for name in MODULES:
        text = (files("twicetold.play.page") / f"{name}.mjs").read_text(encoding="utf-8")
        (folder / f"{name}.mjs").write_text(text, encoding="utf-8")
    (folder / "play.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["node", "play.mjs"], cwd=folder, input=typed, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@needs_node
@slow
def test_a_life_that_is_too_long_is_given_up_and_can_be_gone_back_from(tmp_path) -> None:
    texts = known(page_for(load("milk"), "Ada"))["texts"]
    assert node(tmp_path, ENDLESS, json.dumps({"texts": texts})) == [True, None, None, False]


@needs_node
@slow
def test_a_session_is_lived_without_a_page(stage, tmp_path) -> None:
    played = begin(stage, ["Ada"], 1, 2).wait().wait()
    played = played.choose(0).live_on()
    html = page_for(stage.world, "Ada", 40)
    asked = {"page": known(html), "seed": 1, "run": 2, "wanted": formulas(played)}
    third = list(played.path)[::-1][3]
    assert node(tmp_path, NODE, json.dumps(asked)) == [
        f"{played.digest:016x}",
        played.ending,
        3,
        f"{third.digest:016x}",
    ]
