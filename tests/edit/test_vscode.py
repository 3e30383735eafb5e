"""The extension for VS Code: what it highlights, and how it is packaged."""

from __future__ import annotations

import importlib.util
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from zipfile import ZipFile

from twicetold.lang.mistakes.words import BLOCKS, INSIDE

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"


def test_the_grammar_knows_every_word_that_begins_a_line():
    grammar = json.loads((FOLDER / "syntaxes" / "tale.tmLanguage.json").read_text(encoding="utf-8"))
    known = set(re.findall(r"\w+", json.dumps(grammar)))
    assert {*BLOCKS, *" ".join(INSIDE.values()).split()} <= known


def test_the_package_has_what_the_editor_looks_for(tmp_path):
    spec = importlib.util.spec_from_file_location("package", FOLDER / "package.py")
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    target = tmp_path / "t.vsix"
    package.package(target, None)
    with ZipFile(target) as packed:
        names = set(packed.namelist())
        said = json.loads(packed.read("extension/package.json"))
        manifest = ElementTree.fromstring(packed.read("extension.vsixmanifest"))
        types = packed.read("[Content_Types].xml").decode()
    inside = [said["main"], said["contributes"]["grammars"][0]["path"]]
    inside += [said["contributes"]["languages"][0]["configuration"]]
    assert {"extension/" + path.removeprefix("./") for path in inside} <= names
    assert {"[Content_Types].xml", "extension.vsixmanifest", "extension/LICENSE.txt"} <= names
    identity = manifest.find(".//{*}Identity")
    assert identity is not None
    assert identity.get("Id") == said["name"]
    assert identity.get("Version") == said["version"]
    assert all(f'".{name.rpartition(".")[2]}"' in types for name in names if name != "[Content_Types].xml")
