"""The pages of our own templates are the same tree for both parsers; others are read, too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import weasyprint

from perf_report import resources
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import open_project
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.pdf import printer
from perf_report.pdf.weasyprint_compat import page_parser
from perf_report.pdf.weasyprint_compat.page_parser import read_page
from perf_report.render.localized_text import MODES, Mode

OURS = (resources.templates_path(),)


class EnoughError(Exception):
    """Raised in place of a layout."""


@pytest.fixture(scope="module")
def table(real_spec: Path) -> Table:
    standards = open_standards(open_project(real_spec.parent.parent), ())
    found = check_source(read_source(real_spec), standards).valid_table
    assert found is not None
    return replace(found, earlier=replace(found, plan=replace(found.plan, year=2024)))


def source_of(
    table: Table, mode: Mode | None, templates: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> tuple[str, bool]:
    """The page of which a PDF would be laid out, and whether it is taken for ours."""
    seen: list[tuple[str, bool]] = []

    def note(html: str, _fetcher: object, *, is_ours: bool) -> Any:
        seen.append((html, is_ours))
        raise EnoughError

    monkeypatch.setattr(printer, "read_page", note)
    output = Output(format="pdf", path="x.pdf", mode=mode, is_of_changes=mode is None)
    config = BuildConfig(templates=templates, address="https://example.org/disclosure")
    with pytest.raises(EnoughError):
        make_output(Job(table=table, output=output, config=config, identifier="test"))
    return seen[0]


def flat(element: Element) -> Iterator[object]:
    """All that a tree says, in order; what stands between the parts of the page says nothing."""
    is_frame = element.tag in {"html", "head", "body"}
    yield element.tag, sorted(element.attrib.items())
    yield (element.text or "").strip() if is_frame else element.text or ""
    for child in element:
        yield from flat(child)
        yield (child.tail or "").strip() if is_frame else child.tail or ""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that WeasyPrint's own parser reads from now on."""
    seen: list[str] = []
    own = weasyprint.HTML.__init__

    def note(document: Any, string: str, url_fetcher: object = None) -> None:
        seen.append(string)
        own(document, string=string, url_fetcher=url_fetcher)

    page_parser._attributes()
    monkeypatch.setattr(weasyprint.HTML, "__init__", note)
    return seen


@pytest.mark.parametrize("mode", [*MODES, None])
def test_both_parsers_make_the_same_tree_of_our_pages(
    table: Table, mode: Mode | None, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    html, is_ours = source_of(table, mode, OURS, monkeypatch)

    strict, forgiving = (
        read_page(html, weasyprint.urls.URLFetcher(), is_ours=is_xml) for is_xml in (True, False)
    )

    assert is_ours
    assert parsed == [html]
    assert list(flat(strict.etree_element)) == list(flat(forgiving.etree_element))


def test_a_page_that_a_project_has_a_part_in_is_not_ours(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not source_of(table, "zh", (tmp_path, *OURS), monkeypatch)[1]


def test_a_document_made_of_a_tree_is_like_one_that_is_read(parsed: list[str]) -> None:
    html = "<html lang='en'><head><title>x</title></head><body><p>a</p></body></html>"
    fetcher = weasyprint.urls.URLFetcher()

    made, read = (read_page(html, fetcher, is_ours=is_ours) for is_ours in (True, False))

    assert parsed == [html]
    simple = {"base_url", "url_fetcher", "media_type"}
    assert vars(made).keys() == vars(read).keys()
    assert {name: vars(made)[name] for name in simple} == {
        name: vars(read)[name] for name in simple
    }


@pytest.mark.parametrize("html", ["<p>a<br>b", "<p>a\x0bb</p>", "<p>a&nbsp;b</p>"])
def test_what_is_no_xml_is_read_all_the_same(html: str) -> None:
    document = read_page(html, weasyprint.urls.URLFetcher(), is_ours=True)

    assert [element.tag for element in document.etree_element] == ["head", "body"]


def test_a_line_end_in_an_attribute_stays() -> None:
    html = '<html><head></head><body><p title="a\nb">x</p></body></html>'

    document = read_page(html, weasyprint.urls.URLFetcher(), is_ours=True)

    assert document.etree_element.find("body/p").get("title") == "a\nb"


def test_a_weasyprint_whose_documents_are_made_otherwise_reads_pages_itself(
    monkeypatch: pytest.MonkeyPatch, parsed: list[str]
) -> None:
    monkeypatch.setattr(page_parser, "_attributes", lambda: frozenset({"something_new"}))
    html = "<html><head></head><body></body></html>"

    read_page(html, weasyprint.urls.URLFetcher(), is_ours=True)

    assert parsed == [html]
