"""The files of a spec that is open: its PDF, its Word and its Excel file, and its text."""

from collections.abc import Mapping

from perf_report.app.build.config import project_config
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import SourceError
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.render.localized_text import whole_mode

_PRINTED: Mapping[str, Format] = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx"}

# The media types of the files, by their endings.
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}


def make_paper(workbench: Workbench, opened: Opened, ending: str) -> bytes:
    """Return a file of a draft, saved or not. Raises SourceError if it has errors."""
    source = opened.session.source
    if ending == "yaml":
        return source.data
    read = workbench.read(opened)
    table = read.printed
    if table is None:
        invalid = "report-invalid" if read.is_report else "spec-invalid"
        raise SourceError(invalid, path=opened.session.path.name)
    mode = whole_mode(table.plan.languages)
    output = Output(format=_PRINTED[ending], path=f"table.{mode}.{ending}", mode=mode)
    job = Job(
        table=table,
        output=output,
        config=project_config(workbench.project),
        identifier=source.digest,
    )
    return make_output(job)
