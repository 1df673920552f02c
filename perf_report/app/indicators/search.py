"""Search the libraries of indicators of a project by a Chinese or an English word."""

from collections.abc import Iterable, Iterator

from rapidfuzz.fuzz import partial_ratio
from rapidfuzz.process import extract

from perf_report.app.project import LIBRARY_FOLDER, Project
from perf_report.errors import SettingsError
from perf_report.model.characters import plain_text
from perf_report.model.framework import all_category_ids
from perf_report.model.indicator_library import IndicatorLibrary, LibraryIndicator
from perf_report.model.text import Text
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.indicator_library import load_library
from perf_report.render.indicator_list import FoundIndicator, Match

# The least likeness of a word and a part of a name, in percent, where nothing contains the word:
# two characters of three.
_MIN_LIKENESS = 66
# At most so many are named that may be meant.
_MOST_NEAR = 5


def open_library(project: Project) -> IndicatorLibrary:
    """Return the libraries of a project. Raises SettingsError if it has none, or a wrong one."""
    frameworks = load_frameworks(project.framework_folders()).values()
    library = load_library(project.library_folders(), all_category_ids(frameworks))
    if not library.files:
        raise SettingsError("library-none", path=project.root / LIBRARY_FOLDER)
    return library


def search_library(
    library: IndicatorLibrary, word: str = "", category: str = ""
) -> tuple[FoundIndicator, ...]:
    """Return the indicators that contain a word, the best first; all without a word.

    Where nothing contains it, those are returned whose names are like it. `category` is what the
    ids of categories begin with.
    """
    items = [item for item in library.indicators if item.category.startswith(category)]
    wanted = _comparable(word)
    if not wanted:
        return tuple(FoundIndicator(indicator=item) for item in items)
    found = [(match, item) for item in items if (match := _match(item, wanted))]
    ranks = list(Match)
    found.sort(key=lambda pair: ranks.index(pair[0]))
    return tuple(FoundIndicator(indicator=item, match=match) for match, item in found) or tuple(
        FoundIndicator(indicator=item, match=Match.NEAR) for item in _near(items, wanted)
    )


def find_indicator(library: IndicatorLibrary, id_: str) -> LibraryIndicator:
    """Return the indicator with an id. Raises SettingsError, which names those that are near."""
    found = library.find(id_)
    if found is not None:
        return found
    near = search_library(library, id_)[:_MOST_NEAR]
    if not near:
        raise SettingsError("indicator-unknown", id=id_)
    close = ", ".join(f"{each.indicator.id} ({each.indicator.name.zh})" for each in near)
    raise SettingsError("indicator-unknown-close", id=id_, close=close)


def _match(item: LibraryIndicator, wanted: str) -> Match | None:
    """What of an indicator contains a word; None if nothing does."""
    names = [item.id, *_texts([item.name])]
    if wanted in names:
        return Match.EXACT
    if any(name.startswith(wanted) for name in names):
        return Match.PREFIX
    if any(wanted in name for name in names):
        return Match.NAME
    others = (item.definition, item.formula, item.standard, item.source)
    return Match.TEXT if any(wanted in text for text in (item.category, *_texts(others))) else None


def _near(items: list[LibraryIndicator], wanted: str) -> Iterator[LibraryIndicator]:
    """The indicators whose id or name is like a word, the most alike first, then by their order."""
    likeness = {
        index: max(
            score
            for _, score, _ in extract(
                wanted, [item.id, *_texts([item.name])], scorer=partial_ratio, limit=None
            )
        )
        for index, item in enumerate(items)
    }
    for index in sorted(likeness, key=lambda index: -likeness[index])[:_MOST_NEAR]:
        if likeness[index] >= _MIN_LIKENESS:
            yield items[index]


def _texts(texts: Iterable[Text | None]) -> Iterator[str]:
    for text in texts:
        written = (text.zh, text.en) if text else ()
        yield from (_comparable(each) for each in written if each)


def _comparable(text: str) -> str:
    return plain_text(text).casefold()
