"""Run tests of the working tree against it and against an earlier commit: `scripts/fails-before`.

Prints a Markdown table with the result of each test on both. A test that holds a fault has to fail
before the fault was mended and to pass now; the exit code is 1 if one does not.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
# How long a test may take; the slowest takes half of it now.
SECONDS = 120
# Some tests make the earlier code use all the memory that there is.
MEMORY = 8 << 30
USAGE = "usage: scripts/fails-before COMMIT TEST…"


@contextmanager
def checkout(commit: str) -> "Iterator[Path]":
    """A folder with the files of a commit, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="fails-before-") as scratch:
        folder = Path(scratch) / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(folder), commit)
        try:
            yield folder
        finally:
            _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True)  # noqa: S603, S607 - our own words


def run_tests(package: Path, tests: Sequence[str]) -> dict[str, str]:
    """The result of each test with the package of a folder: `passes`, `fails` or `skipped`.

    The working folder is that of the package, so that commands that the tests start use it too.
    A test has a limit of time, and of memory.
    """
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.xml"
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"
        }
        subprocess.run(  # noqa: S603 - our own tests
            [
                str(Path(sys.executable).parent / "pytest"),
                # A test that the earlier code never ends, or that ends its process, has failed too.
                *("-q", "-n1", f"--override-ini=faulthandler_timeout={SECONDS}"),
                "--override-ini=faulthandler_exit_on_timeout=true",
                *("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")),
                *(f"--junit-xml={report}", "--override-ini=junit_family=xunit2"),
                *(str(ROOT / test) for test in tests),
            ],
            cwd=package,
            env={**environment, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=sys.stderr,
            check=False,
        )
        return read_report(report.read_bytes()) if report.exists() else {}


def read_report(data: bytes) -> dict[str, str]:
    """The results in a JUnit report, by the name of the test."""
    results = {}
    for case in ET.fromstring(data).iter("testcase"):  # noqa: S314  # pytest has just written it
        name = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}"
        kinds = {child.tag for child in case}
        failed, skipped = kinds & {"failure", "error"}, "skipped" in kinds
        results[name] = "fails" if failed else "skipped" if skipped else "passes"
    return results


def format_table(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Markdown with a row a test; one that cannot even be collected before is absent there."""
    rows = [f"| `{name}` | {before.get(name, 'absent')} | {now[name]} |" for name in now]
    return "\n".join(["| test | before | now |", "|---|---|---|", *rows])


def is_proof(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether there are tests, all pass now, and none passed before."""
    passed_before = [name for name in now if before.get(name) == "passes"]
    return bool(now) and set(now.values()) == {"passes"} and not passed_before


def main() -> int:
    """Compare both runs. Exit code 2 if the command line is wrong."""
    if len(sys.argv) < 3:  # noqa: PLR2004  # the program, a commit and a test
        print(USAGE, file=sys.stderr)
        return 2
    commit, *tests = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with checkout(commit) as folder:
        before = run_tests(folder, tests)
    now = run_tests(ROOT, tests)
    print(format_table(before, now))
    return 0 if is_proof(before, now) else 1


if __name__ == "__main__":
    sys.exit(main())
