"""The layers of the package: who imports whom, who touches the outside, how large things are.

Each test looks at every module and reports all offenders at once.
"""

import ast
import statistics
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from paths import PACKAGE

# From the bottom up: each layer imports itself and those before it, and no other.
LAYERS = [
    "perf_report", "errors", "resources", "processes",
    "model", "parse", "rules", "diff", "score", "messages", "recognize", "render", "pdf",
    "pdf_inspect", "office", "outputs", "site", "publish", "signing",
    "app", "serve", "cli", "__main__",
]  # fmt: skip

# The same inside app/: a use case is built from those before it.
APP_LAYERS = [
    "site_settings", "settings", "machine", "project", "doctor", "check", "build", "compare",
    "review", "last_evaluation", "new", "forms", "new_table", "blank_form", "indicators",
    "extract", "verify", "sign", "build_site", "publish", "status", "score", "import_paper",
    "workbench",
]  # fmt: skip

# At most so many ordered pairs of layers import one from the other.
MOST_ARROWS = 90

# Modules that stand in no folder; the fewer, the easier a newcomer finds the rest.
LOOSE_MODULES = {"perf_report", "__main__", "errors", "resources"}

# Who may look at the surroundings: the environment, the working folder.
# The modules for git keep from git what would lead it to another repository.
OUTSIDE = {
    "app.project", "app.machine", "app.doctor", "app.build.run", "cli", "pdf.fonts",
    "parse.git_objects", "publish.git_environment", "site.pagefind",
}  # fmt: skip
# Who may write or remove files. pdf.fonts writes a private fontconfig file for its engine. Targets
# are written by publish; publish.remote_target keeps a journal of that.
WRITERS = {
    "outputs.writer", "pdf.fonts", "publish.folder_target", "publish.release_switch",
    "publish.remote_target",
}  # fmt: skip

NETWORK = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio",
    "requests", "httpx", "aiohttp",
}  # fmt: skip
CLOCKS = {"time", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}

MOST_LINES = 300


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


def layer_of(name: str) -> str:
    return name.partition(".")[0]


@cache
def imported(name: str) -> frozenset[str]:
    """The dotted names that a module imports, inside functions and for types, too."""
    found: set[str] = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import hides where it leads"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def own_imports(name: str) -> frozenset[str]:
    """The modules of this package that a module imports, by their names below the package."""
    found = set()
    for each in imported(name):
        if each.split(".")[0] == "perf_report":
            below = each.removeprefix("perf_report").removeprefix(".")
            while below and below not in modules():
                below = below.rpartition(".")[0]
            found.add(below or "perf_report")
    return frozenset(found)


def libraries(name: str) -> set[str]:
    return {each.split(".")[0] for each in imported(name)}


@cache
def used_names(name: str) -> frozenset[str]:
    """The dotted names of what a module calls or reads, `os.environ` and the like."""
    return frozenset(
        ast.unparse(node) if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.Attribute | ast.Name)
    )


def offenders(is_wrong: Callable[[str], object], *layers: str) -> dict[str, object]:
    """Each module, or each of these layers, of which something is wrong, with what it is."""
    names = [name for name in modules() if not layers or layer_of(name) in layers]
    assert names
    return {name: wrong for name in names if (wrong := is_wrong(name))}


# --- Layers ---


def test_every_module_stands_in_a_layer() -> None:
    assert {layer_of(name) for name in modules()} == set(LAYERS)


def test_a_module_imports_only_from_layers_below_it() -> None:
    def upwards(name: str) -> list[str]:
        own = LAYERS.index(layer_of(name))
        return [each for each in own_imports(name) if LAYERS.index(layer_of(each)) > own]

    assert not offenders(upwards)


def test_a_use_case_imports_only_those_that_it_is_built_from() -> None:
    def place(name: str) -> int:
        return APP_LAYERS.index(name.split(".")[1])

    names = [name for name in modules() if name.startswith("app.")]
    assert {name.split(".")[1] for name in names} == set(APP_LAYERS)
    wrong = {
        name: each
        for name in names
        for each in own_imports(name)
        if each.startswith("app.") and place(each) > place(name)
    }
    assert not wrong


def test_few_pairs_of_layers_import_one_from_the_other() -> None:
    arrows = {(layer_of(name), layer_of(each)) for name in modules() for each in own_imports(name)}
    between = {(upper, lower) for upper, lower in arrows if upper != lower}
    assert 20 < len(between) <= MOST_ARROWS, sorted(between)


def test_few_modules_stand_in_no_folder() -> None:
    folders = {name for name in modules() if (PACKAGE / name / "__init__.py").is_file()}
    assert {name for name in modules() if "." not in name} - folders == LOOSE_MODULES


def test_the_bottom_imports_nothing_of_ours() -> None:
    assert not offenders(own_imports, "perf_report", "errors", "resources")


def test_the_model_imports_nothing_but_itself_and_the_standard_library() -> None:
    known = {*sys.stdlib_module_names, "perf_report"}
    assert not offenders(lambda name: libraries(name) - known, "model")
    assert not offenders(
        lambda name: {each for each in own_imports(name) if layer_of(each) != "model"}, "model"
    )


def test_rules_import_nothing_but_themselves_and_the_model() -> None:
    allowed = {"rules", "model"}
    assert not offenders(
        lambda name: {each for each in own_imports(name) if layer_of(each) not in allowed}, "rules"
    )


@pytest.mark.parametrize(
    ("library", "layers"),
    [
        ("click", {"cli"}),
        ("weasyprint", {"pdf"}),
        ("fontTools", set()),
        ("pydyf", {"pdf"}),
        ("cssselect2", {"pdf"}),
        ("uharfbuzz", {"pdf"}),
        ("packaging", {"app"}),
        ("starlette", {"serve"}),
        ("uvicorn", {"serve"}),
        ("watchfiles", {"serve"}),
        ("jinja2", {"render"}),
        ("jsonschema", {"parse", "app"}),
        ("ruamel", {"parse"}),
        ("pikepdf", {"pdf_inspect"}),
        ("pyhanko", {"signing"}),
        ("pagefind", {"site"}),
        ("asn1crypto", {"signing"}),
        ("docx", {"office"}),
        ("xlsxwriter", {"office"}),
        ("pypdfium2", {"office"}),
        ("python_calamine", {"office"}),
        ("filelock", {"publish"}),
        ("sshfs", {"publish"}),
        ("s3fs", {"publish"}),
        ("distributed", {"outputs"}),
        ("argparse", set()),
    ],
)
def test_a_library_is_used_in_its_layer_alone(library: str, layers: set[str]) -> None:
    assert {layer_of(name) for name in modules() if library in libraries(name)} == layers


def test_no_module_imports_in_a_circle() -> None:
    graph = {name: set(own_imports(name)) - {name} for name in modules()}
    while graph:
        free = {name for name, targets in graph.items() if not targets & graph.keys()}
        assert free, sorted(graph)
        graph = {name: targets for name, targets in graph.items() if name not in free}


# --- The outside ---


def test_only_the_command_line_reads_the_clock() -> None:
    # The time that a template takes of the processor is none of the day.
    assert set(offenders(lambda name: "time" in libraries(name))) == {"render.template_limits"}
    endings = tuple(CLOCKS - {"time"})
    clocks = offenders(lambda name: [each for each in used_names(name) if each.endswith(endings)])
    # The day of an approval is the command line's to say.
    assert set(clocks) == {"cli.click_i18n"}


def test_a_module_has_no_network() -> None:
    def network(name: str) -> set[str]:
        # Taking an address apart is no network.
        names = {each for each in imported(name) if not each.startswith("urllib.parse")}
        # pyHanko is run by asyncio; the workbench is served, to this machine alone.
        served = {"asyncio", "http", "socket", "urllib"}
        allowed = {"signing": {"asyncio"}, "serve": served}.get(layer_of(name), set())
        return ({each.split(".")[0] for each in names} & NETWORK) - allowed

    assert not offenders(network)
    asking = offenders(
        lambda name: [each for each in imported(name) if each.startswith("pyhanko.sign.timestamps")]
    )
    assert set(asking) == {"signing.stamping"}


def test_a_module_draws_no_random_numbers_but_for_temporary_names_and_keys() -> None:
    drawing = offenders(lambda name: libraries(name) & {"random", "uuid", "secrets"})
    assert drawing == {"outputs.temporary_files": {"secrets"}, "serve.access": {"secrets"}}


def test_only_a_few_modules_look_at_the_surroundings() -> None:
    surroundings = {
        "os.environ", "os.getenv", "os.getcwd", "os.chdir", "Path.cwd", "Path.home", "sys.argv",
    }  # fmt: skip
    looking = offenders(lambda name: used_names(name) & surroundings)
    assert not {name for name in looking if not {layer_of(name), name} & OUTSIDE}


def test_only_the_command_line_prints() -> None:
    assert not offenders(lambda name: "print" in used_names(name))
    streams = {"sys.stdout", "sys.stderr", "sys.exit", "click.echo"}
    below = [layer for layer in LAYERS if layer not in {"cli", "__main__"}]
    assert not offenders(lambda name: used_names(name) & streams, *below)


def test_few_modules_write() -> None:
    writing = {"write_bytes", "write_text", "unlink", "mkdir", "rmdir", "replace_file", "rmtree"}

    def calls(name: str) -> set[str]:
        return {each.rpartition(".")[2] for each in used_names(name) if "." in each} & writing

    assert set(offenders(calls)) == WRITERS


# --- Exactness and size ---


def floats(name: str) -> Iterator[int]:
    for node in ast.walk(modules()[name]):
        match node:
            case ast.Constant(value=float()) | ast.Name(id="float"):
                yield node.lineno


def test_no_float_stands_where_money_is() -> None:
    assert not offenders(lambda name: list(floats(name)), "model", "parse", "rules")


def test_a_module_has_a_docstring_and_is_not_long() -> None:
    assert not offenders(lambda name: not ast.get_docstring(modules()[name]))

    def excess(name: str) -> int:
        ends = (getattr(node, "end_lineno", 0) or 0 for node in ast.walk(modules()[name]))
        return max(0, max(ends, default=0) - MOST_LINES)

    assert not offenders(excess)


def test_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert len(lengths) > 200
    assert statistics.median(lengths) <= 10
    assert lengths[len(lengths) * 9 // 10] <= 30
