"""The parts of a numbered list in one cell."""

import pytest

from perf_report.recognize.listed_parts import listed_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.加固。\n2.疏浚。", ("加固。", "疏浚。")),
        ("1、加固；2、疏浚。", ("加固；", "疏浚。")),
        ("1．加固5公里。2． 疏浚。", ("加固5公里。", "疏浚。")),
        ("（1）加固。\n（2）疏浚。", ("加固。", "疏浚。")),
        ("1）加固。2）疏浚。", ("加固。", "疏浚。")),
        ("①加固（1）段。②疏浚（2）段。", ("加固（1）段。", "疏浚（2）段。")),
        ("一、加固：\n1.左岸。\n2.右岸。\n二、疏浚。", ("加固：\n1.左岸。\n2.右岸。", "疏浚。")),
        ("目标1：加固。\n目标2：疏浚。", ("加固。", "疏浚。")),
        # A figure that a line begins with is no number.
        ("1.加固，投资\n2.5万元。\n2.疏浚。", ("加固，投资\n2.5万元。", "疏浚。")),
        ("1.加固2.疏浚。", ("加固2.疏浚。",)),
        # Not in order, with a gap, twice, or below a text that is of none.
        ("2.疏浚。\n1.加固。", ()),
        ("1.加固。\n3.绿化。", ()),
        ("1.加固。\n1.左岸。\n2.右岸。\n2.疏浚。", ()),
        ("1.加固。\n3.绿化。\n2.疏浚。", ()),
        ("今年完成：\n1.加固。\n2.疏浚。", ()),
        ("加固。\n疏浚。", ()),
        ("1.5公里。\n2.5公里。", ()),
        ("", ()),
    ],
)
def test_numbers_divide_a_list(text: str, parts: tuple[str, ...]) -> None:
    assert listed_parts(text) == parts
