"""Render a comparison as a web page or a PDF, with the project's templates and fonts."""

import hashlib

from perf_report.app.build.config import project_config
from perf_report.app.project import Project
from perf_report.model.text import LANGUAGES
from perf_report.outputs.build_config import CHANGES_MAKER, config_digest
from perf_report.outputs.change_files import Edition, render_changes_page, render_changes_pdf
from perf_report.outputs.output_files import changes_mode
from perf_report.render.changes.report import ChangeReport
from perf_report.render.localized_text import Mode


def render_changes(
    report: ChangeReport, format_: str, project: Project, mode: Mode | None = None
) -> bytes:
    """Return a report of changes as a page (`html`) or a PDF (`pdf`).

    It is in the language mode, or else in that of the settings, or in both languages; in Chinese if
    a table has no English. Raises PerfReportError.
    """
    config = project_config(project, changes_mode=mode)
    shared = set(LANGUAGES).intersection(*(table.side.plan.languages for table in report.tables))
    mode = changes_mode(shared, config.changes_mode)
    if format_ == "html":
        return render_changes_page(report.tables, mode, config)
    marks = "".join(reported.fingerprint for reported in report.changes)
    digest = config_digest(config, CHANGES_MAKER)
    identifier = hashlib.sha256(f"{digest}{marks}".encode()).hexdigest()
    return render_changes_pdf(report.tables, mode, config, identifier, Edition())
