"""Each question is one frozen request, read from the command line by its fields alone."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.testing import CliRunner

from twicetold.cli import requests
from twicetold.cli.app import app
from twicetold.cli.command import command
from twicetold.cli.options import Lines
from twicetold.questions import Option, Seed, lives, until


@dataclass(frozen=True, slots=True)
class Question:
    files: Annotated[tuple[Path, ...], Option("Which files.", ("--file",))]
    seed: Seed = 1
    n: Annotated[int, lives("How many.")] = 10
    share: Annotated[float | None, until("How exactly.")] = None
    unasked: str = "not asked for"


@dataclass(frozen=True, slots=True)
class Request:
    world: Annotated[str, typer.Argument()]
    asked: Question
    view: Annotated[Literal["near", "far"], typer.Option()] = "near"
    lines: Lines = ()


def read(*words):
    """What is answered of some words, and how that ends."""
    trial, answered = typer.Typer(rich_markup_mode="markdown"), []

    @command(trial, Request, "trial milk", "trial milk --seed 2")
    def ask(request: Request) -> None:
        """Ask for trial."""
        answered.append(request)

    done = CliRunner().invoke(trial, list(words), env={"COLUMNS": "100"})
    return answered, done


def test_a_request_is_read_from_the_command_line():
    answered, done = read("milk", "--file", "a", "--file", "b", "--seed", "7", "-n", "1e3", "--view", "far")
    assert done.exit_code == 0, done.output
    assert answered == [Request("milk", Question((Path("a"), Path("b")), 7, 1000), "far", ())]


def test_what_is_not_said_is_as_the_request_has_it():
    answered, _ = read("milk", "--file", "a")
    assert answered == [Request("milk", Question((Path("a"),)))]


def test_what_may_be_repeated_keeps_its_order():
    answered, _ = read("milk", "--file", "a", "--set", "without x", "--set", "tick 1 second")
    assert answered[0].lines == ("without x", "tick 1 second")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["milk"], "Missing option '--file'"),
        (["--file", "a"], "Missing argument"),
        (["milk", "--file", "a", "--view", "high"], "'near', 'far'"),
        (["milk", "--file", "a", "--seed", "-1"], "--seed"),
        (["milk", "--file", "a", "--share", "200%"], "a share must lie between 0.001% and 100%, but is 200%"),
        (["milk", "--file", "a", "-n", "0"], "the number of lives must be greater than 0, but is 0"),
    ],
)
def test_what_does_not_fit_a_field_is_refused(words, said):
    answered, done = read(*words)
    assert (answered, done.exit_code) == ([], 2)
    assert said in done.output


def test_the_help_has_the_docstring_the_fields_and_the_examples():
    _, done = read("--help")
    for text in (
        "Ask for trial.",
        "--file",
        "near|far",
        "How many.",
        "[default: 10]",
        "trial milk --seed 2",
    ):
        assert text in done.output


@pytest.mark.parametrize("name", requests.__all__)
def test_every_question_is_answered_by_the_module_of_its_name(name):
    request = getattr(requests, name).Request
    assert request.__dataclass_params__.frozen
    answer = inspect.signature(import_module(f"twicetold.cli.{name}").main)
    assert [each.annotation for each in answer.parameters.values()] == ["Request"]


def test_every_request_has_its_command():
    assert {command.name for command in app.registered_commands} == set(requests.__all__)
