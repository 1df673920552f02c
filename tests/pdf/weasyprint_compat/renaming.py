"""Prints the small table once for each private name, as if its library had renamed it.

Run as a program with the path of the repository's tests, and a folder for what PDFs say. Each name
is renamed in the sources of our package before they are compiled, which to them is the same as
another name in the library.
Every name has a process of its own, a fork of one that has loaded what is not renamed.
"""

import ast
import hashlib
import importlib.abc
import importlib.util
import json
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "perf_report.pdf.weasyprint_compat"
GONE = "_gone"


class Renamer(ast.NodeTransformer):
    """Renames one name wherever a module uses it of someone else."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.count = 0

    def _renamed(self, name: str) -> str:
        self.count += 1
        return name + GONE

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        is_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        if node.attr == self._name and not is_own:
            node.attr = self._renamed(node.attr)
        return self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        for alias in node.names:
            if alias.name == self._name:
                alias.asname = alias.asname or alias.name
                alias.name = self._renamed(alias.name)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if node.value == self._name:
            return ast.copy_location(ast.Constant(self._renamed(self._name)), node)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        # The other keywords are those of documented functions.
        if node.arg == self._name == "co_stacksize":
            node.arg = self._renamed(self._name)
        return self.generic_visit(node)


class RenamingFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module of the package with a name renamed."""

    def __init__(self, module: str, name: str) -> None:
        self._module = f"{PACKAGE}.{module}"
        self._renamer = Renamer(name)

    @property
    def count(self) -> int:
        """How often the name was found."""
        return self._renamer.count

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        del target
        if name != self._module:
            return None
        found = PathFinder.find_spec(name, path)
        assert found is not None
        return importlib.util.spec_from_file_location(name, found.origin, loader=self)

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        tree = ast.fix_missing_locations(self._renamer.visit(tree))
        exec(compile(tree, str(module.__file__), "exec"), vars(module))  # noqa: S102


def print_small_table(folder: Path) -> dict[str, Any]:
    """What became of it: the error, or all that the PDF says."""
    from builds import small_job

    from perf_report.errors import RenderError
    from perf_report.messages import describe_error, load_catalogue
    from perf_report.outputs.jobs import make_output

    try:
        made = make_output(small_job("pdf"))
    except RenderError as error:
        return {"error": error.message, "says": describe_error(load_catalogue("en"), error).message}
    return {"error": None, **facts_of(made, folder)}


def facts_of(made: bytes, folder: Path) -> dict[str, Any]:
    """All that a PDF says. Most names make the same PDF, which is read once."""
    kept = folder / f"{hashlib.sha256(made).hexdigest()}.json"
    if not kept.exists():
        # The case beside this one may make the same.
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps(read_facts(made)))
        whole.rename(kept)
    facts: dict[str, Any] = json.loads(kept.read_bytes())
    return facts


def read_facts(made: bytes) -> dict[str, Any]:
    """All that a PDF says: its pages, its objects and its properties."""
    from perf_report.model.source import Source
    from perf_report.pdf_inspect.font_forms import FontForms
    from perf_report.pdf_inspect.open_pdf import open_pdf
    from perf_report.pdf_inspect.pdf_document import read_document, read_info
    from perf_report.processes.limited_process import LimitedProcess

    with open_pdf(Source(name="made", data=made)) as opened, LimitedProcess() as process:
        document = read_document(opened, read_info(opened), FontForms(process))
    return {
        "pages": [page.text for page in document.pages],
        "objects": dict(document.object_digests),
        "properties": dict(document.info.properties),
    }


def run(module: str, name: str, folder: Path) -> dict[str, Any]:
    finder = RenamingFinder(module, name)
    sys.meta_path.insert(0, finder)
    return {**print_small_table(folder), "module": module, "name": name, "count": finder.count}


def in_forks(cases: list[tuple[str, str]], folder: Path) -> list[dict[str, Any]]:
    """Each case in a process of its own, two at a time."""
    found = []
    waiting = list(cases)
    running: dict[int, tuple[tuple[str, str], int]] = {}
    while waiting or running:
        while waiting and len(running) < 2:
            case = waiting.pop(0)
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reading)
                told: dict[str, Any] = {"module": case[0], "name": case[1]}
                try:
                    told = run(*case, folder)
                except BaseException as error:  # noqa: BLE001  # the test tells of it
                    told["crash"] = repr(error)
                with os.fdopen(writing, "w") as pipe:
                    json.dump(told, pipe)
                os._exit(0)
            os.close(writing)
            running[child] = (case, reading)
        child, (_, reading) = next(iter(running.items()))
        with os.fdopen(reading) as pipe:
            found.append(json.load(pipe))
        os.waitpid(child, 0)
        del running[child]
    return found


def main() -> None:
    """Print what became of each case on standard input, a list of modules and names."""
    sys.path.insert(0, sys.argv[1])
    cases = [(module, name) for module, name in json.load(sys.stdin)]
    folder = Path(sys.argv[2])
    if sys.argv[3:] == ["--alone"]:
        sys.stdout.write(json.dumps([run(*cases[0], folder)]))
        return
    import weasyprint
    import weasyprint.pdf  # noqa: F401

    from perf_report.app.check import spec_check  # noqa: F401
    from perf_report.render import html  # noqa: F401

    assert not any(module.startswith(PACKAGE) for module in sys.modules)
    sys.stdout.write(json.dumps(in_forks(cases, folder)))


if __name__ == "__main__":
    main()
