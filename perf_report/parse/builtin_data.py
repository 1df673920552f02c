"""What YAML files of the package and of a project hold, by id, each read when it is asked for.

A spec needs one form and one framework of the many that there are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from perf_report.parse.data_files import HasId, load_by_id

_WithId = TypeVar("_WithId", bound=HasId)


class BuiltinData(Mapping[str, _WithId], Generic[_WithId]):
    """The things of a kind: a project's own, read at once, and the built-in ones.

    A built-in file has the name of its id. A project's own thing goes before the built-in one with
    its id. Raises SettingsError if a file of the project is not valid, or two have one id.
    """

    def __init__(
        self, folder: Path, own: Iterable[Path], read: Callable[[Path], _WithId], kind: str
    ) -> None:
        self._folder = folder
        self._read = read
        self._things = load_by_id(own, read, kind)

    def __getitem__(self, id_: str) -> _WithId:
        """The thing with an id. Raises KeyError if there is none."""
        if id_ not in self._things:
            path = self._folder / f"{id_}.yaml"
            if id_ not in self._builtin():
                raise KeyError(id_)
            self._things[id_] = self._read(path)
        return self._things[id_]

    def __iter__(self) -> Iterator[str]:
        """The ids, sorted."""
        return iter(sorted({*self._things, *self._builtin()}))

    def __len__(self) -> int:
        """How many there are."""
        return len({*self._things, *self._builtin()})

    def _builtin(self) -> set[str]:
        return {path.stem for path in self._folder.glob("*.yaml")}
