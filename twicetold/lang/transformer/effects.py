"""Effects: what happens at the end of an action, in an event, a rule, a sense."""

from __future__ import annotations

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.source import Span
from twicetold.lang.syntax import Effect, Expr
from twicetold.lang.transformer.expressions import Set
from twicetold.lang.transformer.types import Types

_Body = tuple[Effect, ...]


class Effects(Types):
    """Builds effects."""

    # --- in one line

    def assign(self, span: Span, target: Expr, op: Token, value: Expr) -> Effect:
        return syntax.Assign(target, self._word(op), value, span)

    def related(self, span: Span, left: Expr, name: Token, negated: Token | None, right: Expr) -> Effect:
        target = syntax.Apply(self._name(name), (left, right), span, between=True)
        return syntax.Assign(target, "=", syntax.Word("yes" if negated is None else "no", span), span)

    def let(self, span: Span, name: Token, value: Expr) -> Effect:
        return syntax.Let(self._name(name), value, span)

    def retires(self, span: Span, x: Expr) -> Effect:
        return syntax.Retires(x, span)

    def becomes(self, span: Span, x: Expr, kind: Token) -> Effect:
        return syntax.Becomes(x, self._name(kind), span)

    def learns(self, span: Span, mind: Expr, target: Expr, value: Expr | None) -> Effect:
        return syntax.Learns(mind, target, value, span)

    def says(self, span: Span, speaker: Expr, about: Expr, value: Expr | None, hearer: Expr) -> Effect:
        return syntax.Says(speaker, about, value, hearer, span)

    def happens(self, span: Span, event: Token, args: tuple[Expr, ...] | None) -> Effect:
        return syntax.Happens(self._name(event), args or (), span)

    def later(self, span: Span, delay: Expr, event: Token, args: tuple[Expr, ...] | None) -> Effect:
        return syntax.Later(delay, self._name(event), args or (), span)

    def cancel(self, span: Span, event: Token, args: tuple[Expr | None, ...] | None) -> Effect:
        return syntax.Cancel(self._name(event), args or (), span)

    def outcome(self, span: Span, label: Token) -> Effect:
        return syntax.Outcome(self._name(label), span)

    def shows(self, span: Span, target: Expr, value: Expr | None) -> Effect:
        return syntax.Shows(target, value, span)

    # --- with effects below

    def body(self, span: Span, *effects: Effect) -> _Body:
        return effects

    def otherwise(self, span: Span, *effects: Effect) -> _Body:
        return effects

    def if_so(self, span: Span, cond: Expr, body: _Body, otherwise: _Body | None) -> Effect:
        return syntax.If(cond, body, otherwise or (), span)

    def chance(self, span: Span, p: Expr, body: _Body, otherwise: _Body | None) -> Effect:
        return syntax.Chance(p, body, otherwise or (), span)

    def for_each(self, span: Span, name: Token, kind: Token | Set, where: Expr | None, body: _Body) -> Effect:
        named = self._name(name)
        return syntax.ForEach(named, self._among(named, kind), where, body, span)

    def pick(
        self,
        span: Span,
        name: Token,
        kind: Token | Set,
        where: Expr | None,
        weight: Expr | None,
        body: _Body,
        otherwise: _Body | None,
    ) -> Effect:
        named = self._name(name)
        return syntax.Pick(named, self._among(named, kind), where, weight, body, otherwise or (), span)

    def born(
        self, span: Span, name: Token, kind: Token, body: _Body | None, otherwise: _Body | None
    ) -> Effect:
        return syntax.Born(self._name(name), self._name(kind), body or (), otherwise or (), span)

    def move(
        self,
        span: Span,
        amount: Expr,
        source: Expr,
        to: Expr,
        body: _Body | None = None,
        otherwise: _Body | None = None,
    ) -> Effect:
        return syntax.Move(amount, source, to, body or (), otherwise or (), span)

    # --- tell

    def tell(self, span: Span, text: Token, *variants: syntax.Wording) -> syntax.Tell:
        first = self.told_or(span, None, text)
        return syntax.Tell((first, *variants), span)

    def tell_attempt(self, span: Span, outcome: Token, text: Token, *variants: syntax.Wording) -> syntax.Tell:
        first = self.told_or(span, None, text)
        return syntax.Tell((first, *variants), span, self._word(outcome))

    def attempt(self, span: Span, word: Token) -> Token:
        return word

    def told_or(self, span: Span, when: Expr | None, text: Token) -> syntax.Wording:
        quoted = self._text(text)
        return syntax.Wording("plain", None, when, quoted, quoted.span)

    def told_as(self, span: Span, mind: Token, when: Expr | None, text: Token) -> syntax.Wording:
        return syntax.Wording("as", self._name(mind), when, self._text(text), span)

    def thinks(self, span: Span, mind: Token, when: Expr | None, text: Token) -> syntax.Wording:
        return syntax.Wording("thinks", self._name(mind), when, self._text(text), span)

    def briefly(self, span: Span, when: Expr | None, text: Token) -> syntax.Wording:
        return syntax.Wording("briefly", None, when, self._text(text), span)
