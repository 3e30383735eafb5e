"""How a page and a book look: a measure of about 65 letters, day and night, on a desk, a phone and paper."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
:root { --page: #fff; --ink: #222; --faint: #595959; --rule: #d4d4d4; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --page: #181818; --ink: #e2e0dc; --faint: #aaa; --rule: #444; }
}
body { margin: 0; padding: 0 1.25rem; background: var(--page); color: var(--ink);
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
  font-size: 1.125rem; line-height: 1.6;
  overflow-wrap: break-word; }
header, nav, section, footer { max-width: 34em; margin: 0 auto; }
h1, h2, .subtitle, .imprint, .colophon { text-align: center; text-wrap: balance; }
h1, h2 { font-weight: normal; line-height: 1.25; }
h1 { margin: 0; font-size: 2.25em; }
h2 { margin: 3.5em 0 1.5em; font-size: 1.35em; break-after: avoid; }
header { padding: min(20vh, 11rem) 0 min(12vh, 6rem); }
.subtitle { margin-top: .75em; font-style: italic; }
.imprint { margin-top: 3em; }
.imprint, .colophon, figcaption { font-size: .85em; color: var(--faint); }
p { margin: 0; hyphens: auto; orphans: 2; widows: 2; }
p + p { text-indent: 1.5em; }
.subtitle, .imprint, .colophon { text-indent: 0; hyphens: none; }
.chapter > h2 + p::first-line, .chapter > p:first-child::first-line {
  font-variant-caps: small-caps; letter-spacing: .03em; }
.cast + .chapter:not(.titled) { margin-top: 4.5em; }
hr { border: 0; margin: 1.6em 0; text-align: center; }
hr::before { content: "* * *"; letter-spacing: .5em; margin-right: -.5em; color: var(--faint); }
nav ol { margin: 0 auto; padding: 0; width: fit-content; list-style: none; }
nav li { margin: .4em 0; }
a { color: inherit; text-decoration-color: var(--faint); text-underline-offset: .2em; }
dl { margin: 0; }
dt { margin-top: .6em; font-variant-caps: small-caps; letter-spacing: .03em; }
dl + p { margin-top: 1em; }
dd { margin: 0 0 0 1.5em; }
figure { margin: 3.5em auto 0; max-width: 64rem; }
figure > div { overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 54rem; height: auto; }
figcaption { margin-top: .75em; text-align: center; }
footer { margin: 4em auto; padding-top: 1.5em; border-top: 1px solid var(--rule); }
@media (max-width: 30em) {
  body { font-size: 1.0625rem; line-height: 1.5; }
  h1 { font-size: 1.8em; }
}
@media print {
  :root { --page: #fff; --ink: #000; --faint: #444; --rule: #999; color-scheme: light; }
  @page { margin: 2cm; }
  body { padding: 0; font-size: 11pt; line-height: 1.4; }
  p { text-align: justify; }
  header { padding: 30vh 0 0; break-after: page; }
  .cast, .titled + .titled, figure { break-before: page; }
  figure svg { min-width: 0; }
  figure > div { overflow: visible; }
  a { text-decoration: none; }
}"""
"""Written into each file, which needs no other."""
