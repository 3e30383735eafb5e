"""`twicetold build` writes what can be used at once, whole or not at all."""

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.play.pages import known
from twicetold.cli.build import write_all

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
needs_wasm = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None or shutil.which("node") is None,
    reason="no ziglang wheel for this machine, or no Node",
)


def tried(shell, shown):
    """What the example prints that a command has shown, pasted into a shell as it stands."""
    example = shown.partition("Try:\n")[2]
    done = subprocess.run(
        ["bash", "-euc", re.sub("^  ", "", example, flags=re.MULTILINE)],
        cwd=shell.folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def lived(shell, *lines):
    """What the first five lives came to, by the interpreter."""
    lives = [
        json.loads(shell("run", "kitchen.tale", "--run", str(n), *lines, "--json").stdout) for n in range(5)
    ]
    return "".join(f"{life['ending']} after {life['ticks']} ticks\n" for life in lives)


@needs_cc
def test_the_example_in_c_can_be_pasted(shell):
    done = shell("build", "kitchen.tale", "--target", "c", "--out", "to be/found")
    assert done.returncode == 0
    assert tried(shell, done.stdout) == lived(shell)


@needs_wasm
def test_the_example_in_javascript_can_be_pasted(shell):
    lines = ("--set", "growing 0.02")
    done = shell("build", "kitchen.tale", "--target", "wasm", *lines)
    assert done.returncode == 0
    assert tried(shell, done.stdout) == lived(shell, *lines)


def test_json_says_what_was_written(shell):
    done = shell("build", "kitchen.tale", "--target", "c", "--out", "c", "--json")
    said = json.loads(done.stdout)
    assert {each["path"]: each["bytes"] for each in said["files"]} == {
        str(path.relative_to(shell.folder)): path.stat().st_size for path in (shell.folder / "c").iterdir()
    }
    assert (said["world"], said["target"], said["name"]) == ("A kitchen", "c", "kitchen")
    assert f"#define KITCHEN_MEMORY {said['memory']} " in (shell.folder / "c" / "kitchen.h").read_text()


def test_lines_change_what_is_built(shell):
    shell("build", "kitchen.tale", "--target", "c", "--out", "a")
    shell("build", "kitchen.tale", "--target", "c", "--out", "b", "--set", "growing 0.02")
    a, b = ((shell.folder / name / "kitchen.c").read_text() for name in "ab")
    assert a != b


def test_a_file_made_before_is_made_again(shell):
    for _ in range(2):
        assert shell("build", "kitchen.tale", "--target", "c").returncode == 0
    assert sorted(path.name for path in shell.folder.iterdir()) == ["kitchen.c", "kitchen.h", "kitchen.tale"]


@pytest.mark.parametrize("mine", ["kitchen.h", "kitchen.c"])
def test_what_somebody_else_wrote_is_kept(shell, mine):
    shell.write(mine, "mine")
    done = shell("build", "kitchen.tale", "--target", "c")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"error: {mine} is there already and was not made by `twicetold build`; choose another --out\n"
    )
    assert {path.name for path in shell.folder.iterdir()} == {"kitchen.tale", mine}
    assert (shell.folder / mine).read_text() == "mine"


def test_a_folder_that_cannot_be_made(shell):
    shell.write("blocked", "a file")
    done = shell("build", "kitchen.tale", "--target", "c", "--out", "blocked")
    assert done.returncode == 2
    assert done.stderr.startswith("error: blocked: ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere", "--target", "c"], "there is no world `nowhere`"),
        (["kitchen.tale", "--target", "java"], "--target"),
        (["kitchen.tale"], "--target"),
        (["kitchen.tale", "--target", "c", "--set", "growing yes"], "growing"),
    ],
)
def test_what_cannot_be_built(shell, args, said):
    done = shell("build", *args)
    assert done.returncode == 2
    assert said in done.stderr
    assert [path.name for path in shell.folder.iterdir()] == ["kitchen.tale"]


def test_a_disk_that_fills_leaves_what_was_there(monkeypatch, tmp_path):
    write_all(
        {tmp_path / "a.h": b"/* Made by twicetold 1 */", tmp_path / "a.c": b"/* Made by twicetold 1 */"}
    )
    write = Path.write_bytes

    def full(path, text):
        if ".a.c" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return write(path, text)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_all({tmp_path / "a.h": b"/* new */", tmp_path / "a.c": b"/* new */"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a.h": b"/* Made by twicetold 1 */",
        "a.c": b"/* Made by twicetold 1 */",
    }


# --- a page -------------------------------------------------------------------------------------------------

PAGE = ("build", "kitchen.tale", "--target", "page")


@needs_wasm
def test_a_page_is_one_file_and_made_again(shell):
    shell.write("own.css", "h1 { color: red }")
    for _ in range(2):
        done = shell(*PAGE, "--as", "ada", "-n", "7", "--out", "to/index.html", "--css", "own.css", "--json")
        assert done.returncode == 0
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["to/index.html"]
    page = (shell.folder / "to" / "index.html").read_text(encoding="utf-8")
    assert "Made by twicetold" in page[:100]
    assert "h1 { color: red }</style>" in page
    assert known(page)["endings"]["lives"] == "7"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (PAGE, "say with `--as` who is played in the page: play one of `Ada`, `Ben`"),
        ((*PAGE, "--as", "Adda"), "nobody is called `Adda`: did you mean `Ada`?"),
        ((*PAGE, "--as", "Big Pot"), "`Big Pot` never does anything: play one of `Ada`, `Ben`"),
        (("build", "kitchen.tale", "--target", "wasm", "--as", "Ada"), "it goes with `--target page`"),
        (("build", "kitchen.tale", "--target", "c", "-n", "5"), "it goes with `--target page`"),
        ((*PAGE, "--as", "Ada", "--css", "bad.css"), "leave out `</style`"),
        ((*PAGE, "--as", "Ada", "--css", "none.css"), "none.css"),
    ],
)
def test_what_no_page_can_be_made_of(shell, given, said):
    shell.write("bad.css", "</STYLE><script>")
    done = shell(*given)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not list(shell.folder.glob("*.html"))


@needs_wasm
def test_a_page_of_somebody_else_is_kept(shell):
    shell.write("kitchen.html", "<!doctype html>mine")
    assert shell(*PAGE, "--as", "Ada", "-n", "1").returncode == 2
    assert (shell.folder / "kitchen.html").read_text() == "<!doctype html>mine"


@needs_wasm
def test_a_world_with_too_much_to_say_is_refused_in_a_sentence(shell, monkeypatch) -> None:
    monkeypatch.setattr("twicetold.play.page.texts.MOST", 100)
    done = shell("build", "milk", "--target", "page", "--as", "Ada", "-n", "5", "--out", "ada.html")
    assert done.returncode == 2
    assert "no page can be made of this world: its lines would be more than 100 sentences" in done.stderr
    assert not (shell.folder / "ada.html").exists()
