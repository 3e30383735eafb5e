"""What a number of lives allows to be said: intervals of every kind, each in a module with its sources.

`shares` for shares seen once, `sequential` for shares looked at again and again, `means` for means, `paired`
for differences between pairs.
"""

from twicetold.runs.intervals.means import logarithmic, normal, relative_error, student
from twicetold.runs.intervals.paired import Difference, of_means, of_shares, of_shares_at_looks
from twicetold.runs.intervals.sequential import BLOCK, LOOKS, Sequence
from twicetold.runs.intervals.shares import clopper_pearson, lift_factor, rule_of_three, wilson

__all__ = [
    "BLOCK",
    "LOOKS",
    "Difference",
    "Sequence",
    "clopper_pearson",
    "lift_factor",
    "logarithmic",
    "normal",
    "of_means",
    "of_shares",
    "of_shares_at_looks",
    "relative_error",
    "rule_of_three",
    "student",
    "wilson",
]
