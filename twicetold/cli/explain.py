"""`twicetold explain`: what the code of a diagnostic means, and how to mend it."""

from __future__ import annotations

from twicetold.cli.output import Mistake, write_text
from twicetold.cli.requests.explain import Request
from twicetold.lang.codes import Code, codes, legible
from twicetold.lang.diagnostics import nearest


def main(request: Request) -> None:
    """Say what a code means, an example of the wrong and the right where there is one, and its sentences."""
    name, known = request.code, codes()
    code = name.upper()
    if code not in known:
        near = nearest(code, known)
        help = f"did you mean `{near}`?" if near else f"they go from {min(known)} to {max(known)}"
        raise Mistake(f"no diagnostic has the code `{name}`; {help}")
    write_text(_explained(code, known[code]))


def _explained(code: str, said: Code) -> str:
    parts = [f"{code}: {said.about}", f"{said.means}\nhelp: {said.mend}"]
    examples = (("wrong", said.wrong), ("right", said.right))
    parts += [f"{head}:\n\n{_indented(text)}" for head, text in examples if text]
    parts.append(f"said of a text:\n\n{_indented(_sentences(said))}")
    return "\n\n".join(parts) + "\n"


def _sentences(said: Code) -> str:
    """What is said, each sentence with its help below it, then the help that depends on the place."""
    own, lines = dict(said.help), []
    for severity, texts in (("error", said.error), ("warning", said.warning)):
        for name, text in texts.items():
            lines.append(f"{severity}: {legible(text)}")
            if (help := own.pop(name, None)) is not None:
                lines.append(f"  help: {legible(help)}")
    lines += [f"help: {legible(help)}" for help in own.values()]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
