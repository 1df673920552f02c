"""Find the tables that have no score, although others of their year have an evaluation.

It needs no clock: where one department has evaluated a year, the year is over for all.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import scan_identity
from perf_report.app.last_evaluation import named_table
from perf_report.app.project import Project
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.parse.reports import load_report
from perf_report.render.scores.outstanding import Outstanding
from perf_report.render.scores.scored import ScoredReport


def find_outstanding(
    project: Project, paths: Sequence[Path], scored: Sequence[ScoredReport]
) -> tuple[Outstanding, ...]:
    """Return the valid tables at paths without a score, by identity. Raises PerfReportError."""
    files, done = collect_files(paths), {each.file for each in scored}
    with_score = {each.given.report.of for each in scored}
    handed_in = with_score | set(_named(each for each in files.reports if each.name not in done))
    years = {identity.year for identity in handed_in}

    def may_be(identity: Identity | None) -> bool:
        return identity is None or (identity.year in years and identity not in with_score)

    sources = [each for each in files.plans if may_be(scan_identity(each.data))]
    with open_checker(project) as checker:
        opened = [
            (spec, checker.open(spec).valid_table)
            for spec in checker.check(sources)
            if spec.result.identity and may_be(spec.result.identity)
        ]
    found = [
        Outstanding.of(
            table.plan, file=spec.source.name, is_handed_in=table.plan.identity in handed_in
        )
        for spec, table in opened
        if table
    ]
    return tuple(sorted(found, key=lambda each: each.identity))


def _named(reports: Iterator[Source]) -> Iterator[Identity]:
    """The tables of which there are evaluations, as far as they say it."""
    for source in reports:
        table = named_table(load_report(source))
        if table is not None:
            yield table
