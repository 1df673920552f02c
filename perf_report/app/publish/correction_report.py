"""Compare a correction or an adjustment with the disclosed revision that it replaces.

The disclosed spec is read from the target, so that the report does not depend on local files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import find_monitoring
from perf_report.app.publish.disclosed_content import read_disclosed_spec
from perf_report.errors import PublishError
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.change_files import render_changes_page
from perf_report.outputs.output_files import SPEC, changes_mode
from perf_report.outputs.table import Table
from perf_report.parse.document import parse_document
from perf_report.parse.source import read_source
from perf_report.publish.inventory import digest
from perf_report.publish.target import Target
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.json import render_json
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.markdown import render_markdown
from perf_report.render.changes.report import ChangeReport, Side, TableChanges
from perf_report.site.history import Action, Event, RecordedChange, RecordFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction event with its changes, and the reports as further files of its record."""

    event: Event
    files: dict[str, bytes]


def describe_correction(
    event: Event, before: Event, target: Target, built: Path, terms: tuple[Checker, BuildConfig]
) -> Correction:
    """Compare a correction with the revision before. Raises PerfReportError."""
    checker, config = terms
    monitored = find_monitoring(search_specs((), checker.project), event.identity)
    old = _disclosed_table(before, target, checker)
    path = built / str(event.identity) / SPEC
    new = _table(read_source(path), checker, f"r{event.revision}-{SPEC}")
    changes = compare_sides((_side(old), _side(new)), config.policy, {}, monitored)
    files = dict(_reports(changes, config))
    records = {
        name: RecordFile(sha256=digest(data), size=len(data)) for name, data in files.items()
    }
    told = replace(
        event,
        files=dict(sorted({**event.files, **records}.items())),
        changes=tuple(_told(changes)),
        targets=_first_targets(event, before, old, new),
    )
    return Correction(event=told, files=files)


def _first_targets(event: Event, before: Event, old: Table, new: Table) -> dict[str, Text]:
    """The targets as first disclosed of indicators that were adjusted, now or before."""
    found = dict(before.targets)
    if event.action is Action.ADJUST:
        now = _targets(new)
        for id_, text in _targets(old).items():
            if id_ in now and now[id_] != text:
                found.setdefault(id_, text)
    return found


def _targets(table: Table) -> dict[str, Text]:
    return {
        each.id: table.vocabulary.target_text(each, each.target)
        for each in table.plan.all_indicators()
    }


def _disclosed_table(before: Event, target: Target, checker: Checker) -> Table:
    """The revision before, by the spec that was disclosed with it."""
    source = read_disclosed_spec(before, target)
    return _table(source, checker, f"r{before.revision}-{SPEC}")


def _table(source: Source, checker: Checker, name: str) -> Table:
    """The table of a spec under a name that tells the revisions apart."""
    table = checker.open(checker.check_one(source)).valid_table
    if table is None:
        raise PublishError("correction-unreadable", path=source.name)
    return replace(table, source=replace(source, name=name))


def _side(table: Table) -> Side:
    return Side(
        name=table.source.name,
        plan=table.plan,
        vocabulary=table.vocabulary,
        document=parse_document(table.source),
    )


def _reports(changes: TableChanges, config: BuildConfig) -> Iterator[tuple[str, bytes]]:
    languages = changes.side.plan.languages
    voices = [ChangeReport(tables=[changes], catalogue=load_catalogue(each)) for each in languages]
    mode = changes_mode(languages, config.changes_mode)
    yield "correction.html", render_changes_page([changes], mode, config)
    yield "correction.md", "\n---\n\n".join(map(render_markdown, voices)).encode()
    yield "correction.json", render_json(voices[0]).encode()


# What every correction changes; it is said beside the changes already.
_EDITION = {
    "revision", "revision_kind", "revision_approved.on", "revision_approved.by", "revision_note",
}  # fmt: skip


def _told(changes: TableChanges) -> Iterator[RecordedChange]:
    for reported in changes.changes:
        if reported.change.detail.get("field") not in _EDITION:
            said = {
                language: _sentence(
                    describe_change(reported, changes, load_catalogue(language)), language
                )
                for language in LANGUAGES
            }
            yield RecordedChange(
                significance=reported.assessment.significance.value, text=Text(**said)
            )


def _sentence(words: ChangeText, language: Language) -> str:
    """A change on one line: subject, kind, before, after."""
    return load_catalogue(language).format(
        "site",
        "told-change",
        subject=words.subject,
        kind=words.kind,
        before=_joined(words, words.before, language),
        after=_joined(words, words.after, language),
    )


def _joined(words: ChangeText, lines: Sequence[str], language: Language) -> str:
    """The lines of a side with their labels; a dash for an absent side."""
    say = load_catalogue(language)
    labels = (*words.labels, *[""] * len(lines))
    parts = (f"{label} {line}".strip() for label, line in zip(labels, lines, strict=False))
    return say.format("site", "separator").join(parts) or say.format("site", "no-figure")
