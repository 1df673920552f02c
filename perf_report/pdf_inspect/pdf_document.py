"""A PDF as it is compared: everything that it says, by which two of them can be held together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from perf_report.pdf_inspect.attachments import CarriedFile, read_carried
from perf_report.pdf_inspect.content_digest import digest_body, digest_pages
from perf_report.pdf_inspect.incremental_updates import Appended, read_appended
from perf_report.pdf_inspect.metadata import read_identifier, read_properties
from perf_report.pdf_inspect.open_pdf import Opened
from perf_report.pdf_inspect.page_text import DrawnPage, read_pages
from perf_report.pdf_inspect.structure_text import Structure, read_structure
from perf_report.render.provenance import PRINTED_DIGITS

# The digest as the last page prints it; spaces may be gaps that nothing is drawn in.
_PRINTED = re.compile(rf"SHA-256\s*([0-9a-f]{{{PRINTED_DIGITS}}})(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a PDF carries and says of itself, which is read before its pages are."""

    files: tuple[CarriedFile, ...]
    properties: Mapping[str, str]
    identifier: str

    @property
    def specs(self) -> tuple[CarriedFile, ...]:
        """What it was made from."""
        return tuple(file for file in self.files if file.is_spec)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The whole of a PDF: its label, the words of its pages, its structure, what is drawn.

    `drawings` has a digest a page, `body` one of each thing that stands beside the pages.
    """

    label: Label
    data: bytes
    pages: tuple[DrawnPage, ...]
    structure: Structure
    drawings: tuple[str, ...]
    body: Mapping[str, str]
    appended: Appended

    @property
    def printed(self) -> str | None:
        """The digits that the last page prints, where it prints any."""
        found = _PRINTED.findall(self.pages[-1].text) if self.pages else []
        return found[-1] if found else None

    @property
    def first_revision(self) -> bytes:
        """The bytes of the document before anything was appended to it."""
        return self.data[: self.appended.first_end]


def read_label(opened: Opened) -> Label:
    """The label of a PDF. Raises SourceError where its files cannot be read."""
    return Label(
        files=read_carried(opened),
        properties=read_properties(opened),
        identifier=read_identifier(opened),
    )


def read_paper(opened: Opened, label: Label) -> Paper:
    """Everything that a PDF says beside its label."""
    pages, appended = read_pages(opened), read_appended(opened)
    return Paper(
        label=label,
        data=opened.source.data,
        pages=tuple(pages),
        structure=read_structure(opened, pages),
        drawings=digest_pages(opened, appended.widgets),
        body=digest_body(opened),
        appended=appended,
    )
