"""Plan a build: the files of each table, and which of them are to be made."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from perf_report.outputs.output_files import (
    Format,
    Output,
    list_outputs,
    office_outputs,
    select_outputs,
)
from perf_report.outputs.output_folder import OutputFolder
from perf_report.outputs.spec_summary import SpecSummary, document_of
from perf_report.outputs.up_to_date import PlannedFile, UpToDateCheck
from perf_report.render.localized_text import Mode

# Started in this order, several workers finish at about the same time.
_COSTLIEST_FIRST = (
    ("pdf", "zh-en"), ("pdf", "en"), ("pdf", "zh"),
    ("pdf", None), ("html", "zh-en"), ("html", "en"), ("html", "zh"), ("html", None),
    ("docx", "zh-en"), ("docx", "en"), ("docx", "zh"),
    ("xlsx", "zh-en"), ("xlsx", "en"), ("xlsx", "zh"),
    ("md", None), ("json", None), ("csv", None), ("yaml", None),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The formats and language modes to build; `force` makes up-to-date files again.

    `has_office` adds the office's own papers, which are made every time.
    """

    formats: Collection[Format]
    modes: Collection[Mode]
    force: bool = False
    has_office: bool = False

    @property
    def has_pdfs(self) -> bool:
        """Whether a PDF is built; the office's own papers are PDFs."""
        return "pdf" in self.formats or self.has_office

    def without_pdfs(self) -> Self:
        """Return the selection of everything else."""
        formats = tuple(each for each in self.formats if each != "pdf")
        return replace(self, formats=formats, has_office=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table and its files; the `stale` ones are to be made, the costliest first.

    `obsolete` are the paths of files that an earlier build wrote and the table no longer has, and
    `office` the office's own papers, which no manifest lists.
    """

    summary: SpecSummary
    files: tuple[PlannedFile, ...]
    stale: tuple[PlannedFile, ...]
    obsolete: tuple[str, ...]
    office: tuple[Output, ...] = ()


def order_summaries(
    summaries: Iterable[SpecSummary], new: Collection[str] = ()
) -> list[SpecSummary]:
    """Return the tables in the order in which they are made.

    Specs whose hash is in `new` come first, the largest before the others: if it came last, all
    workers but one would be idle.
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
    """Yield the plan of each table."""
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
            obsolete=tuple(
                path
                for path in listed.get(summary.folder, ())
                if path not in current and document_of(path) == summary.document
            ),
            office=office_outputs(summary, selection.modes) if selection.has_office else (),
        )


def _rank(planned: PlannedFile) -> int:
    return _COSTLIEST_FIRST.index((planned.output.format, planned.output.mode))
