"""Marks to review: which comments are one, and which value they are about."""

import pytest

from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.review_marks import find_review_marks


def marks(text: str) -> list[tuple[str, int, tuple[str | int, ...] | None]]:
    """The words of each mark, the line of its comment, and the route of its value."""
    document = parse_document(Source(name="a.yaml", data=text.encode()))
    assert document.is_complete
    return [(mark.text, mark.span.line, mark.route) for mark in find_review_marks(document)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1  # 待核\n", [("待核", 1, ("a",))]),
        ("a: 1  #待核：沿用2025年\n", [("待核：沿用2025年", 1, ("a",))]),
        ("a: 1  # To Review: carried over\n", [("To Review: carried over", 1, ("a",))]),
        ("a: 1  ## to review\n", [("to review", 1, ("a",))]),
        ("a: 1  # as agreed # 待核\n", [("待核", 1, ("a",))]),
        ("a: 1  # 待核 # as agreed\n", [("待核 # as agreed", 1, ("a",))]),
        ("a: 1  # 【待核】金额\n", [("【待核】金额", 1, ("a",))]),
        ("a: 1  # 待 核\n", [("待 核", 1, ("a",))]),
        ("a: 1  # - 待核：金额\n", [("待核：金额", 1, ("a",))]),
        ("a: 1  # to-review\n", [("to-review", 1, ("a",))]),
        ("a: 1  #* (To_review) it\n", [("(To_review) it", 1, ("a",))]),
        ("# 待核\na: 1\n", [("待核", 1, ("a",))]),
        ("# 待核\n\n# as agreed\na: 1\n", [("待核", 1, ("a",))]),
        ("a: 1\n# 待核\n", [("待核", 2, None)]),
        ("a:  # 待核\n  b: 1\n", [("待核", 1, None)]),
        ("# 待核\na:\n  b: 1\n", [("待核", 1, None)]),
        ("a: {b: 1, c: 2}  # 待核\n", [("待核", 1, ("a", "b"))]),
        ('a: "b\n  c"  # 待核\n', [("待核", 2, ("a",))]),
        ("a: |  # 待核\n  b\n", [("待核", 1, ("a",))]),
        ("a:\n  - 1\n  - 2  # 待核\n", [("待核", 3, ("a", 1))]),
        ('a: "1"#待核\n', [("待核", 1, ("a",))]),
        ("a: 1  # 已核，原为待核\n", []),
        ("a: 1  # not to review\n", []),
        ("a: 1  # to reviewers\n", []),
        ("a: 待核 1\n", []),
        ('a: "b # 待核"\n', []),
        ("a: |\n  b # 待核\n  # 待核\n", []),
        ("a: b#待核\n", []),
    ],
)
def test_what_is_a_mark_and_what_it_is_about(
    text: str, found: list[tuple[str, int, tuple[str | int, ...] | None]]
) -> None:
    assert marks(text) == found


def test_marks_before_a_syntax_error_are_found() -> None:
    document = parse_document(
        Source(name="a.yaml", data="a: 1  # 待核\nb: [\n  c: 2  # 待核\n".encode())
    )
    assert not document.is_complete
    assert [mark.span.line for mark in find_review_marks(document)][:1] == [1]
