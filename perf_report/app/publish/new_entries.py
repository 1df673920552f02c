"""What is told with the new entries of the ledger: changes, and budgets that differ."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from perf_report.app.build.config import project_config
from perf_report.app.check.checker import open_checker
from perf_report.app.project import Project
from perf_report.app.publish.correction_report import describe_correction
from perf_report.app.publish.initial_budgets import OtherBudget, find_other_budgets
from perf_report.app.publish.report_correction import describe_report_correction
from perf_report.app.publish.told_correction import Correction
from perf_report.model.identity import Identity
from perf_report.publish.target import PublishedFiles
from perf_report.site.history import Event, History, record_folder


def describe_events(
    decided: Sequence[Event],
    latest: Mapping[Identity, Event],
    published: PublishedFiles,
    project: Project,
) -> tuple[list[Event], dict[str, bytes]]:
    """Return the entries with what corrections change, and the change reports by path."""
    events: list[Event] = []
    extras: dict[str, bytes] = {}
    for event in decided:
        if not event.replaces:
            events.append(event)
            continue
        sides = (latest[event.identity], event)
        correction = describe_replacement(sides, published, project.output_folder(), project)
        folder = record_folder(event.identity, event.revision)
        events.append(correction.event)
        extras |= {f"{folder}/{name}": data for name, data in correction.files.items()}
    return events, extras


def describe_replacement(
    sides: tuple[Event, Event], published: PublishedFiles, built: Path, project: Project
) -> Correction:
    """Compare a built correction or adjustment with the published revision before it."""
    before, event = sides
    describe = describe_report_correction if event.report else describe_correction
    with open_checker(project) as checker:
        return describe(event, before, published, built, (checker, project_config(project)))


def compare_budgets(
    events: Sequence[Event], history: History, published: PublishedFiles, project: Project
) -> Sequence[OtherBudget]:
    """Compare the reports of new entries with the tables; `history` has the entries, too."""
    if not any(event.report for event in events):
        return ()
    with open_checker(project) as checker:
        built = project.output_folder()
        return tuple(find_other_budgets(events, history, published, built, checker))
