"""What a correction or an adjustment changed: files of its record, sentences for the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.change_files import render_changes_page
from perf_report.outputs.output_files import changes_mode
from perf_report.publish.inventory import digest
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.json import render_json
from perf_report.render.changes.markdown import render_markdown
from perf_report.render.changes.report import ChangeReport, TableChanges
from perf_report.site.history import Event, RecordedChange, RecordFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction event with its changes, and the reports as further files of its record."""

    event: Event
    files: Mapping[str, bytes]


def tell_correction(
    event: Event, changes: TableChanges, config: BuildConfig, targets: Mapping[str, Text]
) -> Correction:
    """Return a correction with what it changes; `targets` are those as first disclosed."""
    files = dict(_reports(changes, config))
    records = {
        name: RecordFile(sha256=digest(data), size=len(data)) for name, data in files.items()
    }
    told = replace(
        event,
        files=dict(sorted({**event.files, **records}.items())),
        changes=tuple(_told(changes)),
        targets=targets,
    )
    return Correction(event=told, files=files)


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
        subject=words.subject.rstrip("。."),
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
