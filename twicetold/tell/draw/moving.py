"""A picture that can be moved: one file, of HTML, in which it comes nearer and is sought through, without a
network. The script is the same wherever pictures move: here, in notebooks, on the page of `twicetold serve`.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import Final

SCRIPT: Final = files(__package__).joinpath("moving.mjs").read_text(encoding="utf-8")

_STYLE: Final = """
html { color-scheme: light dark; font: 14px/1.5 sans-serif }
body { margin: 8px }
.tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 0 0 8px }
h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
button, input { font: inherit; min-width: 2em; padding: 4px 8px }
"""

MOVED: Final = """
.frame { overflow: hidden; border: 1px solid #8884; border-radius: 4px }
.frame:is(.wide, .high) { cursor: grab; touch-action: pan-y }
.frame.high { touch-action: none }
.moving .tools { margin: 0.4rem }
.frame svg { display: block }
.frame .sought { font-weight: bold; text-decoration: underline }
"""
"""How it looks wherever it stands."""


def moving_page(svg: str, title: str) -> str:
    """A page of HTML that shows a picture, as SVG, and moves it."""
    picture, words = svg[svg.index("<svg") :], escape(title, quote=False)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words}</title>\n<style>{_STYLE}{MOVED}</style>\n</head>\n<body>\n"
        f'<main id="picture">\n<h1>{words}</h1>\n{picture}</main>\n'
        f'<script type="module">\n{SCRIPT.replace("export function", "function")}\n'
        'const home = document.getElementById("picture")\n'
        'const svg = home.querySelector("svg")\n'
        'home.append(moving(svg, svg.querySelector("title")?.textContent ?? document.title))\n'
        "</script>\n</body>\n</html>\n"
    )
