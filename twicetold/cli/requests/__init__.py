"""What can be asked on the command line: each command has one frozen `Request`, described once.

It holds the question, as `twicetold.questions` has it, and what only a command needs: where the world is, how
the answer is shown. A field of either is an option or an argument: its name, its type, its help, what it is
if nothing is said. `cli.command` has Typer read them, and the module of the same name in `cli` answers.
Nothing here loads the language, so that help is shown soon.
"""

from twicetold.cli.requests import (
    build,
    cache,
    check,
    cover,
    draw,
    endings,
    explain,
    find,
    fmt,
    given,
    lint,
    ls,
    lsp,
    many,
    mcp,
    new,
    play,
    run,
    sensitivity,
    serve,
    show,
    sift,
    sql,
    tell,
    tune,
    whatif,
    why,
    worlds,
)

__all__ = [
    "build",
    "cache",
    "check",
    "cover",
    "draw",
    "endings",
    "explain",
    "find",
    "fmt",
    "given",
    "lint",
    "ls",
    "lsp",
    "many",
    "mcp",
    "new",
    "play",
    "run",
    "sensitivity",
    "serve",
    "show",
    "sift",
    "sql",
    "tell",
    "tune",
    "whatif",
    "why",
    "worlds",
]
