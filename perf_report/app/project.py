"""A project: its settings, and the paths of its specs, templates, frameworks and outputs."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.app.machine import user_cache
from perf_report.app.settings import Settings, read_setting
from perf_report.diff.assessment import Significance
from perf_report.diff.change import ChangeKind, ReportChangeKind
from perf_report.diff.significance import Policy
from perf_report.errors import SettingsError, SourceError
from perf_report.model.approval import Approval
from perf_report.model.finding import Severity
from perf_report.model.text import LANGUAGES, Text
from perf_report.parse.settings_file import read_toml
from perf_report.parse.source import STDIN, read_source
from perf_report.parse.yaml_files import list_yaml_files
from perf_report.publish.kept_files import KeptFiles, is_keep_pattern
from perf_report.render.localized_text import MODES, Mode

# Where a project's own forms, its libraries of indicators and its scorings are.
FORMS_FOLDER = "forms"
LIBRARY_FOLDER = "indicators"
SCORING_FOLDER = "scoring"
DATA_FOLDERS = (FORMS_FOLDER, LIBRARY_FOLDER, SCORING_FOLDER)
SETTINGS_FILE = "perf-report.toml"
# The table of our settings in pyproject.toml, or a table in it.
_TABLE = re.compile(rb"^\s*\[tool\.perf-report[].]", re.MULTILINE)
# What `[review] fail_on` and `review --fail-on` can be.
REVIEW_LEVELS = ("error", "weaker", "unclear", "never")
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/[^\s]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with specs, and optional settings, templates, frameworks and fonts."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    def output_folder(self) -> Path:
        """Return the default folder of outputs."""
        return self.root / self.settings.output

    def site_folder(self) -> Path:
        """Return the default folder of the disclosure site."""
        return self.root / self.settings.site.folder

    def site_title(self) -> Text:
        """Return the title of the site in the settings, in none, one or both languages.

        Raises SettingsError for another language.
        """
        title = self.settings.title
        for language in title:
            if language not in LANGUAGES:
                raise SettingsError("settings-title", language=language)
        return Text(zh=title.get("zh"), en=title.get("en"))

    def kept_files(self) -> KeptFiles:
        """Return the files beside the site that stay. Raises SettingsError for a bad pattern."""
        patterns = self.settings.publish.get("keep", ())
        for pattern in patterns:
            if not is_keep_pattern(pattern):
                raise SettingsError("settings-keep", pattern=pattern)
        return KeptFiles(patterns=patterns)

    def build_cache_path(self, output: Path) -> Path:
        """Return the path of the cache of an output folder, in the user's cache."""
        name = hashlib.sha256(os.fsencode(output.absolute())).hexdigest()[:32]
        return user_cache() / "outputs" / name

    def specs_folder(self) -> Path:
        """Return the folder of the project's specs."""
        return self.root / self.settings.specs

    def fonts(self, more: Iterable[Path] = ()) -> tuple[Path, ...]:
        """Return the project's font files and those of the command line."""
        return (*(self.root / font for font in self.settings.fonts), *more)

    def template_folders(self, override: Path | None = None) -> tuple[Path, ...]:
        """Return the template folders by precedence, the built-in one last.

        Raises SettingsError if the one that is named does not exist.
        """
        builtin = resources.templates_path()
        own = override or self.root / self.settings.templates
        if override is not None and not override.is_dir():
            raise SettingsError("template-folder", path=override)
        is_own = self._is_folder("templates", own) and own.resolve() != builtin.resolve()
        # Absolute, since renderers are cached by it.
        return (own.absolute(), builtin) if is_own else (builtin,)

    def severities(self) -> dict[str, Severity | None]:
        """Return the severities of rules in the settings; None disables a rule.

        Raises SettingsError for an unknown rule or severity, and for a rule without which the table
        cannot be made.
        """
        return {id_: _severity(id_, word) for id_, word in self.settings.severity.items()}

    def address(self) -> str:
        """Return the URL of the disclosed output, or "". Raises SettingsError if it is no URL."""
        address = self.settings.address
        if address and not _ADDRESS.fullmatch(address):
            raise SettingsError("settings-address", address=address)
        return address

    def policy(self) -> Policy:
        """Return how changes are judged. Raises SettingsError for unknown kinds, significances."""
        return Policy(
            significance={
                kind: _significance(kind, word) for kind, word in self.settings.significance.items()
            },
            outcomes=self.settings.outcomes,
        )

    def review_level(self) -> str:
        """Return what fails a review. Raises SettingsError for another key or level."""
        for key, level in self.settings.review.items():
            if key != "fail_on" or level not in REVIEW_LEVELS:
                levels = ", ".join(REVIEW_LEVELS)
                raise SettingsError("settings-review", key=key, level=level, levels=levels)
        return self.settings.review.get("fail_on", "weaker")

    def changes_mode(self) -> Mode | None:
        """Return the language mode of reports of changes; None if the settings name none.

        Raises SettingsError for another key or mode.
        """
        for key, value in self.settings.changes.items():
            if key != "lang" or value not in MODES:
                modes = ", ".join(MODES)
                raise SettingsError("settings-changes", key=key, value=value, modes=modes)
        named = self.settings.changes.get("lang")
        return next((mode for mode in MODES if mode == named), None)

    def approvals_path(self) -> Path:
        """Return the path of the file of approvals."""
        return self.root / self.settings.approvals

    def lacks_named_approvals(self) -> bool:
        """Whether the settings name a file of approvals that does not exist yet."""
        is_named = self.settings.approvals != Settings().approvals
        return is_named and not self.approvals_path().exists()

    def approvals(self) -> tuple[Approval, ...]:
        """Read the approvals; none if there is no such file. Raises PerfReportError."""
        from perf_report.parse.approvals import read_approvals

        path = self.approvals_path()
        return read_approvals(read_source(path)) if path.exists() else ()

    def framework_folders(self) -> tuple[Path, ...]:
        """Return the folder of the project's own frameworks, if it exists.

        Raises SettingsError if it is named and does not.
        """
        folder = self.root / self.settings.frameworks
        return (folder,) if self._is_folder("frameworks", folder) else ()

    def _is_folder(self, key: str, folder: Path) -> bool:
        """Whether there is the folder of a setting. Raises SettingsError if it has to be there."""
        if folder.is_dir():
            return True
        if getattr(self.settings, key) != getattr(Settings(), key):
            raise SettingsError("settings-folder", key=key, path=folder)
        return False

    def input_paths(self, named: Iterable[Path]) -> Iterator[Path]:
        """Yield what a command may read: the named files, those beside them, and the project's."""
        for path in named:
            yield path
            yield from list_specs(path if path.is_dir() else path.parent)
        settings = _settings_file(self.root)
        yield from (settings,) if settings else ()
        yield from (self.approvals_path(), *self.fonts())
        for name in (self.settings.specs, self.settings.frameworks, *DATA_FOLDERS):
            yield from list_specs(self.root / name)
        for folder in self.template_folders()[:-1]:
            yield from folder.iterdir()

    def form_folders(self) -> tuple[Path, ...]:
        """Return the folder of the project's own forms, if it exists."""
        return (folder,) if (folder := self.root / FORMS_FOLDER).is_dir() else ()

    def scoring_folders(self) -> tuple[Path, ...]:
        """Return the folder of the project's own scorings, if it exists."""
        return (folder,) if (folder := self.root / SCORING_FOLDER).is_dir() else ()

    def library_folders(self) -> tuple[Path, ...]:
        """Return the folder of the project's libraries of indicators, if it exists."""
        return (folder,) if (folder := self.root / LIBRARY_FOLDER).is_dir() else ()

    def spec_paths(self, named: Sequence[Path]) -> list[Path]:
        """Return the spec files at the named paths, or by default all of the project.

        A folder means the specs directly in it, `-` standard input. Raises SourceError if it has
        none.
        """
        paths: list[Path] = []
        for path in named or [self.specs_folder()]:
            # os.path.isdir does not raise on any path, however long or inaccessible.
            is_folder = path != STDIN and os.path.isdir(path)  # noqa: PTH112
            paths += _specs_in(path) if is_folder else [path]
        return list({path.absolute(): path for path in paths}.values())


def _severity(id_: str, word: str) -> Severity | None:
    from perf_report.score.rules import find_any_rule

    rule = find_any_rule(id_)
    if rule is None:
        raise SettingsError("settings-rule", rule=id_)
    if rule.needed:
        raise SettingsError("settings-rule-needed", rule=id_)
    if rule.lasting and word not in {rule.severity, Severity.ERROR}:
        raise SettingsError("settings-rule-lasting", rule=id_)
    if word == "off":
        return None
    if word not in list(Severity):
        raise SettingsError("settings-severity", rule=id_, severity=word)
    return Severity(word)


def _significance(kind: str, word: str) -> Significance:
    if kind not in {*ChangeKind, *ReportChangeKind}:
        raise SettingsError("settings-kind", kind=kind)
    if word not in list(Significance):
        raise SettingsError("settings-significance", kind=kind, significance=word)
    return Significance(word)


def list_specs(folder: Path) -> list[Path]:
    """Return the spec files directly in a folder; none if it cannot be read."""
    try:
        return list_yaml_files(folder)
    except OSError:
        return []


def _specs_in(folder: Path) -> list[Path]:
    try:
        specs = list_yaml_files(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError("source-unreadable", path=folder, reason=reason) from error
    if not specs:
        raise SourceError("no-specs", path=folder)
    return specs


def has_settings(data: bytes) -> bool:
    """Whether a pyproject.toml has our settings."""
    return _TABLE.search(data) is not None


def open_project(folder: Path | None) -> Project:
    """Open the project in a folder, by default the nearest at or above the current folder.

    A folder is a project if it has settings or a folder of specs; if there is none, the current
    folder is used without settings. Raises SettingsError.
    """
    if folder is not None:
        return Project(root=folder, settings=_read_settings(folder))
    here = Path.cwd()
    for candidate in (here, *here.parents):
        settings_file = _settings_file(candidate)
        if settings_file or (candidate / Settings().specs).is_dir():
            root = Path(os.path.relpath(candidate, here))
            return Project(root=root, settings=_read_settings(candidate))
    return Project(root=Path())


def _settings_file(folder: Path) -> Path | None:
    own = folder / SETTINGS_FILE
    # A folder or a broken link of this name is found out when it is read.
    if os.path.lexists(own):
        return own
    shared = folder / "pyproject.toml"
    return shared if shared.is_file() and has_settings(shared.read_bytes()) else None


def _read_settings(folder: Path) -> Settings:
    if (path := _settings_file(folder)) is None:
        return Settings()
    data = read_toml(path)
    if path.name == "pyproject.toml":
        tools = data.get("tool", {})
        data = tools.get("perf-report", {}) if isinstance(tools, dict) else {}
        if not isinstance(data, dict):
            raise SettingsError("settings-type", path=path, key="tool.perf-report", expected="{…}")
    values: dict[str, Any] = {key: read_setting(path, key, value) for key, value in data.items()}
    return Settings(**values)
