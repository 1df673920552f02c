"""Count how often an indicator of the library is used over all specs, and with which targets."""

from collections.abc import Iterable
from pathlib import Path

from perf_report.model.characters import plain_text
from perf_report.model.indicator_library import IndicatorLibrary, LibraryIndicator
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.source import Source
from perf_report.model.target import Worded
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_source
from perf_report.render.indicator_use import LibraryUse, SpecUses, Use
from perf_report.rules.plan_walk import iter_indicators

# What a text may be written with so that its characters do not stand in the file as they are.
_ESCAPES = ("\\", "''")


def find_uses(path: Path, indicator: LibraryIndicator) -> SpecUses | None:
    """Return the uses of an indicator in a spec; None for a report on a plan.

    Raises SourceError if it cannot be read.
    """
    source = read_source(path)
    if is_report(source):
        return None
    # To parse a spec takes longer than to look for what every use has.
    if not _may_use(source, indicator):
        return SpecUses(file=source.name)
    plan = load_plan(source).plan
    if plan is None:
        return SpecUses(file=source.name, is_read=False)
    uses = tuple(
        _use(source, plan, goal, item)
        for _, goal, item in iter_indicators(plan)
        if indicator.is_used_as(item)
    )
    return SpecUses(file=source.name, uses=uses)


def collect_uses(
    library: IndicatorLibrary, indicator: LibraryIndicator, specs: Iterable[SpecUses | None]
) -> LibraryUse:
    """Return the uses in all specs, by department and year."""
    every = tuple(filter(None, specs))
    uses = (use for spec in every for use in spec.uses)
    return LibraryUse(
        indicator=indicator,
        library=library.name_of(indicator),
        tables=len(every),
        uses=tuple(sorted(uses, key=lambda use: (use.department, use.year, use.file))),
        unread=tuple(spec.file for spec in every if not spec.is_read),
    )


def _may_use(source: Source, indicator: LibraryIndicator) -> bool:
    text = source.data.decode("utf-8", "replace")
    if any(escape in text for escape in _ESCAPES) or indicator.id in text:
        return True
    return indicator.plain_name in plain_text(text)


def _use(source: Source, plan: Plan, goal: Goal | None, indicator: Indicator) -> Use:
    target = indicator.target
    return Use(
        file=source.name,
        department=plan.department.code,
        name=plan.department.name,
        year=plan.year,
        goal=goal.id if goal else indicator.goal,
        indicator=indicator.id,
        category=indicator.category,
        target=Text(zh=target.printed, en=target.text.en if isinstance(target, Worded) else None),
    )
