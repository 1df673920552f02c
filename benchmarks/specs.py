"""Write realistic specs of departments that do not exist, the same ones for the same seed.

Each is about as long as a large table (700 lines), in both languages, and valid. Like the real
table, each has one finding, which is for information. Their sums add up, and one task is served by
two goals.

    python benchmarks/specs.py FOLDER [--count N] [--years N] [--seed N]
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

YEAR = 2025
TASKS = 9
# The goals of this task share its funds, as those of one task in the real table do.
SHARED_TASK = 3

TOPICS = (
    ("职业培训", "vocational training"),
    ("图书借阅", "library lending"),
    ("公共绿化", "public greening"),
    ("数据共享", "data sharing"),
    ("环境监测", "environmental monitoring"),
    ("社区服务", "community services"),
    ("档案整理", "archive management"),
    ("科普宣传", "popular science outreach"),
    ("全民健身", "public fitness"),
    ("就业指导", "employment guidance"),
    ("应急演练", "emergency drills"),
    ("信息公开", "information disclosure"),
)
TASK_TEXTS = (
    ("组织开展{zh}工作，完善工作机制。", "Organize {en} and improve its working mechanisms."),
    (
        "做好{zh}，持续提升服务水平。",
        "Ensure {en} and continuously improve the quality of service.",
    ),
    ("推进{zh}，加强日常运转保障。", "Advance {en} and strengthen support for daily operations."),
)
GOAL_TEXTS = (
    (
        "围绕年度重点任务，组织开展{zh}，完善制度和流程，加强过程管理；面向基层和群众做好服务，及时收集意见，持续改进工作。",
        "Organize {en} with a focus on the year’s priorities, and serve the public well.",
    ),
    (
        "落实{zh}的各项安排，保证任务按期完成，保证资金规范使用，使服务对象得到便利。",
        "Carry out all arrangements for {en}, keep tasks on schedule and funds properly used.",
    ),
)
QUANTITIES = (
    ("sessions", "{zh}活动场次", "Number of sessions of {en}", "≥{n}场次"),
    ("participants", "{zh}参加人次", "Number of attendances at {en}", "≥{n}人次"),
    ("sites", "{zh}覆盖点位", "Number of sites covered by {en}", "≥{n}处"),
    ("equipment", "{zh}设备维护数量", "Equipment maintained for {en}", "≥{n}台套"),
)
QUALITIES = (
    ("pass-rate", "{zh}验收合格率", "Acceptance pass rate of {en}", "≥{rate}%"),
    ("completion-rate", "{zh}任务完成率", "Completion rate of {en}", "≥{rate}%"),
    ("failure-rate", "{zh}故障率", "Failure rate in {en}", "≤{few}%"),
)
RESPONSES = (
    ("response-time", "{zh}响应时间", "Response time of {en}", "≤{few}小时"),
    ("handling-time", "{zh}办理时限", "Handling time limit of {en}", "≤{n}个工作日"),
)
STATEMENTS = (
    (
        "sustained", "awareness", "提升{zh}的社会影响力", "Social influence of {en}",
        "通过持续开展{zh}，社会知晓度和参与度稳步提升，工作成果得到巩固",
        "Steadily raise public awareness of {en}, and consolidate its results",
    ),
    (
        "social", "convenience", "{zh}便民利民程度", "Convenience to the public of {en}",
        "服务流程进一步简化，群众获得服务更加便利",
        "Further simplify procedures and make services easier for the public to obtain",
    ),
    (
        "economic", "efficiency", "{zh}对资源使用效率的促进", "Efficiency gained through {en}",
        "节约运行成本，避免重复建设",
        "Save operating costs and avoid duplicate construction",
    ),
)  # fmt: skip
MONTHS = (
    (6, 30, "June"), (9, 30, "September"), (10, 31, "October"), (11, 30, "November"),
    (12, 31, "December"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One goal's part of the work: its task, its topic and its funds."""

    task: int
    topic: tuple[str, str]
    funds: Decimal


def write_specs(folder: Path, count: int, seed: int, years: int = 1) -> None:
    """Write specs, named by their number, into a folder; of more years, each as the last one."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        text = "\n".join(_spec(number, Random(f"{seed}:{number}"))) + "\n"  # noqa: S311  # no secret
        for year in range(YEAR, YEAR - years, -1):
            path = folder / f"{year}-demo-{number:04}.yaml"
            # Not where the same digits are a part of an amount.
            path.write_text(re.sub(rf"(?<![\d.]){YEAR}(?![\d.])", str(year), text), "utf-8")


def _spec(number: int, random: Random) -> Iterator[str]:
    topics = random.sample(TOPICS, TASKS)
    funds = [{"basic": _amount(random), "project": _amount(random)} for _ in range(TASKS)]
    yield from _head(number, funds)
    yield "tasks:"
    for index, topic in enumerate(topics):
        yield from _task(index, topic, funds[index], random)
    yield ""
    yield "goals:"
    for index, share in enumerate(_shares(topics, funds)):
        yield from _goal(index, share, random)


def _head(number: int, funds: list[dict[str, Decimal]]) -> Iterator[str]:
    sums = {
        source: sum((item[source] for item in funds), Decimal()) for source in ("basic", "project")
    }
    yield "# yaml-language-server: $schema=../schema.json"
    yield "# A made-up table for measuring speed; there is no such department."
    yield "format: 1"
    yield f"year: {YEAR}"
    yield "department:"
    yield f"  code: demo-{number:04}"
    yield "  name:"
    yield f"    zh: 虚构示例部门第{number}号"
    yield f"    en: Fictitious Demonstration Department No. {number}"
    yield "framework: output-cost"
    yield "currency_unit: 万元"
    yield f"budget: {_funds(sums)}"
    yield ""


def _task(
    index: int, topic: tuple[str, str], funds: dict[str, Decimal], random: Random
) -> Iterator[str]:
    yield f"  - id: task-{index + 1}"
    yield from _text("    ", "text", random.choice(TASK_TEXTS), topic)
    yield f"    funds: {_funds(funds)}"


def _shares(topics: list[tuple[str, str]], funds: list[dict[str, Decimal]]) -> Iterator[Share]:
    """A goal a task, and two for the one whose funds are shared."""
    for index, topic in enumerate(topics):
        total = sum(funds[index].values(), Decimal())
        parts = [total]
        if index == SHARED_TASK:
            half = (total / 2).quantize(Decimal("0.01"))
            parts = [half, total - half]
        for part in parts:
            yield Share(task=index, topic=topic, funds=part)


def _goal(index: int, share: Share, random: Random) -> Iterator[str]:
    yield f"  - id: goal-{index + 1}"
    yield f"    tasks: [task-{share.task + 1}]"
    yield from _text("    ", "text", random.choice(GOAL_TEXTS), share.topic)
    yield "    indicators:"
    lead = f"goal-{index + 1}"
    for category, rows in (("quantity", QUANTITIES), ("quality", QUALITIES),
                           ("timeliness", RESPONSES)):  # fmt: skip
        for id_, zh, en, target in random.sample(rows, len(rows) - 1):
            yield from _indicator(f"{lead}-{id_}", f"output.{category}", (zh, en), share.topic)
            yield f"        target: {_filled(target, random)}"
    yield from _deadline(lead, share, random)
    yield from _cost(lead, share)
    for benefit, id_, *statement in STATEMENTS:
        yield from _indicator(f"{lead}-{id_}", f"benefit.{benefit}", statement[:2], share.topic)
        yield from _text("        ", "target", statement[2:], share.topic)
    if index == 0:
        yield from _always_on(lead, share)
    texts = ["{zh}服务对象满意度", "Satisfaction with {en}"]
    yield from _indicator(f"{lead}-satisfaction", "satisfaction.beneficiary", texts, share.topic)
    yield f"        target: ≥{random.randint(85, 98)}%"
    yield ""


def _deadline(lead: str, share: Share, random: Random) -> Iterator[str]:
    month, day, name = random.choice(MONTHS)
    texts = ("{zh}任务完成时间", "Completion time of {en}")
    yield from _indicator(f"{lead}-deadline", "output.timeliness", texts, share.topic)
    zh, en = f"{YEAR}年{month}月底前", f"by the end of {name} {YEAR}"
    yield f"        target: {{zh: {zh}, en: {en}, by: {YEAR}-{month:02}-{day}}}"


def _cost(lead: str, share: Share) -> Iterator[str]:
    texts = ("{zh}业务总成本", "Total program cost of {en}")
    yield from _indicator(f"{lead}-cost", "output.cost", texts, share.topic)
    yield f"        target: ≤{share.funds}万元"


def _always_on(lead: str, share: Share) -> Iterator[str]:
    """The one finding: a star, which the finance system's form refuses."""
    texts = ("{zh}服务保障时间", "Service hours of {en}")
    yield from _indicator(f"{lead}-service-hours", "benefit.social", texts, share.topic)
    yield "        target:"
    yield "          zh: 7*24小时"
    yield "          en: 24 hours a day, 7 days a week"


def _indicator(
    id_: str, category: str, texts: list[str] | tuple[str, ...], topic: tuple[str, str]
) -> Iterator[str]:
    zh, en = topic
    yield f"      - id: {id_}"
    yield f"        category: {category}"
    yield f"        name: {{zh: {texts[0].format(zh=zh)}, en: {texts[1].format(en=en)}}}"


def _text(
    indent: str, key: str, texts: list[str] | tuple[str, ...], topic: tuple[str, str]
) -> Iterator[str]:
    zh, en = topic
    yield f"{indent}{key}:"
    yield f"{indent}  zh: {texts[0].format(zh=zh)}"
    yield f"{indent}  en: {texts[1].format(en=en)}"


def _filled(target: str, random: Random) -> str:
    return target.format(
        n=random.randint(2, 60), rate=random.randint(85, 100), few=random.randint(1, 5)
    )


def _amount(random: Random) -> Decimal:
    """In quarters, because checkers that count in binary refuse most other cents."""
    return Decimal(random.randint(40, 8_000)) / 4


def _funds(amounts: dict[str, Decimal]) -> str:
    total = sum(amounts.values(), Decimal())
    parts = {"total": total} | amounts
    return "{" + ", ".join(f"{source}: {amount:.2f}" for source, amount in parts.items()) + "}"


def main() -> None:
    """Write the specs that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=int, default=1)
    options = parser.parse_args()
    write_specs(options.folder, options.count, options.seed, options.years)


if __name__ == "__main__":
    main()
