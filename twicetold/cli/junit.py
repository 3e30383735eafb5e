"""What `check` finds as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from twicetold.ask.canon import CanonReport
from twicetold.ask.checking import Checked
from twicetold.ask.verdicts import of_canon, of_expectation
from twicetold.lang import model

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(world: model.World, checked: Checked, report: CanonReport | None) -> str:
    """A test suite with a case for each line of the canon and each expectation."""
    verdicts = [*(() if report is None else of_canon(report))]
    verdicts += [of_expectation(expectation, checked.n) for expectation in checked.expectations]
    failures = sum(verdict.failure is not None for verdict in verdicts)
    suite = ElementTree.Element(
        "testsuite", name=_plain(world.name), tests=str(len(verdicts)), failures=str(failures), errors="0"
    )
    for verdict in verdicts:
        case = ElementTree.SubElement(
            suite, "testcase", classname=_plain(f"{world.name}.{verdict.sort}"), name=_plain(verdict.name)
        )
        if verdict.failure is not None:
            ElementTree.SubElement(case, "failure", message=_plain(verdict.failure)).text = _plain(
                verdict.failure
            )
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suites, "unicode") + "\n"


def _plain(text: str) -> str:
    """The text without the characters that XML cannot have."""
    return _NOT_XML.sub("\ufffd", text)
