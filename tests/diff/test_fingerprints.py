"""What a fingerprint of a change depends on."""

from dataclasses import replace

import pytest
from random_plans import BEST, BETTER, OWN, PLAN, aimed

from perf_report.diff.change import Change, ChangeKind, Subject
from perf_report.diff.change_data import fingerprint
from perf_report.model.plan import Department, Plan

CHANGE = Change(
    kind=ChangeKind.TARGET_LOOSENED,
    subject=Subject(type="indicator", id="own", name=OWN.name, goal="own-goal"),
    before=aimed("≥17份"),
    after=aimed("≥12份"),
    old_route=("goals", 0, "indicators", 0, "target"),
    new_route=("goals", 0, "indicators", 0, "target"),
)


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (replace(PLAN, year=2026), CHANGE),
        (replace(PLAN, department=Department(code="b", name=BETTER)), CHANGE),
        (PLAN, replace(CHANGE, kind=ChangeKind.TARGET_TIGHTENED)),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, id="other"))),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, type="goal"))),
        (PLAN, replace(CHANGE, before=aimed("≥18份"))),
        (PLAN, replace(CHANGE, after=aimed("≥11份"))),
        (PLAN, replace(CHANGE, before=CHANGE.after, after=CHANGE.before)),
        (PLAN, replace(CHANGE, detail={"field": "text"})),
    ],
)
def test_another_id_value_department_or_year_is_another_fingerprint(
    plan: Plan, change: Change
) -> None:
    assert fingerprint(plan, change) != fingerprint(PLAN, CHANGE)


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (replace(PLAN, department=Department(code="a", name=BEST), revision=3), CHANGE),
        (PLAN, replace(CHANGE, old_route=("goals", 7), new_route=("goals", 9, "indicators", 3))),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, name=BEST, goal="other"))),
        (PLAN, replace(CHANGE, detail={"days": 3})),
    ],
)
def test_words_and_places_are_no_part_of_a_fingerprint(plan: Plan, change: Change) -> None:
    assert fingerprint(plan, change) == fingerprint(PLAN, CHANGE)


def test_a_fingerprint_stays_what_it_is() -> None:
    # Approvals that people wrote down go by it: a new one would make them all void.
    assert fingerprint(PLAN, CHANGE) == "ddd6c3ef3c71c0b0a569"
