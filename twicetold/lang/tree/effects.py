"""Effects: what happens at the end of an action, in an event, a rule, a sense."""

from __future__ import annotations

from lark import Token, v_args
from lark.tree import Meta

from twicetold.lang import syntax
from twicetold.lang.syntax import Effect, Expr
from twicetold.lang.tree.types import Types

_Body = tuple[Effect, ...]


@v_args(meta=True, inline=True)
class Effects(Types):
    """Builds effects."""

    # --- in one line

    def assign(self, meta: Meta, target: Expr, op: Token, value: Expr) -> Effect:
        return syntax.Assign(target, self._word(op), value, self._span(meta))

    def let(self, meta: Meta, name: Token, value: Expr) -> Effect:
        return syntax.Let(self._name(name), value, self._span(meta))

    def retires(self, meta: Meta, x: Expr) -> Effect:
        return syntax.Retires(x, self._span(meta))

    def becomes(self, meta: Meta, x: Expr, kind: Token) -> Effect:
        return syntax.Becomes(x, self._name(kind), self._span(meta))

    def learns(self, meta: Meta, mind: Expr, target: Expr, value: Expr | None) -> Effect:
        return syntax.Learns(mind, target, value, self._span(meta))

    def happens(self, meta: Meta, event: Token, args: tuple[Expr, ...] | None) -> Effect:
        return syntax.Happens(self._name(event), args or (), self._span(meta))

    def outcome(self, meta: Meta, label: Token) -> Effect:
        return syntax.Outcome(self._name(label), self._span(meta))

    def shows(self, meta: Meta, target: Expr, value: Expr | None) -> Effect:
        return syntax.Shows(target, value, self._span(meta))

    # --- with effects below

    def body(self, meta: Meta, *effects: Effect) -> _Body:
        return effects

    def otherwise(self, meta: Meta, *effects: Effect) -> _Body:
        return effects

    def if_so(self, meta: Meta, cond: Expr, body: _Body, otherwise: _Body | None) -> Effect:
        return syntax.If(cond, body, otherwise or (), self._span(meta))

    def chance(self, meta: Meta, p: Expr, body: _Body, otherwise: _Body | None) -> Effect:
        return syntax.Chance(p, body, otherwise or (), self._span(meta))

    def for_each(self, meta: Meta, name: Token, kind: Token, where: Expr | None, body: _Body) -> Effect:
        return syntax.ForEach(self._name(name), self._name(kind), where, body, self._span(meta))

    def pick(
        self,
        meta: Meta,
        name: Token,
        kind: Token,
        where: Expr | None,
        weight: Expr | None,
        body: _Body,
        otherwise: _Body | None,
    ) -> Effect:
        named, of_kind = self._name(name), self._name(kind)
        return syntax.Pick(named, of_kind, where, weight, body, otherwise or (), self._span(meta))

    def born(
        self, meta: Meta, name: Token, kind: Token, body: _Body | None, otherwise: _Body | None
    ) -> Effect:
        return syntax.Born(self._name(name), self._name(kind), body or (), otherwise or (), self._span(meta))

    # --- tell

    def tell(self, meta: Meta, text: Token, *variants: syntax.Wording) -> syntax.Tell:
        first = self._plain(text)
        return syntax.Tell((first, *variants), self._span(meta))

    def told_or(self, meta: Meta, text: Token) -> syntax.Wording:
        return self._plain(text)

    def told_as(self, meta: Meta, mind: Token, text: Token) -> syntax.Wording:
        return syntax.Wording("as", self._name(mind), self._text(text), self._span(meta))

    def thinks(self, meta: Meta, mind: Token, text: Token) -> syntax.Wording:
        return syntax.Wording("thinks", self._name(mind), self._text(text), self._span(meta))

    def _plain(self, text: Token) -> syntax.Wording:
        quoted = self._text(text)
        return syntax.Wording("plain", None, quoted, quoted.span)
