"""What a build leaves behind: the same bytes everywhere, whole files, nothing half done."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builds import SMALL
from paths import SMALL_SPEC

from perf_report.outputs.manifest import Entry, Manifest

Runner = Callable[..., Any]

DATA = ("--format", "json", "--format", "csv")
PAGES = ("--format", "html", "--format", "json")
TABLE = "ccpit-tianjin/2025"


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file below a folder: its bytes, when it was written, which file it is."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes(),
            path.stat().st_mtime_ns,
            path.stat().st_ino,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _, _) in snapshot(folder).items()}


def touched(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def spec_copy(spec: Path, folder: Path, code: str = "ccpit-tianjin") -> Path:
    """A spec of another department with the same table."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{code}.yaml"
    text = spec.read_text("utf-8")
    assert "code: ccpit-tianjin" in text
    path.write_text(text.replace("code: ccpit-tianjin", f"code: {code}"), "utf-8")
    return path


@pytest.fixture
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small table, where what it says does not matter."""
    path = tmp_path_factory.mktemp("spec") / "small.yaml"
    path.write_text(SMALL.replace("example-bureau", "ccpit-tianjin"), "utf-8")
    return path


def own_templates(folder: Path, name: str, text: str) -> Path:
    """A folder with one template of a user's."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


# The same bytes everywhere


@pytest.mark.parametrize(
    ("environment", "jobs"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai",
          "PYTHONHASHSEED": "0"}, 1),
        ({"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "12345", "PYTHONUTF8": "0",
          "SOURCE_DATE_EPOCH": "86400"}, 2),
    ],
    ids=["a Chinese machine with one worker", "an American machine with two workers"],
)  # fmt: skip
def test_every_machine_makes_the_same_bytes(
    tool: Runner,
    real_spec: Path,
    built: Path,
    tmp_path: Path,
    environment: dict[str, str],
    jobs: int,
) -> None:
    output = tmp_path / "elsewhere" / "输出 folder"

    ran = tool("build", real_spec, "-o", output, "--jobs", jobs, environment=environment)

    assert ran.code == 0, ran.stderr
    assert len(contents(output)) == 13
    assert contents(output) == contents(built.parent.parent)


def test_a_build_of_one_format_after_another_ends_in_the_same_files(
    here: Runner, real_spec: Path, built: Path, tmp_path: Path
) -> None:
    for formats in (("--format", "csv"), ("--format", "html", "--lang", "en"), ()):
        assert here("build", real_spec, "-o", tmp_path, *formats).code == 0

    assert contents(tmp_path / TABLE) == contents(built)


def test_only_what_is_asked_for_is_made(here: Runner, spec: Path, tmp_path: Path) -> None:
    formats = ("--format", "html", "--format", "csv", "--lang", "en")

    ran = here("build", spec, "-o", tmp_path, *formats)

    assert ran.code == 0, ran.stderr
    assert set(contents(tmp_path)) == {
        "manifest.json",
        *(f"{TABLE}/{name}" for name in ("table.en.html", "funds.csv", "goals.csv",
                                         "indicators.csv")),
    }  # fmt: skip


def test_a_plan_in_chinese_alone_gets_chinese_pages_alone(
    here: Runner, spec: Path, tmp_path: Path
) -> None:
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("format: 1\n", "format: 1\nlanguages: [zh]\n", 1), "utf-8")

    ran = here("build", spec, "-o", tmp_path / "out", "--format", "html")

    assert ran.code == 0, ran.stderr
    assert set(contents(tmp_path / "out" / TABLE)) == {"table.zh.html"}


# What has not changed is left alone


@pytest.fixture
def two_tables(here: Runner, spec: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A folder of two specs, and the folder of their pages and data."""
    specs, output = tmp_path / "specs", tmp_path / "out"
    spec_copy(spec, specs, "one")
    spec_copy(spec, specs, "two")
    ran = here("build", specs, "-o", output, *PAGES)
    assert ran.code == 0, ran.stderr
    return specs, output


def test_a_second_build_writes_nothing(here: Runner, two_tables: tuple[Path, Path]) -> None:
    specs, output = two_tables
    before = snapshot(output)

    ran = here("build", specs, "-o", output, *PAGES)

    assert ran.code == 0
    assert ran.stdout == ""
    assert snapshot(output) == before


def test_force_makes_everything_again(here: Runner, two_tables: tuple[Path, Path]) -> None:
    specs, output = two_tables
    before = snapshot(output)

    ran = here("build", specs, "-o", output, *PAGES, "--force")

    assert ran.code == 0
    assert touched(before, snapshot(output)) == set(before) - {"manifest.json"}
    assert len(ran.stdout.splitlines()) == 8


def test_a_changed_spec_rewrites_its_own_table_alone(
    here: Runner, two_tables: tuple[Path, Path]
) -> None:
    specs, output = two_tables
    before = snapshot(output)
    changed = specs / "two.yaml"
    changed.write_text(changed.read_text("utf-8").replace("≥17台", "≥18台"), "utf-8")

    ran = here("build", specs, "-o", output, *PAGES)

    assert ran.code == 0, ran.stderr
    assert touched(before, snapshot(output)) == {
        "manifest.json",
        *(name for name in before if name.startswith("two/")),
    }
    assert "≥18台" in (output / "two/2025/table.zh.html").read_text("utf-8")


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_deleted_or_altered_file_is_made_again_and_the_others_stay(
    here: Runner, two_tables: tuple[Path, Path], damage: Callable[[Path], object]
) -> None:
    specs, output = two_tables
    before = snapshot(output)
    damage(output / "one/2025/table.en.html")

    ran = here("build", specs, "-o", output, *PAGES)

    assert ran.code == 0, ran.stderr
    assert touched(before, snapshot(output)) == {"one/2025/table.en.html"}
    assert contents(output) == {name: data for name, (data, _, _) in before.items()}


def test_a_changed_template_makes_the_pages_again(
    here: Runner, two_tables: tuple[Path, Path], tmp_path: Path
) -> None:
    specs, output = two_tables
    before = snapshot(output)
    templates = own_templates(tmp_path / "own", "funds.html.j2", "<p>mine</p>")

    ran = here("build", specs, "-o", output, "--templates", templates, *PAGES)

    assert ran.code == 0, ran.stderr
    assert {name for name in before if name.endswith(".html")} <= touched(before, snapshot(output))


@pytest.mark.parametrize("name", ["extra.html", "extra.css", "extra"])
def test_a_changed_file_that_a_template_includes_makes_the_pages_again(
    here: Runner, spec: Path, tmp_path: Path, name: str
) -> None:
    templates = own_templates(tmp_path / "own", "funds.html.j2", f"{{% include '{name}' %}}")
    command = ("build", spec, "-o", tmp_path / "out", "--templates", templates)
    own_templates(templates, name, "<p>before</p>")
    assert here(*command, "--format", "html", "--lang", "zh").code == 0

    own_templates(templates, name, "<p>after</p>")
    ran = here(*command, "--format", "html", "--lang", "zh")

    assert ran.code == 0, ran.stderr
    assert b"<p>after</p>" in (tmp_path / "out" / TABLE / "table.zh.html").read_bytes()


def test_a_language_that_a_plan_no_longer_has_takes_its_files_with_it(
    here: Runner, spec: Path, tmp_path: Path
) -> None:
    spec, output = spec_copy(spec, tmp_path / "specs"), tmp_path / "out"
    assert here("build", spec, "-o", output, "--format", "html").code == 0
    stranger = output / TABLE / "notes.txt"
    stranger.write_text("not ours")
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("format: 1\n", "format: 1\nlanguages: [zh]\n", 1), "utf-8")

    ran = here("build", spec, "-o", output, "--format", "html")

    assert ran.code == 0, ran.stderr
    assert set(contents(output / TABLE)) == {"table.zh.html", "notes.txt"}
    assert "table.en.html" not in (output / "manifest.json").read_text("utf-8")


# A failure leaves everything as it was


@pytest.fixture
def earlier(here: Runner, real_spec: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A spec that has changed since its outputs were built, and the folder of these."""
    spec, output = spec_copy(real_spec, tmp_path / "specs"), tmp_path / "out"
    ran = here("build", spec, "-o", output, *PAGES)
    assert ran.code == 0, ran.stderr
    spec.write_text(spec.read_text("utf-8").replace("≥17台", "≥18台"), "utf-8")
    return spec, output


def test_a_failing_template_leaves_everything_as_it_was(
    here: Runner, earlier: tuple[Path, Path], tmp_path: Path
) -> None:
    spec, output = earlier
    before = snapshot(output)
    templates = own_templates(tmp_path / "own", "indicators.html.j2", "{{ nothing.at_all }}")

    ran = here("build", spec, "-o", output, *PAGES, "--templates", templates)

    assert ran.code == 3
    assert snapshot(output) == before


def test_a_finding_leaves_everything_as_it_was(here: Runner, earlier: tuple[Path, Path]) -> None:
    spec, output = earlier
    before = snapshot(output)
    spec.write_text(spec.read_text("utf-8").replace("≥18台", "≥台"), "utf-8")

    ran = here("build", spec, "-o", output, *PAGES)

    assert ran.code == 1
    assert snapshot(output) == before


def test_one_bad_spec_among_good_ones_stops_all(
    here: Runner, two_tables: tuple[Path, Path]
) -> None:
    specs, output = two_tables
    before = snapshot(output)
    good, bad = specs / "one.yaml", specs / "two.yaml"
    good.write_text(good.read_text("utf-8").replace("≥17台", "≥18台"), "utf-8")
    bad.write_text(bad.read_text("utf-8").replace("≥17台", "≥台"), "utf-8")

    ran = here("build", specs, "-o", output, *PAGES)

    assert ran.code == 1
    assert snapshot(output) == before


def run_limited(arguments: list[str], megabytes: float) -> "subprocess.CompletedProcess[bytes]":
    """Run the tool where no file may be larger than so much, which fails like a full disk."""
    script = (
        "import resource, runpy, sys\n"
        "size = int(float(sys.argv.pop(1)) * 1_000_000)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "runpy.run_module('perf_report', run_name='__main__', alter_sys=True)\n"
    )
    command = [sys.executable, "-c", script, str(megabytes), *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


def test_a_full_disk_leaves_everything_as_it_was(earlier: tuple[Path, Path]) -> None:
    spec, output = earlier
    before = snapshot(output)

    # The JSON fits; the bilingual page does not.
    ran = run_limited(["build", str(spec), "-o", str(output), *PAGES], 0.09)

    assert ran.returncode == 3
    assert b"table.zh-en.html" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert snapshot(output) == before


def test_a_first_build_on_a_full_disk_leaves_no_file(real_spec: Path, tmp_path: Path) -> None:
    ran = run_limited(["build", str(real_spec), "-o", str(tmp_path / "out"), *DATA], 0.01)

    assert ran.returncode == 3
    assert contents(tmp_path) == {}


def test_a_file_where_a_folder_should_be_is_named_and_kept(
    here: Runner, spec: Path, tmp_path: Path
) -> None:
    blocker = tmp_path / "ccpit-tianjin"
    blocker.write_text("a file")

    ran = here("build", spec, "-o", tmp_path, *DATA)

    assert ran.code == 3
    assert str(blocker) in ran.stderr
    assert contents(tmp_path) == {"ccpit-tianjin": b"a file"}


def test_an_output_folder_that_is_a_file_is_named(here: Runner, spec: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "out"
    blocker.write_text("a file")

    ran = here("build", spec, "-o", blocker, *DATA)

    assert ran.code == 3
    assert str(blocker) in ran.stderr
    assert "Traceback" not in ran.stderr
    assert blocker.read_text() == "a file"


def test_a_folder_where_a_file_should_be_leaves_the_other_files_as_they_were(
    here: Runner, earlier: tuple[Path, Path]
) -> None:
    spec, output = earlier
    blocker = output / TABLE / "table.zh.html"
    blocker.unlink()
    (blocker / "inside").mkdir(parents=True)
    before = snapshot(output)

    ran = here("build", spec, "-o", output, *PAGES)

    assert ran.code == 3
    assert "table.zh.html" in ran.stderr
    assert snapshot(output) == before


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_manifest_is_laid_out_as_json_is(count: int) -> None:
    files = {
        f'部门/"{number}"\\.pdf': Entry(sha256='a"b', size=number, inputs="c", maker="d")
        for number in range(count)
    }
    manifest = Manifest(files=files, makers={"d": {"perf-report": "1"}})

    written = manifest.to_bytes().decode()

    data = json.loads(written)
    assert written == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    assert [file["path"] for file in data["files"]] == sorted(files)


def test_what_the_manifest_lists_is_what_is_there_after_a_failure(
    here: Runner, two_tables: tuple[Path, Path]
) -> None:
    specs, output = two_tables
    for spec in specs.iterdir():
        spec.write_text(spec.read_text("utf-8").replace("≥17台", "≥18台"), "utf-8")
    shutil.rmtree(output / "two")
    (output / "two").write_text("a file")

    failed = here("build", specs, "-o", output, *PAGES)
    (output / "two").unlink()
    again = here("build", specs, "-o", output, *PAGES)

    assert failed.code == 3
    assert again.code == 0
    # The first table was built whole before the second failed, and is fresh now.
    assert {Path(line).parts[-3] for line in again.stdout.splitlines()} == {"two"}


# Nothing from outside


@pytest.mark.parametrize(
    "template",
    [
        '<img src="https://outside.example/logo.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<link rel="stylesheet" href="https://outside.example/style.css">',
        "<style>@import 'https://outside.example/style.css';</style>",
        "<style>@font-face { font-family: X; src: url(https://outside.example/x.ttf) }</style>",
        '<p style="background: url(https://outside.example/back.png)">x</p>',
    ],
)
def test_a_template_that_asks_for_something_from_outside_is_refused_by_its_address(
    here: Runner, tmp_path: Path, template: str
) -> None:
    templates = own_templates(tmp_path / "own", "funds.html.j2", template)

    ran = here("build", SMALL_SPEC, "-o", tmp_path / "out", "--templates", templates)

    assert ran.code == 3
    assert "outside.example" in ran.stderr or "/etc/hostname" in ran.stderr
    assert not (tmp_path / "out").exists() or contents(tmp_path / "out") == {}


# The files themselves


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o002, 0o664)])
def test_files_can_be_read_by_those_whom_the_umask_allows(
    spec: Path, tmp_path: Path, umask: int, mode: int
) -> None:
    command = [sys.executable, "-m", "perf_report", "build", str(spec), "-o", str(tmp_path)]

    subprocess.run([*command, *DATA], check=True, capture_output=True, umask=umask)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {mode}


def test_no_temporary_file_stays(here: Runner, spec: Path, tmp_path: Path) -> None:
    temporary, output = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()

    ran = here(
        *("build", spec, "-o", output, "--lang", "zh"),
        environment={"TMPDIR": str(temporary)},
    )

    assert ran.code == 0, ran.stderr
    assert list(temporary.iterdir()) == []
    assert not [name for name in contents(output) if "tmp" in name or "/." in name]


def test_the_paths_of_what_was_written_are_the_result(
    here: Runner, spec: Path, tmp_path: Path
) -> None:
    ran = here("build", spec, "-o", tmp_path, *DATA)

    written = {Path(line).relative_to(tmp_path).as_posix() for line in ran.stdout.splitlines()}
    assert written == set(contents(tmp_path)) - {"manifest.json"}
