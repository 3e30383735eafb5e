"""The grammar and the tree: what each construct of the reference is parsed to, and where it stands."""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

import pytest
from lark import Lark

from tests.lang.trees import CORPUS, bare, block, blocks, cut, expression, nodes, parsed, read
from tests.sampled import sampled, slow
from twicetold.lang import syntax
from twicetold.lang.layout import Layout
from twicetold.lang.transformer.base import RESERVED
from twicetold.lang.transformer.tellings import Tellings


def grammar() -> Lark:
    text = files("twicetold.lang").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        text, start=["block", "asked", "event_asked"], parser="lalr", lexer="contextual", postlex=Layout()
    )


# --- the grammar --------------------------------------------------------------------------------------------


def test_the_grammar_is_ambiguous_only_where_it_is_known_to_be(caplog: pytest.LogCaptureFixture) -> None:
    """`heed (1)` could be a starting value or an application; it is read as an application. `chance 2 days
    per 1 week` could have a unit of several words; it is read so, and no chance has a unit. `Ada knows Ben`
    could begin to give a field `Ada` what `knows Ben …` comes to; it is read as a line of its own, for
    nothing that is related is known before a life begins. `Ada believes Ben believes` could believe of a
    setting `Ben` what `believes(…)` comes to; it is read as what she takes Ben to believe."""
    with caplog.at_level(logging.DEBUG, logger="lark"):
        grammar()
    conflicts = {record.getMessage() for record in caplog.records if "onflict" in record.getMessage()}
    assert conflicts == {
        f"Shift/Reduce conflict for terminal {word}: (resolving as shift)"
        for word in ("BELIEVES", "LPAR", "NAME", "PER")
    }


def test_every_rule_of_the_grammar_has_a_function_that_builds_it() -> None:
    rules = {
        rule.alias or rule.origin.name for rule in grammar().rules if not rule.options.expand1 or rule.alias
    }
    lacking = {name for name in rules if not name.startswith("_") and not hasattr(Tellings, name)}
    assert lacking == set()


@slow
def test_every_function_that_builds_belongs_to_a_rule() -> None:
    rules = {str(rule.alias or rule.origin.name) for rule in grammar().rules}
    builders = {name for name in dir(Tellings) if not name.startswith("_")} - {"build"}
    assert builders <= rules


# --- expressions --------------------------------------------------------------------------------------------


def grouped(expr: syntax.Expr) -> str:
    """An expression with a bracket around everything that is made of parts."""
    match expr:
        case syntax.Binary(op=op, left=left, right=right):
            return f"({grouped(left)} {op} {grouped(right)})"
        case syntax.Unary(op=op, x=x):
            return f"({op} {grouped(x)})"
        case syntax.IfElse(then=then, cond=cond, other=other):
            return f"({grouped(then)} if {grouped(cond)} else {grouped(other)})"
        case syntax.IsOneOf(x=x, options=options):
            return f"({grouped(x)} is one of {' '.join(map(grouped, options))})"
        case syntax.FieldOf(of=of, field=field):
            return f"{grouped(of)}.{field.text}"
        case syntax.Variable(name=name):
            return name.text
        case syntax.Number(text=text):
            return text
        case syntax.Paren(x=x):
            return f"[{grouped(x)}]"
        case _:
            raise AssertionError(expr)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a or b and c or d", "((a or (b and c)) or d)"),
        ("not a and b", "((not a) and b)"),
        ("not not a", "(not (not a))"),
        ("not a is b", "(not (a is b))"),
        ("a is not b", "(a is not b)"),
        ("a is one of (b, c) and d", "((a is one of b c) and d)"),
        ("a + b < c - d", "((a + b) < (c - d))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b * c", "((a / b) * c)"),
        ("a - b * c", "(a - (b * c))"),
        ("-a * b", "((- a) * b)"),
        ("a - -b", "(a - (- b))"),
        ("-a.b", "(- a.b)"),
        ("truly a.b > 1", "((truly a.b) > 1)"),
        ("not truly a.b", "(not (truly a.b))"),
        ("a.b.c", "a.b.c"),
        ("(a or b) and c", "([(a or b)] and c)"),
        ("a if b else c if d else e", "(a if b else (c if d else e))"),
        ("a + 1 if b or c else 2 * d", "((a + 1) if (b or c) else (2 * d))"),
    ],
)
def test_operators_bind_as_the_reference_says(text: str, meaning: str) -> None:
    assert grouped(expression(text)) == meaning


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.3", 0.3, ()),
        ("5%", 0.05, ()),
        ("1e-3", 0.001, ()),
        ("2 metres per second", 2.0, ("metres", "second")),
        ("2 metres per second per second", 2.0, ("metres", "second", "second")),
    ],
)
def test_numbers(text: str, value: float, unit: tuple[str, ...]) -> None:
    number = expression(text)
    assert isinstance(number, syntax.Number)
    assert (number.value, tuple(name.text for name in number.unit)) == (value, unit)


@pytest.mark.parametrize(
    ("text", "seconds"), [("0:35", 35), ("12:00", 720), ("1:02:03", 3723), ("90:00", 5400)]
)
def test_times_of_the_clock(text: str, seconds: float) -> None:
    clock = expression(text)
    assert isinstance(clock, syntax.Clock)
    assert clock.seconds == seconds


def test_aggregates_beliefs_and_events() -> None:
    whole = expression(
        "count(x: P where x.a) + sum(x: P where x.a: x.n) + min(x: P: x.n) "
        "+ times(hit(a, anyone) missed) + best(x: P: x.n).n"
    )
    found = {type(node) for node in nodes(whole)}
    assert {syntax.Aggregate, syntax.OfEvents, syntax.Pattern} <= found
    pattern = next(node for node in nodes(whole) if isinstance(node, syntax.Pattern))
    assert pattern.args[1] is None
    assert pattern.outcome is not None
    assert pattern.outcome.text == "missed"
    remembers = expression("remembers(q, hit(a, b), 2 minutes)")
    assert isinstance(remembers, syntax.Remembers)
    assert isinstance(remembers.within, syntax.Number)
    assert isinstance(expression("believes(q, not x.a)"), syntax.Believes)
    doing = expression("doing(dawn)")
    assert isinstance(doing, syntax.OfEvents)
    assert doing.pattern.args == ()


# --- blocks -------------------------------------------------------------------------------------------------


def test_a_world() -> None:
    world = block('world "Two brothers"\n  lasts 2 days\n  choice softmax 0.3\n  tick 1 minute\n')
    assert isinstance(world, syntax.World)
    assert (world.title.text, world.choice) == ("Two brothers", "softmax")
    assert isinstance(world.tick, syntax.Number)
    assert isinstance(world.temperature, syntax.Number)
    best = block('world ""\n  choice best\n')
    assert isinstance(best, syntax.World)
    assert (best.choice, best.tick) == ("best", None)


def test_a_kind_and_its_fields() -> None:
    kind = block(
        "kind Singer is Person\n  she\n  alive yes/no = yes believed\n"
        "  n number -1..0.5 metres per second ~ normal(0, 1)\n"
        "  w whole ..9\n  o whole 0.. litres\n  any_number number\n  open number ..\n  m one of a, b = a\n"
        "  f Person or none\n  t time\n"
    )
    assert isinstance(kind, syntax.Kind)
    assert ([parent.text for parent in kind.parents], kind.pronoun) == (["Person"], "she")
    alive, n, w, o, plain, open_, m, f, t = kind.fields
    assert (alive.type.word, alive.drawn, alive.believed) == ("yes/no", False, True)
    assert (n.type.lo and n.type.lo.value, n.type.hi and n.type.hi.value, n.drawn) == (-1.0, 0.5, True)
    assert [name.text for name in n.type.unit] == ["metres", "second"]
    assert (w.type.lo, w.type.hi and w.type.hi.value) == (None, 9.0)
    assert (o.type.hi, o.type.lo and o.type.lo.value, [name.text for name in o.type.unit]) == (
        None,
        0.0,
        ["litres"],
    )
    assert (plain.type.bounded, open_.type.bounded) == (False, True)
    assert [option.text for option in m.type.options] == ["a", "b"]
    assert (f.type.kind and f.type.kind.text, f.type.or_none) == ("Person", True)
    assert t.type.word == "time"


def test_a_relation() -> None:
    relation = block(
        "relation steps (Place, Place) number 0.. metres ~ exponential(3 metres) symmetric believed\n"
    )
    assert isinstance(relation, syntax.Relation)
    assert [kind.text for kind in relation.over] == ["Place", "Place"]
    assert (relation.drawn, relation.symmetric, relation.believed) == (True, True, True)


def test_entities_and_what_they_begin_with() -> None:
    abel = block(
        'Abel, Cain are Person: he, called "the two", titled "the twins", at House, love(each other) 0.6, '
        "n = -1, m ~ beta(1, 2)\n"
        "  temper -0.5\n  steps(Well, House) 40 metres\n  Abel.n 3\n"
    )
    assert isinstance(abel, syntax.Entities)
    assert [name.text for name in abel.names] == ["Abel", "Cain"]
    assert (abel.pronoun, abel.called and abel.called.text) == ("he", "the two")
    assert abel.titled
    assert abel.titled.text == "the twins"
    assert [type(start.target).__name__ for start in abel.starts] == [
        *("Variable", "Apply", "Variable", "Variable"),
        *("Variable", "Apply", "FieldOf"),
    ]
    assert [start.each_other for start in abel.starts][:3] == [False, True, False]
    assert [start.drawn for start in abel.starts][2:4] == [False, True]
    crowd, spare = blocks("100 Villager: at Square\nspare 5 Letter\n")
    assert isinstance(crowd, syntax.Entities)
    assert isinstance(spare, syntax.Entities)
    assert isinstance(crowd.bulk, syntax.Number)
    assert isinstance(spare.bulk, syntax.Number)
    assert (crowd.bulk.value, crowd.spare, crowd.names) == (100.0, False, ())
    assert (spare.bulk.value, spare.spare) == (5.0, True)


def test_starting_values_and_beliefs() -> None:
    value, setting, one, several, all_ = blocks(
        "Abel.temper 0.9\nheed 0.9\nCain believes love(Abel, Cain) 0\n"
        "Cain, Abel believe Abel.alive no\neveryone believes Abel.alive no\n"
    )
    assert isinstance(value, syntax.Start)
    assert isinstance(value.target, syntax.FieldOf)
    assert isinstance(setting, syntax.Start)
    assert isinstance(setting.target, syntax.Variable)
    for belief, minds in ((one, ["Cain"]), (several, ["Cain", "Abel"]), (all_, [])):
        assert isinstance(belief, syntax.Belief)
        assert [mind.text for mind in belief.minds] == minds


def test_definitions() -> None:
    beside, dark, mood = blocks(
        "define beside(a: Person, n: number 0..1) = a.n > n\ndefine dark = now > 6 hours\n"
        "define so(m: one of (calm, cross), b: yes/no) = b\n"
    )
    assert isinstance(beside, syntax.Define)
    assert [(name.text, type_.word) for name, type_ in beside.params] == [("a", "kind"), ("n", "number")]
    assert isinstance(dark, syntax.Define)
    assert dark.params == ()
    assert isinstance(mood, syntax.Define)
    assert [option.text for option in mood.params[0][1].options] == ["calm", "cross"]


def test_a_sense() -> None:
    sense = block(
        "sense sight (p: Person, o: Person)\n  when near(p, o), o.seen\n"
        "  chance 0.9\n    shows o.alive, o.at\n"
        '  otherwise\n    shows o.alive as yes\n  tell "[p] [see] [o]."\n'
    )
    assert isinstance(sense, syntax.Sense)
    assert (len(sense.when), len(sense.body), len(sense.tells)) == (2, 1, 1)
    (chance,) = sense.body
    assert isinstance(chance, syntax.Chance)
    assert [type(effect) for effect in chance.body] == [syntax.Shows, syntax.Shows]
    (mistaken,) = chance.otherwise
    assert isinstance(mistaken, syntax.Shows)
    assert mistaken.value is not None


def test_rules() -> None:
    each, once, at, every = blocks(
        "rule a for p: P, q: P where p.n > 1\n  p.n = 0\n"
        "rule b for p: P where p.x when p.y after 1 hour\n  p.n = 0\n"
        "  seen by sight of p, heard by q: P where q.near\n"
        "rule c at 6 hours\n  W.lit = yes\nrule d every 1 hour\n  W.lit = no\n"
    )
    assert isinstance(each, syntax.Rule)
    assert [role.name.text for role in each.roles] == ["p", "q"]
    assert isinstance(once, syntax.Rule)
    assert once.where is not None
    assert once.when is not None
    assert once.after is not None
    by_sense, by_each = once.perceive
    assert (by_sense.sense and by_sense.sense.text, by_sense.of and by_sense.of.text) == ("sight", "p")
    assert (by_each.name and by_each.name.text, by_each.kind and by_each.kind.text) == ("q", "P")
    assert by_each.where is not None
    assert isinstance(at, syntax.Rule)
    assert at.at is not None
    assert isinstance(every, syntax.Rule)
    assert every.every is not None


def test_an_action_in_any_order_of_sections() -> None:
    action = block(
        "action strike (p: Person, v: Person)\n  seen by sight of p\n  then p.n = 1\n  urge 1\n"
        "  needs a(p), b(p)\n"
        "  felt by v, told to v\n  takes 1 minute\n  interrupted when not a(p)\n  urge 2, 3\n"
        '  tell "[p]."\n    or "[p]!"\n    as v "I"\n    as witness "they"\n    thinks p if not a(p) "we"\n'
        "  needs c(p)\n  interrupted when c(p)\n"
    )
    assert isinstance(action, syntax.Action)
    assert (len(action.needs), len(action.urge), len(action.interrupted)) == (3, 3, 2)
    terms = [line.expr for line in action.urge]
    assert [term.text for term in terms if isinstance(term, syntax.Number)] == ["1", "2", "3"]
    assert [(who.channel, who.preposition) for who in action.perceive] == [
        ("seen", "by"),
        ("felt", "by"),
        ("told", "to"),
    ]
    (tell,) = action.tells
    assert [(wording.mode, wording.name and wording.name.text) for wording in tell.wordings] == [
        ("plain", None),
        ("plain", None),
        ("as", "v"),
        ("as", "witness"),
        ("thinks", "p"),
    ]
    assert [wording.when is not None for wording in tell.wordings] == [False, False, False, False, True]


def test_effects() -> None:
    event = block(
        "event e (p: P)\n  then\n    p.n = 1\n    love(p, p) += 2\n    p.n -= 3\n    let m = p.n\n"
        "    p retires\n    p becomes Q\n    p learns p.n\n    p learns p.n as 3\n    happens f(p)\n"
        '    happens g\n    outcome done\n    tell "x"\n    for x: P where x.a\n      x.n = 1\n'
        "    pick x: P where x.a weighted x.n\n      x.n = 1\n    otherwise\n      p.n = 2\n"
        "    born x: P\n    otherwise\n      p.n = 2\n"
        "    if p.a\n      p.n = 1\n    otherwise if p.b\n      p.n = 2\n    otherwise\n      p.n = 3\n"
    )
    assert isinstance(event, syntax.Event)
    assert [type(effect).__name__ for effect in event.body] == [
        *(
            "Assign",
            "Assign",
            "Assign",
            "Let",
            "Retires",
            "Becomes",
            "Learns",
            "Learns",
            "Happens",
            "Happens",
        ),
        *("Outcome", "Tell", "ForEach", "Pick", "Born", "If"),
    ]
    *_, born, choice = event.body
    assert isinstance(born, syntax.Born)
    assert (born.body, len(born.otherwise)) == ((), 1)
    assert isinstance(choice, syntax.If)
    (second,) = choice.otherwise
    assert isinstance(second, syntax.If)
    assert len(second.otherwise) == 1


def test_endings_measures_and_expectations() -> None:
    when, at, both, measure, ending, number = blocks(
        'ending "a" when x\nending "b" at the end\nending "c" at the end when x\nmeasure m = 1\n'
        'expect "a" in 5%..30%\nexpect m in -1 metres..2 metres\n'
    )
    assert isinstance(when, syntax.Ending)
    assert isinstance(at, syntax.Ending)
    assert isinstance(both, syntax.Ending)
    assert [(each.at_end, each.cond is None) for each in (when, at, both)] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    assert isinstance(measure, syntax.Measure)
    assert isinstance(ending, syntax.Expect)
    assert (ending.ending and ending.ending.text, ending.lo.value, ending.hi.value) == ("a", 0.05, 0.3)
    assert isinstance(number, syntax.Expect)
    assert (number.measure and number.measure.text, number.lo.value) == ("m", -1.0)


def test_units_settings_uses() -> None:
    unit, many, setting, use, without = blocks(
        "unit metre, metres\nunit km = 1000 metres\nsetting heed number 0..1 = 0.4\n"
        "use bodies\nwithout strike\n"
    )
    assert isinstance(unit, syntax.Unit)
    assert [name.text for name in unit.names] == ["metre", "metres"]
    assert isinstance(many, syntax.Unit)
    assert many.value is not None
    assert isinstance(setting, syntax.Setting)
    assert isinstance(use, syntax.Use)
    assert isinstance(without, syntax.Without)


# --- words, lines, places -----------------------------------------------------------------------------------


def test_words_that_are_not_reserved_can_name_fields_roles_and_more() -> None:
    words = [
        *("at", "to", "of", "by", "called", "tick", "lasts", "a", "as", "for", "when", "then", "chance"),
        *("otherwise", "needs", "urge", "seen", "the", "end", "each", "other", "world", "kind", "rule"),
        *("time", "number", "whole", "per"),
    ]
    kind = block("kind P\n" + "".join(f"  {word} number\n" for word in words))
    assert isinstance(kind, syntax.Kind)
    assert [field.name.text for field in kind.fields] == words
    rule = block("rule r for to: P, by: P where to.at is by.of\n  to.called = by.tick\n")
    assert isinstance(rule, syntax.Rule)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_words_can_name_nothing(word: str) -> None:
    _, problems = parsed(f"kind P\n  {word} number\n")
    assert [each.code for each in problems.diagnostics] == ["T0108"]


def test_a_keyword_is_one_only_as_a_whole_word() -> None:
    rule = block("rule forest for formation: P where notion.iffy or order\n  formation.elsewhere = android\n")
    assert isinstance(rule, syntax.Rule)


def test_inside_brackets_a_line_may_be_broken() -> None:
    broken = "define f(\n    a: P,   # the first\n  b: P\n  ) = any(\n  x: P where x.n is\n a.n)\nkind P\n"
    assert bare(blocks(broken)) == bare(blocks("define f(a: P, b: P) = any(x: P where x.n is a.n)\nkind P\n"))


def test_comments_and_empty_lines_may_stand_anywhere() -> None:
    loose = "# before\n\nkind P # one\n# outside\n\n    # inside\n  n number\n\n  m number   \n   # after\n\n"
    tree, problems = parsed(loose)
    assert problems.diagnostics == ()
    assert bare(tree.blocks) == bare(blocks("kind P\n  n number\n  m number\n"))
    assert [(each.text, each.line, each.alone) for each in tree.comments] == [
        ("# before", 1, True),
        ("# one", 3, False),
        ("# outside", 4, True),
        ("# inside", 6, True),
        ("# after", 10, True),
    ]


def test_a_number_sign_in_a_text_begins_no_comment() -> None:
    tree, _ = parsed('ending "one # two" when A.b # three\n')
    assert [each.text for each in tree.comments] == ["# three"]


def test_what_is_wrong_in_one_block_hides_nothing_in_the_others() -> None:
    tree, problems = parsed(
        "kind P\n  n nmber nmber\nkind Q\nmeasure m = (\nmeasure n = 1\nacton a (p: P)\n  urge 1\n"
    )
    assert [type(each) for each in tree.blocks] == [syntax.Kind, syntax.Measure]
    assert [(each.code, each.span.line) for each in problems.diagnostics] == [
        ("T0100", 2),
        ("T0103", 4),
        ("T0106", 6),
    ]


@pytest.mark.parametrize("file", sampled(CORPUS, 40, more=len(CORPUS)), ids=lambda file: file.stem)
def test_every_node_knows_where_it_stands(file: Path) -> None:
    text = read(file)
    tree, _ = parsed(text)
    for node in nodes(tree.blocks):
        match node:
            case syntax.Name(text=name, span=span):
                assert cut(text, span) == name
            case syntax.Text(text=quoted, span=span):
                assert cut(text, span) == f'"{quoted}"'
            case syntax.Number(text=number, unit=unit, span=span):
                assert cut(text, span).startswith(number)
                assert not unit or cut(text, span).endswith(unit[-1].text)
            case syntax.Apply(between=False) | syntax.Paren() | syntax.Aggregate() | syntax.OfEvents():
                assert cut(text, node.span)[-1] == ")"
            case syntax.Binary(left=left, right=right, span=span):
                assert cut(text, span).startswith(cut(text, left.span))
                assert cut(text, span).endswith(cut(text, right.span))


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_a_block_begins_in_the_first_column_and_ends_with_its_last_word(file: Path) -> None:
    text = read(file)
    tree, _ = parsed(text)
    lines = text.split("\n")
    for each, following in zip(tree.blocks, [*tree.blocks[1:], None], strict=True):
        assert each.span.column == 1
        end = following.span.line - 1 if following else len(lines)
        assert each.span.end_line <= end
        last = each.span.end_line
        rest = [lines[last - 1][each.span.end_column - 1 :], *lines[last:end]]
        assert all(line.strip() == "" or line.strip().startswith("#") for line in rest)


def test_words_for_a_field_begin_a_block_and_words_may_be_the_name_of_others() -> None:
    tree = blocks('kind P\n  words yes/no\nwords for words (p: P) "[p] [be] p"\nA is P: words yes\n')
    (said,) = (block for block in tree if isinstance(block, syntax.Words))
    assert (said.name.text, [role.name.text for role in said.roles]) == ("words", ["p"])
