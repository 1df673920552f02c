"""Do all of a release but the upload, and stop at the first thing that is wrong.

`make release-check` runs it. It writes the files of the release to `dist/release/`: the wheel, the
sdist, the bill of materials and `SHA256SUMS`. RELEASING.md says what comes before and after.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# Run as a file, where PYTHONSAFEPATH may hide what lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated_docs import stale_files
from write_licenses import REPOSITORY, files, version_of_package

RELEASE = REPOSITORY / "dist/release"
# What may differ between two machines that build the same commit.
MACHINES: tuple[Mapping[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
)


class WrongError(Exception):
    """A reason not to release."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """What is checked: a version, and a folder for everything that the checks write."""

    version: str
    work: Path


def run(*command: object, cwd: Path = REPOSITORY, **variables: str) -> str:
    """Run a command; return what it prints.

    Raises:
        WrongError: It fails; with all that it printed.
    """
    ran = subprocess.run(  # noqa: S603  the commands are those of this file
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise WrongError(f"{' '.join(map(str, command))}\n{ran.stdout}")
    return ran.stdout


def need(condition: object, reason: str) -> None:
    """Raise `WrongError` with the reason unless the condition holds."""
    if not condition:
        raise WrongError(reason)


# --- The checks, in their order ---


def check_commit(release: Release) -> None:
    """Everything is committed, and the changelog has the version with its day."""
    need(not run("git", "status", "--porcelain").strip(), "There are changes without a commit.")
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    need(
        headings
        and re.fullmatch(rf"\[{re.escape(release.version)}\] - \d{{4}}-\d\d-\d\d", headings[0]),
        f"The first section of CHANGELOG.md is not “[{release.version}] - YEAR-MONTH-DAY”.",
    )


def check_licenses(_release: Release) -> None:
    """The lists of third parties are up to date."""
    stale = [path.name for path in stale_files(files())]
    need(not stale, f"Run scripts/write_licenses.py: {', '.join(stale)}")


def check_workflows(_release: Release) -> None:
    """No workflow is open to a known attack."""
    workflows = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
    config = REPOSITORY / ".github/zizmor.yml"
    zizmor = Path(sys.executable).with_name("zizmor")
    run(
        zizmor,
        "--offline",
        "--no-progress",
        "--config",
        config,
        *workflows,
        REPOSITORY / "action.yml",
    )


def build_twice(release: Release) -> None:
    """Two builds of the commit, in other folders and time zones, give the same bytes."""
    stamp = run("git", "log", "-1", "--format=%ct").strip()
    built = [_build(release.work / f"build-{number}", stamp, MACHINES[number]) for number in (0, 1)]
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in built
    )
    need(len(first) == 2, f"The build has other files than a wheel and an sdist: {sorted(first)}")  # noqa: PLR2004
    differing = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    need(not differing, f"Two builds differ: {', '.join(differing)}")
    shutil.rmtree(RELEASE, ignore_errors=True)
    shutil.copytree(built[0], RELEASE)


def _build(folder: Path, stamp: str, machine: Mapping[str, str]) -> Path:
    """The folder of the wheel and the sdist, built from the commit alone."""
    source, dist = folder / "source", folder / "dist"
    source.mkdir(parents=True)
    archive = folder / "source.tar"
    run("git", "archive", "--output", archive, "HEAD")
    with tarfile.open(archive) as tar:
        tar.extractall(source, filter="data")
    command = (sys.executable, "-m", "hatchling", "build", "--directory", dist)
    run(*command, cwd=source, SOURCE_DATE_EPOCH=stamp, **machine)
    return dist


def check_sdist(release: Release) -> None:
    """The wheel that the sdist builds holds the files of the wheel."""
    folder = release.work / "from-sdist"
    with tarfile.open(_only(RELEASE, "*.tar.gz")) as tar:
        tar.extractall(folder, filter="data")
    source = _only(folder, "*")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", cwd=source)
    ours, theirs = _contents(_only(RELEASE, "*.whl")), _contents(_only(source / "dist", "*.whl"))
    differing = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    need(not differing, f"The sdist builds another wheel: {differing[:10]}")


def _only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def check_metadata(_release: Release) -> None:
    """The index will take the metadata, and no link of the README leads nowhere in it."""
    run(sys.executable, "-m", "twine", "check", "--strict", *sorted(RELEASE.iterdir()))
    dead = links_without_address(_contents(_only(RELEASE, "*.whl")))
    need(not dead, f"Links of the README lead nowhere in the index: {', '.join(dead)}")


def links_without_address(wheel: Mapping[str, bytes]) -> list[str]:
    """What the README of a wheel leads to beside itself, as the index shows it."""
    from readme_renderer import markdown

    [metadata] = (wheel[name] for name in wheel if name.endswith(".dist-info/METADATA"))
    shown = markdown.render(metadata.decode().partition("\n\n")[2]) or ""
    need("<h1" in shown, "The README is not shown.")
    return re.findall(r'(?:href|src)="(?!\w+:|#)([^"]*)"', shown)


def check_bill(release: Release) -> None:
    """The bill of materials in the wheel is valid CycloneDX; it is laid beside the wheel, too."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    name = f"perf_report-{release.version}.dist-info/sboms/sbom.cdx.json"
    text = _contents(_only(RELEASE, "*.whl"))[name].decode()
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    need(wrong is None, f"sbom.cdx.json is not valid: {wrong}")
    (RELEASE / f"perf_report-{release.version}.cdx.json").write_text(text, encoding="utf-8")


def check_installation(release: Release) -> None:
    """In a new environment, the wheel with its pinned packages makes a PDF, and verifies it."""
    folder = release.work / "installed"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (
        programs / "python",
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    )
    run(*pip, "--require-hashes", "--requirement", REPOSITORY / "requirements.txt")
    run(*pip, "--no-deps", _only(RELEASE, "*.whl"))
    command = programs / "perf-report"
    printed = run(command, "--version", cwd=release.work)
    need(release.version in printed, f"--version prints {printed}")
    run(command, "new", "demo", cwd=release.work)
    run(command, "--project", "demo", "build", cwd=release.work)
    paper = _only(release.work / "demo/output/demo-dandelion/2026", "table.zh.pdf")
    run(command, "verify", paper, cwd=release.work)


def write_digests(_release: Release) -> None:
    """Write the SHA-256 of each file of the release."""
    paths = sorted(path for path in RELEASE.iterdir() if path.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)
    (RELEASE / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


STEPS: tuple[Callable[[Release], None], ...] = (
    check_commit,
    check_licenses,
    check_workflows,
    build_twice,
    check_sdist,
    check_metadata,
    check_bill,
    check_installation,
    write_digests,
)


def reasons_against(release: Release) -> Iterator[tuple[str, str]]:
    """Each step with its sentence and why it fails, empty if it passes."""
    for step in STEPS:
        sentence = (step.__doc__ or "").splitlines()[0]
        try:
            step(release)
        except WrongError as error:
            yield sentence, str(error)
            return
        yield sentence, ""


def main() -> None:
    """Print each step as it passes, and exit with 1 at the first that does not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tag", help="the tag that is released; it must name the version")
    tag = parser.parse_args().tag
    version = version_of_package()
    if tag not in {None, f"v{version}"}:
        sys.exit(f"✗ The tag {tag} is not that of version {version}.")
    with tempfile.TemporaryDirectory() as folder:
        for sentence, reason in reasons_against(Release(version=version, work=Path(folder))):
            print(f"{'✗' if reason else '✓'} {sentence}", flush=True)
            if reason:
                sys.exit(reason)
    print(f"{RELEASE.relative_to(REPOSITORY)} has the files of version {version}.")


if __name__ == "__main__":
    main()
