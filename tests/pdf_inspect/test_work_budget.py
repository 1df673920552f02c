"""The limit on the work of reading a PDF: our own are far from it."""

from pathlib import Path

import pytest

from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.pdf_inspect.page_text import MAX_PAGES
from perf_report.pdf_inspect.pdf_document import read_document, read_info
from perf_report.pdf_inspect.work_budget import MAX_STEPS, WorkBudget
from perf_report.processes.limited_process import LimitedProcess


def test_a_paper_of_ours_with_the_most_pages_that_are_read_is_within_the_limit(
    built: Path,
) -> None:
    data = (built / "table.zh-en.pdf").read_bytes()
    with open_pdf(Source(name="a.pdf", data=data)) as opened, LimitedProcess() as process:
        read_document(opened, read_info(opened), FontForms(process))
        steps, pages = MAX_STEPS - opened.budget.left, len(opened.pdf.pages)
    assert 0 < steps / pages * MAX_PAGES < MAX_STEPS


def test_a_budget_that_is_spent_ends_the_reading() -> None:
    budget = WorkBudget("a.pdf", left=2)
    budget.spend(2)
    with pytest.raises(SourceError, match="pdf-work"):
        budget.spend(1)
