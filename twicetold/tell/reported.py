"""Reported and free indirect discourse: thoughts and speech as they were, in a teller's words, or mingled in.

Direct: "I cannot lose them." Indirect: he thinks that he cannot lose them. Free: he cannot lose them.
Only what an author wrote in brackets can change its person and tense; words without them are left as they
were said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from twicetold.engine.meaning.record import Does, Line, Part, Who, Word
from twicetold.lang.model.telling import Speech, Thought
from twicetold.tell.lexicon import QUOTING

Parts = tuple[Part, ...]

_PERSONAL = re.compile(
    r"\b(?:I|me|my|mine|myself|we|us|our|ours|you|your|yours|yourself)\b|['’](?:m|re|ve|ll|d|s|t)\b"
)
_QUOTES = re.compile(r"[“”\"]")
_STOP = re.compile(r"[.!?…;:—]")


def thought(line: Line, mind: int, style: Thought) -> Line | None:
    """A thought in the words of who tells; None if it can only be given as it is thought.

    Indirect: "he thinks that ..." before a clause, and “...,” he thinks, of all else. Free: without either,
    if all persons in it stand in brackets.
    """
    match style:
        case "free":
            return None if _PERSONAL.search(_literal(line.parts)) else line
        case "indirect":
            who = Who(mind, "plain"), Word(" "), Does("think", False)
            if _is_clause(line.parts):
                return replace(line, parts=(*who, Word(" that "), *_lowered(line.parts)))
            if not _QUOTES.search(_literal(line.parts)):
                return replace(line, parts=_quoted(line.parts, who))
            return None
        case "direct" | "none":
            return None


def _quoted(parts: Parts, who: Parts) -> Parts:
    """Parts between quotation marks, and who thinks so behind them."""
    *front, last = parts
    end = last.text.rstrip() if isinstance(last, Word) else ""
    if isinstance(last, Word):
        end = end.removesuffix(".") + "," if end.endswith(".") and not end.endswith("..") else end
    else:
        front.append(last)
    if not end.endswith((",", "!", "?", "…", "—", ".")):
        end += ","
    return (Word("“"), *front, Word(f"{end}” "), *who, Word("."))


def _literal(parts: Parts) -> str:
    return "".join(part.text for part in parts if isinstance(part, Word))


def speech(line: Line, style: Speech) -> Line:
    """What is said in a line, as `style` has it, if all of it can be turned; else the line as it was."""
    if style == "direct":
        return line
    match line.parts:
        case (Word(opening), *_) if opening.startswith("“"):
            quoted = _quotation(line.parts)
            if quoted is not None:
                said, tag = quoted
                parts = (*tag, Word(" that "), *_lowered(said)) if style == "indirect" else said
                return replace(line, parts=(*parts, Word(".")))
    return line


def _quotation(parts: Parts) -> tuple[Parts, Parts] | None:
    """What stands between the quotation marks of “…,” [p] [say]., and what says so; None of other lines."""
    first = parts[0]
    end = next((i for i, part in enumerate(parts) if isinstance(part, Word) and ",” " in part.text), None)
    if end is None or not isinstance(first, Word):
        return None
    match parts[end:]:
        case (Word(text), Who() as who, Word(" "), Does(lemma, False) as does, *rest) if lemma in QUOTING:
            inside, _, after = text.partition(",” ")
            if after or not all(isinstance(part, Word) and part.text.strip() == "." for part in rest):
                return None
            opening = () if len(first.text) == 1 else (Word(first.text[1:]),)
            said = (*opening, *parts[1:end], *([Word(inside)] if inside else []))
            return (said, (who, Word(" "), does)) if _is_clause((*said, Word("."))) else None
    return None


def _is_clause(parts: Parts) -> bool:
    """Whether parts are one sentence that begins with a mention and its verb, all persons in brackets."""
    match parts:
        case (Who(), Word(between), Does(), *_) if not between.strip():
            text = _literal(parts).rstrip().removesuffix(".")
            return not _STOP.search(text) and not _PERSONAL.search(text)
        case _:
            return False


def _lowered(parts: Parts) -> Parts:
    match parts:
        case (Word(text), *rest):
            return (Word(text[:1].lower() + text[1:]), *rest)
        case _:
            return parts
