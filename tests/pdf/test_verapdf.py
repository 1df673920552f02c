"""What veraPDF says of tables that are harder to lay out than the real one.

`make verapdf` proves the PDFs of the real table and of the made-up department.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from example_reports import made, table_of
from paths import SMALL_SPEC

Runner = Callable[..., Any]

SMALL = (SMALL_SPEC).read_text("utf-8")

# Longer than a page in its column.
TALL = "务实搭建对外贸易投资促进平台，" * 170


def indicator(number: int, category: str, target: str) -> str:
    return (
        f"      - id: more-{number}\n        category: {category}\n"
        f"        name: {{zh: 第{number}项, en: Item {number}}}\n        target: {target}\n"
    )


def tall(number: int, category: str = "output.quality") -> str:
    return indicator(number, category, f"{{zh: {TALL}, en: Long.}}")


def many(first: int, last: int, category: str) -> str:
    return "".join(indicator(number, category, "≥5个") for number in range(first, last))


HARD = {
    "a tall row in the middle": many(0, 3, "output.quantity")
    + tall(3)
    + many(4, 60, "output.cost"),
    "a tall row that comes first": tall(0, "output.quantity") + many(1, 60, "output.quality"),
    "four hundred rows": many(0, 400, "output.quantity"),
}


# One with goals above their indicators, and one with columns of ticks.
REPORTS = ("project-evaluation-hubei", "monitoring-central")


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory, tool: Runner) -> list[Path]:
    """The PDFs of tables that are hard to lay out, in both languages."""
    folder = tmp_path_factory.mktemp("hard")
    (folder / "specs").mkdir()
    start = SMALL.index("      - id: windows")
    for number, rows in enumerate(HARD.values()):
        text = (SMALL[:start] + rows).replace("year: 2025", f"year: {2030 + 2 * number}")
        (folder / "specs" / f"{number}.yaml").write_text(text, "utf-8")
    ran = tool("build", "--format", "pdf", "--lang", "zh-en", cwd=folder, timeout=300)
    assert ran.code == 0, ran.stderr
    return sorted((folder / "output").rglob("*.pdf"))


def prove(repository: Path, *files: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [repository / "scripts" / "verapdf", *files], capture_output=True, text=True, check=False
    )


def test_tables_that_are_hard_to_lay_out_and_reports_are_proved(
    repository: Path, hard: list[Path], tmp_path: Path
) -> None:
    assert len(hard) == len(HARD)
    for name in REPORTS:
        (tmp_path / f"{name}.pdf").write_bytes(made(table_of(name), "zh", "pdf"))
    files = [*hard, *tmp_path.glob("*.pdf")]
    ran = prove(repository, *files)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("checks passed") == len(files) == len(HARD) + len(REPORTS)


def test_the_proof_fails_where_a_claim_or_a_heading_is_wrong(
    repository: Path, hard: list[Path], tmp_path: Path
) -> None:
    unclaimed, untagged = tmp_path / "unclaimed.pdf", tmp_path / "untagged.pdf"
    with pikepdf.open(hard[0]) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))
        pdf.save(unclaimed)
    with pikepdf.open(hard[0]) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    ran = prove(repository, unclaimed, untagged)
    assert ran.returncode == 1
    assert "not proved as PDF/UA-1" in ran.stdout
    assert "PDF/A-3a: " in ran.stdout


def test_the_proof_fails_where_it_cannot_be_had(repository: Path, tmp_path: Path) -> None:
    assert prove(repository).returncode == 3
    assert prove(repository, tmp_path / "none.pdf").returncode == 3
    (tmp_path / "text.pdf").write_text("no PDF")
    assert prove(repository, tmp_path / "text.pdf").returncode == 1
