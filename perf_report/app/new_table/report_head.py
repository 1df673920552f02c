"""What the file of a new report begins with, and how the file is called."""

from pathlib import Path
from typing import Any

from perf_report.model.plan import FORMAT
from perf_report.model.report import Report

# The day of most evaluations, which few forms print.
_LAST_DAY = "12-31"


def report_head(report: Report) -> dict[str, Any]:
    """Return the head of a report: what it is on, how it is printed, and of which day or month."""
    of = {"department": report.of.code, "year": report.of.year, "project": report.of.project}
    head = {
        "format": FORMAT,
        "report": str(report.kind),
        "of": {key: value for key, value in of.items() if value},
        "form": report.form,
        "scoring": report.scoring,
        "as_of": None if report.through else f"{report.of.year}-{_LAST_DAY}",
        "through": str(report.through) if report.through else None,
    }
    return {key: value for key, value in head.items() if value is not None}


def report_file_name(spec: Path, report: Report) -> str:
    """Return the name of the file of a report, after that of the spec that it is on."""
    return f"{spec.stem}-{report.id}.yaml"
