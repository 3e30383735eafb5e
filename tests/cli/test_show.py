"""`twicetold show` prints each stage of a world, whole or one construct alone."""

import re

import pytest

from tests.sampled import slow
from twicetold.cli import show
from twicetold.cli.outline import outline
from twicetold.cli.output import Mistake
from twicetold.cli.requests.show import Request
from twicetold.engine.kernel.compile import program_of
from twicetold.engine.kernel.part import Sort, part
from twicetold.engine.kernel.program import Program
from twicetold.lang import load, model, syntax
from twicetold.lang.source import NOWHERE

STAGES = ("tree", "model", "program", "llvm", "c")


def shown(shell, stage, *args, world="kitchen.tale", **environment):
    """What the command prints, all being well."""
    done = shell("show", world, "--as", stage, *args, **environment)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


@pytest.fixture
def of_kitchen(shell, capfdbinary):
    """The same of one construct of the kitchen, in this process."""

    def shown(stage, of):
        show.main(Request(str(shell.folder / "kitchen.tale"), stage, of))
        return capfdbinary.readouterr().out.decode()

    return shown


# --- the stages ---------------------------------------------------------------------------------------------


def test_the_syntax_tree_is_what_was_written(shell):
    assert shown(shell, "tree", "--of", "rule appetite") == (
        "Rule\n"
        "  name: appetite\n"
        "  roles: [Role(name=p, kind=Person)]\n"
        '  body: [Assign(target=FieldOf(of=Variable(p), field=hunger), op="+=", value=Variable(growing))]\n'
    )


def test_the_model_is_what_it_means(shell):
    model = shown(shell, "model", "--of", "rule appetite")
    assert model.startswith('Rule\n  name: "appetite"\n')
    assert 'field: "hunger"' in model
    assert 'value: SettingOf(name="growing", type=Number(lo=0, hi=1))' in model


def test_the_program_is_what_the_kernel_compiles(shell):
    lines = "setting pace number 0..1 = 0.5 tune 0..1", "rule haste for p: Person\n  p.hunger += pace"
    program = shown(shell, "program", "--of", "rule haste", "--set", lines[0], "--set", lines[1])
    assert program.startswith("function rule2_haste()\n")
    assert "knobs[0]" in program


def test_llvm_and_c_have_the_functions_of_the_program(of_kitchen):
    def names(stage, pattern):
        return re.findall(pattern, of_kitchen(stage, "action eat"), re.MULTILINE)

    program = names("program", r"^(?:pure )?function (\w+)")
    assert {*program} >= {"consider0_eat", "start0_eat", "end0_eat"}
    assert names("llvm", r"^define .*@tt_(\w+)\(") == program
    assert {*names("c", r"^static .* tt_(\w+)\(")} == {*program}, "in another order, since it can be played"


@pytest.mark.parametrize("stage", STAGES)
def test_one_construct_is_a_part_of_the_whole(of_kitchen, stage):
    whole = [line.strip() for line in of_kitchen(stage, None).splitlines()]
    part = [line.strip() for line in of_kitchen(stage, "action eat").splitlines() if line.strip()]
    assert 5 < len(part) < len(whole) / 2
    if stage not in ("tree", "model"):  # where what stands deeper has less room in its line
        assert {*part} <= {*whole}


def test_the_whole_tree_is_headed_by_its_files(shell):
    text = (shell.folder / "kitchen.tale").read_text(encoding="utf-8")
    (shell.folder / "below").mkdir()
    shell.write("below/pantry.tale", "kind Shelf\n  full yes/no\n")
    shell.write("below/home.tale", "use pantry\n" + text)
    tree = shown(shell, "tree", "--set", "growing 0.5", world="below/home.tale")
    heads = [line for line in tree.splitlines() if line.startswith("# ")]
    assert sorted(heads) == ["# added lines", "# home.tale", "# pantry.tale"]
    assert "below" not in tree


def test_the_c_is_what_build_writes(shell):
    shell("build", "kitchen.tale", "--target", "c")
    assert shown(shell, "c") == (shell.folder / "kitchen.c").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stage", "mark"), [("tree", '"0.375"'), ("model", "value=0.375"), ("c", "0x1.8000000000000p-2")]
)
def test_lines_that_are_set_are_shown(shell, of_kitchen, stage, mark):
    assert mark not in of_kitchen(stage, None)
    assert mark in shown(shell, stage, "--set", "growing 0.375")


def test_a_world_may_be_typed(shell, of_kitchen):
    text = (shell.folder / "kitchen.tale").read_text(encoding="utf-8")
    done = shell("show", "-", "--as", "tree", "--of", "action eat", typed=text)
    assert done.stdout == of_kitchen("tree", "action eat")


@pytest.mark.parametrize("stage", ["model", "llvm"])
def test_what_is_shown_hangs_on_no_hash_seed(shell, stage):
    assert shown(shell, stage, PYTHONHASHSEED="1") == shown(shell, stage, PYTHONHASHSEED="2")


# --- one construct ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "line"),
    [
        ("field hunger", "life f0_hunger[2]: f64"),
        ("field Person.hunger", "life f0_hunger[2]: f64"),
        ("measure thanks", "function measure(row: int)"),
        ('ending "soup is left"', "pure function ending() -> int"),
        ("ending soup is left", "pure function last_ending() -> int"),
        ("rule steam", "function rule1_steam()"),
    ],
)
def test_what_is_made_of_every_sort_is_found_in_the_program(of_kitchen, of, line):
    assert line in of_kitchen("program", of).splitlines()


@pytest.mark.parametrize(
    ("of", "begin"),
    [
        ("entity Ben", "Entities(names=[Ada, Ben], "),
        ("kind Pot", "Kind\n  name: Pot\n"),
        ("field soup", "Field\n  name: soup\n"),
        ("field Pot.soup", "Field\n  name: soup\n"),
        ("setting growing", "Setting\n  name: growing\n"),
        ("measure thanks", "Measure(name=thanks, "),
        ('ending "soup is left"', 'Ending(name=Text("soup is left"), '),
    ],
)
def test_every_sort_is_found_in_the_tree(of_kitchen, of, begin):
    assert of_kitchen("tree", of).startswith(begin)


@pytest.mark.parametrize(
    ("stage", "of", "said"),
    [
        ("program", "action eet", "there is no action `eet`; did you mean `eat`?"),
        ("tree", "rule eat", "there is no `rule eat`; did you mean `action eat`?"),
        ("model", "thank", "there is no `thank`; did you mean `action thank`?"),
        ("c", "rule zzzzzz", "there is no rule `zzzzzz`; there are `appetite`, `steam`"),
        ("llvm", "action", "`--of` takes a sort and a name, such as 'action strike'; the sorts are action,"),
        ("model", "dragon Smaug", "`--of` takes a sort and a name"),
        ("program", "entity Ada", "`--of` takes a sort and a name"),
        ("program", "kind Pot", "nothing is left of kind Pot in the program"),
    ],
)
def test_what_is_not_there_is_told(of_kitchen, stage, of, said):
    with pytest.raises(Mistake) as told:
        of_kitchen(stage, of)
    assert str(told.value).startswith(said)


def test_a_wrong_wish_ends_with_status_2(shell):
    done = shell("show", "kitchen.tale", "--as", "program", "--of", "action eet")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: there is no action `eet`; did you mean `eat`?\n"
    done = shell("show", "kitchen.tale", "--as", "poem")
    assert done.returncode == 2
    assert all(stage in done.stderr for stage in STAGES)


Named = model.Kind | model.Field | model.Sense | model.Rule | model.Action | model.Event


def names_in(program: Program) -> list[str]:
    return [*(each.name for each in program.functions), *(each.name for each in program.arrays)]


@slow
def test_everything_in_a_program_is_of_one_construct_at_most():
    world = load("hale_yard")
    program = program_of(world)
    sorts: dict[Sort, tuple[Named, ...]] = {
        "kind": world.kinds, "field": world.fields, "sense": world.senses, "rule": world.rules,
        "action": world.actions, "event": world.events,
    }  # fmt: skip
    names = [
        name
        for sort, nodes in sorts.items()
        for number, node in enumerate(nodes)
        for name in names_in(part(program, sort, number, node.name))
    ]
    assert len(names) == len({*names})
    numbered = re.compile(r"(begin_)?(f|sense|rule|action|event|consider|start|fail|end|interrupt)\d+_\w+")
    assert {name for name in names_in(program) if numbered.fullmatch(name)} <= {*names}


# --- trees --------------------------------------------------------------------------------------------------


def test_a_node_is_in_one_line_if_it_fits():
    name = syntax.Name("p", NOWHERE)
    node = syntax.FieldOf(syntax.Variable(name, NOWHERE), syntax.Name("hunger", NOWHERE), NOWHERE)
    assert outline(node) == ["FieldOf(of=Variable(p), field=hunger)"]
    assert outline(node, 20) == ["FieldOf", "  of: Variable(p)", "  field: hunger"]
