"""The wiring of `verify`: whether a PDF says what the data that it carries say.

The paper is made again from the spec that it carries, by the same version of this program, and
the two are compared. So a verdict needs nothing but the file itself.
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
from perf_report.outputs.process_cache import speech_of
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.pdf.pdfa_metadata import Proof
from perf_report.pdf_inspect.differences import Difference, changed_drawings, compare_papers
from perf_report.pdf_inspect.metadata import proof_in
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf
from perf_report.pdf_inspect.pdf_document import Label, Paper, read_label, read_paper
from perf_report.pdf_inspect.verification import (
    Sameness,
    Seal,
    Verdict,
    Verification,
    render_json,
    render_text,
)
from perf_report.render.localized_text import MODES, mode_languages
from perf_report.render.provenance import PRINTED_DIGITS
from perf_report.render.table_view import build_view

# A paper is laid out anew, which takes memory by the size of its spec. This is a table of a
# thousand indicators; a department's largest has a tenth of them.
MAX_SPEC_BYTES = 400_000

_CHANGES = "changes.json"

# The formats of a report of verdicts.
REPORTS = {"text": render_text, "json": render_json}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """With what a paper is made again: built-in vocabularies, templates and fonts, or others."""

    standards: Standards
    config: BuildConfig


def open_terms(project: Project | None) -> Terms:
    """What the tool brings along, or what a project has of its own. Raises PerfReportError."""
    project = project or Project(root=resources.PACKAGE)
    standards = replace(open_standards(project, project.fonts()), severities={})
    return Terms(standards=standards, config=project_config(project))


def verify_file(path: Path, terms: Terms) -> Verdict:
    """The verdict on a file; one that cannot be read has a verdict, too."""
    try:
        source = read_source(path, MAX_PDF_BYTES)
        with open_pdf(source) as opened:
            label = read_label(opened)
            proof = proof_in(label.properties)
            if proof is None or not label.specs:
                reason = "no-proof" if proof is None else "no-spec"
                return Verdict(file=str(path), state="cannot-tell", reason=reason)
            found = read_paper(opened, label)
        verdict = _judge(found, proof, terms)
    except PerfReportError as error:
        return Verdict(file=str(path), state="cannot-tell", reason="unreadable", error=error)
    count = found.appended.signatures
    seals = _seals(found.data) if count else ()
    return replace(_with_seals(verdict, seals), file=str(path), signatures=count)


def report_verdicts(verdicts: Iterable[Verdict], catalogue: Catalogue) -> Verification:
    """Return the report of verdicts, in the language of a catalogue."""
    return Verification(verdicts=list(verdicts), catalogue=catalogue)


def _with_seals(verdict: Verdict, seals: tuple[Seal, ...]) -> Verdict:
    """The verdict with what became of the signatures; a broken one means that it was altered."""
    broken = tuple(
        Difference(kind="signature", name=seal.signer) for seal in seals if not seal.holds
    )
    differences = (*verdict.differences, *broken)
    if broken:
        return replace(verdict, state="altered", differences=differences, seals=seals)
    return replace(verdict, seals=seals)


def _seals(data: bytes) -> tuple[Seal, ...]:
    """The signatures as they are found; none where pyHanko is not there to look at them."""
    from perf_report.signing.state import signature_states

    try:
        states = signature_states(data)
    except PerfReportError:
        return ()
    return tuple(
        Seal(
            signer=state.signer,
            claimed=state.claimed.isoformat() if state.claimed else "",
            is_stamped=state.stamp in {"intact", "trusted"},
            holds=state.intact,
        )
        for state in states
    )


def _judge(found: Paper, proof: Proof, terms: Terms) -> Verdict:
    """The verdict on a paper that has a proof and a spec; a difference counts more than a doubt."""
    digests = tuple(_digests(found, proof))
    if proof.tool != TOOL:
        return _verdict(digests, "other-version")
    if sum(len(spec.data) for spec in found.label.specs) > MAX_SPEC_BYTES:
        return _verdict(digests, "spec-too-large")
    table = _table(found.label, proof, terms)
    if table is None:
        return _verdict(digests, "spec-unsound")
    if _is_of_changes(found.label) and table.earlier is None:
        return _verdict(digests, "no-spec")
    made, differences = _nearest(found, table, terms)
    if made.data == found.data and not digests:
        return Verdict(file="", state="genuine", sameness="all")
    pages = changed_drawings(made, found)
    doubt = "drawn-otherwise" if pages else "no-printed-hash" if found.printed is None else ""
    if _producer(made) != _producer(found):
        differences, doubt = [each for each in differences if _is_by_hand(each)], "other-engine"
    verdict = _verdict((*digests, *differences), doubt)
    return replace(verdict, sameness=_sameness(made, found), pages=pages)


def _producer(paper: Paper) -> str | None:
    """The layout engine and its version."""
    return paper.label.properties.get("pdf:Producer")


def _is_by_hand(difference: Difference) -> bool:
    """Whether another layout engine cannot be the reason; it breaks pages at other places."""
    is_of_pages = difference.kind in {"page", "page-missing", "page-added"}
    return not is_of_pages and not difference.name.endswith(":Producer")


def _verdict(differences: tuple[Difference, ...], doubt: str) -> Verdict:
    if differences:
        return Verdict(file="", state="altered", differences=differences)
    if doubt:
        return Verdict(file="", state="cannot-tell", reason=doubt)
    return Verdict(file="", state="genuine")


def _sameness(made: Paper, found: Paper) -> Sameness:
    return "first-revision" if made.data == found.first_revision else "none"


def _digests(found: Paper, proof: Proof) -> Iterator[Difference]:
    """The digest of the spec against what the document says it is, in its packet and on paper."""
    carried = [sha256(spec.data).hexdigest() for spec in found.label.specs]
    if proof.source not in carried:
        yield Difference(kind="source-hash", before=proof.source, after=", ".join(carried))
    printed = found.printed
    expected = _main_digest(carried, proof)[:PRINTED_DIGITS]
    if printed is not None and printed != expected:
        yield Difference(kind="printed-hash", before=expected, after=printed)


def _main_digest(carried: list[str], proof: Proof) -> str:
    return proof.source if proof.source in carried else carried[0]


def _is_of_changes(label: Label) -> bool:
    names = {file.name for file in label.files}
    return _CHANGES in names or (len(label.specs) > 1 and "table.json" not in names)


def _table(label: Label, proof: Proof, terms: Terms) -> Table | None:
    """The table of the spec that the proof names, else of the latest year, with the other's."""
    outcomes = [
        check_source(Source(name=spec.name, data=spec.data), terms.standards)
        for spec in label.specs
    ]
    tables = [outcome.valid_table for outcome in outcomes]
    sound = [table for table in tables if table is not None]
    if len(sound) < len(tables):
        return None
    first, *others = sorted(
        sound, key=lambda table: (table.digest == proof.source, table.plan.year), reverse=True
    )
    return replace(first, earlier=others[0] if others and _is_of_changes(label) else None)


def _nearest(found: Paper, table: Table, terms: Terms) -> tuple[Paper, list[Difference]]:
    """The paper that the data make in the language mode in which it is most like the one found."""
    best: tuple[Paper, list[Difference]] | None = None
    for output in _outputs(found, table):
        made = _make(found, table, output, terms)
        differences = list(compare_papers(made, found))
        if best is None or len(differences) < len(best[1]):
            best = made, differences
    if best is None:
        raise AssertionError("a plan has at least one language mode")
    return best


def _outputs(found: Paper, table: Table) -> list[Output]:
    """What the paper may be: in the mode that its title is in, or else in any."""
    if table.earlier is not None:
        return [Output(format="pdf", path="changes.pdf", is_of_changes=True)]
    modes = [mode for mode in MODES if set(mode_languages(mode)) <= set(table.plan.languages)]
    titles = {
        mode: build_view(table.plan, table.vocabulary, speech_of(mode)).title for mode in modes
    }
    named = [mode for mode in modes if titles[mode] == found.label.properties.get("dc:title")]
    return [Output(format="pdf", path="table.pdf", mode=mode) for mode in named or modes]


def _make(found: Paper, table: Table, output: Output, terms: Terms) -> Paper:
    """The paper that the data make, with the address and the identifier of the one found."""
    job = Job(
        table=table,
        output=output,
        config=replace(terms.config, address=_address(found, table)),
        identifier=found.label.identifier,
    )
    source = Source(name=output.path, data=make_output(job))
    with open_pdf(source) as opened:
        return read_paper(opened, read_label(opened))


def _address(found: Paper, table: Table) -> str:
    """Where the paper says that it is disclosed, but for the folder of its table."""
    code, year = table.plan.department.code, table.plan.year
    pattern = re.compile(rf"(https?://[!-~]+?)/{code}/{year}/")
    texts = (pattern.fullmatch(passage.drawn.strip()) for passage in found.structure.others)
    return next((text[1] for text in texts if text), "")
