"""One service of analysis for whoever writes a world, be it in an editor or on a page.

An `Analyst` takes one `Document` after another and gives an `Analysis` of each: what is wrong with it and how
to mend it (`fixes`), every name with where it is declared and used (`symbols`), what can stand at a place
(`completion`), what stands there (`hovering`), where else (`navigation`), and of which blocks it consists
(`outline`). `lives` lives the text in a process of its own and says how it goes, for the lenses above its
lines. Nothing here knows of a protocol but `server`, the language server, and `positions`.
"""

from twicetold.edit.analysis import Analysis, Analyst
from twicetold.edit.document import Document, Edit

__all__ = ["Analysis", "Analyst", "Document", "Edit"]
