"""Expressions as text: what the formatter prints, and what a condition or an urge is called by in answers."""

from __future__ import annotations

from twicetold.lang import syntax


def expression(expr: syntax.Expr) -> str:
    """The expression in one line, spaced as the formatter spaces it; brackets stand where they were
    written."""
    match expr:
        case syntax.Number():
            return f"{expr.text}{unit(expr.unit)}"
        case syntax.Lengths():
            return " ".join(map(expression, expr.parts))
        case syntax.Clock():
            return expr.text
        case syntax.PartOf():
            return f"{expr.part.text} of {expression(expr.of)}"
        case syntax.Word():
            return expr.text
        case syntax.Variable():
            return expr.name.text
        case syntax.FieldOf():
            return f"{expression(expr.of)}.{expr.field.text}"
        case syntax.Apply():
            if expr.between:
                return f" {expr.name.text} ".join(map(expression, expr.args))
            return f"{expr.name.text}({expressions(expr.args)})"
        case syntax.Unary():
            return f"-{expression(expr.x)}" if expr.op == "-" else f"{expr.op} {expression(expr.x)}"
        case syntax.Binary():
            return f"{expression(expr.left)} {expr.op} {expression(expr.right)}"
        case syntax.IsOneOf():
            return f"{expression(expr.x)} is one of ({expressions(expr.options)})"
        case syntax.IfElse():
            return f"{expression(expr.then)} if {expression(expr.cond)} else {expression(expr.other)}"
        case syntax.Tuned():
            return f"{expression(expr.x)} tune {expr.lo.text}..{expr.hi.text}"
        case syntax.Paren():
            return f"({expression(expr.x)})"
        case syntax.Table():
            return f"one of ({', '.join(f'{expression(s.value)}: {s.weight.text}' for s in expr.shares)})"
        case syntax.Aggregate():
            return _aggregate(expr)
        case syntax.Believes():
            return f"believes({expression(expr.mind)}, {expression(expr.body)})"
        case syntax.Remembers():
            within = f", {expression(expr.within)}" if expr.within else ""
            return f"remembers({expression(expr.mind)}, {pattern(expr.pattern)}{within})"
        case syntax.LastSensed():
            who, whom = expression(expr.mind), expression(expr.other)
            return f"{expr.asked} {who} last had {expr.sense.text} of {whom}"
        case syntax.Said():
            return _said(expr)
        case syntax.Contradicts():
            who = f"{expression(expr.speaker)} contradicts {expression(expr.other)}"
            return f"{who} about {expression(expr.about)} to {expression(expr.hearer)}"
        case syntax.Doubts():
            who = f"{expression(expr.hearer)} doubts {expression(expr.speaker)}"
            return f"{who} about {expression(expr.about)}"
        case syntax.OfEvents():
            return f"{expr.op}({pattern(expr.pattern)})"


def expressions(exprs: tuple[syntax.Expr, ...]) -> str:
    """Several expressions, with commas between them."""
    return ", ".join(map(expression, exprs))


def unit(words: tuple[syntax.Name, ...]) -> str:
    """A unit as it follows its number, with the space before it: ` metres per second`; empty if there is
    none."""
    return f" {' per '.join(word.text for word in words)}" if words else ""


def pattern(of: syntax.Pattern) -> str:
    """A pattern of events: `strike(a, anyone) missed`."""
    args = ", ".join("anyone" if arg is None else expression(arg) for arg in of.args)
    outcome = f" {of.outcome.text}" if of.outcome else ""
    return f"{of.event.text}({args}){outcome}"


def _said(expr: syntax.Said) -> str:
    who, about, to = map(expression, (expr.speaker, expr.about, expr.hearer))
    if expr.asked == "what":
        return f"what {who} said of {about} to {to}"
    if expr.value is not None:
        return f"{who} said {about} is {expression(expr.value)} to {to}"
    return f"{'when ' if expr.asked == 'when' else ''}{who} spoke of {about} to {to}"


def _aggregate(expr: syntax.Aggregate) -> str:
    where = f" where {expression(expr.where)}" if expr.where else ""
    body = f": {expression(expr.body)}" if expr.body else ""
    if isinstance(expr.kind, syntax.Name):
        return f"{expr.op}({expr.name.text}: {expr.kind.text}{where}{body})"
    among = members(expr.kind)
    named = "" if expr.name.text == among.split()[0] else f"{expr.name.text} in "
    return f"{expr.op}({named}{among}{where}{body})"


def members(of: syntax.Members) -> str:
    """A set: `who has y`, `what x has`."""
    name, (left, right) = of.claim.name.text, map(expression, of.claim.args)
    return f"what {left} {name}" if of.place else f"who {name} {right}"
