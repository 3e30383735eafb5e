"""The telling: from what happened to what is read.

This room turns the filled `tell` lines of a life into English. `realise` makes a sentence of a line: names
and pronouns chosen (`naming`), verbs made to agree (`agreement`, `verbs`), cases and reflexives (`cases`), a
or an (`nouns`), the typography put right (`clauses`). `chronicle` makes paragraphs of a whole life. Nothing
here keeps state: what a reader has in mind is a `Discourse`, handed in and handed back. Tense is said at the
call, person by the cast: the referent whose pronoun is I or you tells the story, or is told it.
"""

from twicetold.tell.chronicle import Clock, Happening, Paragraph, chronicle
from twicetold.tell.clauses import realise
from twicetold.tell.measures import Measures, measured, nonlinearity
from twicetold.tell.minds import minded
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.plan import Plan, planned
from twicetold.tell.story import Story

__all__ = [
    "Clock",
    "Discourse",
    "Happening",
    "Measures",
    "Paragraph",
    "Plan",
    "Referent",
    "Story",
    "chronicle",
    "measured",
    "minded",
    "nonlinearity",
    "planned",
    "realise",
]
