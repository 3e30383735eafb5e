"""The text of a world with how often each line was reached, as a page of its own."""

from __future__ import annotations

import html

from twicetold.ask.coverage import Coverage, Item
from twicetold.ask.listing import Line, listing
from twicetold.lang import Loaded

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  color: #222; background: #fff; }}
table {{ border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace; }}
td {{ padding: 0 .6rem; vertical-align: top; white-space: pre-wrap; }}
td.n, td.h {{ text-align: right; color: #777; white-space: nowrap; user-select: none; }}
tr.reached td.h {{ color: #1a7f37; }}
tr.unreached {{ background: #ffe3e0; }} tr.unreached td.h {{ color: #b42318; font-weight: bold; }}
tr.impossible {{ background: #eee; color: #777; }}
.why {{ color: #b42318; }} tr.impossible .why {{ color: #777; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #161616; }}
  tr.unreached {{ background: #45201c; }} tr.impossible {{ background: #2a2a2a; }}
  .why {{ color: #ff9a8f; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{n} lives, seed {seed}. At the left how often each line was reached; point at a line to see in how many
lives. What was never reached is, each by itself, reached in at most {bound} of all lives (95 %
confidence).</p>
{texts}
</body>
</html>
"""


def page(coverage: Coverage, loaded: Loaded) -> str:
    """The listing as a page that needs nothing else."""
    texts: dict[str, list[str]] = {}
    for line in listing(coverage, loaded):
        texts.setdefault(line.file, []).append(_row(line))
    return _PAGE.format(
        title=html.escape(f"Coverage of {coverage.world}"),
        n=f"{coverage.n:,}",
        seed=coverage.seed,
        bound=f"{coverage.bound:.2g}",
        texts="\n".join(
            f"<h2>{html.escape(file)}</h2>\n<table>\n" + "\n".join(rows) + "\n</table>"
            for file, rows in texts.items()
        ),
    )


def _row(line: Line) -> str:
    count = "" if line.hits is None else f"{line.hits:,}"
    said = "\n".join(_said(item) for item in line.items)
    why = "".join(
        f'<br><span class="why">{html.escape(item.text)}: {html.escape(item.why)}</span>'
        for item in line.items
        if item.why is not None
    )
    return (
        f'<tr class="{line.status or "plain"}" title="{html.escape(said)}"><td class="h">{count}</td>'
        f'<td class="n">{line.number}</td><td>{html.escape(line.text)}{why}</td></tr>'
    )


def _said(item: Item) -> str:
    asked = "" if item.asked is None else f" of {item.asked:,}"
    first = "" if item.first is None else f", first in run {item.first}"
    return f"{item.text}: {item.hits:,}{asked}, in {item.runs:,} lives{first}"
