"""Settings: constants of the whole world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from twicetold.lang import model, syntax
from twicetold.lang.check import knob, types, walk
from twicetold.lang.check.constant import exact, fold, is_outside, known, said_range
from twicetold.lang.check.declared import declared
from twicetold.lang.check.scope import Names
from twicetold.lang.codes import Help


def declare(block: syntax.Setting, names: Names) -> None:
    """Make a setting known, with the value its type has by itself."""
    type_ = declared(block.type, names)
    if not names.claim("thing", block.name):
        return
    if type_ is None:
        names.lost.add(block.name.text)
        return
    names.settings[block.name.text] = model.Setting(
        block.name.text, type_, model.default(type_), span=block.name.span
    )


class Giving:
    """Gives every setting its value: the declared one, then those of lines further down. A value may read the
    settings declared before it."""

    def __init__(self, blocks: Sequence[syntax.Setting], lines: Sequence[syntax.Start], names: Names) -> None:
        self.blocks = blocks
        self.lines = lines
        self.names = names
        self._said: dict[str, list[syntax.Expr]] = {}
        for line in lines:
            self._said.setdefault(_name(line).text, []).append(line.value)
        self._waiting = dict(names.settings)
        self._order = tuple(names.settings)
        names.settings.clear()

    def give_read_by(self, exprs: Iterable[syntax.Expr]) -> None:
        """Give those that some expressions read, be it through others: what must be known before there are
        entities."""
        values = {block.name.text: self._values(block) for block in self.blocks}
        read: set[str] = set()
        waiting = list(exprs)
        while waiting:
            new = {name for name in walk.free(waiting.pop(), frozenset()) if name in values} - read
            read |= new
            waiting += [value for name in new for value in values[name]]
        for block in self.blocks:
            if block.name.text in read:
                self._give(block)

    def give_all(self) -> None:
        """Give those that still have no value; tell of lines that name no setting."""
        names = self.names
        for block in self.blocks:
            self._give(block)
        given = [(name, names.settings[name]) for name in self._order]
        names.settings.clear()
        names.settings.update(given)
        for line in self.lines:
            known = _name(line).text in names.settings or _name(line).text in names.lost
            if not (known or names.problems.full):
                _unknown(_name(line), names)

    def _values(self, block: syntax.Setting) -> list[syntax.Expr]:
        """All values said of a setting, the declared one first."""
        further = self._said.get(block.name.text, [])
        return further if block.value is None else [block.value, *further]

    def _give(self, block: syntax.Setting) -> None:
        setting, names = self._waiting.get(block.name.text), self.names
        if setting is None or setting.span != block.name.span:
            return
        if block.value is None and types.must_be_given(setting.type):
            names.problems.tell("T0308.setting", block.name.span, name=setting.name)
        del self._waiting[setting.name]
        for value in self._values(block):
            setting = _set(setting, value, names)
        names.settings[setting.name] = setting


def _name(line: syntax.Start) -> syntax.Name:
    assert isinstance(line.target, syntax.Variable)
    return line.target.name


def _unknown(name: syntax.Name, names: Names) -> None:
    help = names.problems.meant(name.text, names.settings)
    if any(field == name.text for _, field in names.fields):
        help = Help("T0212.field", name=name.text)
    names.problems.tell("T0212.unknown", name.span, help, name=name.text)


def _set(setting: model.Setting, said: syntax.Expr, names: Names) -> model.Setting:
    value = said.x if isinstance(said, syntax.Tuned) else said
    read = known(value, names, setting.type, f"the setting `{setting.name}`")
    folded = None if read is None else fold(read, names)
    if read is None or folded is None:
        return setting
    tune = knob.ends(said, setting, folded, names) if isinstance(said, syntax.Tuned) else setting.tune
    kept = model.stored(setting.type)(folded)
    names.exact[setting.name] = exact(read, names) if kept == folded else Fraction(kept)
    if is_outside(setting.type, folded) and not isinstance(said, syntax.Tuned):
        names.problems.tell(
            "T0306.clamped",
            value.span,
            name=setting.name,
            kept=kept,
            range=said_range(setting.type),
            unit=names.said_unit(setting.type),
        )
    return replace(setting, value=kept, tune=tune, written=value.span)
