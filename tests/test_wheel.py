"""The wheel: it holds all that the tool needs, and works alone, from an empty folder."""

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from paths import PACKAGE

# What a checkout's tests set so that they find its source, and a user's machine does not.
SOURCE_VARIABLES = {"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that PERF_REPORT_WHEEL names, or one that is built here."""
    named = os.environ.get("PERF_REPORT_WHEEL")
    if named:
        path = Path(named)
        assert path.is_file(), f"PERF_REPORT_WHEEL names no file: {named}"
        return path
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, repository)
    wheels = list(folder.glob("*.whl"))
    assert len(wheels) == 1
    return wheels[0]


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@dataclass(frozen=True)
class Installed:
    """The wheel unpacked into a folder of its own, away from the source."""

    folder: Path
    elsewhere: Path

    def run(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        """Run Python in an empty folder, where the package can only come from the wheel."""
        environment = {
            name: value for name, value in os.environ.items() if name not in SOURCE_VARIABLES
        }
        return subprocess.run(
            # With -P the current folder is not searched, and with -s no user's packages.
            [sys.executable, "-P", "-s", *map(str, arguments)],
            cwd=self.elsewhere,
            env={**environment, "PYTHONPATH": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--no-compile", "--target", folder, wheel)
    return Installed(folder, tmp_path_factory.mktemp("elsewhere"))


def pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr + ran.stdout


def files_below(folder: Path, prefix: str) -> set[str]:
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_whole_package(names: set[str], repository: Path) -> None:
    expected = files_below(repository / "perf_report", "perf_report")

    assert len(expected) > 60
    assert expected - names == set()


def test_the_readme_of_the_wheel_leads_to_nothing_beside_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [name] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    assert "Description-Content-Type: text/markdown\n\n# perf-report\n" in metadata
    assert re.findall(r"\]\((?!\w+:|#)[^)]*\)", metadata) == []


def test_the_wheel_holds_what_stands_at_the_top_of_the_repository(
    names: set[str], repository: Path
) -> None:
    templates = files_below(repository / "templates", "perf_report/templates")

    assert len(templates) > 15
    assert templates <= names
    assert "perf_report/schema.json" in names


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "data/units.yaml",
        "data/frameworks/output-cost.yaml",
        "data/frameworks/cost-first.yaml",
        "fonts/PerfReportSong-Regular.otf",
        "fonts/PerfReportSong-Bold.otf",
        "fonts/PerfReportHei-Medium.otf",
        "fonts/OFL.txt",
        "fonts/SHA256SUMS",
        "fonts/coverage.txt",
        "messages/zh.toml",
        "messages/en.toml",
        *(f"schemas/{path.name}" for path in PACKAGE.glob("schemas/*.json")),
        "data/scoring/mof-2020.yaml",
        "report.schema.json",
        "data/starter/specs/2025-demo.yaml",
        "data/starter/specs/2026-demo.yaml",
        "data/starter/perf-report.toml",
        "data/starter/gitattributes",
        "data/starter/gitignore",
    ],
)
def test_the_wheel_holds(names: set[str], name: str) -> None:
    assert f"perf_report/{name}" in names


def test_the_wheel_holds_the_licenses_of_all_that_is_in_it(wheel: Path, names: set[str]) -> None:
    licences = {name for name in names if ".dist-info/licenses/" in name}

    assert {name.partition("/licenses/")[2] for name in licences} == {
        "LICENSE", "THIRD-PARTY.md", "perf_report/fonts/OFL.txt",
        "templates/serve/htmx-LICENSE.txt",
    }  # fmt: skip
    assert {name for name in names if name.endswith(".dist-info/sboms/sbom.cdx.json")}
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        assert "License-Expression: MIT AND OFL-1.1 AND 0BSD" in archive.read(metadata).decode()


def test_the_wheel_holds_nothing_else(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}

    assert len(tops) == 2
    assert "perf_report" in tops
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_has_the_command(wheel: Path, names: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        path = next(name for name in names if name.endswith(".dist-info/entry_points.txt"))
        assert "perf-report = perf_report.cli:main" in archive.read(path).decode()


def test_the_installed_package_comes_from_the_wheel(installed: Installed) -> None:
    ran = installed.run("-c", "import perf_report; print(perf_report.__file__)")

    assert Path(ran.stdout.strip()) == installed.folder / "perf_report" / "__init__.py"


def test_the_installed_tool_builds_a_spec_from_an_empty_folder(
    installed: Installed, real_spec: Path, built: Path, tmp_path: Path
) -> None:
    assert list(installed.elsewhere.iterdir()) == []
    spec = tmp_path / "spec.yaml"
    spec.write_bytes(real_spec.read_bytes())

    ran = installed.run("-m", "perf_report", "build", spec)

    assert ran.returncode == 0, ran.stderr
    output = installed.elsewhere / "output"
    made = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    assert made == {
        "manifest.json",
        "results.csv",
        *(f"ccpit-tianjin/2025/{path.name}" for path in built.iterdir()),
    }
    assert len(made) == 13
    manifest = json.loads((output / "manifest.json").read_bytes())
    assert len(manifest["files"]) == 12


def test_the_installed_tool_makes_the_same_bytes_as_the_source(
    installed: Installed, real_spec: Path, built: Path, tmp_path: Path
) -> None:
    ran = installed.run("-m", "perf_report", "build", real_spec, "--output", tmp_path)

    assert ran.returncode == 0, ran.stderr
    for path in built.iterdir():
        assert (tmp_path / "ccpit-tianjin" / "2025" / path.name).read_bytes() == path.read_bytes()


def test_the_installed_tool_finds_nothing_missing(installed: Installed) -> None:
    ran = installed.run("-m", "perf_report", "doctor", "--format", "json")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    examined = json.loads(ran.stdout)
    assert examined["able"] is True
    assert all(item["found"] for item in examined["items"] if item["needed"])
