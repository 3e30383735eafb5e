"""Programs and people ask: the questions of the command line as tools of the Model Context Protocol, and on a
page.

Whoever calls is a stranger. What they say is read by `arguments`, and every mistake is answered with a
sentence (`Refused`). What is asked is answered by a process of a `crew`, which can be ended at any moment and
holds to the `limits`; `server` speaks the protocol, `web` serves the page, and neither lives anything itself.
Each question is a function of `tools`, and each group of them a module there. A `desk` is all that such a
function can reach: the worlds that are given, and a `memory` that only makes the same answers sooner.
"""
