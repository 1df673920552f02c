"""What changed inside a text is marked word by word, and nothing of the text is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_report.render.changes.highlight import Pieces, mark_changes

# Few letters, so that texts have much in common; both languages, figures, spaces and marks.
TEXTS = st.text(alphabet="ab甲乙丙 \n,。，1290.%’-", max_size=40)


def shown(pieces: Pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)


def joined(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        pytest.param("查询39万次", "查询40万次", "查询[39]万次", "查询[40]万次", id="a figure"),
        pytest.param("≤1,306.00元", "≤1,312.00元", "≤[1,306.00]元", "≤[1,312.00]元",
                     id="an amount"),
        pytest.param("不低于95%", "不低于90%", "不低于[95%]", "不低于[90%]", id="a percentage"),
        pytest.param(
            "by 2025-12-31", "by 2026-12-31", "by [2025-12-31]", "by [2026-12-31]", id="a date"
        ),
        pytest.param(
            "Hold a kite festival.",
            "Hold a good kite festival.",
            "Hold a kite festival.",
            "Hold a [good] kite festival.",
            id="a word",
        ),
        pytest.param("Improve services", "Improved services", "[Improve] services",
                     "[Improved] services", id="a word is one thing"),
        pytest.param("保护传粉昆虫。", "保护传粉昆虫和鸟类。", "保护传粉昆虫。",
                     "保护传粉昆虫[和鸟类]。", id="Chinese by characters"),
        pytest.param("扩大知名度和影响", "扩大知名度、美誉度和影响", "扩大知名度和影响",
                     "扩大知名度[、美誉度]和影响", id="what is added stands at an end"),
        pytest.param("提升知名度，助力", "提升知名度和美誉度，助力", "提升知名度，助力",
                     "提升知名度[和美誉度]，助力", id="what is added begins with its and"),
        pytest.param("进行维修维护", "进行维护", "进行[维修]维护", "进行维护",
                     id="what is taken away stands at a beginning"),
        pytest.param("3月4日完成", "5月6日完成", "[3月4]日完成", "[5月6]日完成",
                     id="one character between two changes"),
        pytest.param("加强联系合作，走访及邀请官员", "加强联系，邀请官员",
                     "加强联系[合作]，[走访及]邀请官员", "加强联系，邀请官员",
                     id="nothing is marked where nothing came"),
        pytest.param("提升办公效率", "完善消防系统", "[提升办公效率]", "[完善消防系统]",
                     id="nothing in common"),
        pytest.param("", "新增", "", "[新增]", id="from nothing"),
        pytest.param("相同", "相同", "相同", "相同", id="no change"),
    ],
)  # fmt: skip
def test_what_changed_is_marked(before: str, after: str, old: str, new: str) -> None:
    marked = mark_changes(before, after)

    assert tuple(map(shown, marked)) == (old, new)


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_texts(before: str, after: str) -> None:
    assert tuple(map(joined, mark_changes(before, after))) == (before, after)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_are_the_texts_whatever_they_hold(before: str, after: str) -> None:
    assert tuple(map(joined, mark_changes(before, after))) == (before, after)


@given(TEXTS)
def test_a_text_that_stayed_has_no_mark(text: str) -> None:
    for pieces in mark_changes(text, text):
        assert [piece.text for piece in pieces] == [text] * bool(text)
        assert not any(piece.is_changed for piece in pieces)


@given(TEXTS, TEXTS)
def test_pieces_are_not_empty_and_take_turns(before: str, after: str) -> None:
    for pieces in mark_changes(before, after):
        assert all(piece.text for piece in pieces)
        turns = [piece.is_changed for piece in pieces]
        assert all(one != other for one, other in pairwise(turns))


@given(TEXTS, TEXTS)
def test_texts_that_differ_have_a_mark(before: str, after: str) -> None:
    marked = [piece for pieces in mark_changes(before, after) for piece in pieces]
    assert any(piece.is_changed for piece in marked) == (before != after)


def test_long_texts_that_have_much_in_common_are_marked_at_once() -> None:
    before = "甲乙" * 5000
    after = "乙丙甲" * 3300

    assert tuple(map(joined, mark_changes(before, after))) == (before, after)


def test_a_word_inside_a_very_long_text_is_still_marked_alone() -> None:
    before = "开展信息化建设，" * 1000
    after = f"{before}，保障安全。"

    assert shown(mark_changes(before, after)[1]) == f"{before}[，保障安全。]"
