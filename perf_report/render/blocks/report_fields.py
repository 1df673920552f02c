"""The fields of a report: its own texts, its total, and what all of its indicators say."""

from collections.abc import Callable, Iterable, Mapping

from perf_report.model.plan import Goal
from perf_report.model.report import IndicatorReport, Report
from perf_report.model.text import Text
from perf_report.render.blocks.values import print_moment
from perf_report.render.localized_text import Localizer, TextRuns
from perf_report.render.reported import Reported, plain


def report_field(id_: str, reported: Reported, localizer: Localizer) -> TextRuns:
    """Return what a report has by itself for a field; see `REPORT_FIELDS`."""
    return _FIELDS[id_.partition(".")[2]](reported, localizer)


def written_field(id_: str) -> tuple[str, ...]:
    """Return where a report has what stands in a field; empty for what is worked out.

    What stands there of all goals, or of all indicators, is in each of these: `*`.
    """
    return _WRITTEN.get(id_.partition(".")[2], ())


_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "as_of": ("as_of",),
    "conclusion": ("conclusion",),
    "problems": ("problems",),
    "measures": ("measures",),
    "achieved": ("goals", "*", "achieved"),
    "reasons": ("indicators", "*", "reason"),
    "remedies": ("indicators", "*", "remedy"),
}


def _text(read: Callable[[Report], Text | None]) -> Callable[[Reported, Localizer], TextRuns]:
    def runs(reported: Reported, localizer: Localizer) -> TextRuns:
        text = read(reported.report)
        return localizer.text(text) if text else ()

    return runs


def _as_of(reported: Reported, localizer: Localizer) -> TextRuns:
    day = reported.report.as_of
    return print_moment(day.isoformat(), localizer) if day else ()


def _through(reported: Reported, localizer: Localizer) -> TextRuns:
    month = reported.report.through
    return print_moment(str(month), localizer) if month else ()


def _total(reported: Reported, localizer: Localizer) -> TextRuns:
    if reported.score and reported.score.is_empty:
        return localizer.form_string("not-applicable")
    total = reported.score.total if reported.score else None
    return () if total is None else localizer.number(plain(total))


def _grade(reported: Reported, localizer: Localizer) -> TextRuns:
    if reported.score and reported.score.is_empty:
        return localizer.form_string("not-applicable")
    grade = reported.score.grade if reported.score else None
    return localizer.text(grade.label) if grade else ()


def _goals(reported: Reported, localizer: Localizer) -> TextRuns:
    return numbered([goal.text for _, goal in reported.goals], localizer)


def _achieved(reported: Reported, localizer: Localizer) -> TextRuns:
    return numbered([_achieved_of(goal, reported) for _, goal in reported.goals], localizer)


def _achieved_of(goal: Goal, reported: Reported) -> Text:
    return reported.report.goals.get(goal.id) or Text()


def _of_indicators(
    read: Callable[[IndicatorReport], Text | None],
) -> Callable[[Reported, Localizer], TextRuns]:
    """What indicators say, each after its name."""

    def runs(reported: Reported, localizer: Localizer) -> TextRuns:
        said = ((each, read(reported.of(each))) for each in reported.indicators)
        texts = [_labelled(each.name, text, localizer) for each, text in said if text]
        return numbered(texts, localizer)

    return runs


def _labelled(name: Text, text: Text, localizer: Localizer) -> Text:
    """A text after the name of what it is about, in the languages that it has."""
    found = {
        language: catalogue.format("form", "labelled", label=name.get(language) or "", value=said)
        for language, catalogue in localizer.catalogues.items()
        if (said := text.get(language))
    }
    return Text(zh=found.get("zh"), en=found.get("en"))


def numbered(texts: Iterable[Text], localizer: Localizer) -> TextRuns:
    """Return texts one below the other, with numbers if there are several."""
    listed = list(texts)
    if len(listed) == 1:
        return localizer.text(listed[0])
    lines = {
        language: "\n".join(
            localizer.catalogues[language].format("form", "numbered", number=number, text=words)
            for number, text in enumerate(listed, start=1)
            if (words := text.get(language))
        )
        for language in localizer.languages
    }
    return localizer.text(Text(zh=lines.get("zh") or None, en=lines.get("en") or None))


_FIELDS: dict[str, Callable[[Reported, Localizer], TextRuns]] = {
    "as_of": _as_of,
    "through": _through,
    "conclusion": _text(lambda report: report.conclusion),
    "problems": _text(lambda report: report.problems),
    "measures": _text(lambda report: report.measures),
    "total": _total,
    "grade": _grade,
    "goals": _goals,
    "achieved": _achieved,
    "reasons": _of_indicators(lambda said: said.reason),
    "remedies": _of_indicators(lambda said: said.remedy),
}
