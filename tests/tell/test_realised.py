"""Sentences that authors write: quantities, the perfect, rows of people, speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Say = Callable[..., str]

PRESENT = [
    # both, all and each, alone and behind those whom they count
    (
        "[abel] [take] [ada] round the middle, and both [go] down.",
        "Abel takes Ada round the middle, and both go down.",
    ),
    ("Both [go] down. All [run]. Each [take] a stick.", "Both go down. All run. Each takes a stick."),
    ("[abel] and [ada] both [go]; the wolves all [howl].", "Abel and Ada both go; the wolves all howl."),
    ("Both of them [wait]. All of us [wait].", "Both of them wait. All of us wait."),
    ("All [be] quiet, and both [be] dead.", "All is quiet, and both are dead."),
    ("All [abel] [can] do is [wait].", "All Abel can do is wait."),
    # a subject before a comma stays before its verb
    (
        "[ada's] hands, heavy and warm, [hold] [me] together.",
        "Ada's hands, heavy and warm, hold me together.",
    ),
    ("The wolf, tired, [bite] [me].", "The wolf, tired, bites me."),
    ("[me's] hands, cold, [hold] [abel].", "My hands, cold, hold Abel."),
    ("“Out!” [shout] [me].", "“Out!” I shout."),
    ("Between [me] and [ada] [be] a wall.", "Between Ada and me is a wall."),
    # behind "whom" another clause has its own subject
    (
        "[abel] [tell] [me] with whom [ada] [be] seen, and [me] [believe] it.",
        "Abel tells me with whom Ada is seen, and I believe it.",
    ),
    ("[me], whom [ada] [see], [run].", "I, whom Ada sees, run."),
    # the perfect and the passive
    ("[abel] [have] [go].", "Abel has gone."),
    ("[abel] [have] never [see] [ada].", "Abel has never seen Ada."),
    ("[ada] [have] not [eat], and [cain] [not have] [sleep].", "Ada has not eaten, and Cain has not slept."),
    ("[have] [abel] [see] [ada]?", "Has Abel seen Ada?"),
    (
        "[abel] and [cain] [have] [go] out and [lock] the door.",
        "Abel and Cain have gone out and locked the door.",
    ),
    ("[abel] [have] [go], and [ada] [sit] down.", "Abel has gone, and Ada sits down."),
    ("[abel] [be] [strike] by [cain].", "Abel is struck by Cain."),
    ("[abel] [have] [be] [bite].", "Abel has been bitten."),
    ("[ada] [have] to [go], and [have] a dog.", "Ada has to go, and has a dog."),
    ("[can] [abel] [see] [ada]?", "Can Abel see Ada?"),
    ("[abel] could have [see] [ada] and had [go].", "Abel could have seen Ada and had gone."),
    ("[abel] [must have] [go].", "Abel must have gone."),
    # forms of their own
    ("[abel] [lie] on [abel's] bed and [lie] to [ada].", "Abel lies on his bed and lies to Ada."),
    (
        "The passers-by [look] up; two mothers-in-law [be] here.",
        "The passers-by look up; two mothers-in-law are here.",
    ),
]

PAST = [
    (
        "[abel] [take] [ada] round the middle, and both [be] down.",
        "Abel took Ada round the middle, and both were down.",
    ),
    ("[abel] [have] [go].", "Abel had gone."),
    ("[ada] [have] just [wake up] and [dress].", "Ada had just woken up and dressed."),
    ("[abel] [know] that [cain] [have] [lie] down.", "Abel knew that Cain had lain down."),
    ("“[cain] [have] [go],” [say] [abel].", "“Cain has gone,” said Abel."),
    ("[be] [abel] [take]? [not have] [abel] [go]?", "Was Abel taken? Had he not gone?"),
    (
        "[abel] [must have] a dog. [ada] [must have] [see] it.",
        "Abel had to have a dog. Ada must have seen it.",
    ),
    ("[abel] [turn] and [lie] to [cain]. [lie/lied] [abel]?", "Abel turned and lied to Cain. Did Abel lie?"),
    (
        "[abel] [want to] [lie/lied] and [not hang/hanged] [cain].",
        "Abel wanted to lie and did not hang Cain.",
    ),
    ("The passers-by [be] gone.", "The passers-by were gone."),
    # who says where she was
    (
        "[ada] [tell] [guard] where [ada] [be] at the time.",
        "Ada told the tall guard where she was at the time.",
    ),
    ("[ada] [tell] [guard] where [guard] [be].", "Ada told the tall guard where the tall guard was."),
    ("[ada] [ask] [guard] if [ada] [can] [go].", "Ada asked the tall guard if she could go."),
    ("[abel] [tell] [cain] that [abel] was late.", "Abel told Cain that he was late."),
    (
        "[abel] [tell] [cain] that [cain] [know] where [abel] [be].",
        "Abel told Cain that Cain knew where Abel was.",
    ),
    ("[ada] [hit] [guard] because [ada] [be] angry.", "Ada hit the tall guard because Ada was angry."),
    # rows of people
    ("[me] and [ada] [put] their heads together.", "Ada and I put our heads together."),
    (
        "[you] and [ada] [put] their hands on their knees. They [wait].",
        "You and Ada put your hands on your knees. You waited.",
    ),
    ("[me], [ada] and [you] [run] for their lives.", "You, Ada and I ran for our lives."),
    (
        "[abel] and [ada] [put] their heads together. They [be] late.",
        "Abel and Ada put their heads together. They were late.",
    ),
    ("Neither [me] nor [ada] [be] here.", "Neither Ada nor I was here."),
    ("[abel] [see] [me] and [ada] with their dog.", "Abel saw Ada and me with their dog."),
    ("[me's] and [ada's] house [burn].", "Ada's and my house burned."),
    (
        "[me] and [ada's] house [burn]. [abel] and [ada's] houses [be] small.",
        "Ada's and my house burned. Abel and Ada's houses were small.",
    ),
    ("[abel] [sit] in [me] and [ada's] house.", "Abel sat in Ada's and my house."),
    ("[me] and [ada] [sit] down, and [abel] [look] at them.", "Ada and I sat down, and Abel looked at us."),
    ("When [me] and [ada] [come], their dog [bark].", "When Ada and I came, our dog barked."),
    ("[me] and [ada] [wash] themselves.", "Ada and I washed ourselves."),
    # they may be others
    ("[me] and [ada] [chase] the wolves to their den.", "Ada and I chased the wolves to their den."),
    ("[me] and [ada] [see] [twins] and their dog.", "Ada and I saw the twins and their dog."),
    ("[abel] [see] [me] and [ada] [run].", "Abel saw me and Ada ran."),
    (
        "[me] and [ada] [say]: “They [be] late with their work.”",
        "Ada and I said: “They are late with their work.”",
    ),
    # speech
    (
        "“[abel] and [ada] [be] late with their work,” [say] [abel].",
        "“Ada and I are late with our work,” said Abel.",
    ),
    ("“Run, [guard]!” [ada] [shout] at [guard].", "“Run, tall guard!” Ada shouted at the tall guard."),
    (
        "“It was you, [cain],” [abel] [say] to [cain]. “I [see] [cain].”",
        "“It was you, Cain,” Abel said to Cain. “I see you.”",
    ),
    ("“I was in [the well].” [abel] [be] in [the well].", "“I was in the Well.” Abel was in the Well."),
    ("“[cain] [wash] [cain],” [ada] [say].", "“Cain washes himself,” Ada said."),
    (
        "“[me] [be] late, [ada], and [ada's] dog [bark],” [say] [me] to [ada].",
        "“I am late, Ada, and your dog barks,” I said to her.",
    ),
    ("“[ada] [see] [you],” [abel] [say].", "“Ada sees Seth,” Abel said."),
    # commands
    ("“[twins], [be] quick,” [ada] [say] to [twins].", "“Twins, be quick,” Ada said to them."),
    ("“[wait] and [see]!” [abel] [call].", "“Wait and see!” Abel called."),
    ("“No,” [ada] [say], “[not go]!”", "“No,” Ada said, “Do not go!”"),
    ("“[be] [abel] dead?” [ada] [ask].", "“Is Abel dead?” Ada asked."),
    (
        "“There [be] no way out,” [abel] [say]. “Here [be] [cain].”",
        "“There is no way out,” Abel said. “Here is Cain.”",
    ),
    ("“Never [be] late,” [abel] [say].", "“Never be late,” Abel said."),
    ("“[abel], bleeding, [turn],” [ada] [say].", "“Abel, bleeding, turns,” Ada said."),
    # a and an
    ("[abel] [meet] an [guard] and a [house].", "Abel met a tall guard and an old house."),
    ("[hour] [stand] in an [well].", "An hour glass stood in a Well."),
]


@pytest.mark.parametrize(("line", "sentence"), PRESENT)
def test_in_the_present(say: Say, line: str, sentence: str) -> None:
    assert say(line, tense="present") == sentence


@pytest.mark.parametrize(("line", "sentence"), PAST)
def test_in_the_past(say: Say, line: str, sentence: str) -> None:
    assert say(line) == sentence


@pytest.mark.parametrize(
    ("tense", "sentence"),
    [
        ("past", "Abel had gone out and locked the door, and Ada was bitten."),
        ("present", "Abel has gone out and locked the door, and Ada is bitten."),
        ("pluperfect", "Abel had gone out and locked the door, and Ada had been bitten."),
        ("future", "Abel will have gone out and locked the door, and Ada will be bitten."),
        ("conditional", "Abel would have gone out and locked the door, and Ada would be bitten."),
    ],
)
def test_the_perfect_in_every_tense(say: Say, tense: str, sentence: str) -> None:
    line = "[abel] [have] [go] out and [lock] the door, and [ada] [be] [bite]."
    assert say(line, tense=tense) == sentence


@pytest.mark.parametrize(
    ("tense", "sentence"),
    [
        ("present", "Abel does not stop until Ada is in pieces."),
        ("past", "Abel did not stop until Ada was in pieces."),
        ("pluperfect", "Abel had not stopped until Ada was in pieces."),
        ("future", "Abel will not stop until Ada is in pieces."),
        ("conditional", "Abel would not stop until Ada was in pieces."),
    ],
)
def test_what_something_goes_on_until_in_every_tense(say: Say, tense: str, sentence: str) -> None:
    assert say("[abel] [not stop] until [ada] [be] in pieces.", tense=tense) == sentence
