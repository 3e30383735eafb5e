"""The commands, their options and their help. What they do is in the module of the same name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec

import typer

from twicetold.cli.wishes import (
    MOST,
    EngineName,
    MethodName,
    Target,
    TellingFormat,
    TellingFrequency,
    TellingGroups,
    TellingNaming,
    TellingOrder,
    TellingPace,
    TellingPerson,
    TellingSpeech,
    TellingTense,
    TellingThought,
    View,
    count,
    precision,
)

P = ParamSpec("P")

app = typer.Typer(
    name="twicetold",
    help="Every story happens twice, once as events and once as telling.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)

World = Annotated[
    str,
    typer.Argument(
        metavar="WORLD", help="A bundled world, the path of a .tale file, or - for standard input."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=MOST, help="All chance comes from this number.")]
Run = Annotated[int, typer.Option(min=0, max=MOST, help="Which life of the seed.")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, help="Processes to live in; never changes an answer.", show_default="all cores"),
]
Lines = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="LINE", help="A line added to the world's text; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def cleanly(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with whatever ends it early told in plain words and by the exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from twicetold.cli.ending import ending_cleanly

        with ending_cleanly():
            command(*args, **kwargs)

    return run


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


@app.command(epilog="Example: `twicetold worlds`")
@cleanly
def worlds() -> None:
    """List the bundled worlds, with a line on each."""
    from twicetold.cli import worlds as command

    command.main()


@app.command(epilog="Example: `twicetold new my_street`")
@cleanly
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The world is written to NAME.tale.")],
) -> None:
    """Write a small world with comments, to begin from."""
    from twicetold.cli import new as command

    command.main(name)


@app.command(epilog="Example: `twicetold fmt --check my_street.tale`")
@cleanly
def fmt(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="The .tale files.", show_default=False)
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if something would be.")
    ] = False,
) -> None:
    """Lay out the text of worlds, in place."""
    from twicetold.cli import fmt as command

    command.main(files, check)


@app.command(epilog="Example: `twicetold check hale_yard`")
@cleanly
def check(
    world: World,
    lives: Annotated[
        int,
        typer.Option(
            "-n",
            "--lives",
            parser=count,
            metavar="N",
            help="The most lives to hold `expect` lines against; fewer if they decide it.",
        ),
    ] = 10_000,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was found as JUnit XML too.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again whenever a text is saved, until Ctrl-C.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look a world over: its text, its canon and what its author expects. Exit 0 only if all holds."""
    from twicetold.cli import check as command

    command.main(command.Asked(world, lives, seed, jobs, lines or [], as_json, junit, watch))


@app.command(
    epilog="Examples:\n\n`twicetold run hale_yard --run 7 --causes`\n\n"
    "`twicetold run hale_yard --json | head`\n\n"
    "`twicetold run hale_yard --at 85s --why-not 'run_away(Stiles)'`"
)
@cleanly
def run(
    world: World,
    seed: Seed = 1,
    run: Run = 0,
    causes: Annotated[bool, typer.Option("--causes", help="Show why each event came about.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show upkeep and triggers too.")] = False,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="A moment: 85s, 1:25, 2 minutes.")] = None,
    why_not: Annotated[
        str | None,
        typer.Option(
            metavar="ACTION", help="With --at: why this was not done, such as 'strike(Abel, Cain)'."
        ),
    ] = None,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Live one life and show what happened: when, what, who, what it changed, who noticed."""
    from twicetold.cli import run as command

    command.main(world, seed, run, causes, everything, at, why_not, lines or [], as_json)


@app.command(
    epilog="Examples:\n\n`twicetold many hale_yard -n 2000`\n\n"
    "`twicetold many hale_yard --set 'without text_hunters' --json`\n\n"
    "`twicetold many hale_yard --until 0.5%`\n\n"
    "`twicetold many hale_yard -n 1e6 --out nights --resume`\n\n"
    "`twicetold many hale_yard -n 1e9 --out s3://bucket/nights --cluster tcp://10.0.0.1:8786`"
)
@cleanly
def many(
    world: World,
    lives: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--lives",
            parser=count,
            metavar="N",
            help="How many lives: 1000, 1_000_000, 1e6.",
            show_default="200",
        ),
    ] = None,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    until: Annotated[
        float | None,
        typer.Option(
            parser=precision,
            metavar="SHARE",
            help="Stop when every ending's share is known to ± this, such as 0.5%.",
        ),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(help="What lives them; never changes an answer."),
    ] = EngineName.AUTO,
    out: Annotated[
        str | None, typer.Option(metavar="RUNS", help="Keep the lives in this folder, or s3://bucket/folder.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="With --out: go on with the lives that are there.")
    ] = False,
    events: Annotated[bool, typer.Option("--events", help="With --out: keep all events too.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Live on a Dask cluster: tcp://host:8786, or `local` to begin one here."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="With --cluster local: how many processes.", show_default="all cores"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Live a world many times and count how it ends."""
    from twicetold.cli import many as command
    from twicetold.runs import Engine

    asked = command.Asked(
        world,
        lives,
        seed,
        jobs,
        lines or [],
        Engine(engine.value),
        until,
        out,
        resume,
        events,
        cluster,
        workers,
    )
    command.main(asked, as_json)


Runs = Annotated[
    str,
    typer.Argument(metavar="RUNS", help="Where `many --out` keeps lives: a folder or s3://bucket/folder."),
]


@app.command(epilog="Example: `twicetold ls`")
@cleanly
def ls(
    where: Annotated[str, typer.Argument(metavar="DIR", help="Where to look.")] = ".", as_json: AsJson = False
) -> None:
    """List the lives that are kept in a folder and the folders in it."""
    from twicetold.cli import ls as command

    command.main(where, as_json)


@app.command(
    epilog="Examples:\n\n`twicetold endings nights`\n\n`twicetold endings nights --by hurts --bins 10`"
)
@cleanly
def endings(
    runs: Runs,
    by: Annotated[str | None, typer.Option(metavar="MEASURE", help="Divide the lives by a measure.")] = None,
    bins: Annotated[int, typer.Option(min=1, help="With --by: into how many parts, about even.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Show how kept lives ended, all together or by a measure."""
    from twicetold.cli import endings as command

    command.main(runs, by, bins, as_json)


@app.command(epilog="Example: `twicetold sql nights 'select ending, avg(ticks) from lives group by ending'`")
@cleanly
def sql(
    runs: Runs,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query of `lives` and `events`.")],
    as_json: AsJson = False,
) -> None:
    """Ask kept lives by SQL (DuckDB); the query can read only them, and write nothing."""
    from twicetold.cli import sql as command

    command.main(runs, query, as_json)


@app.command(
    epilog="Examples:\n\n`twicetold cover hale_yard -n 10000`\n\n"
    "`twicetold cover my_street.tale --html cover.html`"
)
@cleanly
def cover(
    world: World,
    lives: Annotated[
        int, typer.Option("-n", "--lives", parser=count, metavar="N", help="How many lives.")
    ] = 1000,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    engine: Annotated[
        EngineName, typer.Option(help="What lives them; never changes an answer.")
    ] = EngineName.AUTO,
    source: Annotated[
        bool, typer.Option("--source", help="List the text, each line with how often it was reached.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the listing as a page of its own too.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what of a world its lives ever reach: every action, rule, branch, text, and what is in the way."""
    from twicetold.cli import cover as command
    from twicetold.runs import Engine

    asked = command.Asked(world, lives, seed, jobs, lines or [], Engine(engine.value), source, html)
    command.main(asked, as_json)


@app.command(epilog="Example: `twicetold lint hale_yard -n 200`")
@cleanly
def lint(
    world: World,
    lives: Annotated[
        int, typer.Option("-n", "--lives", parser=count, metavar="N", help="How many lives.")
    ] = 20,
    seed: Seed = 1,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Find where lives contradict themselves: the dead act, the absent take part, what is over goes on."""
    from twicetold.cli import lint as command

    command.main(world, lives, seed, lines or [], as_json)


@app.command(
    epilog="Examples:\n\n`twicetold given hale_yard 'bite(Derek, Stiles)' -n 5000`\n\n"
    "`twicetold given hale_yard 'Derek.grief > 0.9' --json`\n\n"
    "`twicetold given walk 'Ann.height >= 30' --by Ann.height`"
)
@cleanly
def given(
    world: World,
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help="An event, a condition, or an ending in quotes."),
    ],
    lives: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--lives",
            parser=count,
            metavar="N",
            help="How many lives; with --by or --through, from each mark to the next.",
            show_default="10000, or 500",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="For what is rare: a number that rises as it comes nearer."),
    ] = None,
    through: Annotated[
        list[str] | None,
        typer.Option(metavar="CONDITION", help="For what is rare: what holds on the way; may be repeated."),
    ] = None,
    repetitions: Annotated[
        int, typer.Option(min=2, help="With --by or --through: how many independent estimates.")
    ] = 12,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    engine: Annotated[
        EngineName, typer.Option(help="What lives them; never changes an answer.")
    ] = EngineName.AUTO,
    as_json: AsJson = False,
) -> None:
    """Show what the lives are like in which something happened; or how likely something rare is."""
    from twicetold.cli import given as command
    from twicetold.runs import Engine

    wish = Engine(engine.value)
    asked = command.Asked(
        world, question, lives, by, through or [], repetitions, seed, jobs, lines or [], wish
    )
    command.main(asked, as_json)


Knobs = Annotated[
    list[str] | None, typer.Option("--knob", metavar="KNOB", help="Turn only this one; may be repeated.")
]


@app.command(
    epilog='Examples:\n\n`twicetold sensitivity my_street --ending "all is eaten"`\n\n'
    "`twicetold sensitivity hale_yard --set 'heed 0.3 tune 0..1' --set 'road 75 seconds tune 30..300'`"
)
@cleanly
def sensitivity(
    world: World,
    ending: Annotated[str | None, typer.Option(metavar="ENDING", help="Show this ending alone.")] = None,
    measure: Annotated[str | None, typer.Option(metavar="MEASURE", help="Show this measure alone.")] = None,
    lives: Annotated[
        int, typer.Option("-n", "--lives", parser=count, metavar="N", help="Lives of each setting.")
    ] = 100,
    method: Annotated[
        MethodName, typer.Option(help="Shares of the variance, or average effects, which are cheaper.")
    ] = MethodName.SOBOL,
    groups: Annotated[
        int | None, typer.Option(min=2, help="How many groups of settings.", show_default="128, or 20")
    ] = None,
    knobs: Knobs = None,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Show which of the numbers marked `tune` matter, and for what."""
    from twicetold.cli import sensitivity as command

    command.main(
        world,
        ending,
        measure,
        lives,
        "sobol" if method is MethodName.SOBOL else "morris",
        groups,
        knobs or [],
        seed,
        jobs,
        lines or [],
        as_json,
    )


@app.command(epilog="Example: `twicetold tune my_street --want '\"all is eaten\" = 30%' --write`")
@cleanly
def tune(
    world: World,
    want: Annotated[
        list[str],
        typer.Option(
            metavar="WISH", help="Such as '\"an ending\" = 30%' or 'a_measure in 2..4'; may be repeated."
        ),
    ],
    trials: Annotated[int, typer.Option(min=6, help="How many settings are tried at first.")] = 120,
    lives: Annotated[
        int, typer.Option("-n", "--lives", parser=count, metavar="N", help="Lives of each of them.")
    ] = 400,
    check: Annotated[
        int, typer.Option(min=200, help="Lives of another seed to hold what was found against.")
    ] = 4000,
    knobs: Knobs = None,
    write: Annotated[bool, typer.Option("--write", help="Write the values into the world's text.")] = False,
    seed: Seed = 1,
    jobs: Jobs = None,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Find values of the numbers marked `tune` for which a world ends as wanted."""
    from twicetold.cli import tune as command

    command.main(world, want, trials, lives, check, knobs or [], write, seed, jobs, lines or [], as_json)


@app.command(
    epilog="Examples:\n\n`twicetold whatif milk --forbid 'walk(Ada, anyone)'`\n\n"
    "`twicetold whatif hale_yard --force 'run_away(Stiles)' --when 'Stiles.order is go'`\n\n"
    "`twicetold whatif my_street --world my_other_street --until 1%`"
)
@cleanly
def whatif(
    world: World,
    lines: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="LINE",
            help="A twin with this line added to its text, or with --at or "
            "--when with this effect; may be repeated, as all of these.",
        ),
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option(metavar="ACTION", help="A twin in which this is not done: 'walk(Ada, anyone)'."),
    ] = None,
    force: Annotated[
        list[str] | None,
        typer.Option(metavar="ACTION", help="A twin in which this is done whenever it can be."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When: 85s, 1:25, 2 minutes.")] = None,
    when: Annotated[str | None, typer.Option(metavar="CONDITION", help="While this holds.")] = None,
    other: Annotated[
        list[str] | None,
        typer.Option("--world", metavar="OTHER", help="A twin that is another version of the world."),
    ] = None,
    together: Annotated[
        bool,
        typer.Option("--together", help="All that is otherwise in one twin, instead of one twin for each."),
    ] = False,
    lives: Annotated[
        int | None,
        typer.Option("-n", "--lives", parser=count, metavar="N", help="How many pairs.", show_default="1000"),
    ] = None,
    seed: Seed = 1,
    jobs: Jobs = None,
    until: Annotated[
        float | None,
        typer.Option(
            parser=precision, metavar="SHARE", help="Stop when every difference is known to ± this."
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="What lives them; never changes an answer.")
    ] = EngineName.AUTO,
    as_json: AsJson = False,
) -> None:
    """Compare a world with its twins, in which something is otherwise, life by life with the same luck."""
    from twicetold.cli import whatif as command
    from twicetold.runs import Engine

    asked = command.Asked(
        world, lines or [], forbid or [], force or [], at, when, other or [], together, lives, seed, jobs,
        Engine(engine.value), until,
    )  # fmt: skip
    command.main(asked, as_json)


@app.command(
    epilog="Examples:\n\n`twicetold why milk --run 3`\n\n"
    "`twicetold why milk --run 3 --event 12 --svg why.svg`\n\n"
    "`twicetold why hale_yard --canon`"
)
@cleanly
def why(
    world: World,
    seed: Seed = 1,
    run: Run = 0,
    canon: Annotated[
        bool, typer.Option("--canon", help="Instead of a run: the life that follows the world's canon.")
    ] = False,
    event: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Ask about this event, by its number in `run --json`."),
    ] = None,
    ending: Annotated[bool, typer.Option("--ending", help="Ask about the ending, as is usual.")] = False,
    lives: Annotated[
        int,
        typer.Option("-n", "--lives", parser=count, metavar="N", help="Lives that weigh each cause."),
    ] = 100,
    everything: Annotated[bool, typer.Option("--all", help="Show every cause.")] = False,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the causes to this file.")] = None,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Find what brought an ending or an event about, by living it again with one thing otherwise."""
    from twicetold.cli import why as command
    from twicetold.cli.output import Mistake

    if ending and event is not None:
        raise Mistake("--event and --ending do not go together")
    command.main(world, seed, run, canon, event, lives, everything, svg, lines or [], as_json)


@app.command(
    epilog="Examples:\n\n`twicetold tell hale_yard --run 7`\n\n"
    "`twicetold tell hale_yard --run 7 --close-to Stiles --tense present --person first`\n\n"
    "`twicetold tell hale_yard --canon --telling threads --format epub --out night.epub`\n\n"
    "`twicetold tell hale_yard --run 7 --order zigzag --measures`"
)
@cleanly
def tell(
    world: World,
    seed: Seed = 1,
    run: Run = 0,
    canon: Annotated[
        bool, typer.Option("--canon", help="Instead of a run: the life that follows the world's canon.")
    ] = False,
    telling: Annotated[
        str | None, typer.Option(metavar="NAME", help="A telling that the world declares.")
    ] = None,
    close_to: Annotated[
        list[str] | None,
        typer.Option(
            "--close-to", metavar="NAME", help="Through whose mind; may be repeated; `anyone` for all."
        ),
    ] = None,
    from_outside: Annotated[
        bool, typer.Option("--from-outside", help="Through nobody's mind: only what can be seen.")
    ] = False,
    order: Annotated[TellingOrder | None, typer.Option(help="The order in which it is told.")] = None,
    by: Annotated[TellingGroups | None, typer.Option(help="With --order syllepsis: grouped by what.")] = None,
    tense: Annotated[TellingTense | None, typer.Option(help="The tense.")] = None,
    person: Annotated[
        TellingPerson | None, typer.Option(help="With --close-to: whether that mind is I, or you.")
    ] = None,
    naming: Annotated[TellingNaming | None, typer.Option(help="What people are called.")] = None,
    thought: Annotated[TellingThought | None, typer.Option(help="How thoughts are given.")] = None,
    speech: Annotated[TellingSpeech | None, typer.Option(help="How what is said is given.")] = None,
    pace: Annotated[
        TellingPace | None, typer.Option(help="How fully.", show_default="by what it matters")
    ] = None,
    frequency: Annotated[
        TellingFrequency | None, typer.Option(help="Each time, or what happens often once.")
    ] = None,
    format: Annotated[TellingFormat, typer.Option(help="What it is written as.")] = TellingFormat.TEXT,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write to.")] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help="Instead of the prose, what can be counted of it.")
    ] = False,
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Live one life and tell it as prose: any life, from any mind, in any order."""
    from twicetold.cli import tell as command
    from twicetold.cli.manner import Manner

    def said(wish: StrEnum | None) -> Any:
        return None if wish is None else wish.value

    manner = Manner(
        telling,
        tuple(close_to or ()),
        said(order),
        said(by),
        said(tense),
        said(person),
        said(naming),
        said(thought),
        said(speech),
        said(pace),
        said(frequency),
        from_outside,
    )
    command.main(
        command.Asked(world, seed, run, canon, lines or [], manner, said(format), out, measures, as_json)
    )


@app.command(
    epilog="Examples:\n\n`twicetold draw hale_yard --canon --telling threads --out curve.svg`\n\n"
    "`twicetold draw hale_yard --run 1 --view storyline --out who.svg`\n\n"
    "`twicetold draw milk --run 2 --view causes --out why.svg`"
)
@cleanly
def draw(
    world: World,
    seed: Seed = 1,
    run: Run = 0,
    canon: Annotated[
        bool, typer.Option("--canon", help="Instead of a run: the life that follows the world's canon.")
    ] = False,
    view: Annotated[
        View,
        typer.Option(
            help="How the telling goes through the story; who is with whom; or what the ending came from."
        ),
    ] = View.CURVE,
    telling: Annotated[
        str | None, typer.Option(metavar="NAME", help="For a curve: a telling that the world declares.")
    ] = None,
    close_to: Annotated[
        list[str] | None,
        typer.Option("--close-to", metavar="NAME", help="For a curve: through whose mind, as in `tell`."),
    ] = None,
    order: Annotated[TellingOrder | None, typer.Option(help="For a curve: the order of the telling.")] = None,
    mark: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="For a storyline: mark where this rises of somebody; may be repeated.",
            show_default="wound",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The SVG file.", show_default="standard output")
    ] = None,
    lines: Lines = None,
) -> None:
    """Draw one life: the order of its telling, who is with whom, or what its ending came from."""
    from twicetold.cli import draw as command
    from twicetold.cli.manner import Manner

    manner = Manner(telling, tuple(close_to or ()), None if order is None else order.value)
    command.main(command.Asked(world, seed, run, canon, lines or [], view.value, manner, mark or [], out))


@app.command(
    epilog="Examples:\n\n`twicetold build hale_yard --target c --out night`\n\n"
    "`twicetold build milk --target wasm --set 'without dismay'`"
)
@cleanly
def build(
    world: World,
    target: Annotated[Target, typer.Option(help="A C99 file and its header, or WebAssembly and JavaScript.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")] = Path(),
    lines: Lines = None,
    as_json: AsJson = False,
) -> None:
    """Write a world as C or WebAssembly, so that a game can live it without Python: the same lives."""
    from twicetold.cli import build as command

    command.main(world, target, out, lines or [], as_json)


@app.command(
    epilog="Examples:\n\n`twicetold show hale_yard --as program --of 'action bite'`\n\n"
    "`twicetold show my_street.tale --as model`"
)
@cleanly
def show(
    world: World,
    stage: Annotated[
        Literal["tree", "model", "program", "llvm", "c"],
        typer.Option(
            "--as",
            help="The syntax tree, the checked model, the program that is compiled, its LLVM assembly, or C.",
        ),
    ],
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="CONSTRUCT",
            help="One alone, such as 'action strike'.",
            show_default="the whole world",
        ),
    ] = None,
    lines: Lines = None,
) -> None:
    """Print what becomes of a world on its way to machine code."""
    from twicetold.cli import show as command

    command.main(world, stage, of, lines or [])


@app.command(epilog="Example: `twicetold cache --clear`")
@cleanly
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Take everything away that is kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show where compiled worlds are kept, and how much that is."""
    from twicetold.cli import cache as command

    command.main(clear, as_json)


@app.command(epilog="Example: `twicetold explain T0203`")
@cleanly
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a diagnostic, such as T0203.")],
) -> None:
    """Say what the code of a diagnostic means, and how to mend it."""
    from twicetold.cli import explain as command

    command.main(code)
