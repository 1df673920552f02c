"""Bring what stands in a file into a spec or a report: what people edited, or filled in anew."""

from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.import_paper.batch import open_apart
from perf_report.app.import_paper.files import read_file
from perf_report.app.import_paper.form_into_report import bring_form
from perf_report.app.import_paper.into import Brought, bring_into, carried_spec
from perf_report.app.import_paper.into_report import ReportBringing
from perf_report.app.import_paper.own_reading import OwnReading
from perf_report.app.import_paper.read import office_format
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.office.open_paper import open_paper
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_source


def bring_file_into(project: Project, file: Path, path: Path, *, remove: bool) -> Brought:
    """Return a spec, or a report on one, with what was changed in a file that was made of it.

    A report takes the form of another office, too. Raises SourceError as `bring_into` does, and if
    the file was made of something else.
    """
    spec, edited = read_source(path), read_file(file)
    carried = carried_spec(edited)
    if carried is not None and is_report(carried) != is_report(spec):
        raise SourceError("into-other", path=file, spec=path)
    if not is_report(spec):
        return bring_into(project, file, path, remove=remove)
    paper = open_paper(edited) if carried else open_apart(edited)
    reading = OwnReading(source=edited, paper=paper, data={})
    with open_checker(project) as checker:
        if office_format(edited) is None:
            return bring_form(project, checker, file, spec, reading)
        bringing = ReportBringing(project, checker, file, spec, reading)
        # A program that saves the file may drop what it carries.
        if carried is None and not bringing.has_own_rows():
            return bring_form(project, checker, file, spec, reading)
        return bringing.bring()
