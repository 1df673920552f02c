"""What a build is asked for, and what is to be made for each table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from perf_report.outputs.output_files import Format, list_outputs, select_outputs
from perf_report.outputs.output_folder import OutputFolder
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.outputs.up_to_date import PlannedFile, UpToDateCheck
from perf_report.render.localized_text import Mode

# Started in this order, several workers end at about the same time.
_COSTLIEST_FIRST = (
    ("pdf", "zh-en"), ("pdf", "en"), ("pdf", "zh"),
    ("pdf", None), ("html", "zh-en"), ("html", "en"), ("html", "zh"), ("html", None),
    ("md", None), ("json", None), ("csv", None), ("yaml", None),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The files that a build is asked for; `force` makes those again that are up to date."""

    formats: Collection[Format]
    modes: Collection[Mode]
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table and its files; those that are `stale` are to be made, the costliest first."""

    summary: SpecSummary
    files: tuple[PlannedFile, ...]
    stale: tuple[PlannedFile, ...]
    # Files that an earlier build wrote and the table no longer has.
    obsolete: tuple[str, ...]


def order_summaries(
    summaries: Iterable[SpecSummary], new: Collection[str] = ()
) -> list[SpecSummary]:
    """The tables in the order in which they are made.

    Those of specs whose hash is among the `new` ones come first, and of these the largest: one
    that came last would leave all workers but one idle.
    """
    return sorted(
        summaries, key=lambda each: (each.source.digest not in new, -len(each.source.data))
    )


def plan_tables(
    summaries: Iterable[SpecSummary],
    selection: Selection,
    check: UpToDateCheck,
    folder: OutputFolder,
) -> Iterator[TablePlan]:
    """What is to be made of each table, one after the other."""
    listed = folder.manifest.folders
    for summary in summaries:
        outputs = list(list_outputs(summary))
        wanted = select_outputs(outputs, selection.formats, selection.modes)
        files = check.check(summary, wanted, force=selection.force)
        current = {output.path for output in outputs}
        stale = (each for each in files if not each.is_up_to_date)
        yield TablePlan(
            summary=summary,
            files=tuple(files),
            stale=tuple(sorted(stale, key=_rank)),
            obsolete=tuple(path for path in listed.get(summary.folder, ()) if path not in current),
        )


def _rank(planned: PlannedFile) -> int:
    return _COSTLIEST_FIRST.index((planned.output.format, planned.output.mode))
