"""The commands, with their help and examples. Their options are in `requests`, what they do in the module of
the same name, which is imported only when it is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from twicetold.cli import requests
from twicetold.cli.command import command

app = typer.Typer(
    name="twicetold",
    help="Every story happens twice, once as events and once as telling.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


def _version(asked: bool) -> None:
    if asked:
        from twicetold.version import VERSION

        typer.echo(f"twicetold {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Every story happens twice, once as events and once as telling."""


@command(app, requests.worlds.Request, "twicetold worlds")
def worlds(request: requests.worlds.Request) -> None:
    """List the bundled worlds, with a line on each."""
    from twicetold.cli import worlds as answer

    answer.main(request)


@command(app, requests.new.Request, "twicetold new my_street")
def new(request: requests.new.Request) -> None:
    """Write a small world with comments, to begin from."""
    from twicetold.cli import new as answer

    answer.main(request)


@command(app, requests.fmt.Request, "twicetold fmt --check my_street.tale")
def fmt(request: requests.fmt.Request) -> None:
    """Lay out the text of worlds, in place."""
    from twicetold.cli import fmt as answer

    answer.main(request)


@command(app, requests.check.Request, "twicetold check hale_yard")
def check(request: requests.check.Request) -> None:
    """Look a world over: its text, its canon and what its author expects. Exit 0 only if all holds."""
    from twicetold.cli import check as answer

    answer.main(request)


@command(
    app,
    requests.run.Request,
    "twicetold run hale_yard --run 7 --causes",
    "twicetold run hale_yard --json | head",
    "twicetold run hale_yard --at 85s --why-not 'run_away(Stiles)'",
)
def run(request: requests.run.Request) -> None:
    """Live one life and show what happened: when, what, who, what it changed, who noticed."""
    from twicetold.cli import run as answer

    answer.main(request)


@command(
    app,
    requests.many.Request,
    "twicetold many hale_yard -n 2000",
    "twicetold many hale_yard --set 'without text_hunters' --json",
    "twicetold many hale_yard --until 0.5%",
    "twicetold many hale_yard -n 1e6 --out nights --resume",
    "twicetold many hale_yard -n 1e9 --out s3://bucket/nights --cluster tcp://10.0.0.1:8786",
)
def many(request: requests.many.Request) -> None:
    """Live a world many times and count how it ends."""
    from twicetold.cli import many as answer

    answer.main(request)


@command(app, requests.ls.Request, "twicetold ls")
def ls(request: requests.ls.Request) -> None:
    """List the lives that are kept in a folder and the folders in it."""
    from twicetold.cli import ls as answer

    answer.main(request)


@command(
    app,
    requests.endings.Request,
    "twicetold endings nights",
    "twicetold endings nights --by hurts --bins 10",
)
def endings(request: requests.endings.Request) -> None:
    """Show how kept lives ended, all together or by a measure."""
    from twicetold.cli import endings as answer

    answer.main(request)


@command(
    app, requests.sql.Request, "twicetold sql nights 'select ending, avg(ticks) from lives group by ending'"
)
def sql(request: requests.sql.Request) -> None:
    """Ask kept lives by SQL (DuckDB); the query can read only them, and write nothing."""
    from twicetold.cli import sql as answer

    answer.main(request)


@command(
    app,
    requests.cover.Request,
    "twicetold cover hale_yard -n 10000",
    "twicetold cover my_street.tale --html cover.html",
)
def cover(request: requests.cover.Request) -> None:
    """Show what of a world its lives ever reach: every action, rule, branch, text, and what is in the way."""
    from twicetold.cli import cover as answer

    answer.main(request)


@command(app, requests.lint.Request, "twicetold lint hale_yard -n 200")
def lint(request: requests.lint.Request) -> None:
    """Find where lives contradict themselves: the dead act, the absent take part, what is over goes on."""
    from twicetold.cli import lint as answer

    answer.main(request)


@command(
    app,
    requests.given.Request,
    "twicetold given hale_yard 'bite(Derek, Stiles)' -n 5000",
    "twicetold given hale_yard 'Derek.grief > 0.9' --json",
    "twicetold given walk 'Ann.height >= 30' --by Ann.height",
)
def given(request: requests.given.Request) -> None:
    """Show what the lives are like in which something happened; or how likely something rare is."""
    from twicetold.cli import given as answer

    answer.main(request)


@command(
    app,
    requests.sift.Request,
    "twicetold sift my_street -n 10000",
    "twicetold sift my_street --pattern betrayal --json",
)
def sift(request: requests.sift.Request) -> None:
    """Show how often the patterns of a world are found in its lives, in which, of whom, and how these end."""
    from twicetold.cli import sift as answer

    answer.main(request)


@command(
    app,
    requests.find.Request,
    "twicetold find milk '\"a slammed door\"'",
    "twicetold find hale_yard 'bite(Derek, Stiles)' -n 5 --in-character 90%",
)
def find(request: requests.find.Request) -> None:
    """Find lives in which something comes about, as short as they can be; or say what is in the way."""
    from twicetold.cli import find as answer

    answer.main(request)


@command(
    app,
    requests.sensitivity.Request,
    'twicetold sensitivity my_street --ending "all is eaten"',
    "twicetold sensitivity hale_yard --set 'heed 0.3 tune 0..1' --set 'road 75 seconds tune 30..300'",
)
def sensitivity(request: requests.sensitivity.Request) -> None:
    """Show which of the numbers marked `tune` matter, and for what."""
    from twicetold.cli import sensitivity as answer

    answer.main(request)


@command(app, requests.tune.Request, "twicetold tune my_street --want '\"all is eaten\" = 30%' --write")
def tune(request: requests.tune.Request) -> None:
    """Find values of the numbers marked `tune` for which a world ends as wanted."""
    from twicetold.cli import tune as answer

    answer.main(request)


@command(
    app,
    requests.whatif.Request,
    "twicetold whatif milk --forbid 'walk(Ada, anyone)'",
    "twicetold whatif hale_yard --force 'run_away(Stiles)' --when 'Stiles.order is go'",
    "twicetold whatif my_street --world my_other_street --until 1%",
)
def whatif(request: requests.whatif.Request) -> None:
    """Compare a world with its twins, in which something is otherwise, life by life with the same luck."""
    from twicetold.cli import whatif as answer

    answer.main(request)


@command(
    app,
    requests.why.Request,
    "twicetold why milk --run 3",
    "twicetold why milk --run 3 --event 12 --svg why.svg",
    "twicetold why hale_yard --canon",
)
def why(request: requests.why.Request) -> None:
    """Find what brought an ending or an event about, by living it again with one thing otherwise."""
    from twicetold.cli import why as answer

    answer.main(request)


@command(
    app,
    requests.tell.Request,
    "twicetold tell hale_yard --run 7",
    "twicetold tell hale_yard --run 7 --close-to Stiles --tense present --person first",
    "twicetold tell hale_yard --canon --telling threads --format epub --out night.epub",
    "twicetold tell hale_yard --run 7 --narrator foreboding",
    "twicetold tell hale_yard --run 7 --order zigzag --measures",
)
def tell(request: requests.tell.Request) -> None:
    """Live one life and tell it as prose: any life, from any mind, in any order."""
    from twicetold.cli import tell as answer

    answer.main(request)


@command(
    app,
    requests.draw.Request,
    "twicetold draw hale_yard --canon --telling threads --out curve.svg",
    "twicetold draw hale_yard --run 1 --view storyline --out who.svg",
    "twicetold draw milk --run 2 --view causes --out why.svg",
    "twicetold draw milk --view endings -n 1000 --out ends.svg",
)
def draw(request: requests.draw.Request) -> None:
    """Draw a life: the order of its telling, who is with whom, what its ending came from; or how many end."""
    from twicetold.cli import draw as answer

    answer.main(request)


@command(
    app,
    requests.play.Request,
    "twicetold play milk --as Ada",
    "twicetold play hale_yard --as Stiles --run 7 --plain --transcript night.txt",
    "twicetold play hale_yard --as Stiles --load night.json",
    "twicetold play hale_yard --script he_lives.play",
)
def play(request: requests.play.Request) -> None:
    """Play somebody: a life in which you choose what they do. Or play a script, and see whether all holds."""
    from twicetold.cli import play as answer

    answer.main(request)


@command(
    app,
    requests.build.Request,
    "twicetold build hale_yard --target c --out night",
    "twicetold build milk --target wasm --set 'without dismay'",
    "twicetold build milk --target page --as Ada",
)
def build(request: requests.build.Request) -> None:
    """Write a world as C or WebAssembly, so that a game can live it without Python, or as a page in which you
    choose what somebody does: the same lives."""
    from twicetold.cli import build as answer

    answer.main(request)


@command(
    app,
    requests.show.Request,
    "twicetold show hale_yard --as program --of 'action bite'",
    "twicetold show my_street.tale --as model",
)
def show(request: requests.show.Request) -> None:
    """Print what becomes of a world on its way to machine code."""
    from twicetold.cli import show as answer

    answer.main(request)


@command(app, requests.mcp.Request, "twicetold mcp hale_yard my_street.tale", "twicetold mcp --lives 1000")
def mcp(request: requests.mcp.Request) -> None:
    """Answer programs and language models, by the Model Context Protocol over standard input and output."""
    from twicetold.cli import mcp as answer

    answer.main(request)


@command(app, requests.serve.Request, "twicetold serve", "twicetold serve my_street.tale --port 9000")
def serve(request: requests.serve.Request) -> None:
    """Show a page to look at worlds and to write them: live them, ask, tell, play, in a browser."""
    from twicetold.cli import serve as answer

    answer.main(request)


@command(app, requests.lsp.Request, "twicetold lsp")
def lsp(request: requests.lsp.Request) -> None:
    """Serve an editor, by the Language Server Protocol over standard input and output."""
    from twicetold.cli import lsp as answer

    answer.main(request)


@command(app, requests.cache.Request, "twicetold cache --clear")
def cache(request: requests.cache.Request) -> None:
    """Show where compiled worlds are kept, and how much that is."""
    from twicetold.cli import cache as answer

    answer.main(request)


@command(app, requests.explain.Request, "twicetold explain T0203")
def explain(request: requests.explain.Request) -> None:
    """Say what the code of a diagnostic means, and how to mend it."""
    from twicetold.cli import explain as answer

    answer.main(request)
