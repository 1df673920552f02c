"""`verify` of tables of other forms: made again by the same version, and by their data else."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from form_example import make_example

from perf_report.app.project import open_project
from perf_report.app.verify.remake import open_verify_setup
from perf_report.app.verify.run import verify_file
from perf_report.pdf_inspect.verification import PdfVerdict

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

Change = Callable[[pikepdf.Pdf], None]
NAME = "table.zh.pdf"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, here: Any) -> Path:
    """The project of the example, with its table in Chinese."""
    root = make_example(tmp_path_factory.mktemp("form")).root
    assert here("build", "--office", "--lang", "zh", cwd=root).code == 0
    return root


@pytest.fixture
def verdict(built: Path, tmp_path: Path) -> Callable[[Change], PdfVerdict]:
    """The verdict on the paper after a change to it, by the forms of its project."""

    def judge(change: Change) -> PdfVerdict:
        path = tmp_path / NAME
        with pikepdf.open(paper(built)) as pdf:
            change(pdf)
            pdf.save(path, fix_metadata_version=False)
        return verify_file(path, open_verify_setup(open_project(built)))

    return judge


def paper(root: Path) -> Path:
    return root / "output/example-bureau/2025/flood-walls" / NAME


def carried(pdf: pikepdf.Pdf, name: str) -> Any:
    return next(each.EF.F for each in pdf.Root.AF if str(each.UF) == name)


def change_file(pdf: pikepdf.Pdf, name: str, old: bytes, new: bytes) -> None:
    file = carried(pdf, name)
    data = file.read_bytes()
    assert old in data
    file.write(data.replace(old, new, 1))


def make_earlier(pdf: pikepdf.Pdf) -> None:
    """What a PDF says of its program is an earlier version."""
    packet = pdf.Root.Metadata.read_bytes()
    tool = re.sub(rb"(<proof:tool>perf-report )[^<]+", rb"\g<1>0.1.0", packet)
    assert tool != packet
    pdf.Root.Metadata.write(tool)


def test_a_table_of_a_project_is_genuine_to_the_last_byte(built: Path) -> None:
    found = verify_file(paper(built), open_verify_setup(open_project(built)))

    assert (found.state, found.byte_match) == ("genuine", "all")


def test_a_paper_of_one_page_that_is_packed_otherwise_is_genuine(
    verdict: Callable[[Change], PdfVerdict],
) -> None:
    """The page number follows the digest on such a page, and is not read as part of it."""
    pages: list[Any] = []

    found = verdict(lambda pdf: pages.extend(pdf.pages))

    assert len(pages) == 1
    assert (found.state, found.byte_match) == ("genuine", "none"), found.reason


def test_without_its_project_the_form_is_unknown(built: Path) -> None:
    found = verify_file(paper(built), open_verify_setup(None))

    assert (found.state, found.reason) == ("cannot-tell", "spec-unsound")


def test_an_offices_own_paper_cannot_be_told(built: Path) -> None:
    path = paper(built).with_name("office.zh.pdf")

    found = verify_file(path, open_verify_setup(open_project(built)))

    assert (found.state, found.reason) == ("cannot-tell", "no-proof")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("table.json", b'"15.50"', b'"16.50"'),
        ("funds.csv", b"15.50", b"16.50"),
        ("fields.csv", b"2025-12", b"2026-12"),
        ("schedule.csv", b"2025-05-01", b"2025-06-01"),
    ],
)
def test_an_altered_file_is_found(
    verdict: Callable[[Change], PdfVerdict], name: str, old: bytes, new: bytes
) -> None:
    found = verdict(lambda pdf: change_file(pdf, name, old, new))

    assert found.state == "altered"
    assert name in {difference.name for difference in found.differences}


def test_a_page_that_is_there_twice_is_found(verdict: Callable[[Change], PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])

    assert verdict(change).state == "altered"


def test_of_an_earlier_version_the_data_are_compared_and_the_pages_are_not(
    verdict: Callable[[Change], PdfVerdict],
) -> None:
    found = verdict(make_earlier)

    assert (found.state, found.reason, found.differences) == ("cannot-tell", "other-form", ())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("table.json", b'"15.50"', b'"16.50"'),
        ("table.json", b'"2025-12"', b'"2026-12"'),
        ("table.json", b'"horizon": "annual"', b'"horizon": "long"'),
        ("table.json", b'"output": "50"', b'"output": "40"'),
        ("table.json", b"in two parts", b"in ten parts"),
        ("table.json", b'"code": "flood-walls"', b'"code": "other-walls"'),
        ("table.json", b'"form"', b'"more": "1",\n  "form"'),
        ("funds.csv", b"15.50", b"16.50"),
        ("fields.csv", b"2025-12", b"2026-12"),
        ("schedule.csv", b"2025-05-01", b"2025-06-01"),
        ("goals.csv", b"midterm", b"annual"),
        ("indicators.csv", b"in two parts", b"in ten parts"),
    ],
)
def test_of_an_earlier_version_an_altered_file_is_found(
    verdict: Callable[[Change], PdfVerdict], name: str, old: bytes, new: bytes
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        make_earlier(pdf)
        change_file(pdf, name, old, new)

    found = verdict(change)

    assert found.state == "altered"
    assert {difference.name for difference in found.differences} == {name}


def test_of_an_earlier_version_a_missing_file_is_found(
    verdict: Callable[[Change], PdfVerdict],
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        make_earlier(pdf)
        kept = [each for each in pdf.Root.AF if str(each.UF) != "schedule.csv"]
        pdf.Root.AF = pikepdf.Array(kept)
        names = [part for each in kept for part in (each.UF, each)]
        pdf.Root.Names.EmbeddedFiles.Names = pikepdf.Array(names)

    found = verdict(change)

    assert [(each.kind, each.name) for each in found.differences] == [
        ("file-missing", "schedule.csv")
    ]


def test_the_command_tells_it_with_the_project(built: Path, tmp_path: Path, here: Any) -> None:
    path = tmp_path / NAME
    shutil.copy(paper(built), path)

    assert here("--project", built, "verify", path, cwd=tmp_path).code == 0
