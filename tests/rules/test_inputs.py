"""What rules say of a plan of which a part could not be read."""

import json
import re

import pytest
from cases import for_each
from paths import REPOSITORY

from perf_report.model.finding import Finding
from perf_report.model.route import Route, RouteSet
from perf_report.rules import RULES, find_rule
from perf_report.rules.inputs import is_sound

KEYS = set(re.findall('"([a-z_]+)": [{]', (REPOSITORY / "schema.json").read_text("utf-8")))
PATTERNS = {
    pattern
    for rule in RULES
    for reads in (rule.reads, *rule.reads_by_message.values())
    for pattern in reads
}


@for_each("pattern", sorted(PATTERNS - {"", "@", "@^"}))
def test_the_places_that_rules_read_are_keys_of_a_spec(pattern: str) -> None:
    pattern = pattern.replace("@indicator.", "indicators.*.")
    assert json.loads((REPOSITORY / "schema.json").read_text("utf-8"))["properties"].keys() & {
        pattern.split(".", maxsplit=1)[0]
    }
    assert {step for step in pattern.split(".") if step not in {"*", "#"}} <= KEYS


@pytest.mark.parametrize(
    ("rule", "message", "route", "unread", "sound"),
    [
        ("funds-total", "", ("tasks", 0, "funds", "total"), ("tasks", 1, "funds"), True),
        ("funds-total", "", ("tasks", 0, "funds", "total"), ("tasks", 0, "funds", "other"), False),
        ("funds-total", "funds-total-column", ("budget", "basic"), ("tasks", 1, "funds"), False),
        ("funds-total", "funds-total-column", ("budget", "basic"), ("tasks", 1, "text"), True),
        ("category-required", "", ("goals", 0, "id"), ("goals", 0, "id"), True),
        ("category-required", "", ("goals", 0, "id"), ("goals", 0, "indicators", 3), False),
        ("category-required", "", ("goals", 0, "id"), ("goals", 1, "indicators", 3), True),
        ("number-parity", "", ("tasks", 0, "text", "en"), ("tasks", 0, "text", "zh"), False),
        *(
            ("unit-form", "", (*where, 2, "target"), (*where, 2, "better"), True)
            for where in (("indicators",), ("goals", 1, "indicators"))
        ),
        *(
            ("operator-direction", "", (*where, 2, "target"), (*where, 2, "category"), False)
            for where in (("indicators",), ("goals", 1, "indicators"))
        ),
        *(
            (rule, message, (*where, 2, "target"), (*where, 2, key), False)
            for where in (("indicators",), ("goals", 1, "indicators"))
            for rule, message, key in (
                ("e-form-limit", "e-form-limit-unit", "unit"),
                ("library-name", "", "category"),
            )
        ),
        ("suppression-unused", "", (), ("year",), False),
        ("suppression-without-reason", "", (), ("year",), True),
    ],
)
def test_a_rule_is_silent_where_something_that_it_reads_is_unread(
    rule: str, message: str, route: Route, unread: Route, *, sound: bool
) -> None:
    known = find_rule(rule)
    assert known is not None
    finding = Finding(rule=rule, message=message, route=route)
    assert is_sound(known, finding, RouteSet([unread])) is sound
