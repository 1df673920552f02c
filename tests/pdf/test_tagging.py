"""The structure of the PDFs, where veraPDF is silent: what a screen reader hears, and how.

The structure is read here by itself, from the objects of the file.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from example_reports import made, table_of
from paths import ADDRESS

from perf_report.model.characters import plain_text
from perf_report.model.plan import Plan
from perf_report.render.localized_text import MODES

Runner = Any


@dataclass(eq=False)
class Heard:
    """A structure element: its type, its attributes, its own text with that of all below it."""

    type: str
    lang: str
    parent: "Heard | None"
    kids: list["Heard | str"] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    alt: str = ""

    @property
    def text(self) -> str:
        """All that is heard in it, its white space made even."""
        parts = (kid if isinstance(kid, str) else kid.text for kid in self.kids)
        return " ".join(" ".join(parts).split())

    def walk(self) -> Iterator["Heard"]:
        """This element and all below it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Heard):
                yield from kid.walk()

    def all(self, *types: str) -> list["Heard"]:
        """The elements of some types below this one."""
        return [node for node in self.walk() if node.type in types]


class Document:
    """A PDF as it is heard."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self.lang = str(self.pdf.Root.Lang)
        self._marked = [self._read_marks(page) for page in self.pdf.pages]
        self._numbers = {page.objgen: index for index, page in enumerate(self.pdf.pages)}
        self.root = self._read(self.pdf.Root.StructTreeRoot.K[0], None, None)

    def _read_marks(self, page: Any) -> dict[int, str]:
        """The text of each marked content of a page, by its number."""
        fonts = {name: pikepdf_cmap(font) for name, font in page.Resources.get("/Font", {}).items()}
        marks: dict[int, str] = {}
        current: list[int | None] = []
        font: dict[bytes, str] = {}
        for operands, operator in instructions(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                properties = operands[1] if len(operands) > 1 else {}
                number = int(properties["/MCID"]) if "/MCID" in properties else None
                current.append(number)
                if number is not None:
                    words = properties.get("/ActualText")
                    marks[number] = f"\0{words}" if words is not None else ""
            elif name == "EMC":
                current.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in {"Tj", "TJ"} and current and current[-1] is not None:
                said = marks[current[-1]]
                # Words that stand for what is shown are heard in its place.
                marks[current[-1]] += "" if said.startswith("\0") else decode(operands[0], font)
        return {number: text.removeprefix("\0") for number, text in marks.items()}

    def _read(self, element: Any, parent: Heard | None, page: int | None) -> Heard:
        if "/Pg" in element:
            page = self._numbers[element.Pg.objgen]
        lang = str(element.get("/Lang", parent.lang if parent else self.lang))
        node = Heard(str(element.S)[1:], lang, parent)
        node.id, node.alt = str(element.get("/ID", "")), str(element.get("/Alt", ""))
        node.attributes = {str(k)[1:]: v for k, v in dict(element.get("/A", {})).items()}
        kids = element.get("/K")
        listed = [] if kids is None else kids if isinstance(kids, pikepdf.Array) else [kids]
        for kid in listed:
            node.kids.append(self._read_kid(kid, node, page))
        return node

    def _read_kid(self, kid: Any, node: Heard, page: int | None) -> Heard | str:
        if isinstance(kid, int):
            assert page is not None
            return self._marked[page][kid]
        if kid.get("/Type") == "/MCR":
            return self._marked[self._numbers[kid.Pg.objgen]][int(kid.MCID)]
        if kid.get("/Type") == "/OBJR":
            return ""
        return self._read(kid, node, page)


def instructions(stream: Any) -> Iterator[tuple[Any, Any]]:
    """The operands and the operator of each instruction."""
    for each in pikepdf.parse_content_stream(stream):
        operands, operator = each  # type: ignore[misc]
        yield operands, operator


def pikepdf_cmap(font: Any) -> dict[bytes, str]:
    """What the codes of a font stand for, by its ToUnicode table."""
    table: dict[bytes, str] = {}
    for operands, operator in instructions(font.ToUnicode):
        if str(operator) == "endbfchar":
            codes = [bytes(operand) for operand in operands]
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                table[code] = text.decode("utf-16-be")
    return table


def decode(shown: Any, font: dict[bytes, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(font[codes[i : i + 2]] for i in range(0, len(codes), 2))


def squeezed(text: str) -> str:
    """A text without white space: a line's end in Chinese is no space."""
    return "".join(text.split())


@pytest.fixture(scope="module", params=MODES)
def heard(request: pytest.FixtureRequest, built: Path) -> Document:
    """The real table in each of the three modes."""
    document = Document(built / f"table.{request.param}.pdf")
    document.mode = request.param  # type: ignore[attr-defined]
    return document


@pytest.fixture(scope="module")
def data(built: Path) -> dict[str, Any]:
    """The real table as data."""
    read: dict[str, Any] = json.loads((built / "table.json").read_bytes())
    return read


@pytest.fixture(scope="module")
def changes(office_built: Path) -> Document:
    """The changes of the made-up department, whose site has an address."""
    return Document(next(office_built.rglob("changes.pdf")))


def languages_of(document: Any) -> list[str]:
    return ["zh", "en"] if document.mode == "zh-en" else [document.mode]


def said(document: Any, texts: dict[str, str]) -> str:
    """What a cell says that has a text in each language; the same in both is said once.

    Signs of another width are the same.
    """
    spoken = {plain_text(texts[name]): texts[name] for name in reversed(languages_of(document))}
    return "".join(squeezed(text) for text in reversed(spoken.values()))


def headings(document: Document, cell: Heard) -> list[str]:
    """The headings of a cell, as they are heard."""
    by_id = {node.id: node for node in document.root.walk() if node.id}
    return [squeezed(by_id[str(id_)].text) for id_ in cell.attributes.get("Headers", [])]


# --- Everywhere ---


def both(heard: Document, changes: Document) -> list[Document]:
    return [heard, changes]


def test_every_heading_says_what_it_is_the_heading_of(heard: Document, changes: Document) -> None:
    for document in both(heard, changes):
        cells = document.root.all("TH", "TD")
        assert len(cells) > 50
        for cell in cells:
            scope = str(cell.attributes.get("Scope", ""))
            assert scope in ({"/Row", "/Column"} if cell.type == "TH" else {""})


def test_no_element_is_empty_but_a_blank_cell(heard: Document, changes: Document) -> None:
    for document in both(heard, changes):
        empty = [node for node in document.root.walk() if not node.text and not node.alt]
        assert {node.type for node in empty} <= {"TD"}


def test_every_cell_of_data_has_a_heading_that_is_there(heard: Document, changes: Document) -> None:
    for document in both(heard, changes):
        for cell in document.root.all("TD"):
            assert headings(document, cell)


def test_rows_are_as_wide_as_their_table(heard: Document, changes: Document) -> None:
    for document in both(heard, changes):
        for table in document.root.all("Table"):
            covered: Counter[int] = Counter()
            for number, row in enumerate(table.all("TR")):
                for cell in row.kids:
                    assert isinstance(cell, Heard)
                    for below in range(int(cell.attributes.get("RowSpan", 1))):
                        covered[number + below] += int(cell.attributes.get("ColSpan", 1))
            assert len(set(covered.values())) == 1


def test_a_document_says_its_title_and_its_language(heard: Document, changes: Document) -> None:
    for document in both(heard, changes):
        root = document.pdf.Root
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.MarkInfo.Marked
        assert str(document.pdf.docinfo["/Title"])
        assert document.lang in {"zh-CN", "en"}
        assert len(document.root.all("H1")) == 1


def test_what_is_not_in_the_language_of_the_page_says_so(heard: Document) -> None:
    latin = [
        node for node in heard.root.all("P", "Span")
        if node.text.isascii() and any(char.isalpha() for char in node.text)
    ]  # fmt: skip
    assert all(node.lang == "en" for node in latin if "SHA-256" not in node.text)


def test_repeated_headers_titles_and_page_numbers_are_not_heard(
    heard: Document, changes: Document
) -> None:
    for document in both(heard, changes):
        pages = len(document.pdf.pages)
        assert pages > 3
        text = document.root.text
        assert f"1 / {pages}" not in text
        for table in document.root.all("Table"):
            assert len(table.all("THead")) <= 1
        (title,) = document.root.all("H1")
        assert text.count(title.text) == 1


def test_bookmarks_lead_to_pages_that_are_there(heard: Document, data: dict[str, Any]) -> None:
    with heard.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        goals = [item.title for item in outline.root[-1].children]
    assert len(titles) == 3
    assert len(goals) == len(data["goals"])


# --- The table ---


def test_each_amount_stands_under_its_source_and_beside_its_task(
    heard: Document, data: dict[str, Any], real_plan: Plan
) -> None:
    table = heard.root.all("Table")[1]
    heads = [cell for head in table.all("THead") for cell in head.all("TH")]
    names = {cell.id: squeezed(cell.text) for cell in heads}
    rows = [row for row in table.all("TR") if row.all("TD")][1:]
    assert len(rows) == len(data["tasks"]) == len(real_plan.tasks)
    for row, task in zip(rows, data["tasks"], strict=True):
        amounts = row.all("TD")[1:]
        for cell, source in zip(amounts, ("total", "basic", "project", "other"), strict=True):
            assert cell.text == task["funds"].get(source, "")
            found = headings(heard, cell)
            assert said(heard, task["text"]) in found
            assert names[f"funds-{source}"] in found


def test_each_target_stands_under_its_goal_its_levels_and_its_name(
    heard: Document, data: dict[str, Any]
) -> None:
    table = heard.root.all("Table")[3]
    cells = iter(table.all("TD"))
    for goal in data["goals"]:
        number = {"zh": f"目标{goal['number']}", "en": f"Goal {goal['number']}"}
        for indicator in goal["indicators"]:
            cell = next(cells)
            assert squeezed(cell.text) == said(heard, indicator["target"]["text"])
            found = headings(heard, cell)
            for words in (number, indicator["level1"], indicator["level2"], indicator["name"]):
                assert said(heard, words) in found
    assert next(cells, None) is None


def test_a_label_that_is_printed_again_on_another_page_is_heard_once(
    heard: Document, data: dict[str, Any]
) -> None:
    table = heard.root.all("Table")[3]
    labels = Counter(squeezed(cell.text) for cell in table.all("TH"))
    for goal in data["goals"]:
        number = {"zh": f"目标{goal['number']}", "en": f"Goal {goal['number']}"}
        assert labels[said(heard, number)] == 1
    levels = [
        indicator["level1"]["zh"] for goal in data["goals"] for indicator in goal["indicators"]
    ]
    runs = 1 + sum(first != second for first, second in pairwise(levels))
    words = {said(heard, each["level1"]) for goal in data["goals"] for each in goal["indicators"]}
    assert sum(labels[each] for each in words) == runs


# --- The changes ---


def test_codes_have_words_and_bars_are_not_read_beside_their_figures(changes: Document) -> None:
    (figure,) = changes.root.all("Figure")
    assert f"{ADDRESS}/demo-dandelion/2026/" in figure.alt


def test_a_change_is_heard_with_its_goal_and_under_its_weight_and_year(changes: Document) -> None:
    cells = [cell for cell in changes.root.all("TD") if cell.text.startswith("≥12片")]
    first, detail = (headings(changes, cell) for cell in cells)
    for found in (first, detail):
        assert any(heading.startswith("目标1·养护草地数量") for heading in found)
        assert any(heading.startswith("2026") for heading in found)
    assert any(heading.startswith("减弱") for heading in detail)


# --- A report on a table ---


@pytest.mark.parametrize("name", ["project-evaluation-2020", "project-evaluation-hubei"])
def test_each_actual_value_is_heard_under_its_levels_its_name_and_its_column(
    name: str, tmp_path: Path
) -> None:
    table = table_of(name)
    path = tmp_path / "evaluation.pdf"
    path.write_bytes(made(table, "zh", "pdf"))
    document = Document(path)
    data = json.loads(made(table, None, "json", "evaluation.json"))
    cells = [cell for each in document.root.all("Table") for cell in each.all("TD")]
    for indicator in data["indicators"]:
        levels = {indicator["level1"]["zh"], indicator["name"]["zh"]}
        found = [
            next(
                heading for heading in headings(document, cell) if heading.startswith("实际完成值")
            )
            for cell in cells
            if levels <= {each.partition("（")[0] for each in headings(document, cell)}
            and any(each.startswith("实际完成值") for each in headings(document, cell))
        ]
        assert len(found) == 1, indicator["id"]
