"""Figures are read as they are written, or not at all."""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner
from paths import REPOSITORY

from perf_report.messages import load_catalogue
from perf_report.parse.load import load_units

Found = list[dict[str, Any]]


def spec(
    *indicators: Mapping[str, Any],
    year: int = 2025,
    languages: tuple[str, ...] = ("zh",),
    **fields: Any,
) -> str:
    """A table of one task and one goal, as JSON, which is YAML too."""
    text = {"zh": "做好虚构工作。", "en": "Do fictional work."}
    table = {
        "format": 1,
        "languages": list(languages),
        "year": year,
        "department": {"code": "fictional-bureau", "name": {"zh": "虚构局", "en": "Bureau"}},
        "framework": "output-cost",
        "currency_unit": "万元",
        "tasks": [{"id": "work", "text": text, "funds": {"basic": 20}}],
        "goals": [{"id": "aim", "tasks": ["work"], "text": text, "indicators": list(indicators)}],
        **fields,
    }
    return json.dumps(table, ensure_ascii=False, indent=1)


def item(target: Any, name: str = "窗口", category: str = "output.quantity", **more: Any) -> Any:
    id_ = f"i{abs(hash((str(target), name, category))) % 10**9}"
    name_ = {"zh": name, "en": "Windows"}
    return {"id": id_, "category": category, "name": name_, "target": target, **more}


@pytest.fixture
def find(here: Runner, tmp_path: Path) -> Callable[..., Found]:
    """Validates texts as the specs of a project; returns the findings of some rules."""

    def validate(*texts: str, rules: str = "") -> Found:
        specs = tmp_path / "specs"
        specs.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (specs / f"{number}.yaml").write_text(text, "utf-8")
        ran = here("--project", tmp_path, "validate", "--format", "json", cwd=tmp_path)
        found: Found = json.loads(ran.stdout)["findings"]
        return [each for each in found if each["rule"] in rules.split() or not rules]

    return validate


# --- What follows a figure is its unit ---

MENDED = {
    "≥120%。": "≥120%",
    "≥90次以上": "≥90次",
    "≥1万2千人": "≥1.2万人",
    "≥90%%": "≥90%",
    "≥1e3公里": "≥1000公里",
}
IN_WORDS = ["≤1:3", "≥1/2", "≥5~8公里", "≥12公里、5座"]


@pytest.mark.parametrize("target", [*MENDED, *IN_WORDS])
def test_what_follows_a_figure_and_is_no_unit_is_refused(
    find: Callable[..., Found], target: str
) -> None:
    (found,) = find(spec(item(target)), rules="unit-form")
    assert found["severity"] == "error"
    assert target in found["message"]
    assert MENDED.get(target, f'{{zh: "{target}"') in found["help"]


@pytest.mark.parametrize("target", MENDED)
def test_a_target_with_one_reading_is_mended(
    find: Callable[..., Found], here: Runner, tmp_path: Path, target: str
) -> None:
    find(spec(item(target)))
    here("validate", "--fix", tmp_path / "specs", cwd=tmp_path)
    assert f'"{MENDED[target]}"' in (tmp_path / "specs" / "0.yaml").read_text("utf-8")


TORN = (
    "1万两千人", "1亿两千万元", "1萬贰千人", "1万〇五百人", "1百分之五", "3分之一", "3点五个",
    "3成半", "2年半", "1个半月", "1个半小时", "2小时半", "1倍半", "3½个", "3²个", "3₅个",
    "3个⑤", "3个𝟓座", "5到八公里", "5至八个", "5或六个", "5−八公里", "5－八公里", "5‑八公里",
    "5―八公里", "5﹣八公里", "5–八公里", "5〜八公里", "5～八公里", "3个-五", "3∶五",
    "5公里及两座", "3个和五座", "5公里两座", "10余次", "10多次", "10几个", "20来次", "3万余人",
    "3万多人", "2年多", "1个多月", "2年有余", "3个左右", "3个以外", "3个上下", "3个起", "3个许",
    "3五个", "3〇个", "3O个", "3壹个", "1万廿人",
)  # fmt: skip
TORN_AND_MENDED = {
    "≥3个＋": "≥3个", "≥3个之上": "≥3个", "≥3个（含）": "≥3个", "≥3个(含)以上": "≥3个",
    "≥3个以上（含）": "≥3个", "≤3天（含）以内": "≤3天", "≥90﹪": "≥90%",
}  # fmt: skip
UNITS_IN_USE = (
    "次/季度", "万千瓦时", "百万元", "亿立方米", "mg/m³", "吨CO₂", "个半天", "个半年",
    "次/半年", "两", "家三甲医院", "项一类成果", "项省级以上课题", "个重点和一般项目",
    "所一级和二级学校", "吨半成品", "万元（含税）", "人·天", "件-次", "万数据", "万来访人次",
    "次约谈", "点", "成", "株", "A级", "l",
)  # fmt: skip


def unit_findings(find: Callable[..., Found], targets: Iterable[str]) -> dict[str, str]:
    """The help of the findings on the unit of each target, which all are in one table."""
    targets = list(targets)
    items = [item(target, f"窗口{place}") for place, target in enumerate(targets)]
    found = find(spec(*items), rules="unit-form")
    assert {each["severity"] for each in found} <= {"error"}
    lines = spec(*items).splitlines()
    return {lines[each["line"] - 1].split('"')[3]: each["help"] for each in found}


def test_no_value_is_torn_from_its_unit(find: Callable[..., Found]) -> None:
    assert list(unit_findings(find, (f"≥{each}" for each in TORN))) == [f"≥{each}" for each in TORN]
    mended = unit_findings(find, TORN_AND_MENDED)
    assert list(mended) == list(TORN_AND_MENDED)
    for target, close in TORN_AND_MENDED.items():
        assert close in mended[target]


def test_every_unit_of_the_catalogue_and_in_use_is_one(find: Callable[..., Found]) -> None:
    assert unit_findings(find, (f"≥3{unit}" for unit in (*load_units(), *UNITS_IN_USE))) == {}


def test_a_baseline_is_read_like_a_target(find: Callable[..., Found]) -> None:
    baseline = {"year": 2024, "value": "＝12公里、5座"}
    assert find(spec(item("≥12公里", baseline=baseline)), rules="unit-form")


@pytest.mark.parametrize("target", ["≥2次/季度", "≤3元/人", "≥200m²", "≥17台（套）", "≥5万人次"])
def test_a_unit_of_several_characters_is_one(find: Callable[..., Found], target: str) -> None:
    assert find(spec(item(target)), rules="unit-form") == []


def test_a_comment_or_a_setting_accepts_what_0_1_accepted(
    find: Callable[..., Found], tmp_path: Path
) -> None:
    (tmp_path / "perf-report.toml").write_text('[severity]\nunit-form = "info"\n', "utf-8")
    (found,) = find(spec(item("≥12公里、5座")), rules="unit-form")
    assert found["severity"] == "info"


def test_in_a_table_older_than_the_newest_it_is_a_warning(find: Callable[..., Found]) -> None:
    older, newest = spec(item("≥50%。")), spec(item("≥50%。"), year=2026)
    found = find(older, newest, rules="unit-form")
    assert [each["severity"] for each in found] == ["warning", "error"]


def test_what_0_1_disclosed_is_mended_by_nobody(here: Runner, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "tests/upgrade/0.1/project", tmp_path / "project")
    path = tmp_path / "project/specs/2025-thistle.yaml"
    before = path.read_bytes()
    ran = here("validate", "--fix", "--format", "json", cwd=tmp_path / "project")
    assert ran.code == 0
    assert ran.stdout.count("unit-form") == 4
    assert path.read_bytes() == before


# --- No figure touches another ---

Word = tuple[float, float, float, float, str]


def amounts_table(figure: str, year: int, change: str = "") -> str:
    """A table of one task with an amount in three columns, in both languages."""
    funds = dict.fromkeys(("basic", "project", "other"), 0)
    target = {"zh": "更多人满意", "en": "More people are content"}
    text = spec(
        item(target, category="benefit.social"),
        item("≥100,000,000,000,000.123456台套", "数量"),
        year=year,
        languages=("zh", "en"),
        currency_unit="元",
        tasks=[{"id": "work", "text": {"zh": "做好工作。", "en": "Work."}, "funds": funds}],
    )
    return text.replace('": 0', f'": {figure}').replace("更多", f"更多{change}")


def words_of(pdf: Path) -> list[list[Word]]:
    """The words of each page with their boxes: left, top, right, bottom, text."""
    ran = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    pages = ran.stdout.decode().split("<page ")[1:]
    pattern = r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    return [
        [(*map(float, found[:4]), found[4]) for found in re.findall(pattern, page)]
        for page in pages
    ]


def touching(words: list[Word]) -> list[tuple[str, str]]:
    """The pairs of words that lie on one another, and those that leave the page's frame."""
    pairs = [
        (a[4], b[4])
        for a, b in itertools.combinations(words, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 3
    ]
    # A word that is set flush right ends there, but for rounding.
    return pairs + [(word[4], "edge") for word in words if word[2] > EDGE + 0.5]


# The right edge of the frame in points: A4 without the margin of 17 mm.
EDGE = (210 - 17) * 72 / 25.4


@pytest.mark.slow
@pytest.mark.parametrize("figure", ["1000000000.00", "99999999999.99", "999999999999.99"])
def test_wide_amounts_touch_nothing_in_any_pdf(here: Runner, tmp_path: Path, figure: str) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "2025.yaml").write_text(amounts_table("1.23", 2025), "utf-8")
    (specs / "2026.yaml").write_text(amounts_table(figure, 2026), "utf-8")
    ran = here("build", "--format", "pdf", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    folder = tmp_path / "output" / "fictional-bureau" / "2026"
    papers = sorted(folder.glob("*.pdf"))
    assert [each.name for each in papers] == [
        "changes.pdf", "table.en.pdf", "table.zh-en.pdf", "table.zh.pdf",
    ]  # fmt: skip
    for paper in papers:
        pages = words_of(paper)
        assert sum(figure in word[4] for page in pages for word in page) >= 3, paper.name
        for page in pages:
            assert touching(page) == [], paper.name


# --- Texts are printed whole, in usual characters, and finished ---


def words(zh: str, en: str = "Words") -> dict[str, str]:
    return {"zh": zh, "en": en}


def test_a_text_that_a_number_sign_cuts_off_is_found_at_the_sign(
    find: Callable[..., Found],
) -> None:
    text = spec(item("≥17台")).replace('"zh": "做好虚构工作。"', '"zh": 完成清淤 #1 河道\n')
    found = find(text, rules="text-cut")
    lines = text.splitlines()
    assert [(each["line"], each["column"]) for each in found] == [
        (number, line.index("#") + 1) for number, line in enumerate(lines, 1) if "#" in line
    ]
    assert "#1 河道" in found[0]["message"]


def test_a_comment_behind_a_text_is_no_finding(find: Callable[..., Found]) -> None:
    text = spec(item("≥17台")).replace('"zh": "做好虚构工作。"', '"zh": 完成清淤  # 两条河道\n')
    assert find(text, rules="text-cut") == []


@pytest.mark.parametrize("copied", ["资⾦到位率", "资\uf90a到位率", "⻓期资金", "⻋辆"])
def test_radicals_and_compatibility_ideographs_are_found_and_mended(
    find: Callable[..., Found], here: Runner, tmp_path: Path, copied: str
) -> None:
    (found,) = find(spec(item("≥17台", copied)), rules="character-form")
    assert found["severity"] == "warning"
    here("validate", "--fix", tmp_path / "specs", cwd=tmp_path)
    text = (tmp_path / "specs" / "0.yaml").read_text("utf-8")
    assert copied not in text
    assert any(usual in text for usual in ("资金到位率", "长期资金", "车辆"))
    assert find(text, rules="character-form") == []


@pytest.mark.parametrize(
    ("rule", "indicators"),
    [
        ("operator-direction", [item("≤10%", "优\uf97c率", "output.quality")]),
        ("percentage-range", [item("≥950%", "优\uf97c率", "output.quality")]),
        ("indicator-duplicate", [item("≥1台", "资⾦"), item("≥2台", "资金")]),
    ],
)
def test_rules_read_names_in_usual_characters(
    find: Callable[..., Found], rule: str, indicators: list[Any]
) -> None:
    assert find(spec(*indicators), rules=rule)


def test_a_change_to_usual_characters_alone_is_no_change_of_substance(
    here: Runner, tmp_path: Path
) -> None:
    for name, said in (("old", "保障⻓期资⾦到位"), ("new", "保障长期资金到位")):
        target = item(words(said), category="benefit.social", id="it")
        (tmp_path / f"{name}.yaml").write_text(spec(target), "utf-8")
    ran = here("diff", "--format", "json", "old.yaml", "new.yaml", cwd=tmp_path)
    (change,) = json.loads(ran.stdout)["changes"]
    assert change["significance"] == "neutral"


def test_an_accent_of_its_own_is_mended_or_told(
    find: Callable[..., Found], here: Runner, tmp_path: Path
) -> None:
    texts = {"text": words("做好工作。", "Serve at the cafe\u0301 x\u0301.")}
    task = {"id": "work", "funds": {"basic": 20}, **texts}
    text = spec(item("≥17台"), languages=("zh", "en"), tasks=[task])
    (found,) = find(text, rules="character-form")
    assert "x\u0301" in found["message"]
    here("validate", "--fix", tmp_path / "specs", cwd=tmp_path)
    assert "café x\u0301" in (tmp_path / "specs" / "0.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("zh", "en", "count"),
    [
        ("路灯", "the 路灯", 1), ("路灯", "TODO", 1), ("待翻译", "Lamps", 1),
        ("路灯", "待翻译", 1), ("路灯", "lamps (路灯)", 0), ("路灯", "“路灯” lamps", 0),
        ("路灯", "lamps [《路灯》]", 0), ("待办事项", "to-do list", 0),
    ],
)  # fmt: skip
def test_an_unfinished_text_is_told(
    find: Callable[..., Found], zh: str, en: str, count: int
) -> None:
    named = item("≥17台") | {"name": words(zh, en)}
    found = find(spec(named, languages=("zh", "en")), rules="text-unfinished")
    assert [each["severity"] for each in found] == ["warning"] * count


NOTES = (
    "甲 # 待核：金额",
    "甲\n# 待核：金额",
    "甲\n# - 【待 核】",
    "【待核】金额",
    "待核",
    "金额待核实",
)
VERBS = ("对待核心业务一视同仁", "待核准项目3个", "待核销资产", "收到待核查线索")


def test_a_mark_to_review_inside_a_text_is_told(find: Callable[..., Found]) -> None:
    def noted(zh: str, en: str) -> Found:
        named = item("≥17台") | {"note": words(zh, en)}
        return find(
            spec(named, languages=("zh", "en"), units={"台": "unit"}), rules="text-unfinished"
        )

    for zh in NOTES:
        assert [each["severity"] for each in noted(zh, "Words")] == ["warning"], zh
    for en in ("n # to review: it", "to review", "[To review] it", "To-review: it"):
        assert len(noted("甲", en)) == 1, en
    for zh in VERBS:
        assert noted(zh, "Meetings to review the budget") == [], zh


def test_a_comment_that_marks_in_another_hand_is_a_mark(find: Callable[..., Found]) -> None:
    for mark in ("【待核】", "待 核", "- 待核", "to-review", "(to review)"):
        text = spec(item("≥17台")).replace('"year": 2025,', f'"year": 2025, # {mark}\n')
        (found,) = find(text, rules="review-mark")
        assert found["severity"] == "warning"
        assert find(text, rules="text-cut") == []


# --- No fix changes a figure ---

UNCLEAR = {
    "zh": [
        "增长，.5个百分点", "提高。.5%", "比例：.25", "约3，,200人", "分3 ，5批", "5。。6",
    ],
    "en": [
        "Room 3，200 people", "in 2024，2025", "1，000 files", "5。5%", "5..6", "1;;2", "1,,000",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(key, each) for key, texts in UNCLEAR.items() for each in texts]
)
def test_a_mark_at_figures_with_two_readings_is_told_and_left(
    find: Callable[..., Found], here: Runner, tmp_path: Path, language: str, text: str
) -> None:
    said = words("数量", "Number") | {language: text}
    spec_ = spec(item("≥17台") | {"note": said}, languages=("zh", "en"), units={"台": "unit"})
    (found,) = find(spec_, rules="punctuation")
    assert "more than one reading" in found["message"]
    before = (tmp_path / "specs" / "0.yaml").read_bytes()
    here("validate", "--fix", tmp_path / "specs", cwd=tmp_path)
    assert (tmp_path / "specs" / "0.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ({"en": "10：30"}, {"en": "10:30"}),
        ({"en": "growth，.5%"}, {"en": "growth, .5%"}),
        ({"en": "far，wide，3，200"}, {"en": "far, wide, 3，200"}),
        ({"zh": "约,5个；共１，５"}, {"zh": "约，5个；共１，５"}),
        ({"zh": "甲,乙共3，,200人"}, {"zh": "甲，乙共3，,200人"}),
    ],
)
def test_what_is_clear_is_mended_beside_it(
    here: Runner, tmp_path: Path, written: dict[str, str], mended: dict[str, str]
) -> None:
    path = tmp_path / "0.yaml"
    note = {"zh": "数量", "en": "Number"} | written
    path.write_text(spec(item("≥17台") | {"note": note}, units={"台": "unit"}), "utf-8")
    here("validate", "--fix", path, cwd=tmp_path)
    fixed = json.loads(path.read_text("utf-8"))["goals"][0]["indicators"][0]["note"]
    assert fixed == note | mended


# --- Amounts down to whole fen ---


@pytest.mark.slow
def test_amounts_in_whole_fen_are_exact_from_the_file_to_the_paper(
    find: Callable[..., Found], here: Runner, tmp_path: Path
) -> None:
    fine = {"basic": 0.1234, "project": 0.876601, "other": 12.5}
    tasks = [{"id": "work", "text": words("做好工作。"), "funds": fine}]
    budget = {"total": 13.500001, **fine}
    text = spec(item("≥17台"), tasks=tasks, budget=budget)
    assert find(text, rules="amount funds-total") == []
    assert find(text.replace("0.876601", "0.876602", 1), rules="funds-total")
    (tmp_path / "specs" / "0.yaml").write_text(text, "utf-8")
    assert here("build", cwd=tmp_path).code == 0
    folder = tmp_path / "output" / "fictional-bureau" / "2025"
    funds = json.loads((folder / "table.json").read_text("utf-8"))["tasks"][0]["funds"]
    assert funds == {
        "total": "13.500001", "basic": "0.1234", "project": "0.876601", "other": "12.50",
    }  # fmt: skip
    printed = [word[4] for page in words_of(folder / "table.zh.pdf") for word in page]
    assert printed.count("13.500001") == 2
    assert printed.count("0.1234") == 2
    assert "0.12" not in printed


def test_an_amount_of_less_than_a_fen_is_refused(find: Callable[..., Found]) -> None:
    for unit, fine, finer in (("万元", "0.123456", "0.1234567"), ("元", "0.12", "0.123")):
        text = spec(item("≥17台"), currency_unit=unit).replace('"basic": 20', f'"basic": {finer}')
        assert [each["rule"] for each in find(text, rules="amount")] == ["amount"]
        assert find(text.replace(finer, fine), rules="amount") == []


def cost(target: str, name: str) -> Any:
    return item(target, name, "output.cost")


def test_a_total_is_not_added_to_its_own_parts(find: Callable[..., Found]) -> None:
    parts = cost("≤12万元", "设备成本"), cost("≤8万元", "人工成本")
    assert find(spec(*parts), rules="cost-ceiling") == []
    assert find(spec(*parts, cost("≤20万元", "总成本")), rules="cost-ceiling") == []
    (found,) = find(spec(*parts, cost("≤21万元", "总成本")), rules="cost-ceiling")
    assert "41.00" in found["message"]


def test_an_accepted_total_is_not_told_again_as_a_ceiling(find: Callable[..., Found]) -> None:
    funds = {"total": 21, "basic": 20}
    tasks = [{"id": "work", "text": words("做好工作。"), "funds": funds}]
    accepted = "# perf-report: allow funds-total -- 尾数调整\n"
    text = spec(cost("≤20万元", "总成本"), tasks=tasks)
    text = text.replace('"total": 21', f'\n{accepted}"total": 21')
    assert find(text, rules="cost-ceiling funds-total") == []


# --- Rules look at what is measured and stated, not at how it is spelled ---

FRAMEWORK = """\
id: own
name: {zh: 自定表式, en: Own form}
levels:
  - id: chanchu
    label: {zh: 产出, en: Output}
    categories:
      - {id: chanchu.shuliang, label: {zh: 数量, en: Quantity}, kind: quantity}
      - {id: chanchu.chengben, label: {zh: 成本, en: Cost}, kind: cost}
      - {id: chanchu.haoshi, label: {zh: 耗时, en: Time}, kind: timeliness, better: less}
      - {id: chanchu.anquan, label: {zh: 安全, en: Safety}}
  - id: manyi
    label: {zh: 满意度, en: Satisfaction}
    categories:
      - {id: manyi.duixiang, label: {zh: 对象, en: Who}, kind: satisfaction}
required: [manyi]
"""


@pytest.fixture
def own_framework(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "own.yaml").write_text(FRAMEWORK, "utf-8")


@pytest.mark.usefixtures("own_framework")
@pytest.mark.parametrize(
    ("rule", "indicator"),
    [
        ("cost-ceiling", item("≤35万元", "总成本", "chanchu.chengben")),
        ("operator-direction", item("≤90%", "服务感受", "manyi.duixiang")),
        ("operator-direction", item("≥3天", "耗时", "chanchu.haoshi")),
        ("target-vague", item(words("普遍较好"), "服务感受", "manyi.duixiang")),
        ("target-vague", item(words("大幅增加"), "会员", "chanchu.shuliang")),
    ],
)
def test_a_rule_looks_at_the_kind_of_a_category(
    find: Callable[..., Found], rule: str, indicator: Any
) -> None:
    assert find(spec(indicator, framework="own"), rules=rule)


@pytest.mark.usefixtures("own_framework")
def test_a_required_level_is_there_whatever_its_categories_are_called(
    find: Callable[..., Found], tmp_path: Path
) -> None:
    path = tmp_path / "frameworks" / "own.yaml"
    path.write_text(FRAMEWORK.replace("manyi.duixiang", "renmin.manyi"), "utf-8")
    satisfied = item("≥90%", "满意度", "renmin.manyi")
    assert find(spec(satisfied, framework="own"), rules="category-required") == []


@pytest.mark.usefixtures("own_framework")
def test_a_category_without_a_kind_is_a_warning_on_the_frameworks_file(
    find: Callable[..., Found],
) -> None:
    (found,) = find(spec(item("≥90%"), framework="own"), rules="category-kind")
    assert found["severity"] == "warning"
    assert found["file"].endswith("own.yaml")
    assert FRAMEWORK.splitlines()[found["line"] - 1].strip().startswith("- {id: chanchu.anquan")
    assert "target-vague" in found["message"]


@pytest.mark.parametrize(
    ("rule", "indicator"),
    [
        ("percentage-words", item(words("390%"), "服务对象满意度", "satisfaction.beneficiary")),
        ("percentage-words", item(words("达到390%"), "合格率", "output.quality")),
        ("cost-ceiling", item(words("≤35万元"), "总成本", "output.cost")),
        ("cost-ceiling", item(words("不超过35万元。"), "总成本", "output.cost")),
        ("cost-ceiling", item(words("控制在 35 万元以内"), "总成本", "output.cost")),
        ("operator-direction", item(words("≤90%"), "满意度", "satisfaction.beneficiary")),
    ],
)
def test_a_quantity_in_words_is_looked_at_like_a_quantity(
    find: Callable[..., Found], rule: str, indicator: Any
) -> None:
    assert find(spec(indicator), rules=rule)


@pytest.mark.parametrize(
    "zh",
    [
        "大于390%", "高于390%", "超过390%", "不小于390%", "不得低于390%", "约390%", "390%左右",
        "390%（含）以上", "百分之390", "390﹪", "力争达到390%", "千分之3900",
    ],
)  # fmt: skip
def test_words_of_bounds_are_read_alike_by_all_rules(find: Callable[..., Found], zh: str) -> None:
    stated = item(words(zh), "验收合格率", "output.quality")
    assert len(find(spec(stated), rules="percentage-words")) == 1


@pytest.mark.parametrize("zh", ["小于90%", "低于90%", "不超过90%", "不足90%", "控制在90%以内"])
def test_words_of_a_ceiling_point_the_wrong_way_for_satisfaction(
    find: Callable[..., Found], zh: str
) -> None:
    stated = item(words(zh), "满意度", "satisfaction.beneficiary")
    assert len(find(spec(stated), rules="operator-direction")) == 1


@pytest.mark.parametrize(
    "target",
    [
        words("低于350万元"), words("不突破350万元"), "≤3.5百万元", "≤350万元人民币", "≤350万",
        "≤350万元整", "≤0.035亿", words("350万元（含）以内"),
    ],
)  # fmt: skip
def test_an_amount_of_money_is_a_ceiling_however_its_unit_is_written(
    find: Callable[..., Found], target: Any
) -> None:
    (found,) = find(spec(cost(target, "总成本")), rules="cost-ceiling")
    assert "350.00" in found["message"]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("≤350万", "碳排放"), ("≤350万美元", "总成本"), ("≤350万元/公里", "总成本"),
        ("≤350万台", "总成本"), (words("压减350万元"), "总成本"),
        (words("350万元或更少"), "总成本"),
    ],
)  # fmt: skip
def test_what_may_be_no_amount_of_yuan_is_no_ceiling(
    find: Callable[..., Found], target: Any, name: str
) -> None:
    assert find(spec(cost(target, name)), rules="cost-ceiling") == []


def test_a_share_of_satisfaction_is_one_whatever_its_name(find: Callable[..., Found]) -> None:
    def rated(target: Any) -> Any:
        return item(target, "游客评分", "satisfaction.beneficiary")

    for target in ("≥390%", "≥3900‰", words("390%")):
        (found,) = find(spec(rated(target)), rules="percentage-words")
        assert found["severity"] == "error"
    assert find(spec(rated("≥95%")), rules="percentage-words") == []
    older, newest = spec(rated("≥390%")), spec(rated("≥390%"), year=2026)
    severities = [each["severity"] for each in find(older, newest, rules="percentage-words")]
    assert severities == ["warning", "error"]


@pytest.mark.parametrize("zh", ["95%", "提升 20% 至 390%", "较上年提高"])
def test_words_that_state_no_excess_are_left_alone(find: Callable[..., Found], zh: str) -> None:
    stated = item(words(zh), "服务对象满意度", "satisfaction.beneficiary")
    assert find(spec(stated), rules="percentage-words operator-direction") == []


# --- The words of a deadline ---


def due(zh: str, by: str) -> Any:
    return item(words(zh) | {"by": by}, "完成时间", "output.timeliness")


@pytest.mark.parametrize(
    ("zh", "by"),
    [
        ("2025年6月", "2025-06-30"), ("2025年6月份完成", "2025-06-30"), ("六月底前", "2025-06-30"),
        ("二〇二五年六月底前", "2025-06-30"), ("十二月三十一日前", "2025-12-31"),
        ("2025年十月二十日", "2025-10-20"), ("2025年第二季度", "2025-06-30"),
        ("第三季度完成", "2025-09-30"), ("2025年二季度内", "2025-06-30"),
        ("6月中旬", "2025-06-20"), ("六月上旬", "2025-06-10"), ("2025年2月下旬", "2025-02-28"),
    ],
)  # fmt: skip
def test_the_words_of_a_deadline_are_read_as_people_write_them(
    find: Callable[..., Found], zh: str, by: str
) -> None:
    assert find(spec(due(zh, by)), rules="deadline-words") == []
    (found,) = find(spec(due(zh, "2025-01-15")), rules="deadline-words")
    assert by in found["message"]


@pytest.mark.parametrize("zh", ["2025年6月31日", "六月三十一日前", "2025年2月29日前", "13月底前"])
def test_a_day_that_does_not_exist_is_told(find: Callable[..., Found], zh: str) -> None:
    (found,) = find(spec(due(zh, "2025-06-30")), rules="deadline-words")
    assert (found["severity"], zh in found["message"]) == ("warning", True)


@pytest.mark.parametrize(
    "zh", ["6月前", "2025年6月前", "6月中旬前", "第二季度前", "2025年6月启动", "2025年6月至8月"]
)
def test_words_of_two_readings_name_no_day(find: Callable[..., Found], zh: str) -> None:
    assert find(spec(due(zh, "2025-12-31")), rules="deadline-words") == []


# --- Weights, names, units ---


def weighted(*weights: float | None) -> list[Any]:
    return [
        item(f"≥{number}台", f"窗口{number}") | ({} if weight is None else {"weight": weight})
        for number, weight in enumerate(weights, start=1)
    ]


def test_weights_of_a_goal_add_up_where_every_indicator_has_one(
    find: Callable[..., Found],
) -> None:
    (found,) = find(spec(*weighted(60, 55, 20, 1)), rules="weight-sum")
    assert (found["severity"], "136" in found["message"]) == ("warning", True)
    assert find(spec(*weighted(60, 30.5, 9.5)), rules="weight-sum") == []
    assert find(spec(*weighted(60, 55, None)), rules="weight-sum") == []
    assert find(spec(item("≥1台")), rules="weight-sum") == []


@pytest.mark.parametrize(
    ("name", "target"),
    [("77", "≥77台"), ("≥77台", "≥77台"), ("＞ 77台", "＞77台"), ("百花齐放", words("百花齐放"))],
)
def test_a_name_of_figures_or_equal_to_its_target_is_told(
    find: Callable[..., Found], name: str, target: Any
) -> None:
    (found,) = find(spec(item(target, name)), rules="name-vague")
    assert found["severity"] == "warning"


@pytest.mark.parametrize(
    "unit", ["季度", "个季度", "km", "㎞", "千人", "公顷", "亩", "㎡", "m²", "kg", "千户"]
)
def test_a_unit_of_every_day_has_english(find: Callable[..., Found], unit: str) -> None:
    text = spec(item(f"≥2{unit}"), languages=("zh", "en"))
    assert find(text, rules="unit-unknown") == []


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("≥15亩", "≥1公顷", []),
        ("≥15万亩", "≥1万公顷", []),
        ("≥1500亩", "≥1平方公里", []),
        ("≥1000平方米", "≥1.5亩", []),
        ("≥10亩", "≥1公顷", ["target-tightened"]),
        ("≥2亩", "≥1000㎡", ["target-loosened"]),
        ("≤1季度", "≤3个月", []),
        ("≤4季度", "≤1年", []),
        ("≥5km", "≥5公里", []),
        ("≥5㎞", "≥5000米", []),
        ("≥3千人", "≥0.3万人", []),
    ],
)
def test_units_of_one_measure_are_compared_by_value(
    here: Runner, tmp_path: Path, old: str, new: str, kinds: list[str]
) -> None:
    for name, target in (("old", old), ("new", new)):
        one = item(target, id="it", unit="units")
        (tmp_path / f"{name}.yaml").write_text(spec(one), "utf-8")
    ran = here("diff", "--format", "json", "old.yaml", "new.yaml", cwd=tmp_path)
    assert [change["kind"] for change in json.loads(ran.stdout)["changes"]] == kinds


# --- The words of editions, days and differences ---


def test_an_edition_has_one_word(here: Runner, tmp_path: Path) -> None:
    note = words("更正金额。", "Corrects an amount.")
    text = spec(item("≥17台"), revision=2, revision_note=note)
    (tmp_path / "2025.yaml").write_text(text, "utf-8")
    ran = here("build", "2025.yaml", "--format", "html", cwd=tmp_path)
    assert ran.code == 0
    page = tmp_path / "output" / "fictional-bureau" / "2025" / "table.zh.html"
    assert "第2版（更正）。更正金额。" in page.read_text("utf-8")
    written = [
        *((REPOSITORY / "perf_report" / "messages" / "zh.toml").read_text("utf-8").splitlines()),
        *((REPOSITORY / "schema.json").read_text("utf-8").splitlines()),
    ]
    assert [line for line in written if "修订" in line] == []


def difference(here: Runner, folder: Path, *texts: str, language: str = "zh") -> str:
    for name, text in zip(("old", "new"), texts, strict=True):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    command = ("--ui-language", language, "diff", "old.yaml", "new.yaml")
    return here(*command, "--format", "markdown", cwd=folder).stdout


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("≥98%", "≥99%", "+1个百分点", "+1 percentage point |"),
        ("≥98%", "≥99.5%", "+1.5个百分点", "+1.5 percentage points"),
        ("≤6‰", "≤5‰", "−1个千分点", "−1 per mille point |"),
        ("≥98台", "≥99台", "+1 (+1.0%)", "+1 (+1.0%)"),
    ],
)
def test_the_difference_of_two_shares_is_told_in_points(
    here: Runner, tmp_path: Path, old: str, new: str, zh: str, en: str
) -> None:
    texts = [spec(item(target, id="it", unit="units")) for target in (old, new)]
    for language, said in (("zh", zh), ("en", en)):
        report = difference(here, tmp_path, *texts, language=language)
        assert said in report.replace("&#43;", "+"), report


@pytest.mark.slow
def test_two_years_are_headed_by_their_years(here: Runner, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    for year, target in ((2025, "≥98%"), (2026, "≥99%")):
        (specs / f"{year}.yaml").write_text(spec(item(target), year=year), "utf-8")
    assert here("build", cwd=tmp_path).code == 0
    folder = tmp_path / "output" / "fictional-bureau" / "2026"
    page = (folder / "changes.html").read_text("utf-8")
    assert re.findall(r"<th[^>]*>(20\d\d年度)</th>", page)[:2] == ["2025年度", "2026年度"]
    for name in ("changes.html", "changes.md"):
        assert "调整" not in (folder / name).read_text("utf-8")


def test_the_last_lawful_day_is_a_day_in_time() -> None:
    sentences = load_catalogue("zh").tables["cli"]
    for id_ in ("disclosure-late", "disclosure-overdue"):
        assert "前公开" not in sentences[id_]
        assert "不晚于{due}" in sentences[id_]
