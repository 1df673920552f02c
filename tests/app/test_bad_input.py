"""Bad input through the real command line: one clear message, the exit code, no file touched."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from builds import SMALL
from paths import SMALL_SPEC

Runner = Callable[..., Any]
FINDING = re.compile(r"^.*?\.yaml:(\d+:\d+): error\[(.+?)\]: (.*)$", re.MULTILINE)


def changed(replace: str, with_: str) -> str:
    assert replace in SMALL
    return SMALL.replace(replace, with_, 1)


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder: its bytes, and when it was last written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """An output folder in which an earlier build stands."""
    folder = tmp_path_factory.mktemp("standing")
    ran = here("build", SMALL_SPEC, "--output", folder, "--format", "html")
    assert ran.code == 0, ran.stderr
    assert "manifest.json" in contents(folder)
    return folder


class Ran(NamedTuple):
    """What a command did, as the fixture `tool` says it."""

    code: int
    stdout: str
    stderr: str


def assert_unable(ran: Ran, *words: str) -> None:
    """The command could not run, and says why in one message and what to do in another."""
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.code == 3
    assert ran.stdout == ""
    message, help_ = ran.stderr.splitlines()
    assert message.startswith("error: ")
    assert help_.startswith("  help: ")
    for word in words:
        assert word in ran.stderr


# --- What is wrong inside a spec ---


class Bad(NamedTuple):
    """A bad spec: line and column, rule and some words of what must be found, and nothing else."""

    name: str
    data: bytes | str
    place: str
    rule: str
    words: str


BAD_SPECS = [
    Bad("not YAML", "@@@ not: [yaml", "1:1", "yaml-syntax", "cannot be read as YAML"),
    Bad("full-width colon", changed("year:", "year："), "2:5", "yaml-full-width-colon", "“year: ”"),
    Bad("tab", changed("  code:", "\tcode:"), "4:1", "yaml-tab", "spaces only"),
    Bad("GBK", SMALL.encode("gbk"), "5:15", "yaml-encoding", "iconv -f GB18030"),
    Bad("GB18030", SMALL.encode("gb18030"), "5:15", "yaml-encoding", "iconv -f GB18030"),
    Bad("UTF-16", SMALL.encode("utf-16"), "1:1", "yaml-encoding", "iconv -f UTF-16"),
    Bad("empty", "", "1:1", "yaml-empty", "empty"),
    Bad("second document", f"{SMALL}---\na: 1\n", "21:1", "yaml-second-document", "two files"),
    Bad("key twice", f"{SMALL}year: 2025\n", "21:1", "yaml-duplicate-key", "line 2"),
    Bad("anchor", changed("2025", "&year 2025"), "2:7", "yaml-anchor", "&year"),
    Bad("alias", changed("Example Bureau", "*name "), "5:23", "yaml-anchor", "*name"),
    Bad("tag", changed("2025", "!!int 2025"), "2:7", "yaml-tag", "not allowed"),
    Bad("merge key", changed("  code", "  <<: {}\n  code"), "4:3", "yaml-merge-key", "<<"),
    Bad("100,000 levels", "[" * 100000, "1:33", "yaml-nesting", "32 levels"),
    Bad("50 MB", b"# 2025\n" * 7500000, "1:1", "file-too-large", "too large"),
    Bad("unknown key", changed("tasks:", "x: 1\ntasks:"), "8:1", "unknown-key", "“x”"),
    Bad("misspelt key", changed("year:", "yeer:"), "2:1", "unknown-key", "did you mean “year”?"),
    Bad(
        "number as name",
        changed("{zh: 示例局, en: Example Bureau}", "2025"),
        "5:9",
        "wrong-type",
        "a mapping",
    ),
    Bad(
        "number as text",
        changed("示例局", "2025"),
        "5:14",
        "wrong-type",
        'quotes around it: "2025"',
    ),
    Bad("text as amount", changed("396.60", "三百"), "11:35", "wrong-type", "must be a number"),
    Bad("1,306.00", changed("396.60", '"1,306.00"'), "11:35", "wrong-type", "Write 1306.00"),
    Bad("NaN", changed("396.60", ".nan"), "11:35", "yaml-number", "plain decimal number"),
    Bad("infinity", changed("396.60", "-.inf"), "11:35", "yaml-number", "plain decimal number"),
    Bad("negative", changed("396.60", "-396.60"), "11:35", "amount", "not negative"),
    Bad("finer", changed("396.60", "396.6050001"), "11:35", "amount", "whole fen"),
    Bad("no figure", changed("≥17台", "≥台"), "20:17", "target-syntax", "such as ≥17台"),
    Bad("sign behind", changed("≥17台", "17≥"), "20:17", "target-syntax", "such as ≥17台"),
    Bad(
        "line break in a target", changed("≥17台", '"≥17台\\n"'), "20:17", "target-syntax", "≥17台"
    ),
    Bad("thirty digits", changed("396.60", "9" * 30), "11:35", "amount", "not a valid amount"),
    Bad(
        "category",
        changed("output.quantity", "output.quantty"),
        "18:19",
        "category-unknown",
        "did you mean “output.quantity”?",
    ),
    Bad(
        "category of the other form",
        changed("output.quantity", "cost.economic"),
        "18:19",
        "category-unknown",
        "output-cost",
    ),
    Bad("control character", changed("示例局", '"示\\u0007"'), "5:14", "yaml-character", "U+0007"),
    Bad("tab in a text", changed("示例局", '"示\\t例"'), "5:14", "glyph-missing", "U+0009"),
    Bad("rare character", changed("示例局", "示𱋺"), "5:14", "glyph-missing", "U+312FA"),
    Bad("code", changed("example-bureau", "../../etc"), "4:9", "code-form", "../../etc"),
    Bad("sums", changed("409.60", "409.61"), "11:20", "funds-total", "+0.01"),
    Bad(
        "unknown task",
        changed("[service]", "[servise]"),
        "14:13",
        "reference-unknown",
        "did you mean “service”?",
    ),
    Bad(
        "unknown framework",
        changed("output-cost", "cost-output"),
        "6:12",
        "category-unknown",
        "output-cost",
    ),
]


@pytest.mark.parametrize("bad", BAD_SPECS, ids=[bad.name for bad in BAD_SPECS])
def test_a_bad_spec_gets_one_message_and_touches_no_file(
    tmp_path: Path, here: Runner, standing: Path, bad: Bad
) -> None:
    spec, before = tmp_path / "spec.yaml", contents(standing)
    spec.write_bytes(bad.data.encode() if isinstance(bad.data, str) else bad.data)
    ran = here("build", spec, "--output", standing, "--format", "html")
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.code == 1
    assert ran.stdout == ""
    assert [match[:2] for match in FINDING.findall(ran.stderr)] == [(bad.place, bad.rule)]
    assert bad.words in ran.stderr
    assert "Nothing was written" in ran.stderr
    assert contents(standing) == before


def test_a_bad_spec_makes_no_folder_and_stops_the_good_ones_with_all_outputs(
    tmp_path: Path, here: Runner
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(changed("year: 2025", "year: 25\ncolour: red").replace("409.60", "-1"), "utf-8")
    ran = here("build", SMALL_SPEC, bad, "--output", tmp_path / "new")
    assert ran.code == 1
    assert FINDING.findall(ran.stderr)[0][0] == "2:7"
    assert len(FINDING.findall(ran.stderr)) == 3
    assert "Nothing was written" in ran.stderr
    assert not (tmp_path / "new").exists()


def test_the_messages_are_in_chinese_too(tmp_path: Path, here: Runner) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(changed("year:", "yeer:"), "utf-8")
    ran = here("--ui-language", "zh", "build", spec, "--output", tmp_path / "new")
    assert ran.code == 1
    assert f"{spec}:2:1: 错误[unknown-key]" in ran.stderr
    assert "没有“yeer”这个键，是否应为“year”？" in ran.stderr
    assert "没有写入任何文件" in ran.stderr


def test_the_excerpt_shows_the_place_in_a_long_chinese_line(tmp_path: Path, here: Runner) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(changed("提升服务。", f"{'提升服务' * 20}甲\u200b乙。"), "utf-8")
    ran = here("build", spec, "--output", tmp_path / "new", "--format", "html")
    assert ran.code == 1
    excerpt = next(line for line in ran.stderr.splitlines() if line.startswith("   15 | "))
    assert "甲\ufffd" in excerpt


def test_a_message_never_sends_a_terminal_its_commands(tmp_path: Path, here: Runner) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(changed("example-bureau", '"\\e]0;title\\a"'), "utf-8")
    ran = here("--color", "always", "build", spec, "--output", tmp_path / "new")
    assert ran.code == 1
    assert "\x1b]" not in ran.stderr
    assert "\x07" not in ran.stderr


def test_a_byte_order_mark_is_accepted(tmp_path: Path, here: Runner) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    ran = here("build", spec, "--output", tmp_path / "new", "--format", "json")
    assert ran.code == 0
    assert "error" not in ran.stderr


# --- Text that other programs would run ---

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} </style><b> *{color:red} ${7*7}"


class _Reader(HTMLParser):
    """The elements of a page, and the text outside its style."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.text += " ".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        if self.elements[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """The files of a table whose texts are markup and code."""
    folder = tmp_path_factory.mktemp("hostile")
    text = SMALL
    for words in ("示例局", "Example Bureau", "做好服务。", "提升服务。", "窗口数量"):
        text = text.replace(words, f"'{HOSTILE}'")
    (folder / "spec.yaml").write_text(text, "utf-8")
    ran = here("build", folder / "spec.yaml", "--output", folder)
    assert ran.code == 0, ran.stderr
    return folder / "example-bureau" / "2025"


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_markup_and_code_in_texts_are_shown_on_the_page_and_never_run(
    hostile: Path, mode: str
) -> None:
    page = (hostile / f"table.{mode}.html").read_text("utf-8")
    reader = _Reader()
    reader.feed(page)
    assert "script" not in reader.elements
    assert "b" not in reader.elements
    assert page.count("</style>") == 1
    assert HOSTILE in reader.text


def test_markup_and_code_in_texts_are_text_in_the_pdf(hostile: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-raw", hostile / "table.zh.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    joined = re.sub(r"\s+", "", text)
    assert re.sub(r"\s+", "", HOSTILE) in joined


# --- What cannot be read ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.yaml"], ["no file nowhere.yaml"]),
        (["small.yaml", "nowhere.yaml"], ["no file nowhere.yaml"]),
        (["empty"], ["no spec in empty"]),
        (["loop.yaml"], ["loop.yaml cannot be read"]),
        (["plain/spec.yaml"], ["plain/spec.yaml"]),
        ([f"{'long' * 80}.yaml"], ["longlong"]),
        (["small.yaml", "--templates", "nowhere"], ["no template folder nowhere"]),
        (["small.yaml", "--font", "nowhere.ttf"], ["no file nowhere.ttf"]),
        (["small.yaml", "--font", "small.yaml"], ["small.yaml", "cannot be read"]),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_what_cannot_be_read_is_named_and_touches_no_file(
    tmp_path: Path, tool: Runner, standing: Path, arguments: list[str], words: list[str]
) -> None:
    shutil.copy(SMALL_SPEC, tmp_path / "small.yaml")
    (tmp_path / "empty").mkdir()
    (tmp_path / "plain").write_text("a file, not a folder")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    before = contents(standing)
    ran = tool("build", *arguments, "--output", standing, "--format", "html", cwd=tmp_path)
    assert_unable(ran, *words)
    assert contents(standing) == before


def test_a_folder_stands_for_the_specs_in_it(tmp_path: Path, here: Runner) -> None:
    shutil.copy(SMALL_SPEC, tmp_path / "b.yaml")
    (tmp_path / "a.yml").write_text(changed("year: 2025", "year: 2024"), "utf-8")
    (tmp_path / "notes.txt").write_text("not a spec")
    (tmp_path / "c.yaml").mkdir()
    ran = here("build", tmp_path, "--output", tmp_path / "new", "--format", "json")
    assert ran.code == 0, ran.stderr
    tables = [Path(line) for line in ran.stdout.splitlines() if line.endswith("table.json")]
    assert [path.parent.name for path in tables] == ["2024", "2025"]


# --- Permissions, a full disk, Ctrl-C: run without the rights that root has ---


def without_privileges() -> list[str]:
    """What goes before a command so that root, too, is bound by the permissions of files."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "the tests of permissions, run by root, need setpriv (util-linux)"
    return [setpriv, "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


def run_bound(*arguments: object, before: list[str]) -> Ran:
    ran = subprocess.run(
        [*before, sys.executable, "-m", "perf_report", *map(str, arguments)],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may enter."""
    folder = tmp_path / "closed"
    folder.mkdir()
    shutil.copy(SMALL_SPEC, folder / "spec.yaml")
    folder.chmod(0o000)
    yield folder
    folder.chmod(0o700)


def test_a_file_without_the_right_to_read_it_is_named(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SMALL, "utf-8")
    spec.chmod(0o000)
    ran = run_bound("build", spec, "--output", tmp_path / "new", before=without_privileges())
    assert_unable(ran, f"{spec} cannot be read", "Permission denied", "permissions")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["", "spec.yaml"])
def test_a_folder_without_the_right_to_enter_it_is_named(
    tmp_path: Path, closed: Path, name: str
) -> None:
    ran = run_bound(
        "build", closed / name, "--output", tmp_path / "new", before=without_privileges()
    )
    assert_unable(ran, str(closed / name), "Permission denied")
    assert not (tmp_path / "new").exists()


def test_an_output_folder_without_the_right_to_write_is_named(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    output.chmod(0o500)
    arguments = ("build", SMALL_SPEC, "--output", output, "--format", "html")
    ran = run_bound(*arguments, before=without_privileges())
    assert_unable(ran, str(output), "cannot be written", "Permission denied")
    assert list(output.iterdir()) == []


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path, here: Runner) -> None:
    output = tmp_path / "output"
    output.write_text("a file, not a folder")
    ran = here("build", SMALL_SPEC, "--output", output, "--format", "html")
    assert_unable(ran, str(output), "cannot be written")
    assert output.read_text() == "a file, not a folder"


def test_one_file_that_cannot_be_replaced_keeps_all_the_others_as_they_were(
    tmp_path: Path, here: Runner
) -> None:
    folder = tmp_path / "example-bureau" / "2025"
    arguments = ("--output", tmp_path, "--format", "html", "--format", "json")
    assert here("build", SMALL_SPEC, *arguments).code == 0
    (folder / "table.json").unlink()
    (folder / "table.json").mkdir()
    before = contents(tmp_path)
    spec = tmp_path / "spec.yaml"
    spec.write_text(changed("示例局", "示例二局"), "utf-8")
    ran = here("build", spec, *arguments)
    assert_unable(ran, "table.json cannot be written")
    spec.unlink()
    assert contents(tmp_path) == before


def test_a_manifest_of_another_tool_is_not_overwritten(tmp_path: Path, here: Runner) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"name": "a web application"}')
    ran = here("build", SMALL_SPEC, "--output", tmp_path, "--format", "json")
    assert_unable(ran, str(manifest), "another output folder")
    assert contents(tmp_path).keys() == {"manifest.json"}


# Files may grow to so many bytes, as if the disk were full then.
FULL_DISK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
del sys.argv[1]
runpy.run_module("perf_report", run_name="__main__", alter_sys=True)
"""


def run_on_full_disk(*arguments: object, room: int) -> Ran:
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(room), *map(str, arguments)],
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_a_full_disk_leaves_an_earlier_build_as_it_was(tmp_path: Path, standing: Path) -> None:
    spec, before = tmp_path / "spec.yaml", contents(standing)
    spec.write_text(changed("示例局", "示例二局"), "utf-8")
    ran = run_on_full_disk("build", spec, "--output", standing, "--format", "html", room=2_000)
    assert_unable(ran, "cannot be written", "disk space")
    assert contents(standing) == before


def test_a_full_disk_leaves_nothing_where_there_was_nothing(tmp_path: Path) -> None:
    output = tmp_path / "new"
    ran = run_on_full_disk("build", SMALL_SPEC, "--output", output, "--format", "html", room=2_000)
    assert_unable(ran, "cannot be written")
    assert not output.exists()


@pytest.mark.parametrize(("jobs", "room"), [(1, 0), (2, 40)])
def test_a_disk_without_room_for_a_temporary_file_is_said(
    tmp_path: Path, jobs: int, room: int
) -> None:
    output = tmp_path / "new"
    ran = run_on_full_disk("build", SMALL_SPEC, "--output", output, "--jobs", jobs, room=room)
    assert_unable(ran, "disk")
    assert not output.exists()


def test_a_full_disk_under_what_is_printed_is_said() -> None:
    if not Path("/dev/full").exists():
        assert sys.platform != "linux"
        return
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "perf_report", "doctor"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            timeout=120,
            check=False,
        )
    assert "Traceback" not in ran.stderr.decode()
    assert ran.returncode == 3


def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "perf_report", "doctor"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        timeout=120,
        check=False,
    )
    os.close(writing)
    assert "Traceback" not in ran.stderr.decode()


# More than are made between the first table and the blow.
TABLES = 8


def wait_for_any(folder: Path, pattern: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until such a file is there; it is an error when the process ends before."""
    while not any(folder.glob(pattern)):
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_what_is_whole_and_leaves_nothing_else(tmp_path: Path, jobs: int) -> None:
    output = tmp_path / "output"
    for number in range(TABLES):
        text = SMALL.replace("example-bureau", f"bureau-{number}", 1)
        (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "perf_report", "build", tmp_path, "-j", str(jobs), "-o", output],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for_any(output, "*/2025/table.zh.pdf", process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=120)
    assert stderr.decode() == "Interrupted; the table in progress was not written.\n"
    assert process.returncode == 130
    assert stdout == b""
    files = contents(output)
    listed = json.loads(files.pop("manifest.json")[0])["files"]
    assert {entry["path"] for entry in listed} == files.keys()
    for entry in listed:
        assert hashlib.sha256(files[entry["path"]][0]).hexdigest() == entry["sha256"]
    assert len(list(output.glob("*/2025"))) < TABLES
