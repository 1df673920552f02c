"""The use case of `verify`: compare a PDF with the one that its attached spec makes.

The document is made again by the same version of this program, so that a verdict needs the file
alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from perf_report import resources
from perf_report.app.build.config import project_config
from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue
from perf_report.model.source import Source
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.pdf_attachments import TOOL
from perf_report.outputs.process_cache import localizer_of
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.pdf.pdfa_metadata import Provenance
from perf_report.pdf_inspect.differences import PdfDifference, changed_pages, compare_documents
from perf_report.pdf_inspect.metadata import provenance_in
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf
from perf_report.pdf_inspect.pdf_document import PdfDocument, PdfInfo, read_document, read_info
from perf_report.pdf_inspect.verification import (
    ByteMatch,
    CheckedSignature,
    PdfVerdict,
    VerifyReport,
    render_json,
    render_text,
)
from perf_report.render.localized_text import MODES, mode_languages
from perf_report.render.provenance import PRINTED_DIGITS
from perf_report.render.table_view import build_view

# The layout takes memory in proportion to the spec. This is a table of a
# thousand indicators; a department's largest has a tenth of them.
MAX_SPEC_BYTES = 400_000

_CHANGES = "changes.json"

# The formats of a report of verdicts.
REPORTS = {"text": render_text, "json": render_json}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifySetup:
    """Vocabularies, templates and fonts to make documents with."""

    standards: Standards
    config: BuildConfig


def open_verify_setup(project: Project | None) -> VerifySetup:
    """Return the built-in configuration, or a project's own. Raises PerfReportError."""
    project = project or Project(root=resources.PACKAGE)
    standards = replace(open_standards(project, project.fonts()), severities={})
    return VerifySetup(standards=standards, config=project_config(project))


def verify_file(path: Path, setup: VerifySetup) -> PdfVerdict:
    """Return the verdict on a file, also on one that cannot be read."""
    try:
        source = read_source(path, MAX_PDF_BYTES)
        with open_pdf(source) as opened:
            info = read_info(opened)
            provenance = provenance_in(info.properties)
            if provenance is None or not info.specs:
                reason = "no-proof" if provenance is None else "no-spec"
                return PdfVerdict(file=str(path), state="cannot-tell", reason=reason)
            found = read_document(opened, info)
        verdict = _judge(found, provenance, setup)
    except PerfReportError as error:
        return PdfVerdict(file=str(path), state="cannot-tell", reason="unreadable", error=error)
    count = found.updates.signatures
    checked_signatures = _check_signatures(found.data) if count else ()
    return replace(_with_signatures(verdict, checked_signatures), file=str(path), signatures=count)


def report_verdicts(verdicts: Iterable[PdfVerdict], catalogue: Catalogue) -> VerifyReport:
    """Return the report of verdicts, in the language of a catalogue."""
    return VerifyReport(verdicts=list(verdicts), catalogue=catalogue)


def _with_signatures(
    verdict: PdfVerdict, checked_signatures: tuple[CheckedSignature, ...]
) -> PdfVerdict:
    """The verdict with its signatures; a broken one means `altered`."""
    broken = tuple(
        PdfDifference(kind="signature", name=signature.signer)
        for signature in checked_signatures
        if not signature.holds
    )
    differences = (*verdict.differences, *broken)
    if broken:
        return replace(
            verdict, state="altered", differences=differences, checked_signatures=checked_signatures
        )
    return replace(verdict, checked_signatures=checked_signatures)


def _check_signatures(data: bytes) -> tuple[CheckedSignature, ...]:
    """The state of the signatures; empty without pyHanko."""
    from perf_report.signing.state import signature_states

    try:
        states = signature_states(data)
    except PerfReportError:
        return ()
    return tuple(
        CheckedSignature(
            signer=state.signer,
            claimed=state.claimed.isoformat() if state.claimed else "",
            is_stamped=state.stamp in {"intact", "trusted"},
            holds=state.intact,
        )
        for state in states
    )


def _judge(found: PdfDocument, provenance: Provenance, setup: VerifySetup) -> PdfVerdict:
    """The verdict on a document with provenance and spec; a difference outweighs a doubt."""
    digests = tuple(_digests(found, provenance))
    if provenance.tool != TOOL:
        return _verdict(digests, "other-version")
    if sum(len(spec.data) for spec in found.info.specs) > MAX_SPEC_BYTES:
        return _verdict(digests, "spec-too-large")
    table = _table(found.info, provenance, setup)
    if table is None:
        return _verdict(digests, "spec-unsound")
    if _is_of_changes(found.info) and table.earlier is None:
        return _verdict(digests, "no-spec")
    made, differences = _closest(found, table, setup)
    if made.data == found.data and not digests:
        return PdfVerdict(file="", state="genuine", byte_match="all")
    pages = changed_pages(made, found)
    doubt = "drawn-otherwise" if pages else "no-printed-hash" if found.printed is None else ""
    if _producer(made) != _producer(found):
        differences, doubt = [each for each in differences if _is_by_hand(each)], "other-engine"
    verdict = _verdict((*digests, *differences), doubt)
    return replace(verdict, byte_match=_byte_match(made, found), pages=pages)


def _producer(document: PdfDocument) -> str | None:
    """The layout engine and its version."""
    return document.info.properties.get("pdf:Producer")


def _is_by_hand(difference: PdfDifference) -> bool:
    """Whether another layout engine cannot be the reason of a difference."""
    is_of_pages = difference.kind in {"page", "page-missing", "page-added"}
    return not is_of_pages and not difference.name.endswith(":Producer")


def _verdict(differences: tuple[PdfDifference, ...], doubt: str) -> PdfVerdict:
    if differences:
        return PdfVerdict(file="", state="altered", differences=differences)
    if doubt:
        return PdfVerdict(file="", state="cannot-tell", reason=doubt)
    return PdfVerdict(file="", state="genuine")


def _byte_match(made: PdfDocument, found: PdfDocument) -> ByteMatch:
    return "first-revision" if made.data == found.first_revision else "none"


def _digests(found: PdfDocument, provenance: Provenance) -> Iterator[PdfDifference]:
    """Compare the spec's digest with the one in the metadata, and the printed one."""
    spec_digests = [sha256(spec.data).hexdigest() for spec in found.info.specs]
    if provenance.source not in spec_digests:
        digests = ", ".join(spec_digests)
        yield PdfDifference(kind="source-hash", before=provenance.source, after=digests)
    printed = found.printed
    expected = _main_digest(spec_digests, provenance)[:PRINTED_DIGITS]
    if printed is not None and printed != expected:
        yield PdfDifference(kind="printed-hash", before=expected, after=printed)


def _main_digest(spec_digests: list[str], provenance: Provenance) -> str:
    return provenance.source if provenance.source in spec_digests else spec_digests[0]


def _is_of_changes(info: PdfInfo) -> bool:
    names = {file.name for file in info.files}
    return _CHANGES in names or (len(info.specs) > 1 and "table.json" not in names)


def _table(info: PdfInfo, provenance: Provenance, setup: VerifySetup) -> Table | None:
    """The table of the spec in the provenance, else of the latest year, with the other's."""
    outcomes = [
        check_source(Source(name=spec.name, data=spec.data), setup.standards) for spec in info.specs
    ]
    tables = [outcome.valid_table for outcome in outcomes]
    sound = [table for table in tables if table is not None]
    if len(sound) < len(tables):
        return None
    first, *others = sorted(
        sound, key=lambda table: (table.digest == provenance.source, table.plan.year), reverse=True
    )
    return replace(first, earlier=others[0] if others and _is_of_changes(info) else None)


def _closest(
    found: PdfDocument, table: Table, setup: VerifySetup
) -> tuple[PdfDocument, list[PdfDifference]]:
    """The document that the data make, in the language mode with the fewest differences."""
    best: tuple[PdfDocument, list[PdfDifference]] | None = None
    for output in _outputs(found, table):
        made = _make(found, table, output, setup)
        differences = list(compare_documents(made, found))
        if best is None or len(differences) < len(best[1]):
            best = made, differences
    if best is None:
        raise AssertionError("a plan has at least one language mode")
    return best


def _outputs(found: PdfDocument, table: Table) -> list[Output]:
    """The possible outputs: in the language mode of the title, or else in any."""
    if table.earlier is not None:
        return [Output(format="pdf", path="changes.pdf", is_of_changes=True)]
    modes = [mode for mode in MODES if set(mode_languages(mode)) <= set(table.plan.languages)]
    titles = {
        mode: build_view(table.plan, table.vocabulary, localizer_of(mode)).title for mode in modes
    }
    named = [mode for mode in modes if titles[mode] == found.info.properties.get("dc:title")]
    return [Output(format="pdf", path="table.pdf", mode=mode) for mode in named or modes]


def _make(found: PdfDocument, table: Table, output: Output, setup: VerifySetup) -> PdfDocument:
    """The document that the data make, with the address and identifier of the one found."""
    job = Job(
        table=table,
        output=output,
        config=replace(setup.config, address=_address(found, table)),
        identifier=found.info.identifier,
    )
    source = Source(name=output.path, data=make_output(job))
    with open_pdf(source) as opened:
        return read_document(opened, read_info(opened))


def _address(found: PdfDocument, table: Table) -> str:
    """The site's address that the document prints, without the folder of its table."""
    code, year = table.plan.department.code, table.plan.year
    pattern = re.compile(rf"(https?://[!-~]+?)/{code}/{year}/")
    texts = (
        pattern.fullmatch(element.stream_text.strip()) for element in found.structure.paragraphs
    )
    return next((text[1] for text in texts if text), "")
