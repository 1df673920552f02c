"""The target of a project, and the history in its ledger."""

from hashlib import sha256

from perf_report.app.machine import machine_name
from perf_report.app.project import Project
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.open_target import open_target
from perf_report.publish.target import Publisher, Target
from perf_report.site.history import History
from perf_report.site.paths import LEDGER


def open_project_target(
    project: Project, address: str, *, since: str = "", breaks_lock: bool = False
) -> Target:
    """Return the target of an address, for this project and machine. Raises PublishError."""
    notes = project.site_folder() / ".perf-report"
    owner = sha256(f"{machine_name()}\0{notes.absolute()}".encode()).hexdigest()
    return open_target(
        address, Publisher(owner=owner, notes=notes, since=since, breaks_lock=breaks_lock)
    )


def read_history(project: Project, address: str | None) -> History:
    """Return the history in a target's ledger; without an address, an empty one.

    Raises PerfReportError.
    """
    if not address:
        return History()
    target = open_project_target(project, address)
    with target.opened():
        return parse_ledger(target.read(LEDGER)).history
