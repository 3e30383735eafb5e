"""Questions asked of a world: does it keep to its author's expectations and its canon, and why did somebody
not do something?

Answers are plain frozen data; how they are shown is for those above to say. This room lives lives to answer,
and changes none.
"""
