"""The configuration of a build: templates, fonts and settings; and a hash of it."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from perf_report import __version__
from perf_report.diff.significance import Policy
from perf_report.messages import catalogue_path
from perf_report.model.text import LANGUAGES
from perf_report.outputs.source_digest import source_digest
from perf_report.pdf.fonts import fonts_digest
from perf_report.render.localized_text import Mode

# The modules that make the files of tables and of changes.
TABLE_MAKER = "perf_report.outputs.jobs"
CHANGES_MAKER = "perf_report.outputs.change_files"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildConfig:
    """Template folders by precedence, added fonts, and how changes are judged.

    `changes_mode` is the language mode of reports of changes; None for all languages of a table.
    `address` is the URL at which the output is disclosed, or empty; PDFs print it. `cache` is the
    folder of compiled templates, which does not affect outputs.
    """

    templates: tuple[Path, ...]
    fonts: tuple[Path, ...] = ()
    policy: Policy = field(default_factory=Policy)
    changes_mode: Mode | None = None
    address: str = ""
    cache: Path | None = None


def config_digest(config: BuildConfig, *modules: str) -> str:
    """Return a hash of all that decides the bytes of files, except the spec and the libraries.

    `modules` are the modules that make the files.
    """
    digest = hashlib.sha256(f"perf-report {__version__} {source_digest(*modules)}".encode())
    catalogues = {Path(f"{name}.toml"): catalogue_path(name) for name in LANGUAGES}
    for name, path in [*catalogues.items(), *sorted(_templates_in_use(config).items())]:
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    digest.update(fonts_digest(config.fonts).encode())
    policy = config.policy
    settings = (sorted(policy.significance.items()), policy.outcomes, config.changes_mode)
    digest.update(repr((*settings, config.address)).encode())
    return digest.hexdigest()


def _templates_in_use(config: BuildConfig) -> dict[Path, Path]:
    """Every file of the template folders by its path in them; earlier folders take precedence."""
    return {
        path.relative_to(folder): path
        for folder in reversed(config.templates)
        for path in folder.rglob("*")
        if path.is_file()
    }
