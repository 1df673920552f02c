"""The settings of a project, and the types of their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from perf_report.app.site_settings import SiteSettings, check_path, read_site_settings
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
_PATHS = {"specs", "output", "templates", "frameworks", "approvals", "fonts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a project; paths are relative to its folder."""

    specs: str = "specs"
    output: str = "output"
    site: SiteSettings = field(default_factory=SiteSettings)
    templates: str = "templates"
    frameworks: str = "frameworks"
    approvals: str = "approvals.yaml"
    address: str = ""
    licence: str = ""
    formats: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = Policy().outcomes
    severity: Mapping[str, str] = field(default_factory=dict)
    significance: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    review: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    publish: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_Value = str | SiteSettings | tuple[str, ...] | dict[str, str] | dict[str, tuple[str, ...]]


def read_setting(path: Path, key: str, value: Any) -> _Value:
    """Return the value of a setting. Raises SettingsError if it is unknown or of a wrong type."""
    known = {known.name: known.default for known in fields(Settings)}
    if key not in known:
        raise SettingsError("settings-key", path=path, key=key, known=", ".join(sorted(known)))
    if key == "site":
        return read_site_settings(path, value)
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
        return check_path(path, key, value, is_one=key in _PATHS)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError("settings-type", path=path, key=key, expected=Term("word", "texts"))
    return tuple(check_path(path, key, item, is_one=key in _PATHS) for item in value)


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
