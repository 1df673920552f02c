"""What the editor of a cell begins with: the parts of the value that a spec has there."""

from typing import Any

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.kinds import ONE, SEVERAL, Asked, Kind
from perf_report.model.route import Route


def typed_value(draft: Draft, route: Route, asked: Asked) -> Any:
    """Return what a draft has for a cell; for a tick, whether its word is there."""
    if asked.kind is not Kind.TICK:
        return draft.value(route)
    known = draft.value(route[:-1])
    is_ticked = route[-1] in known if isinstance(known, list) else known == route[-1]
    return True if is_ticked else None


def editor_parts(  # noqa: PLR0911  # one case for each kind
    value: Any, asked: Asked
) -> dict[str, str]:
    """Return the values of an editor's fields."""
    known = value if isinstance(value, dict) else {}
    plain = "" if isinstance(value, dict | list) else raw_text(value)
    if asked.kind is Kind.TEXT:
        return {"zh": raw_text(known.get("zh")) or plain, "en": raw_text(known.get("en"))}
    if asked.kind in {Kind.TARGET, Kind.ACTUAL}:
        zh = raw_text(known.get("zh")) or plain
        return {"value": zh, "en": raw_text(known.get("en")), "by": raw_text(known.get("by"))}
    if asked.kind is Kind.PERIOD:
        return {key: raw_text(known.get(key)) for key in ("from", "to")}
    if asked.kind is Kind.UNIT:
        name = known.get("name")
        names = name if isinstance(name, dict) else {}
        return {"code": raw_text(known.get("code")), **{
            key: raw_text(names.get(key)) for key in ("zh", "en")
        }}  # fmt: skip
    if asked.kind is Kind.BASELINE:
        return {"year": raw_text(known.get("year")), **_target_parts(known.get("value"))}
    if asked.kind is Kind.WORDS:
        words = known or {ONE: plain, SEVERAL: plain}
        return {key: raw_text(words.get(key)) for key in ("zh", ONE, SEVERAL)}
    if asked.kind is Kind.LANGUAGES:
        return {"value": ",".join(map(raw_text, value)) if isinstance(value, list) else plain}
    return {"value": _one_value(value, plain)}


def _target_parts(value: Any) -> dict[str, str]:
    """A target without a day: what is written there, or the two languages of its words."""
    if isinstance(value, dict):
        return {"value": raw_text(value.get("zh")), "en": raw_text(value.get("en"))}
    return {"value": raw_text(value), "en": ""}


def _one_value(value: Any, plain: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return raw_text(value) if isinstance(value, list) else plain


def raw_text(value: Any) -> str:
    """Return a value as it is written."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " / ".join(filter(None, map(raw_text, value.values())))
    if isinstance(value, list):
        return "、".join(map(raw_text, value))
    return str(value)
