"""A PDF is checked before it claims PDF/UA and PDF/A; where it falls short, there is no file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pydyf
import pytest
from builds import add_specs, contents, small_job

from perf_report.errors import RenderError
from perf_report.messages import describe_error, load_catalogue
from perf_report.outputs.jobs import make_output
from perf_report.pdf.conformance import CellCounts, count_cells
from perf_report.pdf.printer import PdfPrinter
from perf_report.pdf.tagging import tag_document

Runner = Callable[..., Any]
Damage = Callable[[Any], None]


def elements(pdf: Any, type_: str) -> Iterator[Any]:
    """The structure elements of a type, in the order in which they are written."""
    return (each for each in pdf.objects if isinstance(each, dict) and each.get("S") == f"/{type_}")


def contents_of(pdf: Any, page: int = 0) -> list[Any]:
    """What is painted on a page."""
    numbers = [int(each.split()[0]) for each in pdf.page_references]
    stream = pdf.objects[int(pdf.objects[numbers[page]]["Contents"].split()[0])]
    items: list[Any] = stream.stream
    return items


def first_mark(items: list[Any]) -> int:
    return next(at for at, item in enumerate(items) if isinstance(item, dict) and "MCID" in item)


def object_of(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def remove_from_parent(pdf: Any, element: Any) -> None:
    parent = object_of(pdf, element["P"])
    if parent["K"] == element.reference:
        del parent["K"]
    else:
        parent["K"].remove(element.reference)


def leave_out_a_row(pdf: Any) -> None:
    remove_from_parent(pdf, next(elements(pdf, "TR")))


def leave_out_an_empty_row(pdf: Any) -> None:
    """Move a row's cells away first, so that no content is lost with it."""
    first, second = list(elements(pdf, "TR"))[-2:]
    for cell in second["K"]:
        object_of(pdf, cell)["P"] = first.reference
    first["K"] = pydyf.Array([*first["K"], *second["K"]])
    remove_from_parent(pdf, second)


def call_a_header_data(pdf: Any) -> None:
    next(elements(pdf, "TH"))["S"] = "/TD"


def read_a_content_twice(pdf: Any) -> None:
    cell = next(each for each in elements(pdf, "TD") if isinstance(each.get("K"), int))
    cell["K"] = pydyf.Array([cell["K"], cell["K"]])


def silence_a_cell(pdf: Any) -> None:
    cell = next(each for each in elements(pdf, "TD") if isinstance(each.get("K"), int))
    del cell["K"]


def forget_a_mark(pdf: Any) -> None:
    """As if a text had not been marked when it was painted."""
    items = contents_of(pdf)
    begin = first_mark(items) - 1
    end = items.index(b"EMC", begin)
    del items[end], items[begin : begin + 3]


def number_two_marks_alike(pdf: Any) -> None:
    marks = [each for each in contents_of(pdf) if isinstance(each, dict) and "MCID" in each]
    marks[1]["MCID"] = marks[0]["MCID"]


def paint_beside_the_tags(pdf: Any) -> None:
    contents_of(pdf).extend(["0 0 1 1 re", b"f"])


def draw_an_object_beside_the_tags(pdf: Any) -> None:
    contents_of(pdf).append(b"/x0 Do")


def lead_to_another_parent(pdf: Any) -> None:
    root = object_of(pdf, pdf.catalog["StructTreeRoot"])
    owners = object_of(pdf, root["ParentTree"])["Nums"][1]
    owners[0] = owners[-1]


def hang_an_element_elsewhere(pdf: Any) -> None:
    next(elements(pdf, "TD"))["P"] = pdf.catalog["StructTreeRoot"]


def lose_the_language(pdf: Any) -> None:
    pdf.catalog["Lang"] = pydyf.String("")


def lose_the_title(pdf: Any) -> None:
    del pdf.info["Title"]


DAMAGES: list[tuple[Damage, str, str]] = [
    (leave_out_a_row, "claim-marks", "marks"),
    (leave_out_an_empty_row, "claim-cells", "rows"),
    (call_a_header_data, "claim-cells", "headers"),
    (read_a_content_twice, "claim-marks", "marks"),
    (silence_a_cell, "claim-marks", "marks"),
    (forget_a_mark, "claim-unmarked", "count"),
    (number_two_marks_alike, "claim-marks", "marks"),
    (paint_beside_the_tags, "claim-unmarked", "count"),
    (draw_an_object_beside_the_tags, "claim-unmarked", "count"),
    (lead_to_another_parent, "claim-parents", ""),
    (hang_an_element_elsewhere, "claim-parents", ""),
    (lose_the_language, "claim-language", ""),
    (lose_the_title, "claim-title", ""),
]


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Damage], None]:
    """What has every PDF damaged when it is tagged, until the test ends."""

    def arrange(damage: Damage) -> None:
        def tag_and_damage(pages: Any, lang: str, pdf: Any) -> None:
            tag_document(pages, lang, pdf)
            damage(pdf)

        monkeypatch.setattr("perf_report.pdf.printer.tag_document", tag_and_damage)

    return arrange


@pytest.mark.parametrize(
    ("damage", "message", "argument"), DAMAGES, ids=[each[0].__name__ for each in DAMAGES]
)
def test_a_pdf_that_would_claim_too_much_is_an_error_that_says_what_is_missing(
    damaged: Callable[[Damage], None], damage: Damage, message: str, argument: str
) -> None:
    damaged(damage)

    with pytest.raises(RenderError) as caught:
        make_output(small_job("pdf"))

    assert caught.value.message == message
    for language in ("zh", "en"):
        said = describe_error(load_catalogue(language), caught.value)
        assert str(caught.value.arguments.get(argument, "")) in said.message
        assert said.help


def test_the_counts_are_told_as_tagged_of_all(damaged: Callable[[Damage], None]) -> None:
    damaged(call_a_header_data)

    with pytest.raises(RenderError) as caught:
        make_output(small_job("pdf"))

    headers, data = (
        [int(each) for each in str(caught.value.arguments[name]).split("/")]
        for name in ("headers", "data")
    )
    assert headers[0] == headers[1] - 1
    assert data[0] == data[1] + 1
    assert headers[1] > 10


def test_a_link_that_no_tag_names_is_an_error(damaged: Callable[[Damage], None]) -> None:
    def lose_the_link(pdf: Any) -> None:
        link = next(elements(pdf, "Link"))
        link["K"] = next(kid for kid in link["K"] if not isinstance(kid, dict))

    page = (
        "<html lang='en'><head><title>x</title></head>"
        "<body><p><a href='#there'>away</a></p><p id='there'>here</p></body></html>"
    )
    assert PdfPrinter().print_page(page, b"x")
    damaged(lose_the_link)

    with pytest.raises(RenderError, match="claim-parents"):
        PdfPrinter().print_page(page, b"x")


def test_a_build_whose_pdf_falls_short_writes_no_file(
    damaged: Callable[[Damage], None], here: Runner, tmp_path: Path
) -> None:
    add_specs(tmp_path, ["one"])
    damaged(call_a_header_data)

    ran = here("--ui-language", "en", "build", cwd=tmp_path)

    assert ran.code == 3
    assert "no PDF was written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not contents(tmp_path / "output")


PAGE = "<html{lang}><head>{title}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("lang", "title", "message"),
    [("", "<title>x</title>", "claim-language"), (" lang='en'", "", "claim-title"),
     (" lang='en'", "<title> </title>", "claim-title")],
)  # fmt: skip
def test_a_page_without_title_or_language_is_an_error(lang: str, title: str, message: str) -> None:
    page = PAGE.format(lang=lang, title=title, body="<p>words</p>")

    with pytest.raises(RenderError, match=message):
        PdfPrinter().print_page(page, b"x")


def test_text_in_a_transparent_group_cannot_be_tagged_and_is_an_error() -> None:
    body = "<p style='opacity: 0.5'>words</p>"
    page = PAGE.format(lang=" lang='en'", title="<title>x</title>", body=body)

    with pytest.raises(RenderError, match="claim-unmarked: page=1, count=1"):
        PdfPrinter().print_page(page, b"x")


HIDDEN = """\
<table><thead style="display: none"><tr><th>no</th></tr></thead>
<tbody><tr style="display: none"><td>no</td><td>no</td></tr>
<tr><th>a</th><td>b<span style="display: none">no</span></td></tr>
<tr><th>c</th><td><span style="display: none">no</span></td></tr></tbody></table>"""


def test_a_project_may_hide_rows_and_words_and_a_built_in_template_may_not() -> None:
    page = PAGE.format(lang=' lang="en"', title="<title>x</title>", body=HIDDEN)

    assert PdfPrinter().print_page(page, b"x")
    with pytest.raises(RenderError, match="claim-cells: rows=2/4, headers=2/3, data=2/4"):
        PdfPrinter().print_page(page, b"x", is_ours=True)


def test_cells_are_counted_in_what_is_to_be_read() -> None:
    html = fromstring(  # noqa: S314  # our own
        "<body><table><tr><th class='label'>a</th><td>b</td></tr>"
        "<tr><th class='label continued'>a</th><td><i aria-hidden='true'>x</i></td></tr>"
        "<tr><td><i aria-hidden='true'>x</i> y</td></tr></table>"
        "<table aria-hidden='true'><tr><td>z</td></tr></table></body>"
    )

    assert count_cells(html) == CellCounts(rows=3, headers=1, data=3, filled=3)
