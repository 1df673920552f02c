"""What lies just inside and just outside of each rule: every unit, sign, word and limit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import tries
from usual_funds import usual_funds, with_amounts
from vocabularies import complete

from perf_report.model.category_kind import Better
from perf_report.model.finding import Finding, Term
from perf_report.model.indicator_library import (
    IndicatorLibrary,
    LibraryFile,
    LibraryIndicator,
)
from perf_report.model.plan import Baseline, Department, Goal, Indicator, Plan, Task
from perf_report.model.target import Deadline, Quantity, Statement, Target
from perf_report.model.target_reading import read_target
from perf_report.model.text import Text
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units
from perf_report.pdf.fonts import covered_characters
from perf_report.rules import RULES
from perf_report.rules.rule_context import RuleContext

BY_ID = {rule.id: rule for rule in RULES}
WORDS = Text(zh="窗口", en="Windows")


def words(zh: str, en: str = "Words") -> Text:
    return Text(zh=zh, en=en)


def quantity(written: str) -> Quantity:
    parsed = read_target(written, 2025)
    assert isinstance(parsed, Quantity), written
    return parsed


def item(
    target: str | Target = "≥17台", name: str = "窗口", category: str = "output.quantity"
) -> Indicator:
    return Indicator(
        id="windows",
        category=category,
        name=words(name),
        target=quantity(target) if isinstance(target, str) else target,
    )


def goal(*indicators: Indicator, tasks: Sequence[str] = ("service",)) -> Goal:
    return Goal(id="better", tasks=tuple(tasks), text=WORDS, indicators=indicators)


def task(id_: str = "service", basic: str = "10.00") -> Task:
    return Task(id=id_, text=WORDS, funds=usual_funds(basic=Decimal(basic)))


def plan(*indicators: Indicator, **fields: Any) -> Plan:
    """A plan of one task and one goal, with other fields."""
    made = Plan(
        year=2025,
        department=Department(code="bureau", name=WORDS),
        framework="output-cost",
        currency_unit="万元",
        tasks=(task(),),
        goals=(goal(*indicators),),
    )
    return replace(made, **fields)


@cache
def known() -> RuleContext:
    return RuleContext(
        plan=plan(),
        forms=load_forms([]),
        frameworks=load_frameworks([]),
        units=load_units(),
        characters=covered_characters(()),
    )


def find(rule: str, made: Plan) -> list[Finding]:
    return list(BY_ID[rule].check(replace(known(), plan=complete(made))))


# --- cost-ceiling ---


@for_each(
    "currency,target",
    [
        ("万元", "≤10万元"), ("万元", "＜10万元"), ("万元", "＝10万元"), ("万元", "≤100千元"),
        ("万元", "≤100,000元"), ("万元", "≤0.001亿元"), ("元", "≤10元"), ("千元", "≤10千元"),
        ("千元", "≤1万元"), ("亿元", "≤10亿元"), ("亿元", "≤100000万元"),
    ],
)  # fmt: skip
def test_a_ceiling_is_compared_in_the_unit_of_the_plan(currency: str, target: str) -> None:
    right = plan(item(target, category="output.cost"), currency_unit=currency)
    assert find("cost-ceiling", right) == []
    (found,) = find("cost-ceiling", replace(right, tasks=(task(basic="11.00"),)))
    assert Decimal(str(found.arguments["difference"])) == -1


@for_each(
    "other",
    [
        item("≥9万元", category="output.cost"), item("＞9万元", category="output.cost"),
        item("≤9万元"), item("≤9台", category="output.cost"),
        item("≤9万元", "单位成本", "output.cost"),
        item(Statement(text=WORDS), category="output.cost"),
    ],
)  # fmt: skip
def test_what_is_no_ceiling_of_all_costs_is_not_counted(other: Indicator) -> None:
    assert find("cost-ceiling", plan(other)) == []
    right = item("≤10万元", category="output.cost")
    assert find("cost-ceiling", plan(right, other)) == []


def test_tasks_without_a_ceiling_do_not_keep_others_from_being_compared() -> None:
    low, high = (item(f"≤{figure}万元", category="output.cost") for figure in (9, 12))
    made = plan(
        tasks=(task("a"), task("b"), task("c"), task("d")),
        goals=(
            goal(low, tasks="b"), goal(item(), tasks="a"), goal(high, tasks="c"),
        ),
    )  # fmt: skip
    found = [(each.route, each.arguments["goals"]) for each in find("cost-ceiling", made)]
    assert found == [(("tasks", 1, "funds"), "1"), (("tasks", 2, "funds"), "3")]


def test_goals_that_share_a_task_are_compared_together_however_they_hang_together() -> None:
    ceiling = item("≤10万元", category="output.cost")
    made = plan(
        tasks=(task("a"), task("b"), task("c")),
        goals=(goal(ceiling, tasks="ac"), goal(ceiling, tasks="cb"), goal(ceiling, tasks="b")),
    )
    assert find("cost-ceiling", made) == []
    more = replace(made, tasks=(*made.tasks, task("d")), goals=(*made.goals, goal(ceiling)))
    (found,) = find("cost-ceiling", replace(more, tasks=(task("a", "9.00"), *more.tasks[1:])))
    assert found.arguments == {
        "tasks": "1, 2, 3", "goals": "1, 2, 3", "ceilings": "30.00", "funds": "29.00",
        "difference": "+1.00",
    }  # fmt: skip


# --- library-name ---


def library(*names: str, category: str = "output.quantity") -> IndicatorLibrary:
    items = (
        LibraryIndicator(id=f"a{number}", name=words(name), category=category, library="shared")
        for number, name in enumerate(names)
    )
    file = LibraryFile(
        id="shared", name=words("指标库"), source=None, indicators=tuple(items), file="shared.yaml"
    )
    return IndicatorLibrary(files=(file,))


def close_to(name: str, *names: str, category: str = "output.quantity") -> list[object]:
    """The names of a library of which a name is said to be almost one."""
    context = replace(
        known(), plan=plan(item(name=name)), library=library(*names, category=category)
    )
    return [found.arguments["close"] for found in BY_ID["library-name"].check(context)]


@for_each(
    "name,close",
    [
        ("培训场次数", "培训场次"), ("企业的满意度", "企业满意度"),
        ("业务骨干们培训人数", "业务骨干们培训人次"), ("ＩＴ系统的可用率", "IT系统可用率"),
        ("参加培训业务骨干人数", "参加培训业务骨干人次"), ("第1季度培训的场次", "第1季度培训场次"),
        ("产品不合格的比率", "产品不合格比率"), ("培训 场次数", "培训场次"),
    ],
)  # fmt: skip
def test_a_name_that_is_almost_the_librarys_is_one(name: str, close: str) -> None:
    assert close_to(name, close) == [close]


@for_each(
    "name,other",
    [
        ("培训场次", "培训场次"), ("培训 场次", "培训场次"), ("培训人次", "培训场次"),
        ("软件采购数量", "硬件采购数量"), ("参展企业满意度", "参会企业满意度"),
        ("业务骨干培训人数", "业务骨干培训人次"), ("企业满意度", "满意度"),
        ("第1季度培训场次", "第2季度培训场次"),
        ("产品检验合格率", "产品检验不合格率"), ("无重大安全事故", "重大安全事故"), ("", "培训"),
    ],
)  # fmt: skip
def test_a_name_that_is_the_librarys_or_another_is_no_near_one(name: str, other: str) -> None:
    assert close_to(name, other) == []


def test_a_name_of_another_category_is_not_the_librarys() -> None:
    assert close_to("培训场次数", "培训场次", category="output.quality") == []


def test_a_name_that_the_library_has_is_near_no_other_one() -> None:
    assert close_to("培训场次", "培训场次数", "培训场次") == []


def test_the_nearest_name_is_named() -> None:
    names = ("机关干部的培训场次", "机关干部培训总场次数", "机关干部培训场次")
    assert close_to("机关干部培训总场次", *names) == ["机关干部培训总场次数"]
    assert close_to("机关干部培训总场次", names[0], names[2]) == [names[2]]


# --- number-parity ---


@for_each(
    "zh,en",
    [
        ("3百件", "300 files"), ("3百件", "3 hundred files"), ("5千人", "5,000 people"),
        ("5千人", "5 thousand people"), ("39万次", "390,000 visits"),
        ("39万次", "39 ten thousands"), ("3百万人", "3 million people"),
        ("2千万人", "20 million people"), ("1亿元", "100 million"), ("12亿元", "1.2 billion"),
        ("1百亿元", "10 billion"), ("2千亿元", "200 billion"), ("3百万人", "3,000,000 people"),
        ("2千万人", "20,000,000 people"), ("1亿元", "100,000,000"), ("1百亿元", "10,000,000,000"),
        ("2千亿元", "200,000,000,000"), ("300件", "3 hundred"), ("3000件", "3 thousand"),
        ("3000000件", "3 million"), ("3000000000件", "3 billion"), ("1,306.5元", "1,306.5 yuan"),
        ("１，３０６．５元", "1,306.5 yuan"), ("９５％", "95%"), ("95%", "95 percent"),
        ("95%", "95 per cent"), ("5‰", "5‰"), ("2025年3月", "March 2025"),
        ("1、2、4月", "January, February and April"), ("5月1日", "May 1"), ("5月1日", "1 May"),
        ("6月、7月", "June, July"), ("8、9月", "August, September"),
        ("10月、11月、12月", "October, November, December"), ("尽可能", "as it may be"),
        ("0次", "zero times"), ("1次", "one time"), ("2次", "two times"), ("3次", "Three times"),
        ("4次", "four times"), ("5次", "five times"), ("6次", "six times"), ("7次", "seven times"),
        ("8次", "eight times"), ("9次", "nine times"), ("10次", "ten times"),
        ("11次", "eleven times"), ("12次", "twelve times"), ("第1季度", "the first quarter"),
        ("第2季度", "the second quarter"), ("第3季度", "the third quarter"),
        ("第4季度", "the fourth quarter"), ("第5次", "the fifth"), ("第6次", "the sixth"),
        ("第7次", "the seventh"), ("第8次", "the eighth"), ("第9次", "the ninth"),
        ("第10次", "the tenth"), ("第11次", "the eleventh"), ("第12次", "the twelfth"),
        ("三次", "3 times"), ("十次", "10 times"), ("十四次", "14 times"), ("二十次", "20 times"),
        ("九十五次", "95 times"), ("一二四五六七八九", "1 2 4 5 6 7 8 9"), ("九十九次", "99"),
        ("3件和5人", "5 people and 3 files"), ("3件", "3 FILES"), ("3百万", "3 Million"),
        ("每少1公里扣2分", "2 points off for each km"),
        ("每低1个百分点扣5分", "5 points off per percentage point"),
        ("每１人", "a person"), ("每超过 1 天", "every day"),
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_either_way(zh: str, en: str) -> None:
    assert find("number-parity", plan(item(Statement(text=words(zh, en))))) == []


@for_each(
    "zh,en,chinese,english",
    [
        ("3百件", "30 files", "3", "30"), ("39万次", "39,000 visits", "39", "39000"),
        ("95%", "95", "95%", "95"), ("5‰", "5%", "5‰", "5%"),
        ("3次", "3 times and 3 more", "–", "3"), ("3件和3人", "3 files", "3", "–"),
        ("13次", "thirteen times", "13", "–"), ("一百次", "100 times", "–", "100"),
        ("3月", "April", "3", "4"), ("5月", "as it may be", "5", "–"), ("2.5次", "two", "2.5", "–"),
        ("零次", "0 times", "–", "0"), ("1,306.50元", "1,306.5元 12", "–", "12"),
        ("7件、8件", "9 files", "7, 8", "9"), ("3件", "6 files", "3", "6"),
        ("一次", "1.5 times", "–", "1.5"),
    ],
)  # fmt: skip
def test_numbers_that_differ_are_shown_as_written(
    zh: str, en: str, chinese: str, english: str
) -> None:
    (found,) = find("number-parity", plan(item(Statement(text=words(zh, en)))))
    assert found.arguments == {"zh": chinese, "en": english}
    assert found.route == ("goals", 0, "indicators", 0, "target", "en")


def test_a_text_in_one_language_keeps_no_other_from_being_compared() -> None:
    alone = item(Statement(text=Text(zh="3次")))
    wrong = item(Statement(text=words("3次", "4 times")))
    assert len(find("number-parity", plan(alone, item(Statement(text=Text(en="3"))), wrong))) == 1


# --- operator-direction ---


@for_each(
    "name,category,target,message",
    [
        ("群众满意度", "output.quality", "≤90%", "operator-direction-more"),
        ("群众满意度", "output.quality", "＜90%", "operator-direction-more"),
        ("群众满意度", "output.quality", "≥90%", ""),
        ("群众满意度", "output.quality", "＝90%", ""),
        ("评分", "satisfaction.beneficiary", "≤90分", "operator-direction-more"),
        ("不满意率", "satisfaction.beneficiary", "≤5%", ""),
        ("投诉数量", "satisfaction.beneficiary", "≤5件", ""),
        ("差错率", "output.quality", "≥5%", "operator-direction-less"),
        ("差错率", "output.quality", "＞5%", "operator-direction-less"),
        ("差错率", "output.quality", "≤5%", ""),
        ("无差错率", "output.quality", "≥5%", ""),
        ("差错率降低", "output.quality", "≥5%", ""),
        ("项目总成本", "output.cost", "≥5万元", "operator-direction-less"),
        ("项目总成本", "output.cost", "≥5亿元", "operator-direction-less"),
        ("项目总成本", "output.cost", "≥5%", ""),
        ("成本降低", "output.cost", "≥5万元", ""),
        ("不合格率", "output.quality", "≤5%", ""),
        ("窗口", "output.quantity", "≤5个", ""),
    ],
)
def test_a_sign_points_the_way_that_the_name_wants(
    name: str, category: str, target: str, message: str
) -> None:
    found = find("operator-direction", plan(item(target, name, category), item("≤5%", "合格率")))
    assert [each.message for each in found] == [*filter(None, [message]), MORE]


MORE, LESS = "operator-direction-more", "operator-direction-less"

# The words of names that rules go by.
CHANGES = "节约 节省 节支 降低 压减 下降 减少 降幅 控制率 增长 提高 提升 上升"
GOOD = (
    "满意 合格率 完成率 及时率 成功率 解决率 办结率 覆盖率 达标率 通过率 准确率 正确率 "
    "完好率 知晓率 优良率 优秀率 参与率 到位率 回复率 响应率 服务执行效率"
)
BAD = (
    "差错率 错误率 故障率 失误率 误差率 偏差率 投诉率 事故率 违规率 违法率 流失率 缺勤率 退货率 "
    "返工率 超支率 拖欠率 死亡率 发病率 漏报率 中断率"
)
PARTS = (
    "满意 合格率 及时率 准确率 正确率 成功率 解决率 办结率 完好率 知晓率 优良率 优秀率 参与率 "
    "通过率 差错率 错误率 故障率 失误率 投诉率 事故率 违规率 流失率 缺勤率 死亡率"
)
UNIT_COSTS = "单位 单价 人均 户均 亩均 平均 每"


@for_each("word", GOOD.split())
def test_of_what_ought_to_be_reached_more_is_better(word: str) -> None:
    assert messages("≤5%", word) == [MORE]
    for denial in "不未超非无零":
        assert messages("≤5%", denial + word) == []


@for_each("word", BAD.split())
def test_of_what_ought_not_to_happen_less_is_better(word: str) -> None:
    assert messages("≥5%", word) == [LESS]
    for denial in "无零":
        assert messages("≥5%", denial + word) == []


@for_each("word", CHANGES.split())
def test_of_a_change_no_sign_is_wrong_and_no_figure_is_too_large(word: str) -> None:
    assert messages("≥5%", f"差错率{word}") == messages("≤5%", f"合格率{word}") == []
    assert find("percentage-range", plan(item("≥101%", f"合格率{word}"))) == []


@for_each("word", PARTS.split())
def test_no_part_of_a_whole_is_more_than_the_whole(word: str) -> None:
    assert len(find("percentage-range", plan(item("≥101%", word)))) == 1


@for_each("word", UNIT_COSTS.split())
def test_the_cost_of_one_of_many_is_no_ceiling_of_all(word: str) -> None:
    assert find("cost-ceiling", plan(item("≤9万元", f"{word}成本", "output.cost"))) == []


def messages(target: str, name: str) -> list[str]:
    """What is said of the sign of a target under a name."""
    return [each.message for each in find("operator-direction", plan(item(target, name)))]


def test_a_target_in_words_keeps_no_sign_from_being_looked_at() -> None:
    made = plan(item(Statement(text=WORDS), "合格率"), item("≤5%", "合格率"))
    assert [each.route[3] for each in find("operator-direction", made)] == [1]


# --- target-below-baseline ---


@for_each(
    "target,reached,category,name,is_below",
    [
        ("≥17台", "18台", "output.quantity", "窗口", True),
        ("≥17台", "17台", "output.quantity", "窗口", False),
        ("≥17台", "16台", "output.quantity", "窗口", False),
        ("＞17台", "＝18台", "output.quantity", "窗口", True),
        ("≥17台", "≥18台", "output.quantity", "窗口", True),
        ("≥17台", "≤18台", "output.quantity", "窗口", False),
        ("≤5%", "4%", "output.quality", "差错率", True),
        ("≤5%", "6%", "output.quality", "差错率", False),
        ("≤5%", "≥4%", "output.quality", "差错率", False),
        ("≤5%", "4%", "output.quality", "窗口", True),
        # Without a sign by the name or the category; unknown says nothing.
        ("95%", "96%", "output.quality", "合格率", True),
        ("95%", "94%", "output.quality", "合格率", False),
        ("5%", "4%", "output.quality", "差错率", True),
        ("95分", "96分", "satisfaction.beneficiary", "评分", True),
        ("17台", "18台", "output.quantity", "窗口", False),
        # A sign against the name is the finding of another rule.
        ("≤90%", "80%", "output.quality", "合格率", False),
        # After conversion; units that do not convert are not compared.
        ("≥39万次", "390001次", "output.quantity", "窗口", True),
        ("≥39万次", "390000次", "output.quantity", "窗口", False),
        ("≥17台", "18个", "output.quantity", "窗口", False),
        ("≥12次/年", "2次/月", "output.quantity", "窗口", True),
        ("80%～90%", "91%", "output.quality", "合格率", True),
        ("80%～90%", "90%", "output.quality", "合格率", False),
        ("2%～3%", "1%", "output.quality", "差错率", True),
        ("2%～3%", "2.5%", "output.quality", "差错率", False),
        ("≥17台", "2025-12-31", "output.quantity", "窗口", False),
        # A ceiling follows the funds, and a unit cost does not.
        ("≤100万元", "60万元", "output.cost", "总成本", False),
        ("≤100元", "60元", "output.cost", "单位成本", True),
        ("≤5%", "4%", "output.cost", "成本偏差率", True),
    ],
)
def test_a_target_asks_for_no_less_than_was_reached(
    target: str, reached: str, category: str, name: str, *, is_below: bool
) -> None:
    asked, was = read_target(target, 2026), read_target(reached, 2025)
    assert asked is not None
    assert was is not None
    one = replace(item(asked, name, category), baseline=Baseline(year=2025, value=was))
    found = find("target-below-baseline", plan(one))
    assert [(each.route[-1], each.arguments["value"]) for each in found] == (
        [("target", was.printed)] if is_below else []
    )


@for_each("better,is_below", [("more", True), ("less", False), ("", False)])
def test_which_way_a_ratio_is_better_is_said(better: str, *, is_below: bool) -> None:
    asked, was = read_target("1:4", 2026), read_target("1:3", 2025)
    assert asked is not None
    assert was is not None
    wanted = Better(better) if better else None
    one = replace(item(asked), baseline=Baseline(year=2025, value=was), better=wanted)
    assert bool(find("target-below-baseline", plan(one))) is is_below


def test_a_target_without_a_baseline_is_compared_with_nothing() -> None:
    assert find("target-below-baseline", plan(item())) == []


# --- e-form-limit ---


def test_a_text_may_be_as_long_as_the_form_lets_it_and_no_longer() -> None:
    def made(more: int) -> Plan:
        unit = "台" * (58 - 40 + more)
        made = plan(
            item(replace(quantity("≥1台"), figure="1" * 42, unit=unit), "名" * (100 + more))
        )
        return replace(
            made,
            tasks=(replace(task(), text=words("务" * (1000 + more))),),
            goals=(replace(made.goals[0], text=words("标" * (2000 + more))),),
        )

    assert find("e-form-limit", made(0)) == []
    found = {each.route: each.arguments for each in find("e-form-limit", made(1))}
    indicator = ("goals", 0, "indicators", 0)
    assert found == {
        ("tasks", 0, "text", "zh"): limited("task", 1001, 1000),
        ("goals", 0, "text", "zh"): limited("goal", 2001, 2000),
        (*indicator, "name", "zh"): limited("name", 101, 100),
        (*indicator, "target"): limited("value", 61, 60),
    }


def limited(kind: str, count: int, limit: int) -> dict[str, object]:
    return {"kind": Term("limited", kind), "count": count, "limit": limit}


@for_each(
    "target,character",
    [
        ("7*24小时", "*"), ("7 - 8次", "-"), ("7_8次", "_"), ("７*", "*"), ("*８", "*"),
        ("甲*乙", ""), ("甲-乙", ""), ("甲_乙", ""), ("7小时*24", "*"), ("- 8次", "-"),
    ],
)  # fmt: skip
def test_a_sign_beside_a_figure_is_refused(target: str, character: str) -> None:
    found = find("e-form-limit", plan(item(Statement(text=words(target)))))
    assert [each.arguments["character"] for each in found] == [*filter(None, [character])]
    route = ("goals", 0, "indicators", 0, "target", "zh")
    assert all(each.route == route for each in found)


@for_each("character", "*_-")
def test_a_sign_in_the_unit_of_a_quantity_is_refused(character: str) -> None:
    target = replace(quantity("≥5台"), unit=f"台{character}次")
    (found,) = find("e-form-limit", plan(item(target)))
    assert (found.message, found.route[-1]) == ("e-form-limit-character", "target")
    assert found.arguments == {"character": character, "value": f"≥5台{character}次"}


def test_a_text_in_english_alone_has_no_limit_of_the_chinese_form() -> None:
    made = plan(item(Statement(text=Text(en="7*24"))))
    english = Text(en="long " * 999)
    assert find("e-form-limit", replace(made, tasks=(replace(task(), text=english),))) == []


# --- funds-total ---


@for_each(
    "column,zh,en",
    [
        ("basic", "基本支出", "basic expenditure"),
        ("project", "项目支出", "project expenditure"),
        ("other", "其他资金", "other funds"),
    ],
)
def test_a_column_of_the_budget_is_the_sum_of_its_tasks(column: str, zh: str, en: str) -> None:
    def budget(figure: str) -> Plan:
        funds = usual_funds(**{column: Decimal("1.50")})
        tasks = (replace(task(), funds=funds), replace(task("b"), funds=funds))
        return plan(tasks=tasks, budget=usual_funds(**{column: Decimal(figure)}))

    assert find("funds-total", budget("3.00")) == []
    (found,) = find("funds-total", budget("2.00"))
    assert found == Finding(
        rule="funds-total",
        message="funds-total-column",
        route=("budget", column),
        arguments={
            "column": words(zh, en), "declared": "2.00", "sum": "3.00",
            "difference": "-1.00",
        },
    )  # fmt: skip


def test_a_total_is_the_sum_of_all_parts_that_there_are() -> None:
    one = Decimal("1.00")
    whole = usual_funds(total=Decimal("3.00"), basic=one, project=one, other=one)
    made = plan(
        tasks=(task("a"), replace(task(), funds=with_amounts(whole, other=Decimal("2.00"))))
    )
    assert find("funds-total", plan(tasks=(replace(task(), funds=whole),))) == []
    (found,) = find("funds-total", made)
    assert found.route == ("tasks", 1, "funds", "total")
    assert found.arguments["difference"] == "-1.00"
    for part in ("basic", "project", "other"):
        alone = usual_funds(**{"total": Decimal("2.00"), part: one})
        assert len(find("funds-total", plan(tasks=(replace(task(), funds=alone),)))) == 1


# --- target-vague, percentage-range, category-unknown, deadline-year ---


@for_each("figure", "0５二两三四五六七八九十百零")
def test_a_figure_in_words_is_a_figure(figure: str) -> None:
    assert find("target-vague", plan(item(Statement(text=words(f"达到{figure}个"))))) == []


@for_each("often", ["每年", "每月", "每周", "每日", "每季"])
def test_how_often_something_happens_is_a_figure(often: str) -> None:
    assert find("target-vague", plan(item(Statement(text=words(often))))) == []


@for_each(
    "category,is_measured",
    [
        ("output.quantity", True), ("output.cost", True), ("cost.economic", True),
        ("satisfaction.beneficiary", True), ("output.quality", False), ("benefit.social", False),
    ],
)  # fmt: skip
def test_only_what_is_measured_needs_a_figure(category: str, *, is_measured: bool) -> None:
    vague = item(Statement(text=words("进一步提升")), category=category)
    quiet = item(Statement(text=words("进一步提升")), category="output.quality")
    found = find("target-vague", plan(quiet, item(), vague, item(Statement(text=Text(en="More")))))
    assert [each.route[3] for each in found] == ([2, 3] if is_measured else [3])


@for_each(
    "name,target,whole",
    [
        ("合格率", "≥100%", None), ("合格率", "≥100.1%", "100%"), ("差错率", "≤1000‰", None),
        ("差错率", "≤1000.1‰", "1000‰"), ("合格率提高", "≥101%", None), ("增长率", "≥101%", None),
        ("合格数", "≥101个", None), ("合格率", "≥101个", None),
        ("合格率", "≥-1%", "100%"), ("合格率", "≥0%", None), ("增长率", "≥-1%", None),
    ],
)  # fmt: skip
def test_a_part_is_no_more_than_its_whole(name: str, target: str, whole: str | None) -> None:
    found = find("percentage-range", plan(item(target, name)))
    assert [each.arguments["whole"] for each in found] == [*filter(None, [whole])]
    baseline = Baseline(year=2024, value=quantity(target))
    found = find("percentage-range", plan(replace(item("≥1%", name), baseline=baseline)))
    assert [each.route[-2:] for each in found] == [("baseline", "value")] * bool(whole)


def test_a_category_that_is_like_no_other_is_unknown_without_a_suggestion() -> None:
    (found,) = find("category-unknown", plan(item(), item(category="zzzz")))
    assert (found.message, found.message_id) == ("", "category-unknown")
    assert found.arguments["close"] == ""
    assert found.route == ("goals", 0, "indicators", 1, "category")


@for_each(
    "written,year,is_found",
    [("2025-01-01", 2025, False), ("2026-01-01", 2025, True), ("2024-12-31", 2025, True)],
)
def test_a_deadline_is_in_the_year_of_the_plan(written: str, year: int, *, is_found: bool) -> None:
    deadline = Deadline(text=WORDS, by=date.fromisoformat(written))
    made = plan(item(), item(Statement(text=WORDS)), item(deadline), year=year)
    found = find("deadline-year", made)
    assert [each.route for each in found] == (
        [("goals", 0, "indicators", 2, "target", "by")] if is_found else []
    )


@for_each(
    "words,by,is_found",
    [
        ("2025年6月底前", "2025-06-30", False), ("2025年12月底前", "2025-06-30", True),
        ("12月31日前", "2025-12-30", False), ("12月31日前", "2025-12-29", True),
        ("年底前", "2025-12-31", False), ("年底前", "2025-11-30", True),
        ("5月前", "2025-04-30", False), ("6月底前完成，12月底前验收", "2025-12-31", False),
        ("及时", "2025-12-31", False),
    ],
)  # fmt: skip
def test_the_words_of_a_deadline_name_its_day(words: str, by: str, *, is_found: bool) -> None:
    deadline = Deadline(text=Text(zh=words, en="in time"), by=date.fromisoformat(by))
    found = find("deadline-words", plan(item(), item(deadline)))
    assert [each.route for each in found] == (
        [("goals", 0, "indicators", 1, "target", "by")] if is_found else []
    )


# --- punctuation ---


@for_each(
    "wrong,right",
    [
        ("甲,乙", "甲，乙"), ("甲;乙", "甲；乙"), ("甲:乙", "甲：乙"), ("甲?乙", "甲？乙"),
        ("甲!乙", "甲！乙"), ("”,甲", "”，甲"), ("甲”,乙", "甲”，乙"), ("甲》,乙", "甲》，乙"),
        ("甲）,乙", "甲），乙"), ("甲,“乙”", "甲，“乙”"), ("甲,《乙》", "甲，《乙》"),
        ("甲,（乙）", "甲，（乙）"), ("甲, 乙", "甲，乙"), ("甲!", "甲！"), ("甲.", "甲。"),
        ("甲(乙)", "甲（乙）"), ("甲，，乙", "甲，乙"), ("甲、、乙", "甲、乙"),
        ("甲；；乙", "甲；乙"),
        ("甲：：乙", "甲：乙"), ("甲。。", "甲。"), ("甲！！", "甲！"),
        ("甲？？？", "甲？"),
        ("甲 ，乙", "甲，乙"), ("甲， 乙", "甲，乙"), ("甲 、 乙", "甲、乙"), ("甲  乙", "甲 乙"),
        ("甲 （乙）", "甲（乙）"), ("“ 甲”", "“甲”"), ("《 甲》", "《甲》"), ("甲 ；", "甲；"),
        ("甲 ：", "甲："), ("甲 。", "甲。"), ("甲 ！", "甲！"), ("甲 ？", "甲？"),
        ("（甲 ）", "（甲）"),
        ("“甲 ”", "“甲”"), ("《甲 》", "《甲》"),
    ],
)  # fmt: skip
def test_a_chinese_text_is_mended(wrong: str, right: str) -> None:
    found = find("punctuation", plan(item(Statement(text=Text(zh=wrong)))))
    assert {each.fix for each in found} == {right}
    assert all(each.arguments == {"fixed": right} for each in found)
    assert {each.route[-1] for each in found} == {"zh"}
    kinds = {f"punctuation-{kind}" for kind in ("half-width", "doubled", "space")}
    assert {each.message for each in found} <= kinds


@for_each(
    "right",
    [
        "甲 乙", "3:4", "A,B", "甲A,B乙", "www.example.org", "甲(A)乙", "甲，乙。", "1,306.50元",
        "第一章 总则", "“甲”，“乙”", "甲……乙",
    ],
)  # fmt: skip
def test_a_chinese_text_that_is_right_is_left(right: str) -> None:
    assert find("punctuation", plan(item(Statement(text=Text(zh=right))))) == []


@for_each(
    "wrong,right",
    [
        ("10：30", "10:30"), ("in 2024， then", "in 2024, then"), ("far， wide", "far, wide"),
        ("far，wide", "far, wide"), ("far、wide", "far, wide"), ("far；wide", "far; wide"),
        ("far：wide", "far: wide"), ("far？", "far?"), ("far！", "far!"), ("far。", "far."),
        ("far（wide）", "far(wide)"), ("far,, wide", "far, wide"), ("far;; wide", "far; wide"),
        ("far:: wide", "far: wide"), ("far??", "far?"), ("far!!", "far!"), ("far..", "far."),
        ("far , wide", "far, wide"), ("far ; wide", "far; wide"), ("far !", "far!"),
        ("far ?", "far?"), ("far .", "far."), ("far : wide", "far: wide"),
        ("far  wide", "far wide"),
    ],
)  # fmt: skip
def test_an_english_text_is_mended(wrong: str, right: str) -> None:
    found = find("punctuation", plan(item(Statement(text=Text(en=wrong)))))
    assert {each.fix for each in found} == {right}
    assert {each.route[-1] for each in found} == {"en"}
    kinds = {f"punctuation-{kind}" for kind in ("full-width", "doubled", "space")}
    assert {each.message for each in found} <= kinds


@for_each(
    "right", ["and so on...", "1 : 3", "far, wide.", "a (b) c", "1,000", "see www.x.org", "a .5 b"]
)
def test_an_english_text_that_is_right_is_left(right: str) -> None:
    assert find("punctuation", plan(item(Statement(text=Text(en=right))))) == []


@for_each(
    "zh,en,fixes",
    [
        ("甲。", "Words", ["Words."]), ("甲。", "Words.", []), ("甲", "Words.", ["甲。"]),
        ("甲", "Words", []), ("甲。", "Words!", []), ("甲。", "Words?", []), ("甲。", "Words:", []),
        ("甲。", "Words;", []), ("甲。", "Words…", []), ("甲。”", "Words", ["Words."]),
        ("甲。）", "Words", ["Words."]), ("甲。》", "Words", ["Words."]),
        ("甲。", "“Words.”", []), ("甲。", "(Words.)", []), ("甲。", "‘Words.’", []),
        ("甲。", '"Words."', []), ("甲。", "'Words.'", []), ("甲", "Words etc.", []),
        ("甲", "Words...", []), ("甲", "A Ltd.", []), ("甲", "A Inc.", []), ("甲！", "Words.", []),
        ("甲？", "Words.", []), ("甲；", "Words.", []), ("甲：", "Words.", []),
        ("甲，", "Words.", []), ("甲、", "Words.", []), ("甲…", "Words.", []),
        ("甲。", "Words。", []), ("甲.", "Words.", []),
    ],
)  # fmt: skip
def test_a_task_ends_with_a_stop_in_both_languages_or_in_none(
    zh: str, en: str, fixes: list[str]
) -> None:
    text = Text(zh=zh, en=en)
    for part, made in (
        ("tasks", plan(tasks=(task("a"), replace(task(), text=text)))),
        ("goals", plan(goals=(goal(), replace(goal(), text=text)))),
    ):
        found = [each for each in find("punctuation", made) if each.message == "punctuation-stop"]
        assert [each.fix for each in found] == fixes
        assert {each.route[:3] for each in found} <= {(part, 1, "text")}


@for_each(
    "text,messages",
    [
        ("甲,乙  丙", ["punctuation-half-width", "punctuation-space"]),
        ("甲，，乙 ，丙", ["punctuation-doubled", "punctuation-space"]),
        ("甲,乙,丙(丁)", ["punctuation-half-width"]),
    ],
)
def test_every_kind_of_slip_is_told_once(text: str, messages: list[str]) -> None:
    found = find("punctuation", plan(item(Statement(text=Text(zh=text)))))
    assert [each.message for each in found] == messages


@settings(max_examples=tries(400), deadline=None, derandomize=True)
@given(
    zh=st.text("0123.,，。：:；;、 .%中a(（)）", max_size=14),
    en=st.text("12.,，。：:;、 a（）", max_size=14),
)
def test_no_fix_of_a_text_changes_joins_or_splits_a_figure(zh: str, en: str) -> None:
    for found in find("punctuation", plan(item(Statement(text=Text(zh=zh, en=en))))):
        if found.fix is not None:
            before = zh if found.route[-1] == "zh" else en
            assert digits(found.fix) == digits(before)


def digits(text: str) -> list[str]:
    """The figures of a text: digits, with what stands between them and a point before them."""
    text = text.translate(str.maketrans("０１２３４５６７８９：", "0123456789:"))
    return re.findall(r"\.?[0-9]+(?:[.,，。：:；;、]+[0-9]+)*", text)


def test_it_is_a_rule_whose_findings_can_be_fixed() -> None:
    fixable = [rule.id for rule in RULES if rule.fixable]
    assert fixable == ["character-form", "punctuation", "unit-form"]


def test_rules_that_refuse_what_an_earlier_version_accepted_are_milder_in_older_tables() -> None:
    lenient = [rule.id for rule in RULES if rule.accepted_before]
    assert lenient == ["percentage-words", "unit-form"]


def test_rules_that_read_kinds_say_so() -> None:
    reading = [rule.id for rule in RULES if rule.reads_kinds]
    assert reading == [
        "cost-ceiling",
        "operator-direction",
        "percentage-words",
        "target-below-baseline",
        "target-vague",
    ]


# --- unit-form ---


@for_each(
    "target,mended",
    [
        ("≥120%。", "≥120%"), ("≥90次以上", "≥90次"), ("≥90次及以上", "≥90次"),
        ("≤3天以内", "≤3天"), ("≤3个工作日内", "≤3个工作日"), ("≤3天之内", "≤3天"),
        ("≤3天以下", "≤3天"), ("≥90%%", "≥90%"), ("≥9‰‰", "≥9‰"), ("≥1e3公里", "≥1000公里"),
        ("≥1.5E2台", "≥150台"), ("≥1万2千人", "≥1.2万人"), ("≥3千5百人", "≥3.5千人"),
        ("≥1亿2千万元", None), ("≥1万20千人", None), ("≥1.5万2千人", None), ("≥90次以下", None),
        ("＞90次以上", None), ("≤1:3", None), ("≥1/2", None), ("≥2/年", None), ("≥2次/", None),
        ("≥5~8公里", None), ("≥12公里、5座", None), ("≥90%的人", None), ("≥90次左右", None),
        ("≥1e15台", None), ("≥1万二千人", None), ("≥3台×2", None), ("≥3元//人", None),
    ],
)  # fmt: skip
def test_more_than_a_unit_is_told_and_mended_where_it_has_one_reading(
    target: str, mended: str | None
) -> None:
    (found,) = find("unit-form", plan(item(target), languages=("zh",)))
    assert (found.fix, found.arguments["close"]) == (mended, mended or "")
    assert found.message_id == ("unit-form-close" if mended else "unit-form")


@for_each(
    "target", ["≥2次/季度", "≥3元/人/年", "≥5%/年", "≥200m²", "≥17台（套）", "≥5万人次", "≥6千瓦时"]
)
def test_a_unit_is_a_unit(target: str) -> None:
    assert find("unit-form", plan(item(target), languages=("zh",))) == []


def test_where_a_unit_has_no_english_either_the_rule_for_that_tells_it() -> None:
    made = plan(item("≥90次以上"))
    assert find("unit-form", made) == []
    (found,) = find("unit-unknown", made)
    assert (found.message_id, found.fix) == ("unit-form-close", "≥90次")


# --- character-form, text-unfinished, name-vague, weight-sum ---


@for_each(
    "name,message,fix",
    [
        ("资⾦", "character-form", "资金"), ("\uf90a", "character-form", "金"),
        ("⻓期", "character-form", "长期"), ("cafe\u0301", "character-form", "café"),
        ("x\u0301", "character-form-unknown", None), ("⺀", "character-form-unknown", None),
        ("⾦x\u0301", "character-form-unknown", "金x\u0301"),
    ],
)  # fmt: skip
def test_a_character_that_only_looks_usual_is_told(
    name: str, message: str, fix: str | None
) -> None:
    (found,) = find("character-form", plan(item(name=name)))
    assert (found.message_id, found.fix) == (message, fix)


@for_each("en", ["TODO", "to be TBD", "待翻译", "the 窗口", "(窗口) 窗口", "“窗口” 窗"])
def test_an_unfinished_text_is_told(en: str) -> None:
    made = replace(item(), name=words("窗口", en))
    assert len(find("text-unfinished", plan(made))) == 1


@for_each(
    "en",
    ["Windows", "TODOS", "(窗口)", "［窗口］ [窗口]", "“窗口”", "'窗口'", "《窗口》", "((窗口))"],
)
def test_a_finished_text_is_left_alone(en: str) -> None:
    made = replace(item(), name=words("窗口", en))
    assert find("text-unfinished", plan(made)) == []


@for_each("name", ["77", "≥17台", "≥ １７台", "—"])
def test_a_name_that_names_nothing_is_told(name: str) -> None:
    assert len(find("name-vague", plan(item("≥17台", name)))) == 1
    unfinished = item(Statement(text=Text(zh="待填")), "待填")
    assert find("name-vague", plan(unfinished)) == []
    assert find("text-unfinished", plan(unfinished))


@for_each("weights,sum_", [([60, 40], None), ([60, 55, 20, 1], "136"), ([99.5], "99.5")])
def test_weights_add_up_to_a_hundred(weights: list[float], sum_: str | None) -> None:
    made = [replace(item(), weight=Decimal(str(weight))) for weight in weights]
    found = find("weight-sum", plan(*made))
    assert [each.arguments["sum"] for each in found] == ([sum_] if sum_ else [])
    assert find("weight-sum", plan(*made, item())) == []


# --- reference-unknown ---


def test_an_unknown_task_is_shown_with_the_closest_and_with_all() -> None:
    made = plan(tasks=(task("repairs"), task("repair")), goals=(goal(tasks=("repairz",)),))
    (found,) = find("reference-unknown", made)
    assert found.arguments == {"task": "repairz", "close": "repair", "known": "repairs, repair"}


# --- text-unfinished ---


def test_a_radical_in_english_is_chinese_before_and_after_it_is_mended() -> None:
    for english in ("⾦ Bureau", "金 Bureau"):
        (found,) = find("text-unfinished", plan(item(Statement(text=words("金", english)))))
        assert found.message == "text-unfinished-chinese"


# --- What several rules look at ---


def test_the_findings_of_a_rule_that_comes_last_are_not_among_the_first() -> None:
    last = [rule.id for rule in RULES if rule.last]
    assert last == ["suppression-unused"]
