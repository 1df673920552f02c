"""A library of indicators that an office issues (绩效指标库, 共性指标框架)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from perf_report.model.category_kind import Better
from perf_report.model.characters import plain_text
from perf_report.model.plan import Indicator
from perf_report.model.text import Text

# A usual target: one string as in a spec, or words in languages.
UsualTarget = str | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryIndicator:
    """An indicator of a library; `library` is the id of the library that has it.

    `unit` is that of its targets, as the form prints it; empty where none is stated.
    """

    id: str
    name: Text
    category: str
    library: str
    unit: str = ""
    better: Better | None = None
    standard: Text | None = None
    source: Text | None = None
    definition: Text | None = None
    formula: Text | None = None
    targets: tuple[UsualTarget, ...] = ()

    @property
    def plain_name(self) -> str:
        """The Chinese name in one width, without spaces; names are compared by it."""
        return plain_text(self.name.zh or "")

    def is_used_as(self, indicator: Indicator) -> bool:
        """Whether an indicator of a spec is this one: by its name, or by id and category."""
        if plain_text(indicator.name.zh or "") == self.plain_name:
            return True
        return (indicator.id, indicator.category) == (self.id, self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFile:
    """What one file holds: its id, its name, who issued it, and its indicators.

    `file` is the name of the file, for messages.
    """

    id: str
    name: Text
    source: Text | None
    indicators: tuple[LibraryIndicator, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLibrary:
    """All libraries of a project; there is none without `files`.

    `plain_names` are the names of all indicators, as they are compared, and `by_category` the
    indicators of each category by such a name; the first one of a name.
    """

    files: tuple[LibraryFile, ...] = ()
    plain_names: frozenset[str] = field(init=False, repr=False, compare=False)
    by_category: Mapping[str, Mapping[str, LibraryIndicator]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        found: dict[str, dict[str, LibraryIndicator]] = defaultdict(dict)
        for item in self.indicators:
            found[item.category].setdefault(item.plain_name, item)
        names = frozenset(item.plain_name for item in self.indicators)
        object.__setattr__(self, "plain_names", names)
        object.__setattr__(self, "by_category", dict(found))

    @property
    def indicators(self) -> tuple[LibraryIndicator, ...]:
        """The indicators of all files, in the order of the files."""
        return tuple(item for file in self.files for item in file.indicators)

    def find(self, id_: str) -> LibraryIndicator | None:
        """Return the indicator with an id, or None."""
        return next((item for item in self.indicators if item.id == id_), None)

    def name_of(self, indicator: LibraryIndicator) -> Text:
        """Return the name of the library that an indicator is from."""
        return next(file.name for file in self.files if file.id == indicator.library)
