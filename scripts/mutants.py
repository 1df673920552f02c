"""Break each rule on purpose, again and again, and see whether a test notices: `make mutants`.

A mutant is a module of `perf_report/rules/`, or `perf_report/diff/significance.py`, with one
operator, constant, condition or entry changed. The tests below are collected once; for each mutant
a forked process changes the loaded module and runs them until one fails. A mutant that no test
notices has to be listed in `tests/mutants.toml` with the reason why that is right.

    scripts/mutants.py [PART-OF-A-NAME]
"""

import ast
import os
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

import perf_report
from perf_report.rules.rule import Rule

sys.path.insert(0, str(Path(__file__).parent))

from mutations import Mutation, find_mutations

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(perf_report.__file__).parent
LISTED = ROOT / "tests" / "mutants.toml"

LEAST_NOTICED = 0.95
OPTIONS = (
    "-p", "no:terminal", "-p", "no:xdist", "-p", "no:cacheprovider",
    "--override-ini", "addopts=--import-mode=importlib",
)  # fmt: skip
# Seconds of a mutant that runs without end.
PATIENCE = 120

RULE_TESTS: tuple[str, ...] = (
    "rules/test_rules.py", "rules/test_rule_edges.py", "rules/test_examples.py",
    "parse/test_suppressions.py",
)  # fmt: skip
FIX_TESTS: tuple[str, ...] = (*RULE_TESTS, "app/test_fix.py")
DIFF_TESTS: tuple[str, ...] = ("diff/test_facts.py", "diff/test_significance.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A mutation of a module, and the files of tests that have to notice it.

    The name says what is changed in which function; equal ones are numbered.
    """

    module: str
    mutation: Mutation
    tests: tuple[str, ...]
    name: str


@dataclass(slots=True)
class Hunt:
    """A plugin of pytest that runs the collected tests once for each mutant."""

    wanted: str
    survivors: list[str] = field(default_factory=list)
    count: int = 0
    _failed: bool = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self._failed = self._failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the tests without a change, and then every mutant, one on each core."""
        mutants = [mutant for mutant in find_mutants() if self.wanted in mutant.name]
        tests = {mutant.module: mutant.tests for mutant in mutants}
        items = {module: _order(session, module, files) for module, files in tests.items()}
        for module in tests:
            if os.waitpid(self._start(module, None, items[module]), 0)[1] != 0:
                print(f"the tests fail where {module} is loaded again")
                return True
        self.count = len(mutants)
        running: dict[int, Mutant] = {}
        for number, mutant in enumerate(mutants):
            if number % 100 == 0:
                print(f"{number} of {self.count} mutants", flush=True)
            if len(running) >= (os.cpu_count() or 1):
                self._finish(running)
            process = self._start(mutant.module, mutant.mutation, items[mutant.module])
            running[process] = mutant
        while running:
            self._finish(running)
        return True

    def _start(self, module: str, mutation: Mutation | None, items: list[pytest.Item]) -> int:
        process = os.fork()
        if process:
            return process
        signal.alarm(PATIENCE)
        try:
            change_module(sys.modules[module], mutation)
            self._run(items)
        except BaseException:  # noqa: BLE001  # a module that cannot be loaded is noticed
            os._exit(1)
        os._exit(int(self._failed))

    def _run(self, items: list[pytest.Item]) -> None:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                return

    def _finish(self, running: dict[int, Mutant]) -> None:
        process, status = os.waitpid(-1, 0)
        mutant = running.pop(process)
        if status == 0:
            self.survivors.append(mutant.name)
            print(f"not noticed: {mutant.name}", flush=True)


def _order(session: pytest.Session, module: str, files: tuple[str, ...]) -> list[pytest.Item]:
    """The tests of some files, first those that name the rule; none that tries many inputs."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(files)}
    rule = module.rpartition(".")[2].replace("_", "-")
    chosen = [
        item
        for item in session.items
        if item.path in places and not getattr(getattr(item, "obj", None), "is_hypothesis_test", 0)
    ]
    return sorted(chosen, key=lambda item: (rule not in item.nodeid, places[item.path]))


def find_mutants() -> Iterator[Mutant]:
    """All mutants, module by module."""
    paths = dict.fromkeys(sorted((PACKAGE / "rules").glob("*.py")), RULE_TESTS)
    paths[PACKAGE / "rules" / "punctuation.py"] = FIX_TESTS
    paths[PACKAGE / "diff" / "significance.py"] = DIFF_TESTS
    seen: Counter[str] = Counter()
    for path, tests in paths.items():
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        for mutation in find_mutations(path.read_text("utf-8"), vars(sys.modules[module])):
            told = f"{module.removeprefix('perf_report.')} {mutation}"
            seen[told] += 1
            name = told if seen[told] == 1 else f"{told} ({seen[told]})"
            yield Mutant(module=module, mutation=mutation, tests=tests, name=name)


# --- Changing a module that is loaded ---


def change_module(module: ModuleType, mutation: Mutation | None) -> None:
    """Load a mutant in place of a module, wherever what it defines was imported to.

    Classes stay, so that what was made of them stays equal; a method is changed in its class.
    Without a mutation the module is loaded once more, which must change nothing.
    """
    namespace = vars(module)
    if mutation is None:
        tree, changed = ast.parse(Path(str(module.__file__)).read_text("utf-8")), ast.stmt()
    else:
        tree, changed = mutation.statements()
    if isinstance(changed, ast.ClassDef):
        own = dict(namespace)
        _execute([changed], module, own)
        _change_methods(namespace[changed.name], own[changed.name])
        return
    old = dict(namespace)
    _execute([each for each in tree.body if not isinstance(each, ast.ClassDef)], module, namespace)
    for name, value in list(namespace.items()):
        if name in old and value is not old[name]:
            namespace[name] = _put_in_place(old[name], value)
            if namespace[name] is not old[name]:
                _replace_everywhere(old[name], namespace[name])


def _execute(body: list[ast.stmt], module: ModuleType, namespace: dict[str, Any]) -> None:
    code = compile(ast.Module(body=body, type_ignores=[]), str(module.__file__), "exec")
    exec(code, namespace)  # noqa: S102  # that is what this is for


def _change_methods(old: type, new: type) -> None:
    for name, value in vars(new).items():
        if isinstance(value, FunctionType | property):
            setattr(old, name, value)
        elif isinstance(value, cached_property):
            vars(old)[name].func = value.func


def _put_in_place(old: Any, new: Any) -> Any:
    """Make an object that others refer to like another one, if it can be; the one to use."""
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        old.__kwdefaults__ = new.__kwdefaults__
        return old
    if isinstance(old, Rule):
        for name in Rule.__slots__:
            object.__setattr__(old, name, getattr(new, name))
        return old
    if isinstance(old, dict):
        old.clear()
        old.update(new)
        return old
    return new


def _replace_everywhere(old: object, new: object) -> None:
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is old:
                setattr(module, name, new)


# --- The report ---


def judge(hunt: Hunt) -> int:
    """Say how many mutants were noticed; 1 where too few were, or the list is wrong, else 0."""
    listed = tomllib.loads(LISTED.read_text("utf-8"))["mutant"] if LISTED.exists() else []
    reasons = {each["name"]: each["reason"] for each in listed}
    unlisted = [name for name in hunt.survivors if name not in reasons]
    gone = [] if hunt.wanted else [name for name in reasons if name not in hunt.survivors]
    noticed = hunt.count - len(hunt.survivors)
    print(f"{noticed} of {hunt.count} mutants are noticed ({noticed / hunt.count:.1%})")
    for name in unlisted:
        print(f"not noticed, and not listed in {LISTED.name}: {name}")
    for name in gone:
        print(f"listed in {LISTED.name}, but noticed or gone: {name}")
    return int(bool(unlisted or gone) or noticed < LEAST_NOTICED * hunt.count)


def main() -> int:
    """Run the tests against every mutant whose name has the given part."""
    hunt = Hunt(wanted=sys.argv[1] if len(sys.argv) > 1 else "")
    files = [str(ROOT / "tests" / name) for name in (*FIX_TESTS, *DIFF_TESTS)]
    code = pytest.main(
        [*OPTIONS, "--rootdir", str(ROOT), *files], plugins=[hunt],
    )  # fmt: skip
    if code != 0 or not hunt.count:
        print("no mutant was tried")
        return 1
    return judge(hunt)


if __name__ == "__main__":
    sys.exit(main())
