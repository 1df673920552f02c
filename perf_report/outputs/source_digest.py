"""A hash of the package's sources that decide the bytes of an output, found by their imports."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from perf_report import resources

_PACKAGE = "perf_report"

# `from perf_report.a import b`, on one line or in parentheses, and `import perf_report.a`.
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ ]+(perf_report[\w.]*)[ ]+import[ ]+(?:\(([^)]*)\)|([^\n]*))"
    r"|import[ ]+(perf_report[\w.]*))",
    re.MULTILINE,
)
_NAME = re.compile(r"\w+")


@cache
def source_digest(*modules: str) -> str:
    """Return a hash of modules of the package, of all that they import, and of its data files.

    Message catalogues, templates, `schema.json` and fonts are not included.
    """
    digest = hashlib.sha256()
    for name, source in sorted({**_closure(modules), **_data_files()}.items()):
        digest.update(f"\0{name}\0".encode())
        digest.update(source)
    return digest.hexdigest()


def _closure(modules: Iterable[str]) -> dict[str, bytes]:
    """The modules and all that they import from the package, also inside functions."""
    found: dict[str, bytes] = {}
    waiting, seen = set(modules), set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        path = _module_path(name)
        if path is not None:
            found[name] = path.read_bytes()
            # Importing a module imports the packages that it is in.
            imported = {name.rpartition(".")[0], *imported_names(found[name].decode())}
            waiting |= imported - seen
    return found


def imported_names(source: str) -> Iterator[str]:
    """Yield the dotted names in a source that may be modules of the package."""
    for match in _IMPORT.finditer(source):
        module, bracketed, plain, direct = match.groups()
        if direct is not None:
            yield direct
        else:
            yield module
            yield from (f"{module}.{name}" for name in _NAME.findall(bracketed or plain))


def _module_path(name: str) -> Path | None:
    parts = name.split(".")
    if parts[0] != _PACKAGE:
        return None
    place = resources.PACKAGE.joinpath(*parts[1:])
    paths = (place / "__init__.py", place.with_name(f"{place.name}.py"))
    return next((path for path in paths if path.is_file()), None)


def _data_files() -> dict[str, bytes]:
    paths = (resources.units_path(), *resources.frameworks_path().glob("*.yaml"))
    return {path.relative_to(resources.PACKAGE).as_posix(): path.read_bytes() for path in paths}
