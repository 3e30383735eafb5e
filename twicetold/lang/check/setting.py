"""Settings: constants of the whole world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twicetold.lang import model, syntax
from twicetold.lang.check import types
from twicetold.lang.check.constant import constant, is_outside, said_range, stored
from twicetold.lang.check.declared import declared
from twicetold.lang.check.scope import Names


def declare(block: syntax.Setting, names: Names) -> None:
    """Make a setting known, with the value its type has by itself."""
    type_ = declared(block.type, names)
    if not names.claim("thing", block.name):
        return
    if type_ is None:
        names.lost.add(block.name.text)
        return
    value = types.default(type_)
    names.settings[block.name.text] = model.Setting(
        block.name.text, type_, -1 if value is None else value, span=block.name.span
    )


def give(blocks: Sequence[syntax.Setting], lines: Sequence[syntax.Start], names: Names) -> None:
    """Give every setting its value: the declared one, then those of lines further down. A value may read the
    settings declared before it."""
    waiting = dict(names.settings)
    said: dict[str, list[syntax.Expr]] = {}
    for line in lines:
        said.setdefault(_name(line).text, []).append(line.value)
    names.settings.clear()
    for block in blocks:
        setting = waiting.get(block.name.text)
        if setting is None or setting.span != block.name.span:
            continue
        values = list(said.get(setting.name, ()))
        if block.value is not None:
            values.insert(0, block.value)
        elif types.default(setting.type) is None:
            help = f"write `{setting.name} …` with an entity of that kind"
            names.problems.error(
                "T0308", block.name.span, f"the setting `{setting.name}` needs a value", help
            )
        kept = [setting, *(_set(setting, value, names) for value in values)]
        names.settings[setting.name] = kept[-1]
    for line in lines:
        if not (_name(line).text in waiting or _name(line).text in names.lost or names.problems.full):
            _unknown(_name(line), names)


def _name(line: syntax.Start) -> syntax.Name:
    assert isinstance(line.target, syntax.Variable)
    return line.target.name


def _unknown(name: syntax.Name, names: Names) -> None:
    near = names.problems.nearest(name.text, names.settings)
    help = f"did you mean `{near}`?" if near else f"declare it: `setting {name.text} …`"
    if any(field == name.text for _, field in names.fields):
        help = f"`{name.text}` is a field: say whose, such as `x.{name.text}`"
    names.problems.error("T0212", name.span, f"there is no setting `{name.text}`", help)


def _set(setting: model.Setting, value: syntax.Expr, names: Names) -> model.Setting:
    found = constant(value, names, setting.type, f"the setting `{setting.name}`")
    if found is None:
        return setting
    kept = stored(setting.type, found)
    if is_outside(setting.type, found):
        help = f"it ranges over {said_range(setting.type)}{names.said_unit(setting.type)}"
        names.problems.warning(
            "T0306", value.span, f"the setting `{setting.name}` is clamped to {kept:g}", help
        )
    return replace(setting, value=kept)
