"""The verdict on a PDF, and the report of verdicts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from perf_report.app.verify.earlier import is_earlier_version, judge_by_data
from perf_report.app.verify.remake import (
    VerifySetup,
    closest_document,
    is_of_changes,
    is_sheet,
    read_table,
)
from perf_report.app.verify.revisions import changed_revisions, compare_revisions
from perf_report.app.verify.signatures import add_signatures
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue
from perf_report.outputs.pdf_attachments import TOOL
from perf_report.outputs.spec_summary import sheet_source
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.pdf.pdfa_metadata import Provenance
from perf_report.pdf_inspect.differences import PdfDifference, changed_pages, compare_routes
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.metadata import provenance_in
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf
from perf_report.pdf_inspect.pdf_document import PdfDocument, read_document, read_info
from perf_report.pdf_inspect.verification import (
    ByteMatch,
    PdfVerdict,
    VerifyReport,
    render_json,
    render_text,
)
from perf_report.processes.limited_process import LimitedProcess
from perf_report.render.provenance import PRINTED_DIGITS

# The layout takes memory in proportion to the spec. This is a table of a
# thousand indicators; a department's largest has a tenth of them.
MAX_SPEC_BYTES = 400_000

# The formats of a report of verdicts.
REPORTS = {"text": render_text, "json": render_json}


def verify_file(path: Path, setup: VerifySetup) -> PdfVerdict:
    """Return the verdict on a file, also on one that cannot be read."""
    with LimitedProcess() as process:
        return _verify(path, setup, FontForms(process))


def _verify(path: Path, setup: VerifySetup, forms: FontForms) -> PdfVerdict:
    try:
        source = read_source(path, MAX_PDF_BYTES)
        with open_pdf(source) as opened:
            info = read_info(opened)
            provenance = provenance_in(info.properties)
            if provenance is None or not info.specs:
                reason = "no-proof" if provenance is None else "no-spec"
                return PdfVerdict(file=str(path), state="cannot-tell", reason=reason)
            found = read_document(opened, info, forms)
        verdict = _doubted(_judge(found, provenance, setup, forms), found)
    except PerfReportError as error:
        return PdfVerdict(file=str(path), state="cannot-tell", reason="unreadable", error=error)
    return replace(add_signatures(verdict, found), file=str(path))


def report_verdicts(verdicts: Iterable[PdfVerdict], catalogue: Catalogue) -> VerifyReport:
    """Return the report of verdicts, in the language of a catalogue."""
    return VerifyReport(verdicts=list(verdicts), catalogue=catalogue)


def _judge(
    found: PdfDocument, provenance: Provenance, setup: VerifySetup, forms: FontForms
) -> PdfVerdict:
    """The verdict on a document with provenance and spec; a difference outweighs a doubt."""
    told = (
        *_digests(found, provenance), *compare_routes(found), *changed_revisions(found, forms),
    )  # fmt: skip
    table = _table_or_reason(found, provenance, setup)
    if isinstance(table, str):
        return _verdict(told, table)
    if provenance.tool != TOOL:
        return _as_data(found, table, told, setup, forms)
    made, differences = closest_document(found, table, setup, forms)
    if made.data == found.data and not told:
        return PdfVerdict(file="", state="genuine", byte_match="all")
    return _compared(made, found, (*told, *differences), forms)


def _table_or_reason(found: PdfDocument, provenance: Provenance, setup: VerifySetup) -> Table | str:
    """The table of a document's spec, or the reason why the document is not compared with it."""
    if provenance.tool != TOOL and not is_earlier_version(provenance.tool):
        return "other-version"
    if sum(len(spec.data) for spec in found.info.specs) > MAX_SPEC_BYTES:
        return "spec-too-large"
    table = read_table(found.info, provenance, setup)
    if table is None:
        return "spec-unsound"
    return "no-spec" if is_of_changes(found.info) and table.earlier is None else table


def _as_data(
    found: PdfDocument,
    table: Table,
    told: tuple[PdfDifference, ...],
    setup: VerifySetup,
    forms: FontForms,
) -> PdfVerdict:
    """The verdict on a document of an earlier version, which is not made again."""
    doubt, differences = judge_by_data(found, table, setup)
    later = compare_revisions(found, forms)
    doubt = doubt or ("drawn-otherwise" if later.pages else "")
    verdict = _verdict((*told, *differences, *later.differences), doubt)
    if verdict.state == "genuine":
        return replace(verdict, state="genuine-as-data")
    return replace(verdict, pages=later.pages)


def _compared(
    made: PdfDocument, found: PdfDocument, differences: tuple[PdfDifference, ...], forms: FontForms
) -> PdfVerdict:
    """The verdict on a document by what it differs in from the one that its data make."""
    pages = changed_pages(made, found)
    doubt = "drawn-otherwise" if pages else "no-printed-hash" if found.printed is None else ""
    if _producer(made) != _producer(found):
        later = compare_revisions(found, forms)
        differences = (*filter(_is_by_hand, differences), *later.differences)
        doubt = "drawn-otherwise" if later.pages else "other-engine"
    verdict = _verdict(differences, doubt)
    return replace(verdict, byte_match=_byte_match(made, found), pages=pages)


def _producer(document: PdfDocument) -> str | None:
    """The layout engine and its version."""
    return document.info.properties.get("pdf:Producer")


def _is_by_hand(difference: PdfDifference) -> bool:
    """Whether another layout engine cannot be the reason of a difference."""
    is_drawn = difference.kind in {"page", "page-missing", "page-added", "entry"}
    return not is_drawn and not difference.name.endswith(":Producer")


def _verdict(differences: tuple[PdfDifference, ...], doubt: str) -> PdfVerdict:
    if differences:
        return PdfVerdict(file="", state="altered", differences=differences)
    if doubt:
        return PdfVerdict(file="", state="cannot-tell", reason=doubt)
    return PdfVerdict(file="", state="genuine")


def _doubted(verdict: PdfVerdict, found: PdfDocument) -> PdfVerdict:
    """The verdict; it cannot be told where another reader may get something else."""
    is_sure = verdict.byte_match == "all" or found.layout.is_plain
    if is_sure or verdict.state in {"altered", "cannot-tell"}:
        return verdict
    return replace(verdict, state="cannot-tell", reason="layout")


def _byte_match(made: PdfDocument, found: PdfDocument) -> ByteMatch:
    return "first-revision" if made.data == found.first_revision else "none"


def _digests(found: PdfDocument, provenance: Provenance) -> Iterator[PdfDifference]:
    """Compare the spec's digest with the one in the metadata, and the printed one."""
    spec_digests = [sha256(spec.data).hexdigest() for spec in found.info.specs]
    if is_sheet(found.info):
        spec_digests = [sheet_source(spec_digests).digest]
    if provenance.source not in spec_digests:
        digests = ", ".join(spec_digests)
        yield PdfDifference(kind="source-hash", before=provenance.source, after=digests)
    printed = found.printed
    expected = _main_digest(spec_digests, provenance)[:PRINTED_DIGITS]
    if printed is not None and printed != expected:
        yield PdfDifference(kind="printed-hash", before=expected, after=printed)


def _main_digest(spec_digests: list[str], provenance: Provenance) -> str:
    return provenance.source if provenance.source in spec_digests else spec_digests[0]
