"""The words of findings and errors for one who sees a page, and no file and no terminal."""

from dataclasses import replace

from perf_report.errors import PerfReportError
from perf_report.messages import (
    Catalogue,
    Description,
    describe_error,
    describe_finding,
    load_catalogue,
)
from perf_report.model.finding import Finding
from perf_report.model.text import LANGUAGES
from perf_report.rules.review_mark import RULE as REVIEW_MARK

# What is between the languages of a mark.
_BETWEEN = " / "


def describe_on_page(say: Catalogue, wrong: PerfReportError | Finding) -> Description:
    """Return the words of a finding or an error; its help names buttons, and no keys."""
    if isinstance(wrong, PerfReportError):
        found, table, id_ = describe_error(say, wrong), "page-error-help", wrong.message
    else:
        wrong = _without_other_language(wrong, say)
        found, table, id_ = _described(say, wrong), "page-help", wrong.message_id
    if id_ not in say.tables[table]:
        return found
    return replace(found, help=say.format(table, id_, **wrong.arguments))


def _described(say: Catalogue, finding: Finding) -> Description:
    """The words of a finding, without ids where others tell as much."""
    found, id_ = describe_finding(say, finding), finding.message_id
    if id_ not in say.tables["page-finding"]:
        return found
    return replace(found, message=say.format("page-finding", id_, **finding.arguments))


def _without_other_language(finding: Finding, say: Catalogue) -> Finding:
    if finding.rule != REVIEW_MARK.id:
        return finding
    text = _in_one_language(str(finding.arguments["text"]), say)
    return replace(finding, arguments={**finding.arguments, "text": text})


def _in_one_language(mark: str, say: Catalogue) -> str:
    """What a mark of ours says to one reader: it is written in Chinese and in English."""
    marks = [load_catalogue(each).format("cli", "import-mark") for each in LANGUAGES]
    parts = mark.removeprefix(f"{_BETWEEN.join(marks)}：").split(_BETWEEN)
    return parts[LANGUAGES.index(say.language)] if len(parts) == len(LANGUAGES) else mark
