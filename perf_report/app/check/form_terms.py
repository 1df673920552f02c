"""Say what a form asks for where the schema of all specs can only say what a spec may have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, LocatedFinding, Term
from perf_report.model.form import (
    DEFAULT_FORM,
    Form,
    GoalsBlock,
    IndicatorsBlock,
    ValueType,
)
from perf_report.model.form_horizon import goal_horizons, indicator_horizons
from perf_report.model.form_routes import asked_at, value_route
from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping as MappingNode
from perf_report.parse.nodes import Scalar, child

# The keys of values that are mappings, by their type.
_KEYS = {
    ValueType.TEXT: ("zh", "en"),
    ValueType.PERIOD: ("from", "to"),
    ValueType.UNIT: ("name", "code"),
}
# What people write in place of the keys of a period.
_MEANT = {
    "start": "from", "begin": "from", "since": "from", "起": "from", "开始": "from",
    "end": "to", "until": "to", "till": "to", "止": "to", "结束": "to",
}  # fmt: skip

# The keys at the top of a spec that belong to other forms than that of a spec that names none.
_OTHER_KEYS = frozenset({"project", "fields", "funds", "tables", "indicators", "weights"})
# What a spec that names no form has to have, at the top and in its goals.
_ASKED_AT_TOP = frozenset({"framework", "currency_unit", "tasks", "goals"})
_ASKED_IN_GOALS = frozenset({"tasks", "indicators"})


def name_form_terms(
    findings: Iterable[LocatedFinding], document: Document, forms: Mapping[str, Form]
) -> Iterator[LocatedFinding]:
    """Yield the findings; those about horizons and values say what the form of the spec has."""
    named = child(document.root, "form") if document.root else None
    form = forms.get(named.text if isinstance(named, Scalar) else DEFAULT_FORM)
    others = _keys_of_other_forms(document) if named is None else []
    for located in findings:
        if others and _is_asked_by_default(located.finding):
            # What the form of a spec that names none asks for was not left out, but the form.
            if located.finding.arguments["key"] == "tasks" and not located.finding.route:
                yield replace(located, finding=_unnamed(others[0], forms))
        else:
            yield replace(located, finding=_name(located.finding, form)) if form else located


def _is_asked_by_default(finding: Finding) -> bool:
    """Whether a key is missing that only the form of a spec that names none asks for."""
    key = finding.arguments.get("key") if finding.rule == "missing-key" else None
    return key in (_ASKED_IN_GOALS if finding.route[:1] == ("goals",) else _ASKED_AT_TOP)


def _keys_of_other_forms(document: Document) -> list[str]:
    """The keys of other forms at the top of a spec without tasks; those of one that names none."""
    keys = document.root.keys if isinstance(document.root, MappingNode) else {}
    return [key for key in keys if key in _OTHER_KEYS and "tasks" not in keys]


def _unnamed(key: str, forms: Mapping[str, Form]) -> Finding:
    """The finding of a spec that names no form and has a key that only other forms have."""
    arguments = {"key": key, "form": DEFAULT_FORM, "known": ", ".join(sorted(forms))}
    return Finding(rule="missing-key", message="missing-key-form", arguments=arguments)


def _name(finding: Finding, form: Form) -> Finding:
    if finding.route[-1:] == ("horizon",) and finding.message == "wrong-value-enum":
        return _horizon(finding, form)
    value = value_route(finding.route)
    # What the schema says of money needs no form.
    asked = asked_at(value, form) if value and value[0] != "funds" else None
    if asked is None:
        return finding
    if finding.rule == "unknown-key" and asked.type in _KEYS:
        return _key(finding, _KEYS[asked.type])
    if finding.rule == "wrong-type" and finding.message in {"wrong-type", "wrong-type-empty"}:
        kind = asked.type.value
        terms = {"expected": Term("value", kind), "example": Term("value-example", kind)}
        return replace(finding, arguments={**finding.arguments, **terms})
    return finding


def _horizon(finding: Finding, form: Form) -> Finding:
    """The finding of a horizon that no form has, with those of this form."""
    is_goal = len(finding.route) == 3 and finding.route[0] == "goals"  # noqa: PLR2004  # of a goal
    known = (goal_horizons if is_goal else indicator_horizons)(form)
    written = str(finding.arguments["value"])
    labelled = (id_ for id_, label in _labels(form) if id_ in known and label.startswith(written))
    close = next(labelled, "") or close_match(written, known)
    return replace(
        finding,
        message="form-part-close" if close else "form-part" if known else "form-part-bare",
        arguments={
            "form": form.id,
            "kind": Term("kind", "horizon"),
            "id": written,
            "close": close,
            "known": ", ".join(known),
        },
    )


def _labels(form: Form) -> Iterator[tuple[str, str]]:
    """The ids of the form's horizons, each with its label in a language."""
    lists = [block.horizons for block in form.blocks_of(GoalsBlock)]
    lists += [block.horizons for block in form.blocks_of(IndicatorsBlock)]
    for horizon in chain.from_iterable(lists):
        yield from ((horizon.id, text) for text in (horizon.label.zh, horizon.label.en) if text)


def _key(finding: Finding, known: tuple[str, ...]) -> Finding:
    """The finding of a key that a value of a type cannot have, with those that it can."""
    key = str(finding.arguments["key"])
    meant = _MEANT.get(key, "")
    close = meant if meant in known else close_match(key, known)
    return replace(
        finding,
        message="unknown-key-close" if close else "",
        arguments={"key": key, "close": close, "known": ", ".join(known)},
    )
