"""The house has one-way stairs: who imports whom, who touches the outside, how large things are."""

import ast
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import perf_report

PACKAGE = Path(perf_report.__file__).parent

# From the ground upwards: each may import itself and what stands before it. Parts of one step
# may import each other. The parts that do not exist yet have their place already.
STAIRS = [
    {"perf_report", "errors", "records", "resources"},
    {"model"},
    {"spec"},
    {"rules"},
    {"diff"},
    {"messages"},
    {"render"},
    {"build"},
    {"site", "publish", "signing"},
    {"project"},
    {
        "checking", "validation", "runs", "doctor", "starting",
        "comparing", "correcting", "differences", "disclosing", "driving", "examining",
        "extracting", "gathering", "publishing", "reviewing", "staffing", "trusting", "verdicts",
        "verifying", "yearbook",
    },
    {"commands", "delivery", "cli", "__main__"},
]  # fmt: skip

# Who may look at the surroundings: the environment, the working folder.
# spec.git and publish.git keep from git what would lead it to another repository.
OUTSIDE = {
    "project", "runs", "cli", "commands", "delivery", "doctor", "render.fonts", "spec.git",
    "publish.git",
}  # fmt: skip
# Who may write or remove files; render.fonts writes a private font set-up for its engine. What
# is published goes to its target by publish; publish.remote keeps a journal of that.
WRITERS = {"build.writer", "render.fonts", "publish.folder", "publish.remote", "publish.sftp"}

NETWORK = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio",
    "requests", "httpx", "aiohttp",
}  # fmt: skip
CLOCKS = {"time", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name below the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__") or "perf_report"
        found[name] = ast.parse(path.read_text("utf-8"))
    assert len(found) > 40
    return found


def part_of(name: str) -> str:
    return name.partition(".")[0]


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, inside functions and for types, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_parts(tree: ast.Module) -> set[str]:
    """The parts of this package that a module imports."""
    found = set()
    for name in imported(tree):
        if name.split(".")[0] == "perf_report":
            below = name.split(".")[1]
            known = {part_of(module) for module in modules()}
            found.add(below if below in known else "perf_report")
    return found


def step_of(part: str) -> int:
    return next(number for number, parts in enumerate(STAIRS) if part in parts)


MODULES = sorted(modules())
each_module = pytest.mark.parametrize("name", MODULES)


def calls(tree: ast.Module) -> Iterator[str]:
    """The dotted names of what a module calls or reads, `os.environ` and the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.Name):
            yield node.id


# --- The stairs ---


def test_every_part_of_the_package_has_its_step() -> None:
    assert {part_of(name) for name in modules()} <= set().union(*STAIRS)


@each_module
def test_a_module_imports_only_what_stands_below_it(name: str) -> None:
    own = step_of(part_of(name))
    for part in own_parts(modules()[name]):
        assert step_of(part) < own or part == part_of(name) or part in STAIRS[own], part


def test_the_ground_stands_on_nothing() -> None:
    for name in ("errors", "resources", "perf_report"):
        assert own_parts(modules()[name]) == set()


def test_the_model_imports_nothing_but_itself_and_the_standard_library() -> None:
    for name in MODULES:
        if part_of(name) == "model":
            assert own_parts(modules()[name]) <= {"model"}
            tops = {each.split(".")[0] for each in imported(modules()[name])}
            assert tops <= {*sys.stdlib_module_names, "perf_report"}


def test_rules_import_nothing_but_themselves_and_the_model() -> None:
    for name in MODULES:
        if part_of(name) == "rules":
            assert own_parts(modules()[name]) <= {"rules", "model"}


@pytest.mark.parametrize(
    ("library", "parts"),
    [
        ("click", {"cli", "commands", "delivery"}),
        ("weasyprint", {"render"}),
        ("fontTools", {"render"}),
        ("jinja2", {"render"}),
        ("jsonschema", {"spec", "doctor"}),
        ("ruamel", {"spec"}),
        ("pikepdf", {"render"}),
        ("pyhanko", {"signing"}),
        ("pagefind", {"site"}),
        ("asn1crypto", {"signing"}),
        ("sshfs", {"publish"}),
        ("s3fs", {"publish"}),
        ("distributed", {"build"}),
        ("argparse", set()),
    ],
)
def test_a_library_is_used_in_its_place_alone(library: str, parts: set[str]) -> None:
    users = {
        part_of(name)
        for name, tree in modules().items()
        if library in {each.split(".")[0] for each in imported(tree)}
    }
    assert users == parts


def test_no_module_imports_in_a_circle() -> None:
    names = set(modules())
    graph: dict[str, set[str]] = {}
    for name, tree in modules().items():
        targets = set()
        for each in imported(tree):
            below = each.removeprefix("perf_report.")
            targets |= {below, below.rpartition(".")[0]} & names
        graph[name] = targets - {name}
    while graph:
        free = {name for name, targets in graph.items() if not targets & graph.keys()}
        assert free, sorted(graph)
        graph = {name: targets for name, targets in graph.items() if name not in free}


# --- The outside ---


@each_module
def test_a_module_reads_no_clock(name: str) -> None:
    tree = modules()[name]
    assert "time" not in {each.split(".")[0] for each in imported(tree)}
    used = set(calls(tree))
    # The day of an approval is the command line's to say.
    if name != "commands":
        assert not {each for each in used if each.endswith(tuple(CLOCKS - {"time"}))}


@each_module
def test_a_module_has_no_network(name: str) -> None:
    # Taking an address apart is no network.
    names = {each for each in imported(modules()[name]) if not each.startswith("urllib.parse")}
    # pyHanko is run by asyncio; one part of it asks for time stamps, and one module calls that.
    allowed = {"asyncio"} if part_of(name) == "signing" else set()
    assert {each.split(".")[0] for each in names} & NETWORK <= allowed
    asking = [each for each in names if each.startswith("pyhanko.sign.timestamps")]
    assert not asking or name == "signing.stamping"


@each_module
def test_a_module_draws_no_random_numbers_but_for_temporary_names(name: str) -> None:
    tops = {each.split(".")[0] for each in imported(modules()[name])}
    assert "random" not in tops
    assert "uuid" not in tops
    assert "secrets" not in tops or name == "build.writer"


@each_module
def test_a_module_below_the_project_knows_no_surroundings(name: str) -> None:
    used = set(calls(modules()[name]))
    surroundings = {"os.environ", "os.getenv", "os.getcwd", "os.chdir", "Path.cwd", "Path.home"}
    if part_of(name) not in OUTSIDE and name not in OUTSIDE:
        assert not used & surroundings
        assert "sys.argv" not in used


@each_module
def test_a_module_below_the_command_line_prints_nothing(name: str) -> None:
    used = set(calls(modules()[name]))
    assert "print" not in used
    if part_of(name) not in {"cli", "commands", "delivery"}:
        assert not used & {"sys.stdout", "sys.stderr", "sys.exit", "click.echo"}


@each_module
def test_one_place_writes(name: str) -> None:
    writing = {"write_bytes", "write_text", "unlink", "mkdir", "rmdir", "replace_file", "rmtree"}
    used = {each.rpartition(".")[2] for each in calls(modules()[name]) if "." in each}
    if name not in WRITERS:
        assert not used & writing


# --- Exactness and size ---


@each_module
def test_no_float_stands_where_money_is(name: str) -> None:
    if part_of(name) in {"model", "spec", "rules"}:
        for node in ast.walk(modules()[name]):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
            assert not (isinstance(node, ast.Name) and node.id == "float")


@each_module
def test_a_module_has_a_docstring_and_at_most_300_lines(name: str) -> None:
    tree = modules()[name]
    assert ast.get_docstring(tree)
    assert (
        max(
            (node.end_lineno or 0 for node in ast.walk(tree) if hasattr(node, "end_lineno")),
            default=0,
        )
        <= 300
    )


def function_lengths() -> list[int]:
    return sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_functions_are_short() -> None:
    lengths = function_lengths()
    assert len(lengths) > 200
    assert statistics.median(lengths) <= 10
    assert lengths[len(lengths) * 9 // 10] <= 30
