"""The documents of the search: each table with its tasks, goals and indicators."""

from collections.abc import Iterator, Sequence

from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import SiteIndicator, SiteTable
from perf_report.site.paths import localized, table_page
from perf_report.site.results_view import result_state
from perf_report.site.search import SearchDocument, SearchSection


def search_documents(built_tables: Sequence[SiteTable]) -> Iterator[SearchDocument]:
    """Yield a document for each table and language."""
    for built in built_tables:
        for language in LANGUAGES:
            if language in built.languages:
                yield _document(built, language)


def _document(built: SiteTable, language: Language) -> SearchDocument:
    names = (built.name, built.project_name) if built.project_name else (built.name,)
    name = " · ".join(_said(each, language) for each in names)
    return SearchDocument(
        path=localized(table_page(built.identity), language),
        language=language,
        title=f"{name} · {built.year}",
        sections=tuple(_sections(built, language)),
        filters={"year": str(built.year)},
    )


def _sections(built: SiteTable, language: Language) -> Iterator[SearchSection]:
    for task in built.tasks:
        yield SearchSection(anchor=f"task-{task.id}", title=_said(task.text, language), text="")
    for goal in built.goals:
        yield SearchSection(anchor=f"goal-{goal.id}", title=_said(goal.text, language), text="")
        yield from _indicators(goal.indicators, language)
    yield from _indicators(built.loose, language)
    yield from _results(built, language)


def _results(built: SiteTable, language: Language) -> Iterator[SearchSection]:
    """What was reached of each indicator, and whether that was enough."""
    if built.evaluation is None:
        return
    results, say = built.evaluation.results, load_catalogue(language)
    for indicator in built.indicators:
        found = results.get(indicator.id)
        if found is not None and found.actual is not None:
            word = say.format("site", f"result-{result_state(found)}")
            yield SearchSection(
                anchor=f"result-{indicator.id}",
                title=_said(indicator.name, language),
                text=f"{_said(found.actual, language)} {word}",
            )


def _indicators(indicators: Sequence[SiteIndicator], language: Language) -> Iterator[SearchSection]:
    for indicator in indicators:
        yield SearchSection(
            anchor=f"indicator-{indicator.id}",
            title=_said(indicator.name, language),
            text=_said(indicator.target, language),
        )


def _said(text: Text, language: Language) -> str:
    return text.get(language) or text.zh or ""
