"""The real table: nothing summarised, nothing added, and right to the last cent."""

import itertools
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from paths import DATA
from usual_funds import amounts_of

from perf_report.model.plan import Plan
from perf_report.model.target import Quantity
from perf_report.model.text import Text
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan, load_units
from perf_report.parse.source import read_source
from perf_report.rules.plan_walk import iter_indicators, iter_texts

SOURCE = (DATA / "2025-ccpit-tianjin.txt").read_text("utf-8")

# What the form itself prints on its pages, as the extraction gives it.
FORM_LABELS = (
    "整体支出绩效目标表", "（2025年度）", "部门名称", "预算资金（万元）",
    "总额", "财政资金", "其他资金", "主要工作任务", "基本支出", "项目支出", "合计", "序号",
    "年度绩效目标", "对应工作任务", "绩效目标", "年度绩效指标",
    "一级指标", "二级指标", "三级指标", "年度指标值",
)  # fmt: skip


def squeezed(text: str) -> str:
    """The text without white space: line breaks inside a cell are layout."""
    return re.sub(r"\s+", "", text)


def printed(plan: Plan) -> list[str]:
    """Every Chinese string that the table prints, form labels aside."""
    pieces = [text.zh or "" for _, text in iter_texts(plan)]
    targets = (item.target for _, _, item in iter_indicators(plan))
    pieces += [target.printed for target in targets if isinstance(target, Quantity)]
    return [*pieces, *level_labels(plan)]


# --- Counts and ids ---


def test_the_table_is_whole(real_plan: Plan) -> None:
    assert len(real_plan.tasks) == 7
    assert len(real_plan.goals) == 8
    counts = [len(goal.indicators) for goal in real_plan.goals]
    assert counts == [10, 12, 11, 10, 14, 8, 8, 6]
    assert sum(counts) == 79


def test_ids_are_unique_throughout(real_plan: Plan) -> None:
    ids = [item.id for _, _, item in iter_indicators(real_plan)]
    assert len(set(ids)) == len(ids)
    for things in (real_plan.tasks, real_plan.goals):
        assert len({thing.id for thing in things}) == len(things)


def test_goals_serve_the_tasks_of_the_source(real_plan: Plan) -> None:
    numbers = real_plan.task_numbers()
    served = [[numbers[task] for task in goal.tasks] for goal in real_plan.goals]
    assert served == [[1], [2], [3], [4], [4], [5], [6], [7]]


# --- Text against the source ---


def test_every_chinese_string_is_in_the_source(real_plan: Plan) -> None:
    source = squeezed(SOURCE)
    for route, text in iter_texts(real_plan):
        assert text.zh is not None
        # A cell that runs on over a page is never cut in this table, so it stands in one piece.
        assert squeezed(text.zh) in source, route


def test_no_chinese_string_has_white_space(real_plan: Plan) -> None:
    for _, text in iter_texts(real_plan):
        assert text.zh == squeezed(text.zh or "")


def test_tasks_and_goals_stand_in_the_order_of_the_source(real_plan: Plan) -> None:
    source, place = squeezed(SOURCE), 0
    rows = [(task.text, "") for task in real_plan.tasks]
    rows += [(goal.text, str(real_plan.task_numbers()[goal.tasks[0]])) for goal in real_plan.goals]
    for text, related in rows:
        place = source.find(f"{text.zh}{related}", place)
        assert place != -1, text.zh


def test_indicators_stand_in_the_order_of_the_source(real_plan: Plan) -> None:
    source = squeezed(SOURCE)
    place = source.index("目标1产出指标")
    for _, _, item in iter_indicators(real_plan):
        target = item.target
        words = target.printed
        cell = squeezed(f"{item.name.zh}{words}")
        # 目标1, level 1 and level 2 stand between cells, and a page's head where one begins.
        found = source.find(cell, place)
        assert found != -1, item.id
        skipped = source[place:found]
        for label in sorted((*FORM_LABELS, *level_labels(real_plan)), key=len, reverse=True):
            skipped = skipped.replace(label, "")
        assert re.fullmatch(r"(目标[1-8])*", skipped), (item.id, skipped)
        place = found + len(cell)
    assert source[place:] == ""


def level_labels(plan: Plan) -> set[str]:
    """The labels of level 1 and level 2 that the table prints."""
    used = {item.category for _, _, item in iter_indicators(plan)}
    return {
        label.zh or ""
        for level, category in load_frameworks([])[plan.framework].categories()
        for label in (level.label, category.label)
        if category.id in used
    }


def test_indicators_stand_under_the_labels_of_the_source(real_plan: Plan) -> None:
    framework = load_frameworks([])[real_plan.framework]
    levels = {category.id: (level, category) for level, category in framework.categories()}
    source, place = squeezed(SOURCE), squeezed(SOURCE).index("目标1产出指标")
    under = {1: "", 2: ""}
    labels = "|".join(sorted(level_labels(real_plan), key=len, reverse=True))
    for _, _, item in iter_indicators(real_plan):
        target = item.target
        words = target.printed
        found = source.index(squeezed(f"{item.name.zh}{words}"), place)
        for label in re.findall(
            labels, source[place:found].replace("一级指标二级指标三级指标", "")
        ):
            under[1 if label in {level.label.zh for level in framework.levels} else 2] = label
        level, category = levels[item.category]
        assert (under[1], under[2]) == (level.label.zh, category.label.zh), item.id
        place = found + len(squeezed(f"{item.name.zh}{words}"))


def test_nothing_of_the_source_is_left_out(real_plan: Plan) -> None:
    left = squeezed(SOURCE)
    pieces = {squeezed(piece) for piece in printed(real_plan)}
    amounts = {
        f"{amount:.2f}"
        for funds in (*(task.funds for task in real_plan.tasks), real_plan.column_totals())
        for amount in (funds.printed_total, *amounts_of(funds)[1:])
        if amount is not None
    }
    for piece in sorted((*pieces, *FORM_LABELS, *amounts), key=len, reverse=True):
        assert piece in squeezed(SOURCE), piece
        left = left.replace(piece, "")
    # What is left is the printed numbers of tasks and goals, and of related tasks.
    assert re.fullmatch(r"(目标)?[1-8]*((目标)?[1-8])*", left), left


# --- Money ---


def source_amounts() -> list[list[Decimal]]:
    """The amounts of each task as the extraction gives them: no blank cells, the total first."""
    row = re.compile(r"^(?:[1-7] .*。 |)((?:[0-9]+\.[0-9]{2} ?)+)$", re.MULTILINE)
    return [[Decimal(amount) for amount in found.split()] for found in row.findall(SOURCE)]


def declared_totals() -> list[Decimal]:
    line = re.search(r"^合 *计 (.*)$", SOURCE, re.MULTILINE)
    assert line is not None
    return [Decimal(amount) for amount in line[1].split()]


def test_one_assignment_alone_of_the_second_amounts_meets_the_totals(real_plan: Plan) -> None:
    rows, (total, basic, project, other) = source_amounts(), declared_totals()
    assert len(rows) == 7
    assert sum(row[0] for row in rows) == total
    assert sum(row[1] for row in rows) == basic
    open_rows = [number for number, row in enumerate(rows) if len(row) == 3]
    full = next(number for number, row in enumerate(rows) if len(row) == 4)
    fitting = []
    for choice in itertools.product(["project", "other"], repeat=len(open_rows)):
        sums = {"project": rows[full][2], "other": rows[full][3]}
        for column, number in zip(choice, open_rows, strict=True):
            sums[column] += rows[number][2]
        if sums == {"project": project, "other": other}:
            fitting.append(dict(zip(open_rows, choice, strict=True)))
    assert len(fitting) == 1
    for number, column in fitting[0].items():
        funds = real_plan.tasks[number].funds
        assert funds.get(column) == rows[number][2]
        assert funds.get("project" if column == "other" else "other") is None


def test_amounts_are_those_of_the_source(real_plan: Plan) -> None:
    written = [
        [amount for amount in amounts_of(task.funds) if amount is not None]
        for task in real_plan.tasks
    ]
    assert written == source_amounts()


def test_sums_agree_to_the_cent(real_plan: Plan) -> None:
    budget = real_plan.budget
    assert budget is not None
    assert list(amounts_of(budget)) == declared_totals()
    assert real_plan.column_totals() == budget
    assert budget.sum == budget.total == Decimal("5230.60")
    for task in real_plan.tasks:
        assert task.funds.total == task.funds.sum


def test_costs_of_goals_add_up_to_the_funds_of_their_tasks(real_plan: Plan) -> None:
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for _, goal, item in iter_indicators(real_plan):
        if item.category == "output.cost":
            assert isinstance(item.target, Quantity)
            assert goal
            costs[goal.tasks[0]] += item.target.value
    assert costs == {task.id: task.funds.total for task in real_plan.tasks}


# --- English ---


def all_texts(plan: Plan) -> list[Text]:
    return [text for _, text in iter_texts(plan)]


def test_equal_chinese_has_equal_english(real_plan: Plan) -> None:
    english = defaultdict(set)
    for text in all_texts(real_plan):
        english[text.zh].add(text.en)
    assert {zh: en for zh, en in english.items() if len(en) > 1} == {}


def test_every_text_has_english_without_chinese_in_it(real_plan: Plan) -> None:
    for text in all_texts(real_plan):
        assert text.en
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", text.en)


def test_every_number_is_kept_in_english(real_plan: Plan) -> None:
    for text in all_texts(real_plan):
        numbers = Counter(re.findall("[0-9]+", text.zh or ""))
        assert numbers == Counter(re.findall("[0-9]+", text.en or "")), text.zh


def test_every_unit_has_english(real_plan: Plan) -> None:
    units = load_units()
    for _, _, item in iter_indicators(real_plan):
        if isinstance(item.target, Quantity):
            assert item.unit or item.target.unit in units


def test_the_file_says_how_the_funds_were_worked_out(real_spec: Path) -> None:
    comments = [line for line in real_spec.read_text("utf-8").splitlines() if line.startswith("#")]
    assert any("1306.00" in line for line in comments)
    assert any("2069.80" in line for line in comments)
    assert load_plan(read_source(real_spec)).findings == ()
