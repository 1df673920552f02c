"""Trust, section 2: what is read back, what is written, and what hostile text may cost."""

import hashlib
import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cases import for_each
from conftest import Runner

# --- Files that the tool reads back ---


@pytest.fixture
def project(tmp_path: Path, here: Runner) -> Path:
    """A new project with its tables as data."""
    folder = tmp_path / "project"
    assert here("new", folder).code == 0
    assert here("build", "--format", "json", cwd=folder).code == 0
    return folder


def forge(folder: Path, change: Callable[[Any], None]) -> Path:
    """Change the manifest of a project's output."""
    path = folder / "output" / "manifest.json"
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data))
    return path


def with_path(path: object) -> Callable[[Any], None]:
    """Add an entry with this path."""
    return lambda data: data["files"].append(data["files"][0] | {"path": path})


PATHS = (
    "../victim", "{folder}/victim", "a/../../victim", "./victim", "a//victim", "C:/a/victim",
    "..\\victim", "a/2026/\0", "a/2026/..", "victim", "", 7, None, ["a"],
)  # fmt: skip


@for_each("path", PATHS)
def test_a_forged_path_in_the_manifest_is_refused_and_removes_nothing(
    path: object, project: Path, here: Runner
) -> None:
    victim = project / "victim"
    victim.write_text("kept")
    written = path.format(folder=project) if isinstance(path, str) else path
    before = (project / "output/manifest.json").read_bytes()
    forge(project, with_path(written))
    for command in (["build", "--prune", "--format", "json"], ["build"], ["site", "--no-build"]):
        ran = here(*command, cwd=project)
        assert (ran.code, victim.read_text()) == (3, "kept"), (command, ran.stderr)
        assert "manifest" in ran.stderr
    (project / "output/manifest.json").write_bytes(before)


WRONG: tuple[tuple[str, object], ...] = (
    ("size", "1"), ("sha256", 5), ("inputs", None), ("maker", {}), ("path", {"a": 1}),
)  # fmt: skip


@for_each("key,value", WRONG)
def test_a_manifest_with_values_of_wrong_types_is_a_message(
    key: str, value: object, project: Path, here: Runner
) -> None:
    before = (project / "output/manifest.json").read_bytes()
    forge(project, lambda data: data["files"][0].update({key: value}))
    ran = here("build", "--prune", "--format", "json", cwd=project)
    assert ran.code == 3
    assert "manifest" in ran.stderr
    (project / "output/manifest.json").write_bytes(before)


def test_prune_follows_no_link_out_of_the_output_folder(
    project: Path, tmp_path: Path, here: Runner
) -> None:
    outside = tmp_path / "outside" / "2024"
    outside.mkdir(parents=True)
    (outside / "table.json").write_text("kept")
    (project / "output" / "gone").symlink_to(outside.parent)
    forge(project, with_path("gone/2024/table.json"))
    ran = here("build", "--prune", "--format", "json", cwd=project)
    assert ran.code == 3
    assert (outside / "table.json").read_text() == "kept"


def test_a_table_that_names_another_department_writes_nothing_outside_of_the_site(
    project: Path, here: Runner
) -> None:
    table = next((project / "output").glob("*/*/table.json"))
    data = json.loads(table.read_bytes())
    data["department"]["code"] = "../../escaped"
    table.write_text(json.dumps(data))
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    name = table.relative_to(project / "output").as_posix()

    def change(manifest: Any) -> None:
        for entry in manifest["files"]:
            if entry["path"] == name:
                entry["sha256"] = digest

    forge(project, change)
    ran = here("site", "--no-build", "--no-search", cwd=project)
    assert ran.code == 3
    assert "table.json" in ran.stderr
    assert not list(project.parent.rglob("escaped"))


# --- What a person names is written as what it is ---

BAD = "format: 1\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A spec with findings."""
    path = tmp_path / "bad.yaml"
    path.write_text(BAD)
    return path


@contextmanager
def reading(pipe: Path) -> Iterator[list[bytes]]:
    """Make a named pipe, and read it to its end while the block runs."""
    os.mkfifo(pipe)
    read: list[bytes] = []
    opened = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(opened, True)
    yield read
    os.set_blocking(opened, False)
    with suppress(BlockingIOError):
        while data := os.read(opened, 1 << 16):
            read.append(data)
    os.close(opened)


def test_a_report_goes_into_a_pipe_that_stays_one(bad: Path, tmp_path: Path, here: Runner) -> None:
    pipe = tmp_path / "pipe"
    with reading(pipe) as read:
        ran = here("validate", "--format", f"json={pipe}", bad)
    assert ran.code == 1
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert json.loads(b"".join(read))["summary"]["files"] == 1


def test_changes_and_verdicts_go_into_a_pipe_that_stays_one(
    real_spec: Path, built: Path, tmp_path: Path, here: Runner
) -> None:
    commands = (["diff", real_spec, real_spec], ["verify", built / "table.zh.pdf"])
    for number, command in enumerate(commands):
        pipe = tmp_path / f"pipe{number}"
        with reading(pipe) as read:
            ran = here(*command, "--format", f"json={pipe}")
        assert ran.code == 0, ran.stderr
        assert stat.S_ISFIFO(pipe.lstat().st_mode)
        assert json.loads(b"".join(read))


def test_next_years_spec_goes_into_a_pipe_that_stays_one(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    pipe = tmp_path / "pipe"
    with reading(pipe) as read:
        ran = here("new", "--from", real_spec, "--output", pipe)
    assert ran.code == 0, ran.stderr
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert b"year: 2026" in b"".join(read)


def test_a_report_to_the_open_stdout_goes_on_where_stdout_is(bad: Path, tmp_path: Path) -> None:
    # A link of ours, as /dev/stdout is one: a version that replaces it does no harm.
    link, kept = tmp_path / "out", tmp_path / "kept.txt"
    link.symlink_to("/proc/self/fd/1")
    command = ["validate", "--format", f"json={link}", "--format", "text", bad]
    with kept.open("wb") as stream:
        ran = subprocess.run(
            [sys.executable, "-m", "perf_report", *map(str, command)],
            stdout=stream, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert link.is_symlink()
    data, end = json.JSONDecoder().raw_decode(kept.read_text("utf-8"))
    assert data["summary"]["files"] == 1
    assert f"{bad}:1:1" in kept.read_text("utf-8")[end:]


def test_what_a_link_leads_to_is_written_with_its_permissions(
    bad: Path, tmp_path: Path, here: Runner
) -> None:
    link, real = tmp_path / "link.json", tmp_path / "real.json"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real.name)
    assert here("validate", "--format", f"json={link}", bad).code == 1
    assert link.is_symlink()
    assert json.loads(real.read_bytes())
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_fixes_and_approvals_are_written_through_links(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    text = real_spec.read_text("utf-8")
    real, link = tmp_path / "shared.yaml", tmp_path / "linked.yaml"
    real.write_text(text.replace("。", ".", 1), "utf-8")
    link.symlink_to(real)
    before = real.read_bytes()
    assert here("validate", "--fix", link).code == 0
    assert link.is_symlink()
    assert real.read_bytes() != before


def test_links_in_a_circle_are_an_error_and_stay(bad: Path, tmp_path: Path, here: Runner) -> None:
    link = tmp_path / "circle"
    link.symlink_to(link)
    ran = here("validate", "--format", f"json={link}", bad)
    assert ran.code == 3
    assert link.is_symlink()


def test_a_folder_to_write_that_is_a_pipe_is_an_error_and_stays(
    real_spec: Path, built: Path, project: Path, tmp_path: Path, here: Runner
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for command in (
        ["build", "--format", "json", real_spec, "--output", pipe],
        ["site", "--no-build", "--no-search", "--output", pipe],
        ["extract", built / "table.zh.pdf", "--output", pipe],
        ["new", pipe],
    ):
        ran = here(*command, cwd=project)
        assert ran.code == 3, command
        assert "Traceback" not in ran.stderr
        assert stat.S_ISFIFO(pipe.lstat().st_mode)


# --- Streams: closed pipes, encodings, names, standard input ---


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell, in which `perf-report` is `$T`."""
    tool = f"{shlex.quote(sys.executable)} -m perf_report"
    return subprocess.run(
        ["bash", "-c", command.replace("$T", tool)],
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_a_closed_pipe_ends_as_if_all_had_been_read(bad: Path, real_spec: Path) -> None:
    for options, code in (
        (f"validate {bad}", 1), (f"validate --format json {bad}", 1), ("rules", 0),
        (f"validate {real_spec}", 0), (f"diff {real_spec} {real_spec}", 0),
    ):  # fmt: skip
        for unbuffered in ("", "1"):
            ran = shell(
                f"$T {options} | true; exit ${{PIPESTATUS[0]}}", PYTHONUNBUFFERED=unbuffered
            )
            assert (ran.returncode, b"Traceback" in ran.stderr) == (code, False), ran.stderr
    both = shell(f"$T validate {bad} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert both.returncode == 1


@pytest.mark.slow
def test_what_programs_read_is_utf8_whatever_the_terminals_encoding(
    tmp_path: Path, bad: Path
) -> None:
    named = tmp_path / "目标.yaml"
    named.write_text(BAD)
    for encoding in ("ascii", "gbk", "latin-1"):
        for name in ("json", "sarif", "junit", "gitlab"):
            ran = shell(f"$T validate --format {name} {named}", PYTHONIOENCODING=encoding)
            text = ran.stdout.decode("utf-8")
            assert ran.returncode == 1
            assert "目标.yaml" in text or "%E7%9B%AE%E6%A0%87.yaml" in text, (encoding, name)
    chinese = shell(f"$T --ui-language zh validate {bad}", PYTHONIOENCODING="gbk")
    assert "缺少" in chinese.stdout.decode("gbk")


NAMES = ("a\x1b[31mb", "a\u202eb", "a\x01b", "a\ufffeb", "a\nb", "a\x7fb", "a\u200bb", b"a\xffb")


@pytest.mark.slow
@for_each("name", NAMES)
def test_a_files_name_breaks_no_report_and_reaches_no_terminal(
    name: str | bytes, tmp_path: Path, here: Runner
) -> None:
    path = tmp_path / f"{os.fsdecode(name)}.yaml"
    path.write_text(BAD)
    junit = ET.fromstring(here("validate", "--format", "junit", path).stdout)  # noqa: S314  # ours
    assert junit.findall(".//testcase")
    for form in ("json", "sarif", "gitlab"):
        assert json.loads(here("validate", "--format", form, path).stdout)
    for command in (["validate", path], ["diff", path, path], ["validate", tmp_path / f"{path}x"]):
        ran = here(*command)
        shown = ran.stdout + ran.stderr
        assert not set(shown) & set("\x1b\u202e\x01\ufffe\x7f\u200b"), command
        assert "a\nb" not in shown
        assert "a\\" in shown


@pytest.mark.slow
def test_standard_input_is_a_spec_called_by_a_dash(real_spec: Path, tmp_path: Path) -> None:
    found = shell("printf 'format: 1\\n' | $T validate --format json -")
    assert found.returncode == 1
    assert {item["file"] for item in json.loads(found.stdout)["findings"]} == {"-"}
    sound = shell(f"$T validate - < {real_spec}")
    assert (sound.returncode, b"-:" in sound.stdout) == (0, True)
    out = tmp_path / "out"
    assert shell(f"$T build --format json -o {out} - < {real_spec}").returncode == 0
    assert list(out.glob("*/*/table.json"))
    changed = shell(f"sed s/≥17台/≥7台/ {real_spec} | $T diff --format json {real_spec} -")
    data = json.loads(changed.stdout)
    assert (data["summary"]["weaker"], data["revision"]["source"]) == (1, "-")


@pytest.mark.slow
def test_standard_input_is_read_once_and_never_fixed(real_spec: Path) -> None:
    for options in ("diff - -", "validate --fix -", "validate --diff -", "diff --base HEAD -"):
        ran = shell(f"$T {options} < {real_spec}")
        assert ran.returncode == 2, options
        assert b"standard input" in ran.stderr
