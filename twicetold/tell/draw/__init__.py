"""Lives and tellings as pictures: SVG that stands alone, without scripts, for light and dark pages.

`curve` draws the order of a telling against that of the story, `storyline` who is with whom and when,
`causes` what the ending came from; of many lives `bands` what is measured over time, `flow` how they come
to their endings, and `branches` where they part. The same lives give the same bytes. `moving_page` makes a
page of any of them, with a script, in which it can be moved.
"""

from twicetold.tell.draw.bands import Band, bands
from twicetold.tell.draw.branches import Way, branches
from twicetold.tell.draw.causes import causes
from twicetold.tell.draw.curve import curve
from twicetold.tell.draw.flow import Layer, flow
from twicetold.tell.draw.moving import moving_page
from twicetold.tell.draw.storyline import MARKED, storyline
from twicetold.tell.draw.svg import Labels

__all__ = [
    "MARKED",
    "Band",
    "Labels",
    "Layer",
    "Way",
    "bands",
    "branches",
    "causes",
    "curve",
    "flow",
    "moving_page",
    "storyline",
]
