"""What the search looks through: each table with its tasks, goals and indicators."""

from collections.abc import Iterator, Sequence

from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import Sheet
from perf_report.site.paths import localized, table_page
from perf_report.site.search import SearchDocument, SearchSection


def search_documents(sheets: Sequence[Sheet]) -> Iterator[SearchDocument]:
    """A document for each table and language."""
    for sheet in sheets:
        for language in LANGUAGES:
            if language in sheet.languages:
                yield _document(sheet, language)


def _document(sheet: Sheet, language: Language) -> SearchDocument:
    name = _said(sheet.name, language)
    return SearchDocument(
        path=localized(table_page(*sheet.identity), language),
        language=language,
        title=f"{name} · {sheet.year}",
        sections=tuple(_sections(sheet, language)),
        filters={"year": str(sheet.year)},
    )


def _sections(sheet: Sheet, language: Language) -> Iterator[SearchSection]:
    for task in sheet.tasks:
        yield SearchSection(anchor=f"task-{task.id}", title=_said(task.text, language), text="")
    for goal in sheet.goals:
        yield SearchSection(anchor=f"goal-{goal.id}", title=_said(goal.text, language), text="")
        for indicator in goal.indicators:
            yield SearchSection(
                anchor=f"indicator-{indicator.id}",
                title=_said(indicator.name, language),
                text=_said(indicator.target, language),
            )


def _said(text: Text, language: Language) -> str:
    return text.get(language) or text.zh or ""
