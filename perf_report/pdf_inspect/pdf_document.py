"""All parts of a PDF that a comparison looks at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from perf_report.pdf_inspect.attachments import Attachment, read_attachments
from perf_report.pdf_inspect.content_digest import ContentDigester
from perf_report.pdf_inspect.file_layout import FileLayout, read_layout
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.incremental_updates import (
    IncrementalUpdates,
    read_signature_fields,
    read_updates,
)
from perf_report.pdf_inspect.known_entries import bookmarks, unknown_entries
from perf_report.pdf_inspect.metadata import read_identifier, read_properties
from perf_report.pdf_inspect.open_pdf import OpenedPdf
from perf_report.pdf_inspect.page_text import PageContent, read_pages
from perf_report.pdf_inspect.signature_objects import remove_signatures
from perf_report.pdf_inspect.structure_text import StructureText, read_structure
from perf_report.render.provenance import PRINTED_DIGITS

# The digest on the last page; spaces may be gaps without a character.
_PRINTED = re.compile(rf"SHA-256\s*([0-9a-f]{{{PRINTED_DIGITS}}})(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfInfo:
    """Attachments and metadata of a PDF, which are read before its pages."""

    files: tuple[Attachment, ...]
    properties: Mapping[str, str]
    identifier: str

    @property
    def specs(self) -> tuple[Attachment, ...]:
        """The specs that it was made from."""
        return tuple(file for file in self.files if file.is_spec)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """A PDF: attachments, metadata, page text, structure, digests, updates, layout of the file.

    `page_digests` has a digest a page, `object_digests` one of each other catalog entry;
    `unknown_entries` are those that no table of ours has, and `bookmarks` the titles of the
    outline. All parts but `data` and `layout` are without the objects that signatures brought.
    """

    info: PdfInfo
    data: bytes
    pages: tuple[PageContent, ...]
    structure: StructureText
    page_digests: tuple[str, ...]
    object_digests: Mapping[str, str]
    unknown_entries: tuple[str, ...]
    bookmarks: tuple[str, ...]
    updates: IncrementalUpdates
    layout: FileLayout

    @property
    def printed(self) -> str | None:
        """The digest that the last page prints, or None."""
        found = _PRINTED.findall(self.pages[-1].text) if self.pages else []
        return found[-1] if found else None

    @property
    def first_revision(self) -> bytes:
        """The bytes of the document before its first update."""
        return self.data[: self.updates.first_end]


def read_info(opened: OpenedPdf) -> PdfInfo:
    """Return attachments and metadata. Raises SourceError if the files cannot be read."""
    return PdfInfo(
        files=read_attachments(opened),
        properties=read_properties(opened),
        identifier=read_identifier(opened),
    )


def read_document(opened: OpenedPdf, info: PdfInfo, forms: FontForms) -> PdfDocument:
    """Return the whole document, without the objects that its signatures brought."""
    fields = read_signature_fields(opened)
    updates = read_updates(opened, fields)
    remove_signatures(opened, fields)
    pages, digester = read_pages(opened), ContentDigester(opened, forms)
    return PdfDocument(
        info=info,
        data=opened.source.data,
        pages=tuple(pages),
        structure=read_structure(opened, pages),
        page_digests=digester.pages(),
        object_digests=digester.catalog(),
        unknown_entries=unknown_entries(opened),
        bookmarks=bookmarks(opened),
        updates=updates,
        layout=read_layout(opened.source.data, opened.budget),
    )
