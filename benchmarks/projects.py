"""Write the specs of a city: its departments, and projects of theirs, the same for the same seed.

None of them exists. Each department has one table of its own, as `specs.py` writes it; the projects
are spread over the departments in turn. A project has the form `project-2021`, money of which the
parts add up, a goal and eight indicators for the medium term, and as many for the year. Every
twentieth department is a unit of the first one.

    python benchmarks/projects.py FOLDER [--count N] [--departments N] [--years N] [--seed N]
"""

import argparse
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

from specs import TOPICS, YEAR, write_specs

# One city's projects, and the departments whose they are.
COUNT, DEPARTMENTS = 5_000, 100
_UNIT = 20

_HORIZONS = (("midterm", "三年内", "in three years"), ("annual", "年内", "in the year"))
# What is counted of each horizon: category, name in both languages, target.
_INDICATORS = (
    ("output.quantity", "{zh}活动场次", "Sessions of {en}", "≥{n}场次"),
    ("output.quantity", "{zh}覆盖点位", "Sites covered by {en}", "≥{n}处"),
    ("output.quality", "{zh}验收合格率", "Acceptance rate of {en}", "≥{rate}%"),
    ("output.timeliness", "{zh}按期完成率", "Share of {en} finished in time", "≥{rate}%"),
    ("output.cost", "{zh}单位成本", "Unit cost of {en}", "≤{n}元"),
    ("benefit.social", "{zh}受益人次", "Beneficiaries of {en}", "≥{n}人次"),
    ("benefit.sustained", "{zh}制度健全率", "Share of {en} under rules", "≥{rate}%"),
    ("satisfaction.beneficiary", "{zh}服务对象满意度", "Satisfaction with {en}", "≥{rate}%"),
)


def write_projects(folder: Path, count: int, departments: int, seed: int, years: int = 1) -> None:
    """Write the specs of departments, and those of their projects beside them."""
    write_specs(folder, departments, seed, years)
    for year in range(YEAR, YEAR - years, -1):
        for unit in range(1 + _UNIT, departments + 1, _UNIT):
            _make_unit(folder / f"{year}-demo-{unit:04}.yaml", unit)
        for number in range(1, count + 1):
            # Of its own seed, so that more projects leave the others as they are.
            random = Random(f"{seed}:project:{number}")  # noqa: S311  # no secret
            department = (number - 1) % departments + 1
            text = "\n".join(_spec(number, department, year, random)) + "\n"
            (folder / f"{year}-project-{number:05}.yaml").write_text(text, "utf-8")


def _make_unit(spec: Path, number: int) -> None:
    """Let a department be a unit of the first one."""
    code = f"  code: demo-{number:04}\n"
    text = spec.read_text("utf-8").replace(code, f"{code}  parent: demo-0001\n", 1)
    spec.write_text(text, "utf-8")


def _spec(number: int, department: int, year: int, random: Random) -> Iterator[str]:
    zh, en = random.choice(TOPICS)
    yield "# yaml-language-server: $schema=../schema.json"
    yield "# A made-up table for measuring speed; there is no such department and no such project."
    yield "format: 1"
    yield "form: project-2021"
    yield f"year: {year}"
    yield "department:"
    yield f"  code: demo-{department:04}"
    yield "  name:"
    yield f"    zh: 虚构示例部门第{department}号"
    yield f"    en: Fictitious Demonstration Department No. {department}"
    yield "project:"
    yield f"  code: project-{number:05}"
    yield f"  name: {{zh: {zh}项目第{number}号, en: Project No. {number} of {en}}}"
    yield "framework: national"
    yield from _fields(department, year)
    yield from _funds(random)
    yield from _goals(zh, en)
    yield from _indicators(zh, en, random)


def _fields(department: int, year: int) -> Iterator[str]:
    name = f"{{zh: 虚构示例部门第{department}号, en: Demonstration Department No. {department}}}"
    yield "fields:"
    yield f'  authority: {{code: "{department:03}", name: {name}}}'
    yield f"  implementer: {{name: {name}}}"
    yield "  nature: {zh: 延续项目, en: Continuing project}"
    yield f"  period: {{from: {year}-01, to: {year + 2}-12}}"


def _funds(random: Random) -> Iterator[str]:
    """The money of three years, and that of this one; each has two parts."""
    parts = {name: Decimal(random.randint(40, 8_000)) / 4 for name in ("fiscal", "other")}
    yield "funds:"
    yield f"  whole: {3 * sum(parts.values(), Decimal()):.2f}"
    yield from (f"  whole-{name}: {3 * amount:.2f}" for name, amount in parts.items())
    yield f"  total: {sum(parts.values(), Decimal()):.2f}"
    yield from (f"  {name}: {amount:.2f}" for name, amount in parts.items())


def _goals(zh: str, en: str) -> Iterator[str]:
    yield "goals:"
    for horizon, when_zh, when_en in _HORIZONS:
        yield f"  - id: {horizon}"
        yield f"    horizon: {horizon}"
        yield f"    text: {{zh: {when_zh}完成{zh}的各项安排。, en: Carry out {en} {when_en}.}}"


def _indicators(zh: str, en: str, random: Random) -> Iterator[str]:
    yield "indicators:"
    for horizon, when_zh, when_en in _HORIZONS:
        for index, (category, name_zh, name_en, target) in enumerate(_INDICATORS, start=1):
            words = f"{{zh: {when_zh}{name_zh}, en: {name_en} {when_en}}}"
            figures = {"n": random.randint(2, 60), "rate": random.randint(85, 100)}
            yield f"  - id: {horizon}-{index}"
            yield f"    goal: {horizon}"
            yield f"    horizon: {horizon}"
            yield f"    category: {category}"
            yield f"    name: {words}".replace("{zh}", zh).replace("{en}", en)
            yield f"    target: {target.format(**figures)}"


def main() -> None:
    """Write the specs that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--departments", type=int, default=DEPARTMENTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=int, default=1)
    options = parser.parse_args()
    write_projects(options.folder, options.count, options.departments, options.seed, options.years)


if __name__ == "__main__":
    main()
