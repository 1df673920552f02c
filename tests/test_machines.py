"""Machines that offices have: Windows, consoles in other encodings, and without Pango."""

import io
import json
import locale
import multiprocessing
import ntpath
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest
from builds import SMALL
from conftest import Runner
from paths import SMALL_SPEC, TESTS

from perf_report import cli
from perf_report.app import doctor, machine
from perf_report.app.compare import sides
from perf_report.app.import_paper.files import name_specs
from perf_report.app.review import base_settings
from perf_report.cli import click_i18n
from perf_report.errors import PublishError, RenderError, SettingsError, SourceError
from perf_report.messages import load_catalogue
from perf_report.pdf import fonts
from perf_report.pdf.weasyprint_compat import loading
from perf_report.processes import limited_process, worker_process
from perf_report.publish.folder_target import FolderTarget
from perf_report.publish.open_target import open_target
from perf_report.publish.target import Publisher

# --- Without POSIX, links and Pango ---


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the core of the product does on a machine without all of these."""
    folder = tmp_path_factory.mktemp("bare")
    ran = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", TESTS / "bare_machine.py", folder],
        env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return {"folder": folder, **json.loads(ran.stdout)}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["new", "validate", "papers", "import"])
def test_what_needs_no_pdf_works_on_a_bare_machine(bare: dict[str, Any], command: str) -> None:
    code, _, told = bare["commands"][command]
    assert code == 0, told


@pytest.mark.slow
def test_a_build_without_pango_makes_all_else_and_says_so_once(bare: dict[str, Any]) -> None:
    code, printed, told = bare["commands"]["build"]
    output = bare["folder"] / "demo" / "output"
    assert code == 3
    assert "table.json" in printed
    assert told.count("no PDF was built") == 1
    assert "perf-report doctor" in told
    assert not list(output.rglob("*.pdf"))
    assert len(list(output.rglob("table.zh.html"))) == 2


@pytest.mark.slow
def test_the_second_line_of_the_doctor_installs_pango(bare: dict[str, Any]) -> None:
    code, printed, _ = bare["commands"]["doctor"]
    first, second, *others = printed.splitlines()
    assert code == 3
    assert first.startswith("✗ Pango")
    commands = r"sudo (apt-get|dnf|yum) install \S*pango.*|brew install pango|.*pacman -S .*pango.*"
    assert re.fullmatch(rf"  → ({commands})", second)
    # What WeasyPrint prints of itself is not among it.
    assert all(line.startswith("✓ ") for line in others)


@pytest.mark.slow
def test_a_folder_is_published_on_a_bare_machine(bare: dict[str, Any]) -> None:
    assert [text.split()[-1] for text in bare["shown"]] == ["one", "two"]
    assert not (bare["folder"] / "www").is_symlink()


def test_the_doctor_knows_what_installs_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name == "dnf" or None)
    assert machine.system_installer() == "dnf"
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert machine.system_installer() == "unknown"
    monkeypatch.setattr(machine, "os", SimpleNamespace(name="nt"))
    assert machine.system_installer() == "windows"


def test_on_windows_the_doctor_names_the_package_of_msys2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RenderError("renderer-missing", detail="error 0x7e")

    monkeypatch.setattr(loading, "load_weasyprint", fail)
    monkeypatch.setattr(doctor, "system_installer", lambda: "windows")
    say = load_catalogue("zh")
    item = doctor._pango(say)
    assert (item.found, item.needed, item.detail) == (False, True, "缺少（error 0x7e）")
    command = r"C:\msys64\usr\bin\pacman -S mingw-w64-ucrt-x86_64-pango"
    assert say.format("doctor", item.remedy).startswith(command)


def test_a_font_is_copied_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = fonts.bundled_fonts()[0]
    monkeypatch.delattr(os, "symlink")
    (copied,) = fonts._link_fonts(tmp_path / "fonts", (font,)).iterdir()
    assert not copied.is_symlink()
    assert copied.stat().st_size == font.stat().st_size


def test_a_worker_starts_where_no_signal_is_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask")
    with worker_process._interrupts_blocked():
        pass


def test_a_call_without_end_is_ended_where_the_system_has_no_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limited_process, "_has_limits", lambda: False)
    monkeypatch.setattr(limited_process, "_PATIENCE", 0.01)
    before = set(multiprocessing.active_children())
    endless = pytest.raises(limited_process.ProcessLimitError)
    with limited_process.LimitedProcess(seconds=1) as process, endless:
        process.call(time.sleep, 600)
    assert set(multiprocessing.active_children()) <= before


# --- Names and paths of Windows ---


@pytest.mark.parametrize("address", [r"C:\www", "D:/www/public", r"\\server\share\www"])
def test_a_drive_and_a_share_are_folders_on_windows(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(owner="me", notes=tmp_path)
    monkeypatch.setattr(os.path, "splitdrive", ntpath.splitdrive)
    assert isinstance(open_target(address, publisher), FolderTarget)
    with pytest.raises(PublishError, match="target-scheme"):
        open_target("sftp:host", publisher)


@pytest.mark.parametrize("name", [r"C:\specs\absent.yaml", r"\\server\share\absent.yaml"])
def test_a_file_on_a_drive_is_no_revision(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = SimpleNamespace(isabs=ntpath.isabs, lexists=os.path.lexists)
    monkeypatch.setattr(sides, "os", SimpleNamespace(path=paths))
    with pytest.raises(SourceError, match="source-missing"):
        sides.read_side(name)


def test_a_setting_on_a_drive_is_outside_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = SimpleNamespace(isabs=ntpath.isabs)
    monkeypatch.setattr(base_settings, "os", SimpleNamespace(path=paths))
    with pytest.raises(SettingsError, match="settings-outside"):
        base_settings.path_from_top(PurePosixPath(), r"C:\fonts\song.ttf")


@pytest.mark.parametrize("code", ["A", "Example-Bureau", "aux.txt", "CON", "con", "a.", "a ", "a?"])
def test_a_code_that_a_system_refuses_or_confuses_has_a_finding(
    code: str, here: Runner, tmp_path: Path
) -> None:
    # As `a` and `A`, which are one folder where names do not differ by case.
    (tmp_path / "other.yaml").write_text(SMALL.replace("example-bureau", f'"{code}"'), "utf-8")
    ran = here("validate", SMALL_SPEC, tmp_path / "other.yaml")
    assert ran.code == 1
    assert re.search(r"other\.yaml:4:\d+", ran.stdout)


def test_imported_specs_never_differ_by_case_alone(tmp_path: Path) -> None:
    named: list[Any] = [SimpleNamespace(name=name) for name in ("a-2026.yaml", "A-2026.yaml")]
    names = [path.name for path in name_specs(tmp_path, named)]
    assert names == ["a-2026.yaml", "A-2026-2.yaml"]


# --- Consoles ---


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
@pytest.mark.parametrize(
    "words",
    [["validate", "bad.yaml"], ["status"], ["diff", "a.yaml", "b.yaml"], ["forms"], ["--help"],
     ["absent-📄"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_console_shows_what_it_can_and_never_fails(
    encoding: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "b.yaml").write_text(SMALL.replace("≥500件", "≥400件"), "utf-8")
    (tmp_path / "bad.yaml").write_text(SMALL.replace("≥500件", '"≥500m² 📄"'), "utf-8")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "²-📄.yaml").write_text(SMALL, "utf-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    err = io.TextIOWrapper(io.BytesIO(), encoding, "backslashreplace")
    monkeypatch.setattr(sys, "argv", ["perf-report", "--ui-language", "zh", *words])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.chdir(tmp_path)
    with suppress(SystemExit):
        cli.main()
    for stream in (out, err):
        stream.flush()
    shown = b"".join(each.buffer.getvalue() for each in (out, err))
    assert bool(re.search("[一-龥]", shown.decode(encoding))) == (encoding == "gbk")


@pytest.mark.parametrize("words", [["status", "--format", "json"], ["forms", "--format", "json"]])
def test_json_is_utf_8_on_any_console(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "示例-²📄.yaml").write_text(SMALL, "utf-8")
    out = io.TextIOWrapper(io.BytesIO(), "gbk")
    monkeypatch.setattr(sys, "argv", ["perf-report", "--ui-language", "zh", *words])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.chdir(tmp_path)
    with suppress(SystemExit):
        cli.main()
    out.flush()
    assert json.loads(out.buffer.getvalue().decode("utf-8"))


class _Console(io.RawIOBase):
    """The console of Windows, which takes text, and is no file."""

    def writable(self) -> bool:
        return True


def test_the_console_of_windows_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BufferedWriter(_Console()), "utf-8")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", console)
    cli._outlive_readers()
    assert sys.stdout is console


@pytest.mark.parametrize(
    ("name", "language"),
    [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), ("English_United States", "en"),
     (None, "en")],
)  # fmt: skip
def test_without_variables_the_language_is_the_systems(
    name: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "936"))
    assert click_i18n.locale_language({}) == language
    assert click_i18n.locale_language({"LANG": "en_US.UTF-8"}) == "en"
