"""What every file of a run is made with, and a hash of all that decides its bytes."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from perf_report import __version__, resources
from perf_report.diff.significance import Policy
from perf_report.pdf.fonts import fonts_digest

# The suffixes of the package's sources and data.
_SUFFIXES = frozenset({".py", ".toml", ".yaml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Template folders by precedence, added fonts, and how changes are judged.

    `address` is where the project's output is disclosed, or empty; PDFs print it. `cache` is the
    folder of what a machine may lose and makes again; it decides no byte.
    """

    templates: tuple[Path, ...]
    fonts: tuple[Path, ...] = ()
    policy: Policy = field(default_factory=Policy)
    address: str = ""
    cache: Path | None = None


def recipe_digest(recipe: Recipe) -> str:
    """A hash of everything but the spec that decides a file's bytes, libraries apart."""
    digest = hashlib.sha256(f"perf-report {__version__}".encode())
    files = {path.relative_to(resources.PACKAGE): path for path in package_files()}
    for name, path in [*files.items(), *sorted(_templates_in_use(recipe).items())]:
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    digest.update(fonts_digest(recipe.fonts).encode())
    digest.update(
        repr(
            (sorted(recipe.policy.significance.items()), recipe.policy.outcomes, recipe.address)
        ).encode()
    )
    return digest.hexdigest()


def _templates_in_use(recipe: Recipe) -> dict[Path, Path]:
    """Every file of the template folders by its name in them, the first folder's before others'."""
    return {
        path.relative_to(folder): path
        for folder in reversed(recipe.templates)
        for path in folder.rglob("*")
        if path.is_file()
    }


def package_files() -> list[Path]:
    """The package's sources and data; fonts are known by their recorded sums.

    The schema and the templates lie in the package when it is installed and beside it in a
    checkout, and must not make the two differ: templates are looked at by themselves.
    """
    return sorted(path for path in resources.PACKAGE.rglob("*") if path.suffix in _SUFFIXES)
