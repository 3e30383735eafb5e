"""Walking, rewriting and folding trees of nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.lang.trees import expression
from twicetold.lang import load, model, tree
from twicetold.lang.check import walk
from twicetold.lang.source import NOWHERE, Span


@dataclass(frozen=True)
class Leaf:
    name: str


@dataclass(frozen=True)
class Branch:
    name: str
    pairs: tuple[tuple[Any, ...], ...]
    last: Any = None
    span: Span = NOWHERE
    note: Leaf = field(default=Leaf("no part"), compare=False)


TREE = Branch("a", ((Leaf("b"), "text"), (Branch("c", (), Leaf("d")), 3)), Leaf("e"))


def names(nodes: Any) -> str:
    return "".join(node.name for node in nodes)


def test_a_walk_comes_to_each_node_before_those_below_it_in_order() -> None:
    assert names(tree.walk(TREE)) == "abcde"
    assert names(tree.walk((Leaf("x"), None, (TREE,)))) == "xabcde"


def test_what_is_skipped_is_skipped_with_all_below_it() -> None:
    assert names(tree.walk(TREE.pairs, skip=Branch)) == "b"


def test_a_walk_goes_to_where_it_stops_and_not_below() -> None:
    assert names(tree.walk(TREE, stop=Branch)) == "a"
    assert names(tree.walk(TREE.pairs, stop=Branch)) == "bc"


def test_children_are_the_nodes_directly_below() -> None:
    assert names(tree.children(TREE)) == "bce"
    assert list(tree.children("text")) == []


def test_a_fold_gives_each_node_what_was_made_of_its_children_in_order() -> None:
    assert tree.fold(TREE, lambda node, below: f"{names([node])}({''.join(below)})") == "a(b()c(d())e())"


def test_a_rewrite_leaves_what_is_not_changed_as_it_is() -> None:
    def change(node: object) -> Leaf | None:
        return Leaf("D") if node == Leaf("d") else None

    changed = tree.rewrite(TREE, change)
    assert names(tree.walk(changed)) == "abcDe"
    assert changed.pairs[0] is TREE.pairs[0]
    assert tree.rewrite(TREE, lambda node: None) is TREE


def test_what_is_put_in_is_not_looked_into() -> None:
    root: Leaf | Branch = Leaf("a")
    assert tree.rewrite(root, lambda node: Branch("a", ((Leaf("a"),),))) == Branch("a", ((Leaf("a"),),))


def test_wordings_are_walked_if_they_are_asked_for() -> None:
    world = load("milk")
    assert not any(isinstance(node, model.Wording) for node in model.nodes(world))
    assert any(isinstance(node, model.Wording) for node in model.nodes(world, wordings=True))


def test_the_depth_of_an_expression_counts_expressions_alone() -> None:
    assert walk.depth(expression("1")) == 1
    assert walk.depth(expression("1 + 2 * 3")) == 3
    assert walk.depth(expression("times(strike(a.b, anyone))")) == 3
