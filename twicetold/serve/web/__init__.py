"""People look: a page over the worlds that are given, or over one that is written there.

The page asks the same questions as programs do, of the same crew of processes: `app` hands each call to it
and streams how far it is. Nothing is kept here between two calls: what somebody writes, asks and plays stays
in their own browser, so that nobody's can be mixed up with another's. Who may ask at all is for `guard`;
`serving` is the server itself. What is sent to the browser lies in `site`.
"""
