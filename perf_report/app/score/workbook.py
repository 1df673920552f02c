"""The scores of many departments as an Excel file."""

from perf_report.errors import OutputError
from perf_report.render.scores.meeting import meeting_sheets
from perf_report.render.scores.scored import ScoreReport


def write_workbook(report: ScoreReport) -> bytes:
    """Return the sheets for a bureau's meeting. Raises OutputError without the extra `office`."""
    try:
        # An extra, which only this format needs.
        from perf_report.office.write_xlsx.plain_workbook import write_sheets
    except ModuleNotFoundError as error:
        raise OutputError("office-extra", module=error.name or "") from None
    years = [each.given.report.of.year for each in report.scored]
    newest = max(years, default=_ANY_YEAR)
    is_chinese = report.catalogue.language == "zh"
    return write_sheets(meeting_sheets(report), newest, is_chinese=is_chinese)


# Of a file without evaluations, which has to state some day.
_ANY_YEAR = 2000
