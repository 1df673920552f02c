"""`import` as its users run it: one file, several, a folder, options, errors and exit codes."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import REPOSITORY

from perf_report import resources
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source

Runner = Callable[..., Any]

TEXT = (REPOSITORY / "tests" / "data" / "2025-ccpit-tianjin.txt").read_text("utf-8")


def _check_shape(text: str) -> None:
    shape = json.loads((resources.PACKAGE / "schemas" / "import.schema.json").read_text("utf-8"))
    Draft202012Validator(shape).validate(json.loads(text))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "去年.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_spec_of_one_file_goes_to_standard_output(here: Runner, folder: Path) -> None:
    ran = here("import", "去年.txt", "--department", "ccpit-tianjin", cwd=folder)
    assert ran.code == 0
    assert ran.stdout.startswith("# yaml-language-server: $schema=../schema.json\n")
    assert "code: ccpit-tianjin\n" in ran.stdout
    assert "form overall-2015; " in ran.stderr
    assert list((folder / "specs").iterdir()) == []


def test_spec_goes_to_a_file_that_is_not_there_yet(here: Runner, folder: Path) -> None:
    options = ("import", "去年.txt", "--department", "demo", "-o", "specs/2025-demo.yaml")
    assert here(*options, cwd=folder).code == 0
    plan = load_plan(read_source(folder / "specs" / "2025-demo.yaml")).plan
    assert plan
    assert (plan.year, plan.department.code) == (2025, "demo")
    (folder / "specs" / "2025-demo.yaml").write_text("mine", "utf-8")
    ran = here(*options, cwd=folder)
    assert ran.code == 3
    assert "specs/2025-demo.yaml" in ran.stderr
    assert (folder / "specs" / "2025-demo.yaml").read_text("utf-8") == "mine"
    assert here(*options, "--force", cwd=folder).code == 0


def test_year_of_the_option_goes_before_that_of_the_paper(here: Runner, folder: Path) -> None:
    ran = here("import", "去年.txt", "--department", "demo", "--year", "2027", cwd=folder)
    assert "\nyear: 2027\n" in ran.stdout


def test_marks_fail_only_if_that_is_asked_for(here: Runner, folder: Path) -> None:
    # Without a code, that of the department is a mark at least.
    ran = here("import", "去年.txt", cwd=folder)
    assert ran.code == 0
    assert "待核 / to review" in ran.stdout
    assert here("import", "去年.txt", "--fail-on", "mark", cwd=folder).code == 1


def test_marks_are_review_marks(here: Runner, folder: Path) -> None:
    here("import", "去年.txt", "-o", "specs/2025-x.yaml", cwd=folder)
    ran = here("validate", "specs/2025-x.yaml", cwd=folder)
    assert "review-mark" in ran.stdout


def test_one_bad_file_of_a_folder_stops_no_other(here: Runner, folder: Path) -> None:
    archive = folder / "archive"
    archive.mkdir()
    for name in ("a.txt", "b.txt"):
        (archive / name).write_text(TEXT, "utf-8")
    (archive / "c.txt").write_text("没有表", "utf-8")
    (archive / "~$a.docx").write_bytes(b"")
    ran = here("import", "archive", "--department", "demo", "--format", "json", cwd=folder)
    assert ran.code == 3
    assert sorted(path.name for path in (folder / "specs").iterdir()) == [
        "2025-demo-2.yaml",
        "2025-demo.yaml",
    ]
    _check_shape(ran.stdout)
    files = json.loads(ran.stdout)["files"]
    assert [each["file"] for each in files] == [f"archive/{name}.txt" for name in "abc"]
    assert [each["spec"] for each in files] == [
        "specs/2025-demo.yaml", "specs/2025-demo-2.yaml", "",
    ]  # fmt: skip
    assert "archive/c.txt" in ran.stderr
    assert "files: 3; written: 2; failed: 1" in ran.stderr


@pytest.mark.parametrize("ending", ["txt", "json", "html"])
def test_report_has_each_value_with_its_place(here: Runner, folder: Path, ending: str) -> None:
    report = folder / f"report.{ending}"
    ran = here(
        "import", "去年.txt", "--department", "demo", "-o", "specs/x.yaml",
        "--report", report, cwd=folder,
    )  # fmt: skip
    assert ran.code == 0
    text = report.read_text("utf-8")
    first = int(ending == "html")
    assert f"goals[{first}].indicators[{first}].target" in text
    assert "≥17台" in text
    line = next(number for number, each in enumerate(TEXT.splitlines(), 1) if "≥17台" in each)
    assert f"line {line}" in text
    if ending == "json":
        _check_shape(text)
        assert json.loads(text)["files"][0]["notes"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--report", "r.doc"), ".html"),
        (("--format", "json"), "-o"),
        (("--year", "1999"), "--year"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_read(
    here: Runner, folder: Path, options: tuple[str, ...], words: str
) -> None:
    ran = here("import", "去年.txt", *options, cwd=folder)
    assert (ran.code, ran.stdout) == (2, "")
    assert words in ran.stderr


def archive_of(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


NO_TABLE = "no performance table"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.ofd", archive_of(OFD_xml=b"<ofd/>"), "PDF"),
        ("a.doc", COMPOUND + "WordDocument".encode("utf-16-le"), ".docx"),
        ("a.wps", COMPOUND, ".docx or .xlsx"),
        ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.docx", archive_of(word__document_xml=b"<w/>"), "damaged"),
        ("a.docx", archive_of(word__document_xml=bytes(70_000_000)), "limits"),
        ("a.zip", archive_of(readme_xml=b""), "no Word or Excel file"),
        ("a.xlsx", archive_of(xl__workbook_xml=b"<w/>"), "damaged"),
        ("a.pdf", b"%PDF-1.7\n", "damaged"),
        ("a.html", "<table><tr><td>名称</td></tr></table>".encode(), NO_TABLE),
        ("a.txt", b"\x00\xff\xfe", NO_TABLE),
        ("empty.txt", b"", NO_TABLE),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_says_what_it_is(
    here: Runner, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = here("import", name, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (3, "")
    message, help_ = ran.stderr.splitlines()
    assert message.startswith(f"error: {name}: ")
    assert help_.startswith("  help: ")
    assert words in ran.stderr


def test_next_year_of_an_imported_spec_does_not_name_the_file(here: Runner, folder: Path) -> None:
    here("import", "去年.txt", "--department", "demo", "-o", "specs/2025-x.yaml", cwd=folder)
    assert "imported from 去年.txt" in (folder / "specs/2025-x.yaml").read_text("utf-8")
    assert here("new", "--from", "specs/2025-x.yaml", cwd=folder).code == 0
    text = (folder / "specs/2026-x.yaml").read_text("utf-8")
    assert "imported from" not in text
    assert "year: 2026" in text


@pytest.mark.parametrize("is_there", [True, False])
def test_spec_names_the_schema_only_if_it_is_there(
    here: Runner, folder: Path, *, is_there: bool
) -> None:
    if is_there:
        (folder / "schema.json").write_text("{}", "utf-8")
    here("import", "去年.txt", "-o", "specs/2025-x.yaml", cwd=folder)
    text = (folder / "specs/2025-x.yaml").read_text("utf-8")
    assert ("../schema.json" in text) is is_there
