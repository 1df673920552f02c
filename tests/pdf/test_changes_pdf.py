"""The report of changes as a PDF."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from changes_pages import (
    base_text,
    compared,
    edited,
    pages,
    pdf_pages,
    real_changes,
    squeeze,
    view_of,
)

from perf_report.messages import load_catalogue
from perf_report.pdf.printer import PdfPrinter
from perf_report.render.changes.change_text import describe_change
from perf_report.render.localized_text import MODES, Mode, join_runs, mode_languages


@pytest.fixture(scope="module")
def printer() -> PdfPrinter:
    return PdfPrinter()


@pytest.fixture(scope="module", params=MODES)
def printed(
    request: pytest.FixtureRequest, printer: PdfPrinter, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mode, Path]:
    """The PDF of the real table's changes in each mode."""
    path = tmp_path_factory.mktemp("pdf") / f"changes.{request.param}.pdf"
    html = pages().render_paged_changes(view_of(request.param, real_changes()))
    path.write_bytes(printer.print_page(html, b"test"))
    return request.param, path


def test_every_change_can_be_copied_out_of_the_pdf(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    text = "".join(pdf_pages(path))

    for reported in real_changes().changes:
        for language in mode_languages(mode):
            said = describe_change(reported, real_changes(), load_catalogue(language))
            parts = (said.kind, *said.before, *said.after, said.significance, said.reason)
            assert [part for part in parts if squeeze(part) not in text] == []


def test_every_page_has_the_title_and_its_number(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    found = pdf_pages(path)
    titles = [
        load_catalogue(language).format("report", "title") for language in mode_languages(mode)
    ]

    assert len(found) >= 4
    for number, page in enumerate(found, start=1):
        assert page.endswith(page_number(mode, number, len(found)))
        assert squeeze("".join(titles)) in page


def page_number(mode: Mode, page: int, pages: int) -> str:
    languages = mode_languages(mode)
    said = (
        load_catalogue(each).format("form", "page", page=page, pages=pages) for each in languages
    )
    return squeeze("·".join(said))


def test_the_first_page_has_the_counts_the_weaker_changes_and_all_funds(
    printed: tuple[Mode, Path],
) -> None:
    mode, path = printed
    view = view_of(mode, real_changes()).tables[0]
    assert view.funds
    assert view.funds.totals

    first, *_ = pdf_pages(path)

    weaker = [join_runs((*change.item, *change.before)) for change in view.weaker.shown]
    rows = [join_runs(row.short_text) for row in view.funds.tasks]
    uncovered = [join_runs(row.text) for row in view.funds.uncovered]
    words = [join_runs(view.years), *(join_runs(count.word) for count in view.counts)]
    sums = [view.funds.totals.before, view.funds.totals.after, join_runs(view.funds.chart)]
    for text in (*words, *weaker, *sums, *rows, *uncovered):
        assert [part for part in text.split() if part not in first] == []


def test_the_files_are_named_at_the_end(printed: tuple[Mode, Path]) -> None:
    *others, last = pdf_pages(printed[1])

    for name in ("specs/2025.yaml", "specs/2026.yaml"):
        assert name in last
        assert not any(name in page for page in others)


def test_the_header_stands_on_every_page_of_the_list_and_no_heading_ends_a_page(
    printed: tuple[Mode, Path],
) -> None:
    mode, path = printed
    catalogue = load_catalogue(mode_languages(mode)[-1])
    heads = [squeeze(catalogue.format("report", id_)) for id_ in ("item", "change", "note")]
    kinds = [
        squeeze(describe_change(each, real_changes(), catalogue).kind)
        for each in real_changes().changes
    ]
    (notes,) = {squeeze(catalogue.format("report", "part-notes"))}

    found = pdf_pages(path)
    pages_of_list = [page.partition(notes)[0] for page in found]
    for number, page in enumerate(pages_of_list, start=1):
        if any(kind in page for kind in kinds):
            assert [head for head in heads[:2] if head not in page] == []
        body = page.removesuffix(page_number(mode, number, len(found)))
        assert not body.endswith(tuple(headings(mode)))
    assert sum(heads[2] in page for page in pages_of_list) >= 3


def headings(mode: Mode) -> Iterator[str]:
    for group in view_of(mode, real_changes()).tables[0].groups:
        yield squeeze(f"{group.heading[-1].text}{len(group.rows)}")


def test_the_bookmarks_are_the_table_its_parts_and_the_groups(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    view = view_of(mode, real_changes()).tables[0]

    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        (table,) = outline.root
        parts = list(table.children)
        groups = [child.title for child in parts[2].children]
        titles = [part.title.split()[0] for part in parts]

    assert table.title == join_runs(view.title)
    named = ("part-weaker", "part-funds", "part-changes", "part-notes", "part-guesses")
    catalogue = load_catalogue(mode_languages(mode)[0])
    currency = catalogue.format("form", "currency-万元")
    told = [catalogue.format("report", id_, currency=currency).split()[0] for id_ in named]
    assert titles == told
    assert groups == [join_runs(group.heading) for group in view.groups]


def test_the_fonts_are_the_bundled_ones(printed: tuple[Mode, Path]) -> None:
    names = set()
    with pikepdf.open(printed[1]) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
                names.add(str(font["/BaseFont"]).partition("+")[2])
                descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
                assert {"/FontFile3", "/FontFile2", "/FontFile"} & set(descriptor.keys())

    assert names == {"Perf-Report-Song", "Perf-Report-Song-Bold", "Perf-Report-Hei-Medium"}


def test_the_same_changes_give_the_same_bytes(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    html = pages().render_paged_changes(view_of(mode, real_changes()))

    assert PdfPrinter().print_page(html, b"test") == path.read_bytes()


def test_a_text_longer_than_a_page_goes_on_over_the_next(
    printer: PdfPrinter, tmp_path: Path
) -> None:
    sentence = "对信息化设备和网站进行维修维护、"
    long = edited(base_text(), ("zh: 开展信息化建设，", f"zh: {sentence * 150}"))
    path = tmp_path / "long.pdf"

    html = pages().render_paged_changes(view_of("zh", compared(base_text(), long)))
    path.write_bytes(printer.print_page(html, b"test"))

    found = pdf_pages(path)
    assert "".join(found).count(squeeze(sentence)) >= 120
    assert sum("序号事项变动" in page for page in found) >= 4
