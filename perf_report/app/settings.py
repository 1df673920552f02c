"""The settings of a project, and the types of their values."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from perf_report.diff.significance import Policy
from perf_report.errors import SettingsError
from perf_report.model.finding import Term

# Settings that are tables of strings, each with an example.
_TABLES = {
    "severity": 'rule = "warning"',
    "significance": 'kind = "neutral"',
    "title": 'zh = "…"',
    "review": 'fail_on = "unclear"',
    "changes": 'lang = "zh"',
}
_PATHS = {"specs", "output", "site", "templates", "frameworks", "approvals", "fonts"}
# In bytes, on every file system in use.
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a project; paths are relative to its folder."""

    specs: str = "specs"
    output: str = "output"
    site: str = "site"
    templates: str = "templates"
    frameworks: str = "frameworks"
    approvals: str = "approvals.yaml"
    address: str = ""
    licence: str = ""
    fonts: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = Policy().outcomes
    severity: Mapping[str, str] = field(default_factory=dict)
    significance: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    review: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    publish: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_Value = str | tuple[str, ...] | dict[str, str] | dict[str, tuple[str, ...]]


def read_setting(path: Path, key: str, value: Any) -> _Value:
    """Return the value of a setting. Raises SettingsError if it is unknown or of a wrong type."""
    known = {known.name: known.default for known in fields(Settings)}
    if key not in known:
        raise SettingsError("settings-key", path=path, key=key, known=", ".join(sorted(known)))
    if key == "publish":
        return _publish_settings(path, value)
    if key in _TABLES:
        if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
            raise SettingsError("settings-type", path=path, key=key, expected=_TABLES[key])
        return value
    if isinstance(known[key], str):
        if not isinstance(value, str):
            raise SettingsError(
                "settings-type", path=path, key=key, expected=Term("type", "string")
            )
        return _path_setting(path, key, value)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError("settings-type", path=path, key=key, expected=Term("word", "texts"))
    return tuple(_path_setting(path, key, item) for item in value)


def _path_setting(path: Path, key: str, value: str) -> str:
    """The value. Raises SettingsError for one that no path can have."""
    is_long = any(len(os.fsencode(part)) > _LONGEST_NAME for part in value.split("/"))
    if "\0" in value or (is_long and key in _PATHS):
        raise SettingsError("settings-value", path=path, key=key)
    return value


def _publish_settings(path: Path, value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise SettingsError("settings-type", path=path, key="publish", expected='keep = ["…", …]')
    for key, patterns in value.items():
        if key != "keep":
            known = "keep"
            raise SettingsError("settings-key", path=path, key=f"publish.{key}", known=known)
        if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
            expected = Term("word", "texts")
            raise SettingsError("settings-type", path=path, key="publish.keep", expected=expected)
    return {key: tuple(patterns) for key, patterns in value.items()}
