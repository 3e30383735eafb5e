"""The telling, or narrative discourse: from what happened to what is read.

`planned` makes a plan of a life (`story`): what is told where, in which order (`orders`), through whose mind
(`minds`), how fully (`pacing`). `words.told` makes prose of it, clause by clause, with what `realise` makes
of each: names and pronouns chosen (`naming`), verbs made to agree (`agreement`, `verbs`), tenses shifted
(`dependence`), cases and reflexives (`cases`), a or an (`nouns`), the typography put right (`clauses`).
`formats` writes it down. What a reader has in mind is a `Discourse`, handed in and handed back.
"""

from twicetold.tell.clauses import realise
from twicetold.tell.measures import Measures, measured, nonlinearity
from twicetold.tell.minds import minded
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.plan import Plan, planned
from twicetold.tell.story import Story

__all__ = [
    "Discourse",
    "Measures",
    "Plan",
    "Referent",
    "Story",
    "measured",
    "minded",
    "nonlinearity",
    "planned",
    "realise",
]
