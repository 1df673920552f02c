"""Papers of any form: every text once in the structure, all of it legible, and proved."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from paths import REPOSITORY
from random_forms import RandomTable, make_table, printed_texts, table_of
from sampling import tries
from weasyprint.formatting_structure import boxes

from perf_report.model.source import Source
from perf_report.pdf.printer import PdfPrinter
from perf_report.pdf.weasyprint_compat.boxes import children_of, page_box, text_of
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.pdf_inspect.page_text import read_pages
from perf_report.pdf_inspect.structure_text import StructureText, read_structure
from perf_report.render.localized_text import Mode, mode_languages

SEEDS = range(tries(20))
SMALLEST = 7.5
# Of a box of words, in points: fonts round, and lines of one cell are close to each other.
CLOSE = 1.5
# Of a layout, in pixels; a line of text has some white above and below it.
ROUNDING, LEADING = 0.6, 2.0


@dataclass(frozen=True)
class Paper:
    """A PDF in one language mode, its table, and the words beyond the edges of their cells."""

    table: RandomTable
    mode: Mode
    path: Path
    outside: tuple[str, ...]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Paper]:
    """Forms, each in one of the language modes of its plan."""
    folder = tmp_path_factory.mktemp("papers")
    return [make_paper(seed, folder) for seed in SEEDS]


def make_paper(seed: int, folder: Path) -> Paper:
    """Draw a table and print it."""
    table = make_table(seed, folder)
    return print_paper(table, table.modes[seed % len(table.modes)], folder / f"{seed}.pdf")


def print_paper(table: RandomTable, mode: Mode, path: Path) -> Paper:
    """Print a table, and see where its words were laid out."""
    documents = []
    with pytest.MonkeyPatch.context() as patch:
        write = PdfPrinter.write

        def keep(printer: PdfPrinter, document: Any, *arguments: Any, **named: Any) -> bytes:
            documents.append(document)
            return write(printer, document, *arguments, **named)

        patch.setattr(PdfPrinter, "write", keep)
        path.write_bytes(table.make(f"table.{mode}.pdf", mode))
    outside = [words for page in documents[0].pages for words in words_outside(page)]
    return Paper(table, mode, path, tuple(outside))


def words_outside(page: Any) -> Iterator[str]:
    """The words of a page that were laid out beyond the edges of their cells."""
    for cell in cells_in(page_box(page)):
        edge = (cell.position_x, cell.position_y, cell.border_width(), cell.border_height())
        for text in texts_in(cell):
            is_within = (
                text.position_x >= edge[0] - ROUNDING
                and text.position_y >= edge[1] - LEADING
                and text.position_x + text.width <= edge[0] + edge[2] + ROUNDING
                and text.position_y + text.height <= edge[1] + edge[3] + LEADING
            )
            if not is_within:
                yield text_of(text)


def cells_in(box: Any) -> Iterator[Any]:
    """The cells of tables in a box."""
    for child in children_of(box):
        if isinstance(child, boxes.TableCellBox):
            yield child
        else:
            yield from cells_in(child)


def texts_in(box: Any) -> Iterator[Any]:
    """The texts in a box."""
    for child in children_of(box):
        if isinstance(child, boxes.TextBox):
            yield child
        else:
            yield from texts_in(child)


def test_every_text_is_once_in_the_structure_of_its_paper(papers: list[Paper]) -> None:
    for paper in papers:
        said = "\n".join(each.structure_text for each in structure(paper.path).elements)
        spaceless = re.sub(r"\s", "", said)
        for text, count in printed_texts(paper.table.form, paper.table.table.plan):
            for language in mode_languages(paper.mode):
                words = re.sub(r"\s", "", text.get(language) or "")
                if words and count is not None and text.en:
                    mark = words[words.rindex("(（"[language == "zh"]) :]
                    assert spaceless.count(mark) == count, (paper.path, text)


def structure(path: Path) -> StructureText:
    with open_pdf(Source(name=path.name, data=path.read_bytes())) as opened:
        return read_structure(opened, read_pages(opened))


def test_no_words_are_beyond_the_edges_of_their_cell(papers: list[Paper]) -> None:
    assert {paper.path.name: paper.outside for paper in papers if paper.outside} == {}


def test_no_words_lie_on_others_or_outside_of_the_page(papers: list[Paper]) -> None:
    for paper in papers:
        for number, (page, words) in enumerate(words_of(paper.path), start=1):
            where = (paper.path, number)
            for left, top, right, bottom, word in words:
                assert left > 0, (*where, word)
                assert top > 0, (*where, word)
                assert (right, bottom) < page, (*where, word)
                assert bottom < page[1], (*where, word)
            assert list(overlaps(words)) == [], where


PAGE = re.compile(r"<page ([^>]*)>(.*?)</page>", re.DOTALL)
SIZE = re.compile(r'"([0-9.]+)"')
WORD = re.compile(
    r'<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>', re.DOTALL
)
Box = tuple[float, float, float, float, str]


def words_of(path: Path) -> Iterator[tuple[tuple[float, float], list[Box]]]:
    """Each page's size, and its words with their boxes."""
    ran = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    for page, found in PAGE.findall(ran.stdout.decode()):
        width, height = map(float, SIZE.findall(page))
        yield (
            (width, height),
            [
                (float(left), float(top), float(right), float(bottom), word)
                for left, top, right, bottom, word in WORD.findall(found)
            ],
        )


def overlaps(found: list[Box]) -> Iterator[tuple[str, str]]:
    """The pairs of words that lie on one another."""
    for one, other in combinations(found, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        if across > CLOSE:
            # The box of a word is as high as its font, which is more than a line.
            down = min(one[3], other[3]) - max(one[1], other[1])
            if down > min(one[3] - one[1], other[3] - other[1]) * 0.6:
                yield one[4], other[4]


def test_no_type_is_too_small_to_read(papers: list[Paper]) -> None:
    for paper in papers:
        assert min(sizes(paper.path)) >= SMALLEST - 0.01, paper.path


def sizes(path: Path) -> Iterator[float]:
    """The sizes of type in points."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            size, height, scale, scales = 0.0, 1.0, 1.0, []
            for each in pikepdf.parse_content_stream(page):
                operands, name = each.operands, str(each.operator)
                if name == "q":
                    scales.append(scale)
                elif name == "Q":
                    scale = scales.pop()
                elif name == "cm":
                    scale *= abs(float(operands[3]))
                elif name == "Tf":
                    size = float(operands[1])
                elif name == "Tm":
                    height = abs(float(operands[3]))
                elif name in {"Tj", "TJ"}:
                    yield size * height * scale


def label(zh: str, en: str = "Internationalizationcommissions") -> dict[str, str]:
    return {"zh": zh, "en": en}


def test_amounts_in_columns_too_narrow_for_them_break(tmp_path: Path) -> None:
    columns = [{"id": f"c{at}", "label": label("金额"), "type": "money"} for at in range(12)]
    tree = [{"id": id_, "label": label("来源")} for id_ in ("a", "b")]
    block = {
        "label": label("资金"), "rows": "sources", "side_by_side": True,
        "columns": columns, "tree": tree,
    }  # fmt: skip
    amounts = {id_: {each["id"]: 999999999999.99 for each in columns} for id_ in ("a", "b")}

    table = table_of([{"funds": block}], {"funds": amounts}, tmp_path)
    paper = print_paper(table, "zh-en", tmp_path / "paper.pdf")

    assert paper.outside == ()
    test_no_words_lie_on_others_or_outside_of_the_page([paper])


@pytest.mark.parametrize("length", range(130, 152, 3))
def test_the_header_stays_above_a_row_that_nearly_fills_the_page(
    length: int, tmp_path: Path
) -> None:
    columns = [{"id": id_, "label": label(f"名称{id_}")} for id_ in ("a", "b", "c")]
    words = label("加强协作，" * length, "-")
    row = {each["id"]: words for each in columns}

    block = {"id": "t", "label": label("小表"), "columns": columns}
    table = table_of([{"table": block}], {"tables": {"t": [row]}}, tmp_path)
    paper = print_paper(table, "zh", tmp_path / "paper.pdf")

    said = [each.structure_text for each in structure(paper.path).elements]
    assert [said.count(f"名称{each}") for each in "abc"] == [1, 1, 1]


def test_papers_are_proved(papers: list[Paper]) -> None:
    files = [paper.path for paper in papers]
    ran = subprocess.run(
        [REPOSITORY / "scripts" / "verapdf", *files], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("checks passed") == len(SEEDS)
