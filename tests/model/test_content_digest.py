"""The digest of what an author wrote stays what it is: ledgers name tables by it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builds import small_table
from paths import TESTS
from usual_funds import usual_funds, with_amounts
from vocabularies import complete

from perf_report.model.content_digest import content_digest
from perf_report.model.funds import Funds
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source

DISCLOSED = TESTS / "upgrade" / "0.1" / "project" / "specs" / "2025-ccpit-tianjin.yaml"
SMALL = small_table().plan


def with_funds(plan: Plan, funds: Funds) -> Plan:
    first, *others = plan.tasks
    return replace(plan, tasks=(replace(first, funds=funds), *others))


def test_the_fixed_form_is_fixed() -> None:
    """Where this fails, the form changed: give it a new version, or bring the old one back.

    The real table is the copy that 0.1.0 disclosed, whose words never change.
    """
    disclosed = load_plan(read_source(DISCLOSED)).plan
    assert disclosed is not None
    assert (
        content_digest(SMALL) == "47f3f13bf835cdcd49daecbff8207464b20697b4fddcc619af58b1497483dbf0"
    )
    assert (
        content_digest(complete(disclosed))
        == "97faab4ce29a1147ff8a7f6729c25c480ed994cb7abc8c547090a8c5a92fae97"
    )


def test_what_prints_the_same_is_the_same() -> None:
    assert content_digest(replace(SMALL, revision=1)) == content_digest(SMALL)
    assert content_digest(replace(SMALL, budget=SMALL.printed_totals())) == content_digest(SMALL)
    one = usual_funds(basic=Decimal("10.00"), project=Decimal("2.5"))
    same = usual_funds(total=Decimal("12.50"), basic=Decimal(10), project=Decimal("2.50"))
    assert content_digest(with_funds(SMALL, one)) == content_digest(with_funds(SMALL, same))


@pytest.mark.parametrize(
    "changed",
    [
        replace(SMALL, year=SMALL.year + 1),
        replace(SMALL, revision=2),
        replace(SMALL, revision_note=Text(zh="更正")),
        replace(SMALL, framework="cost-first"),
        replace(SMALL, department=replace(SMALL.department, code="other")),
        replace(SMALL, department=replace(SMALL.department, name=Text(zh="另一局"))),
        with_funds(SMALL, usual_funds(basic=Decimal("0.01"))),
        with_funds(SMALL, Funds()),
        with_funds(SMALL, with_amounts(SMALL.tasks[0].funds, basic=Decimal("396.6000"))),
        replace(SMALL, tasks=SMALL.tasks[1:]),
        replace(SMALL, goals=SMALL.goals[1:]),
    ],
    ids=lambda _: "",
)
def test_what_says_something_else_is_another_content(changed: Plan) -> None:
    assert content_digest(changed) != content_digest(SMALL)
