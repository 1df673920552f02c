"""Compare a correction or an adjustment with the disclosed revision that it replaces.

The disclosed spec is read from the target, so that the report does not depend on local files.
"""

from dataclasses import replace
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import find_monitoring
from perf_report.app.publish.disclosed_content import read_disclosed_spec
from perf_report.app.publish.told_correction import Correction, tell_correction
from perf_report.errors import PublishError
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.output_files import SPEC
from perf_report.outputs.table import Table
from perf_report.parse.document import parse_document
from perf_report.parse.source import read_source
from perf_report.publish.target import PublishedFiles
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import Side
from perf_report.site.history import Action, Event


def describe_correction(
    event: Event,
    before: Event,
    target: PublishedFiles,
    built: Path,
    terms: tuple[Checker, BuildConfig],
) -> Correction:
    """Compare a correction with the revision before. Raises PerfReportError."""
    checker, config = terms
    monitored = find_monitoring(search_specs((), checker.project), event.identity)
    old = _disclosed_table(before, target, checker)
    path = built / str(event.identity) / SPEC
    new = _table(read_source(path), checker, f"r{event.revision}-{SPEC}")
    changes = compare_sides((_side(old), _side(new)), config.policy, {}, monitored)
    return tell_correction(event, changes, config, _first_targets(event, before, old, new))


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


def _disclosed_table(before: Event, target: PublishedFiles, checker: Checker) -> Table:
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
