"""The telling, or narrative discourse: from what happened to what is read.

`planned` makes a plan of a life (`story`). A narrator (`narrators`) who follows a few people tells of the
leads (`leads`) what is worth it (`episodes`), as it hangs together (`cohering`), in chapters (`chapters`); a
telling that is laid out takes what it selects (`selection`), in the order it asks for (`orders`), as fully as
it matters (`pacing`). Either is told through nobody's mind or somebody's (`minds`).

`words.told` makes prose of the plan. An event gets one of its lines (`wording`, `reported` for thoughts);
what is said again is said once (`joining`); clauses become sentences by how their events lie to one another
(`relations`, `composing`, `shapes`), with what is recalled in passing (`recall`) and what the narrator sets
in (`insets`); the time is said (`clock`, `spans`); who has no name is called what they are (`extras`).
`realise` makes a sentence of it (`clauses`): how its lines are built (`syntax`, `agreement`, `speech`), names
and pronouns (`naming`, `joint`, `leaving`), cases and reflexives (`cases`), verbs (`verbs`, `inflection`),
tenses shifted (`dependence`), a or an (`nouns`), the typography. `formats` writes it down. What a reader has
in mind is a `Discourse`, handed in and handed back.
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
