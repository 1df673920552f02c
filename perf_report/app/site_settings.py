"""The settings of the disclosure site: `[site]`, or the name of its folder alone."""

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from perf_report.errors import SettingsError
from perf_report.model.finding import Term
from perf_report.model.safe_path import is_safe_path
from perf_report.model.text import LANGUAGES, Text
from perf_report.parse.picture import picture_kind
from perf_report.parse.source import read_source
from perf_report.site.imprint import Imprint, Logo

# Numbers that authorities issue, each with an example.
_NUMBERS = {
    "icp": (re.compile(r"[\u4e00-\u9fff]ICP[备证] ?[0-9]{4,}号(-[0-9]+)?"), "京ICP备00000000号-1"),
    "police": (
        re.compile(r"[\u4e00-\u9fff]公网安备 ?[0-9]{11,14}号"),
        "京公网安备00000000000000号",
    ),
    "site_id": (re.compile(r"(bm|[0-9]{2})[0-9]{8}"), "bm00000000"),
}
_TEXTS = ("organiser", "contact")
_PATHS = ("folder", "logo")
_SWITCHES = ("office",)
# The keys of `[site]`, in the order in which a message names them.
SITE_KEYS = tuple(sorted((*_PATHS, *_SWITCHES, *(each.name for each in fields(Imprint)))))
# In bytes, on every file system in use.
_LONGEST_NAME = 255
# In bytes: a picture on every page, which has to load quickly on a phone.
_LARGEST_LOGO = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """Where the site is made, and what its pages tell of who runs it; paths are relative.

    `office` is whether files of Word and Excel are on it.
    """

    folder: str = "site"
    logo: str = ""
    office: bool = False
    imprint: Imprint = field(default_factory=Imprint)

    def read_logo(self, root: Path) -> Logo | None:
        """Return the picture for the head of the site's pages, if the settings name one.

        Raises SettingsError unless it is a small picture in the project's folder, SourceError if
        there is none.
        """
        if not self.logo:
            return None
        path = root / self.logo
        is_inside = is_safe_path(self.logo) and path.resolve().is_relative_to(root.resolve())
        data = read_source(path, _LARGEST_LOGO).data if is_inside else b""
        kind = picture_kind(data) if len(data) <= _LARGEST_LOGO else None
        if kind is None:
            raise SettingsError("settings-logo", path=path)
        return Logo(ending=kind, data=data)


def read_site_settings(path: Path, value: Any) -> SiteSettings:
    """Return the settings of the site. Raises SettingsError if one is unknown or not valid."""
    if isinstance(value, str):
        return SiteSettings(folder=check_path(path, "site", value))
    if not isinstance(value, dict):
        raise SettingsError("settings-type", path=path, key="site", expected='folder = "site"')
    for key in value:
        if key not in SITE_KEYS:
            names = ", ".join(SITE_KEYS)
            raise SettingsError("settings-key", path=path, key=f"site.{key}", known=names)
    values = {key: _read(path, key, each) for key, each in value.items()}
    own = {key: values.pop(key) for key in (*_PATHS, *_SWITCHES) if key in values}
    return SiteSettings(**own, imprint=Imprint(**values))


def check_path(path: Path, key: str, value: str, *, is_one: bool = True) -> str:
    """Return the value of a setting. Raises SettingsError for one that no path can have.

    With `is_one` it has to be a path, whose names are not too long.
    """
    is_long = any(len(os.fsencode(part)) > _LONGEST_NAME for part in value.split("/"))
    if "\0" in value or (is_long and is_one):
        raise SettingsError("settings-value", path=path, key=key)
    return value


def _read(path: Path, key: str, value: Any) -> Any:
    if key in _TEXTS:
        return _text(path, key, {"zh": value} if isinstance(value, str) else value)
    if key in _SWITCHES and isinstance(value, bool):
        return value
    if key in _SWITCHES or not isinstance(value, str):
        expected = Term("type", "boolean" if key in _SWITCHES else "string")
        raise SettingsError("settings-type", path=path, key=f"site.{key}", expected=expected)
    if key in _PATHS:
        return check_path(path, f"site.{key}", value)
    pattern, example = _NUMBERS.get(key, (None, ""))
    if pattern and value and not pattern.fullmatch(value):
        raise SettingsError(
            "settings-number", path=path, key=f"site.{key}", value=value, example=example
        )
    return value


def _text(path: Path, key: str, value: Any) -> Text:
    """A text in one or both languages; a string is Chinese."""
    languages = set(LANGUAGES)
    if (
        not isinstance(value, dict)
        or not value.keys() <= languages
        or not all(isinstance(words, str) for words in value.values())
    ):
        expected = f'{key} = {{zh = "…", en = "…"}}'
        raise SettingsError("settings-type", path=path, key=f"site.{key}", expected=expected)
    return Text(zh=value.get("zh") or None, en=value.get("en") or None)
