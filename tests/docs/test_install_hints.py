"""How to install perf-report and its extras: the name in the package index is not ours yet."""

import re
import subprocess
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from paths import REPOSITORY

from perf_report.messages import load_catalogue

# From whoever has the name in the index, a stranger perhaps: by pip and its like, as a requirement
# with an extra, or with a version.
BY_NAME = re.compile(
    r"""(?:pip3?|pipx|uvx?|poetry|pdm)\s(?:[^\n|;&#]*[ \t"'`])?perf[-_.]report(?![-\w/.*])"""
    r"""|(?<![\w./-])perf[-_]report(?:\[[a-z0-9,]+\]|\s*[=~<>!]=)""",
    re.IGNORECASE,
)
EXTRAS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
PAGES = {
    "sign": ["sign"],
    "search": ["site", "publish"],
    "sftp": ["publish"],
    "s3": ["publish"],
    "cluster": ["scale"],
    "office": ["import", "output", "ten-minutes"],
    "serve": ["serve"],
}


@pytest.mark.parametrize(
    "line",
    [
        "pip install perf-report", "pip install 'perf-report[sign]'", "x: pip install perf_report",
        "python -m pip install -U perf-report", "`pip install perf-report`", "uvx perf-report",
        "perf-report[sign]", "perf-report==0.1.0", "pipx run perf-report build",
    ],
)  # fmt: skip
def test_an_installation_by_name_is_recognised(line: str) -> None:
    assert BY_NAME.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "scripts/install ~/perf-report", "pip install pyhanko; perf-report sign",
        '"$bin/python" -m pip install "$tools/perf-report"', "[tool.perf-report.severity]",
        "pip install pyhanko   # for perf-report sign", "perf-report diff a.yaml",
        "pip install perf_report-*.whl\nperf-report doctor",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_one(line: str) -> None:
    assert not BY_NAME.search(line)


def texts() -> Iterator[tuple[str, str]]:
    """The name and the text of every file of the repository, beside the tests."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        if not name.startswith("tests/") and path.is_file():
            yield name, path.read_text("utf-8", "replace")


@pytest.mark.slow
def test_no_file_installs_the_package_by_its_name() -> None:
    files = dict(texts())
    assert {"README.md", "action.yml", "perf_report/messages/zh.toml", "docs/sign.md"} <= set(files)
    assert {name: found[0] for name, text in files.items() if (found := BY_NAME.search(text))} == {}


def command(extra: str) -> str:
    """What installs an extra: its first package, which brings the others along, or all of them."""
    if extra in {"office", "serve"}:
        return f"pip install {' '.join(Requirement(each).name for each in EXTRAS[extra])}"
    requirement = Requirement(EXTRAS[extra][0])
    name = requirement.name
    return (
        f"pip install '{name}[{','.join(requirement.extras)}]'"
        if requirement.extras
        else (f"pip install {name}")
    )


def test_every_extra_is_seen_to() -> None:
    assert PAGES.keys() == EXTRAS.keys()


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_doctor_and_the_pages_say_how_an_extra_is_installed(extra: str, language: str) -> None:
    catalogue = load_catalogue("zh" if language == "zh" else "en")
    assert command(extra) in catalogue.format("doctor", f"fix-extra-{extra}")
    ending = ".zh.md" if language == "zh" else ".md"
    pages = [(REPOSITORY / "docs" / f"{name}{ending}").read_text("utf-8") for name in PAGES[extra]]
    assert [page for page in pages if command(extra) not in page] == []


@pytest.mark.parametrize(
    ("message", "extra"),
    [
        ("cluster-missing", "cluster"),
        ("pyhanko-missing", "sign"),
        ("search-missing", "search"),
        ("serve-missing", "serve"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_command_says_what_it_lacks(message: str, extra: str, language: str) -> None:
    catalogue = load_catalogue("zh" if language == "zh" else "en")
    assert command(extra) in catalogue.tables["error-help"][message]
