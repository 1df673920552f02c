"""Begin a spec on the workbench: from a file of an office, from last year's, or from a form."""

from pathlib import Path, PurePath

from perf_report.app.check.previous_year import scan_identity, search_specs
from perf_report.app.import_paper.batch import ImportTask, Outcome, import_files
from perf_report.app.import_paper.files import MOST_BYTES, name_specs
from perf_report.app.import_paper.run import Given
from perf_report.app.import_paper.save import save_specs
from perf_report.app.new import start_next_year, start_project
from perf_report.app.new_table.drafts import (
    TableHead,
    draft_table,
    find_plan_form,
    plan_forms,
    write_draft,
)
from perf_report.app.project import Project
from perf_report.app.workbench.project_list import find_spec
from perf_report.errors import PerfReportError, SourceError
from perf_report.messages import Catalogue
from perf_report.model.finding import Finding
from perf_report.model.form import Form, Subject
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.parse.source import read_source

# Why a table cannot be begun.
Refusal = PerfReportError | Finding

__all__ = [
    "MOST_BYTES",
    "Refusal",
    "bring_file",
    "forms_of_departments",
    "next_year",
    "read_file",
    "start_example",
    "start_table",
    "uploaded",
]


def bring_file(project: Project, name: str, data: bytes, say: Catalogue) -> list[str]:
    """Write the specs of an uploaded file, and return their file names. Raises PerfReportError."""
    outcome = read_file(project, uploaded(name, data))
    paths: list[Path | None] = [*name_specs(project.specs_folder(), outcome.imported)]
    saved = save_specs([outcome], paths, inputs=(), force=False, say=say)
    return [Path(each.spec).name for each in saved]


def uploaded(name: str, data: bytes) -> Source:
    """Return an uploaded file by its name alone: a browser may send a whole path."""
    return Source(name=PurePath(name.replace("\\", "/")).name or "-", data=data)


def read_file(project: Project, source: Source) -> Outcome:
    """Read an uploaded file in a process of its own, within the limits of `import`.

    Raises PerfReportError.
    """
    task = ImportTask(
        source=source,
        given=Given(),
        forms=tuple(project.form_folders()),
        frameworks=tuple(project.framework_folders()),
    )
    outcome = next(iter(import_files([task], 1)))
    if outcome.error is not None:
        raise outcome.error
    return outcome


def start_example(project: Project) -> list[str]:
    """Write the starter files into the folder of a project, and return the names of their specs.

    The newest is the first. Raises OutputError if one of them exists.
    """
    written = start_project(project.root)
    names = [path.name for path in written if path.parent == project.specs_folder()]
    return sorted(names, reverse=True)


def next_year(project: Project, name: str) -> str:
    """Write the spec of the year after that of a spec, and return its file name.

    One that there is already is left as it is. Raises PerfReportError.
    """
    path = find_spec(project, name)
    if path is None:
        raise SourceError("source-missing", path=name)
    identity = scan_identity(read_source(path).data)
    following = identity.following if identity else None
    known = search_specs([path], project).find(following) if following else None
    return Path(known.name).name if known else start_next_year(project, path, None, None).path.name


def forms_of_departments(project: Project) -> list[Form]:
    """Return the forms that a new table of a department may have."""
    return [form for form in plan_forms(project) if form.subject is Subject.DEPARTMENT]


def start_table(project: Project, form: str, code: str, name: str, year: int) -> str | Finding:
    """Write a new spec, and return its file name, or what is wrong with what was given.

    Raises PerfReportError.
    """
    head = TableHead(
        form=find_plan_form(project, form), year=year, department=(code, Text(zh=name))
    )
    draft = draft_table(project, head)
    if draft.finding is not None:
        return draft.finding
    return write_draft(draft, None).name
