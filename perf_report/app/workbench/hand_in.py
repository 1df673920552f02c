"""Hand in a saved table for review: on a branch of its own, under the officer's name."""

from pathlib import Path

from perf_report.app.project import Project
from perf_report.app.workbench.project_list import report_words
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import SettingsError
from perf_report.messages import Catalogue
from perf_report.model.visible_text import INVISIBLE
from perf_report.parse.source import read_source
from perf_report.publish.review_branch import Committed, ReviewBranches


def known_officer(project: Project, path: Path) -> str:
    """Return the name under which a table is handed in here; empty if it was never said.

    Raises SourceError without git.
    """
    name = _branches(project, path).author()
    return name if _is_name(name) else ""


def _branches(project: Project, path: Path) -> ReviewBranches:
    """The branches of the repository of a file, which may be another one than the project's."""
    folder, root = path.resolve().parent, project.root.resolve()
    is_inside = folder.is_relative_to(root)
    return ReviewBranches(folder=folder, root=root if is_inside else folder)


def _is_name(text: str) -> bool:
    """Whether git takes a text as the name of a person."""
    return any(map(str.isalnum, text))


def hand_in(workbench: Workbench, opened: Opened, officer: str, say: Catalogue) -> Committed:
    """Commit the file of an open spec to a new branch, and send it where a place is set up.

    Raises SettingsError if something is not saved or no name is known, SourceError if git fails.
    """
    session = opened.session
    with session.lock:
        if session.is_changed:
            raise SettingsError("hand-in-unsaved", path=session.path.name)
        source = read_source(session.path)
    officer = " ".join(INVISIBLE.sub("", officer).split())
    branches = _branches(workbench.project, session.path)
    if not _is_name(officer or branches.author()):
        raise SettingsError("hand-in-name")
    read = workbench.reader.read(source)
    plan, report = read.plan, read.report_id
    if plan is None:
        raise SettingsError("hand-in-invalid", path=session.path.name)
    stem = f"review/{'-'.join([*str(plan.identity).split('/'), *filter(None, [report])])}"
    name = plan.name.get(say.language) or plan.name.zh or plan.identity.code
    what = "hand-in-title-report" if report else "hand-in-title"
    title = say.format(
        "workbench", what, owner=name, year=plan.year, report=report_words(report, say)
    )
    return branches.commit(stem, session.path, source.data, title, officer)
