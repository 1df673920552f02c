"""Write the golden reports of changes anew: `make golden`.

They are the made-up department's two years, compared, in every format that is text and in both
languages. The tests compare them byte for byte; look at the difference before you commit it.
"""

import os
import sys
from datetime import date
from pathlib import Path

from perf_report import resources
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.project import Project
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language
from perf_report.parse.source import read_source
from perf_report.render.changes import TEXT_REPORTS
from perf_report.render.changes.report import ChangeReport

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "golden" / "changes"
# Not SARIF, which has the version of the package.
SUFFIXES = {"text": "txt", "markdown": "md", "json": "json", "github": "github.txt"}

# Expired approvals are told of by the day; these reports have none.
_ANY_DAY = date(2026, 1, 1)


def golden_files() -> dict[str, bytes]:
    """Every golden report by its name."""
    with open_comparison_config(Project(root=resources.starter_path()), _ANY_DAY) as terms:
        reports = {language: _report(terms, language) for language in LANGUAGES}
    return {
        f"demo.{language}.{SUFFIXES[name]}": TEXT_REPORTS[name](report).encode()
        for language, report in reports.items()
        for name in SUFFIXES
    }


def _report(terms: ComparisonConfig, language: Language) -> ChangeReport:
    compared = compare_sources(_spec(2025), _spec(2026), terms)
    return collect_changes([compared], terms, load_catalogue(language))


def _spec(year: int) -> Source:
    """A spec by its name alone, wherever the package lies."""
    name = f"{year}-demo.yaml"
    data = read_source(resources.starter_path() / "specs" / name).data
    return Source(name=name, data=data)


def main() -> None:
    """Write them, but never where a change is only being checked."""
    if os.environ.get("CI"):
        sys.exit("Golden files are written by a person who looks at them, not by CI.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in golden_files().items():
        (FOLDER / name).write_bytes(data)
        print(FOLDER / name)


if __name__ == "__main__":
    main()
