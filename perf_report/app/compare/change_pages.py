"""Render a comparison as a web page or a PDF, with the project's templates and fonts."""

import hashlib

from perf_report.app.build.config import project_config
from perf_report.app.project import Project
from perf_report.outputs.build_config import CHANGES_MAKER, config_digest
from perf_report.outputs.change_files import (
    Edition,
    changes_mode,
    render_changes_page,
    render_changes_pdf,
)
from perf_report.render.changes.report import ChangeReport
from perf_report.render.localized_text import Mode


def render_changes(report: ChangeReport, format_: str, project: Project) -> bytes:
    """Return a report of changes as a page (`html`) or a PDF (`pdf`).

    It is in both languages if all its tables are. Raises RenderError.
    """
    config = project_config(project)
    is_bilingual = all(changes_mode(table.side.plan) == "zh-en" for table in report.tables)
    mode: Mode = "zh-en" if is_bilingual else "zh"
    if format_ == "html":
        return render_changes_page(report.tables, mode, config)
    marks = "".join(reported.fingerprint for reported in report.changes)
    digest = config_digest(config, CHANGES_MAKER)
    identifier = hashlib.sha256(f"{digest}{marks}".encode()).hexdigest()
    return render_changes_pdf(report.tables, mode, config, identifier, Edition())
