"""The quick validator and the one that knows places judge every piece of data alike.

Where the quick one says yes, nobody looks further; where it says no and the other finds nothing
to say, data that does not fit the schema becomes a plan.
"""

import copy
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import REAL_SPEC
from sampling import tries

from perf_report.parse import encoding
from perf_report.parse.broken_parts import amount_decimals
from perf_report.parse.document import parse_document
from perf_report.parse.schema import _is_valid
from perf_report.parse.source import read_source
from perf_report.parse.strict_validator import strict_validator

SPEC = REAL_SPEC

Place = tuple[str | int, ...]


def data_of_the_real_spec() -> dict[str, Any]:
    """Two tasks and a goal of the real spec, with every optional key there."""
    root = parse_document(read_source(SPEC)).root
    assert root is not None
    data: Any = root.value()
    goal = data["goals"][0]
    goal["tasks"] = ["it-security", "trade-exchange"]
    goal["indicators"] = [*goal["indicators"][:2], goal["indicators"][-2]]
    goal["indicators"][0] |= {
        "formerly": ["servers", "printers"],
        "weight": Decimal("12.50"),
        "baseline": {"year": 2024, "value": {"zh": "年底", "by": "2024-12-31"}},
        "note": {"zh": "备注", "en": "a note"},
        "unit": "sets",
    }
    goal["indicators"][1] |= {"formerly": "reports"}
    optional = {
        "languages": ["zh", "en"],
        "revision": 1,
        "revision_note": {"zh": "更正。"},
        "published": "2025-02-14",
        "units": {"坨": {"one": "lump", "other": "lumps", "space": False}, "捆": "bundle"},
    }
    return {**data, **optional, "tasks": data["tasks"][:2], "goals": [goal]}


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place below a value."""
    below: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    for step, item in below:
        yield (*place, step)
        yield from places(item, (*place, step))


def value_at(data: Any, place: Place) -> Any:
    """The value at a place."""
    for step in place:
        data = data[step]
    return data


DATA = data_of_the_real_spec()
PLACES = list(places(DATA))
# Ids, dates and quantities, whose form the schema states by a pattern.
FORM = re.compile(r"[≥≤].*|[0-9a-z.-]+")
FORMED = [
    place
    for place in PLACES
    if isinstance(text := value_at(DATA, place), str) and FORM.fullmatch(text)
]

# The reader refuses the characters that nobody sees, so they do not reach the schema.
SPACES = [chr(code) for code in range(sys.maxunicode) if chr(code).isspace()]
WHITE_SPACE = [mark for mark in SPACES if not encoding.find_invisible(mark)]
ODD_TEXTS = [
    "", "2025-02-29", "2024-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "2025-1-1",
    "2025-W01-1", "20250101", "２０２５-01-01", "2025-12-31T00:00",
    "≥0.5%", "≥１，０００台", "≥1,0000台",
    "≥01台", "≥1.1234567台", f"≥1台{'次' * 19}", f"≥1台{'次' * 20}", f"≥{'9' * 15}台",
    f"≥{'9' * 16}台", "≥9,999,999,999,999,999,999台", "≥1台>", "≥1_", "≥٣台", "a.b", "a.b.c",
    "-a", "a--b", "ａ", "a" * 64, "a" * 65, "😀" * 10_000, "😀" * 10_001, "e\u0301",
]  # fmt: skip
ODD_NUMBERS = [
    0, -1, 10**12, 10**20, 10**39, -(10**39), 2**53 + 1, 2**64, 1999, 2000, 2100, 2101, 999, 1000,
    *map(Decimal, ["0.00", "-0.00", "0.001", "0.01", "0.29", "1.005", "1.10", "4.35", "100.0",
                   "0.000001", "0.0000001", "100.01", "33.333", "2025.0", "2025.5",
                   "12345678901.23", "999999999999.98", "999999999999.99", "999999999999.991",
                   "1000000000000", f"0.{'0' * 36}1", f"1.{'0' * 36}", f"1.{'0' * 30}1"]),
]  # fmt: skip

amounts = st.decimals(min_value=-1, max_value=10**13, places=2, allow_nan=False)
fine_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=5, max_value=10**13)
odd_strings = st.sampled_from(ODD_TEXTS) | st.text(st.sampled_from("a-.1≥台x 次"), max_size=8)
replacements = st.one_of(
    st.sampled_from(ODD_NUMBERS),
    amounts,
    fine_numbers,
    odd_strings,
    st.sampled_from([None, True, False, [], {}, ["zh"], ["a", "a"], [1, Decimal("1.0")], [[]]]),
)
any_edits = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from(["replace", "replace", "delete", "add", "double", "within"]),
    replacements,
    st.sampled_from(WHITE_SPACE),
)
edits_of_form = st.tuples(
    st.sampled_from(FORMED),
    st.sampled_from(["replace", "before", "within", "behind", "behind"]),
    odd_strings,
    st.sampled_from([" ", "\n"]) | st.sampled_from(WHITE_SPACE),
)
edits = any_edits | edits_of_form


def edited(data: Any, place: Place, kind: str, new: Any, mark: str) -> Any:
    """The data with one change; as it was where an earlier change took the place away."""
    *above, last = place
    holder = data
    for step in above:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return data
    if not isinstance(holder, dict | list):
        return data
    if isinstance(holder, list) and int(last) >= len(holder):
        return data
    if isinstance(holder, dict) and last not in holder:
        return data
    change(holder, last, kind, new, mark)
    return data


def change(holder: Any, last: Any, kind: str, new: Any, mark: str) -> None:
    """Change one value of a mapping or a list."""
    old = holder[last]
    if kind == "delete":
        del holder[last]
    elif kind == "add" and isinstance(holder, dict):
        holder["total" if mark == " " else f"{last}{mark}"] = new
    elif kind in {"add", "double"} and isinstance(holder, list):
        holder.append(copy.deepcopy(old) if kind == "double" else new)
    elif kind == "replace" or not isinstance(old, str):
        holder[last] = new
    else:
        holder[last] = {"before": mark + old, "behind": old + mark}.get(kind, old[:1] + mark)


def verdicts(data: Any) -> tuple[bool, bool]:
    """What the quick validator and the one with places say."""
    return _is_valid(data), strict_validator(amount_decimals(data)).is_valid(data)


def test_both_validators_accept_the_data_before_it_is_edited() -> None:
    assert verdicts(DATA) == (True, True)


@pytest.mark.slow
@settings(
    max_examples=tries(400),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(edits, min_size=1, max_size=2))
def test_both_validators_judge_edited_data_alike(
    changes: list[tuple[Place, str, Any, str]],
) -> None:
    data = copy.deepcopy(DATA)
    for place, kind, new, mark in changes:
        data = edited(data, place, kind, new, mark)
    quick, located = verdicts(data)
    assert quick == located


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (("published",), "0000-01-01"),
        (("department", "code"), "ccpit-tianjin\n"),
        (("tasks", 0, "id"), "it-security\n"),
        (("goals", 0, "indicators", 0, "category"), "output.quantity\n"),
        (("goals", 0, "indicators", 0, "target"), "≥17台\n"),
    ],
)
def test_both_validators_refuse_what_only_looks_right(place: Place, text: str) -> None:
    data = edited(copy.deepcopy(DATA), place, "replace", text, "")
    assert verdicts(data) == (False, False)
