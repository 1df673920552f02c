"""The reviewed side does not supply its own evidence: comparisons, reviews and their verdicts."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from change_rows.parts import BASE, WORDS_LINE, YEAR_END_LINE, plan_of
from ruamel.yaml import YAML

from perf_report import resources
from perf_report.diff.comparison import compare_plans
from perf_report.diff.significance import Policy

Runner = Callable[..., Any]
Starter = Callable[..., Any]

SPEC = "specs/2026-demo.yaml"


@pytest.fixture
def project(start_repository: Starter, here: Runner, tmp_path: Path) -> Any:
    """The demonstration project on main, with a branch that is checked out."""
    started = here("new", tmp_path / "demo")
    assert started.code == 0, started.stderr
    clone = start_repository("demo-clone")
    (tmp_path / "demo").rename(clone.folder / "inner")
    for path in sorted((clone.folder / "inner").iterdir()):
        path.rename(clone.folder / path.name)
    (clone.folder / "inner").rmdir()
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    return clone


@pytest.fixture
def review(here: Runner, project: Any) -> Runner:
    """Reviews the branch that is checked out."""

    def run(*options: object, language: str = "en", base: str = "main") -> Any:
        arguments = ("--ui-language", language, "review", "--base", base, *options)
        ran = here(*arguments, cwd=project.folder)
        assert "Traceback" not in ran.stderr
        return ran

    return run


def edit(project: Any, *pairs: tuple[str, str], name: str = SPEC) -> None:
    """Edit a spec of the branch, each text once, and commit it."""
    text = (project.folder / name).read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    project.write(name, text)
    project.commit("edit")


def on_main(project: Any, *pairs: tuple[str, str]) -> None:
    """Edit the spec on main as the start of the branch."""
    project.git("switch", "--quiet", "main")
    edit(project, *pairs)
    project.git("branch", "--force", "topic")
    project.git("switch", "--quiet", "topic")


def changes(ran: Any) -> dict[tuple[str, str], str]:
    """The significance of each change, by its kind and the id of what changed."""
    data = json.loads(ran.stdout)
    found = data.get("comparisons", [data])
    return {
        (change["kind"], change["subject"]["id"]): change["significance"]
        for one in found
        for change in one["changes"]
    }


def indicator(project: Any, id_: str) -> str:
    """The lines of an indicator of the spec."""
    text = (project.folder / SPEC).read_text("utf-8")
    match = re.search(rf"      - id: {id_}\n(?:        .*\n)+", text)
    assert match
    return match[0]


Judged = set[tuple[str, str]]
NAME = "{zh: 社会评价, en: Standing}"
QUALITY = ("category: benefit.social", "category: output.quality")
# Places for a target: a quality, a quantity, and a deadline of the year 2025.
RATE, COUNT, DEADLINE = WORDS_LINE, "target: ≥17个", YEAR_END_LINE


def judged(old: str, new: str, place: str = RATE, name: str = "群众满意程度") -> Judged:
    """Kind and significance of what is said when a target is edited."""
    edits = (QUALITY, (NAME, f"{{zh: {name}, en: Standing}}")) if place == RATE else ()
    base, revision = (
        plan_of(BASE, (*edits, (place, f"target: {target}"))) for target in (old, new)
    )
    return {
        (item.change.kind.value, item.assessment.significance.value)
        for item in compare_plans(base, revision, Policy()).changes
    }


def both(words: str, by: str = "") -> str:
    """The words in both languages, and the day."""
    return f"{{zh: {words}, en: {words}{f', by: {by}' if by else ''}}}"


# --- What `formerly` claims ---


def test_a_removed_indicator_is_weaker_though_another_claims_to_be_its_successor(
    project: Any, review: Runner
) -> None:
    cover = "      - id: meadow-cover\n"
    edit(
        project,
        (indicator(project, "pollinators"), ""),
        (indicator(project, "meadow-visitors"), ""),
        (cover, cover + "        formerly: [pollinators, meadow-visitors]\n"),
    )
    ran = review("--format", "json")
    found = changes(ran)
    assert found["indicator-removed", "pollinators"] == "weaker"
    assert found["indicator-removed", "meadow-visitors"] == "weaker"
    assert ran.code == 1


def test_a_lower_target_is_weaker_beside_a_decoy_that_claims_its_id(
    project: Any, review: Runner
) -> None:
    decoy = """\
      - id: meadow-photos
        formerly: meadows-tended
        category: output.quantity
        name: {zh: 拍摄草地照片数量, en: Photographs of meadows}
        target: ≥2片
"""
    cover = "      - id: meadow-cover\n"
    edit(project, ("target: ≥12片", "target: ≥1片"), (cover, decoy + cover))
    ran = review("--format", "json")
    assert changes(ran)["target-loosened", "meadows-tended"] == "weaker"
    assert ran.code == 1


def test_a_goal_that_another_claims_to_be_stays_weaker_with_its_indicators(
    project: Any, review: Runner
) -> None:
    text = (project.folder / SPEC).read_text("utf-8")
    start, end = text.index("  # 中英文一并改写"), text.index("  - id: services\n")
    ids = re.findall("      - id: (.+)", text[start:end])
    assert len(ids) == 7
    cover = "      - id: meadow-cover\n"
    edit(
        project,
        (text[start:end], ""),
        ("  - id: green-meadows\n", "  - id: green-meadows\n    formerly: kites\n"),
        (cover, cover + f"        formerly: [{', '.join(ids)}]\n"),
    )
    ran = review("--format", "json")
    found = changes(ran)
    assert [found["indicator-removed", id_] for id_ in ids] == ["weaker"] * 7
    assert found["goal-removed", "kites"] == "weaker"
    assert ran.code == 1


def test_a_new_indicator_of_another_kind_does_not_take_the_place_of_what_it_claims(
    project: Any, review: Runner
) -> None:
    old = indicator(project, "meadows-tended")
    new = """\
      - id: meadow-notices
        formerly: meadows-tended
        category: output.timeliness
        name: {zh: 公告张贴时限, en: Time to post notices}
        target: ≤30天
"""
    edit(project, (old, new))
    ran = review("--format", "json")
    assert changes(ran)["indicator-removed", "meadows-tended"] == "weaker"
    assert ran.code == 1


def test_a_merge_must_ask_for_as_much_as_all_that_it_claims(project: Any, review: Runner) -> None:
    shows = "      - id: kite-shows\n"
    more = (
        shows.replace("kite-shows", "kite-lectures")
        + """\
        category: output.quantity
        name: {zh: 风筝讲座场次, en: Kite lectures}
        target: ≥4场
"""
    )
    on_main(project, (shows, more + shows))
    lectures = indicator(project, "kite-lectures")
    claim = shows + "        formerly: kite-lectures\n"
    edit(project, (lectures, ""), (shows, claim), ("≥6场", "≥9场"))
    ran = review("--format", "json")
    assert changes(ran)["indicator-removed", "kite-lectures"] == "weaker"
    assert ran.code == 1
    edit(project, ("≥9场", "≥10场"))
    ran = review("--format", "json")
    assert changes(ran)["indicator-removed", "kite-lectures"] == "unclear"
    assert ran.code == 0


def test_a_claim_is_shown_as_a_claim(project: Any, review: Runner) -> None:
    cover = "      - id: meadow-cover\n"
    claim = cover + "        formerly: pollinators\n"
    edit(project, (indicator(project, "pollinators"), ""), (cover, claim))
    assert "claims, with formerly," in review("--format", "text").stdout


# --- Units, words and signs ---


@pytest.mark.parametrize(
    ("old", "new", "kind", "id_"),
    [
        ("≥12片", "≥1处", "target-unit-changed", "meadows-tended"),
        ("≤205万元", "≤300万人次", "target-unit-changed", "meadow-cost"),
        ("≥12片", "{zh: 12片, en: 12 meadows}", "target-unquantified", "meadows-tended"),
        ("≥12片", "{zh: 5片, en: 5 meadows}", "target-unquantified", "meadows-tended"),
    ],
)
def test_a_figure_that_falls_or_becomes_words_is_weaker_whatever_its_unit(
    project: Any, review: Runner, old: str, new: str, kind: str, id_: str
) -> None:
    edit(project, (f"target: {old}\n", f"target: {new}\n"))
    ran = review("--format", "json")
    assert changes(ran)[kind, id_] == "weaker"
    assert ran.code == 1


def test_a_figure_that_rises_while_its_unit_changes_is_unclear(
    project: Any, review: Runner
) -> None:
    edit(project, ("≥12片", "≥20处"))
    ran = review("--format", "json")
    assert changes(ran)["target-unit-changed", "meadows-tended"] == "unclear"
    assert ran.code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{zh: 20万, en: two hundred thousand}", "{zh: 控制在预算内, en: within the budget}"),
        ("{zh: 不少于12种, en: At least twelve}", "{zh: 8种, en: Eight}"),
        ("{zh: 不超过12种, en: At most twelve}", "{zh: 不超过18种, en: At most eighteen}"),
    ],
)
def test_words_whose_figure_is_gone_or_falls_are_weaker(
    project: Any, review: Runner, old: str, new: str
) -> None:
    words = "{zh: 种类保持稳定, en: Variety remains stable}"
    on_main(project, (words, old))
    edit(project, (old, new))
    ran = review("--format", "json")
    assert changes(ran)["target-reworded", "pollinators"] == "weaker"
    assert ran.code == 1


def test_words_that_move_a_deadline_are_weaker_though_by_stays(
    project: Any, review: Runner
) -> None:
    old = "{zh: 2026年6月底前, en: By the end of June 2026, by: 2026-06-30}"
    new = "{zh: 2026年12月底前, en: By the end of December 2026, by: 2026-06-30}"
    edit(project, (old, new))
    ran = review("--format", "json")
    assert changes(ran)["deadline-later", "spring-upkeep"] == "weaker"
    assert ran.code == 1


def test_words_and_by_that_name_different_days_are_a_finding(project: Any, here: Runner) -> None:
    old = "{zh: 2026年6月底前, en: By the end of June 2026, by: 2026-06-30}"
    edit(project, (old, old.replace("6月底前", "12月底前")))
    ran = here("validate", SPEC, "--format", "json", cwd=project.folder)
    found = [
        each for each in json.loads(ran.stdout)["findings"] if each["rule"] == "deadline-words"
    ]
    assert [each["severity"] for each in found] == ["warning"]
    line = (project.folder / SPEC).read_text("utf-8").splitlines()[found[0]["line"] - 1]
    assert "12月底前" in line


def test_every_unclear_change_asks_a_question(project: Any, review: Runner) -> None:
    edit(
        project,
        ("≥12片", "≥20处"),
        ("种类保持稳定, en: Variety remains stable", "种类有所变化, en: Variety may change"),
    )
    for language, mark in (("zh", "？"), ("en", "?")):
        data = json.loads(review("--format", "json", language=language).stdout)
        unclear = [each for each in data["changes"] if each["significance"] == "unclear"]
        assert len(unclear) == 2
        assert all(each.get("question", "").endswith(mark) for each in unclear)


@pytest.mark.parametrize(
    "floor", ["不得低于", "不应少于", "不能少于", "不得少于", "不得小于", "不可低于"]
)
def test_every_negation_of_less_is_a_floor(floor: str) -> None:
    old = both(f"{floor}90%")
    assert judged(old, both(f"{floor}10%")) == {("target-reworded", "weaker")}
    assert judged(old, both(f"{floor}95%")) == {("target-reworded", "unclear")}


@pytest.mark.parametrize("ceiling", ["不得超过", "不应高于", "不能多于", "不得大于", "不可超过"])
def test_every_negation_of_more_is_a_ceiling(ceiling: str) -> None:
    old, name = both(f"{ceiling}10%"), "返工占比"
    assert judged(old, both(f"{ceiling}90%"), name=name) == {("target-reworded", "weaker")}
    assert judged(old, both(f"{ceiling}5%"), name=name) == {("target-reworded", "unclear")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (both("不少于20次"), "≥1次", "weaker"),
        (both("合格率100%"), "≥99%", "weaker"),
        (both("预报准确率不低于90%"), "≥1%", "weaker"),
        (both("举办3场，培训50人"), "≥1场", "weaker"),
        (both("不少于20次"), "≥1处", "weaker"),
        (both("合格率100%"), both("2025年底前", "2025-12-31"), "unclear"),
        (both("2025年6月底前"), "≥1次", "unclear"),
        (both("不少于二十次"), "≥1次", "unclear"),
        (both("全部完成"), "≥1%", "unclear"),
        (both("10⁴人次"), "≥200人次", "unclear"),
        (both("不少于20次"), "≥25次", "stronger"),
        (both("评价向好"), "≥80%", "stronger"),
        (both("2025年底前"), both("2025年底前", "2025-12-31"), "stronger"),
    ],
)
def test_what_takes_the_place_of_words_is_compared_with_their_figure(
    old: str, new: str, expected: str
) -> None:
    assert judged(old, new) == {("target-quantified", expected)}


def test_a_misread_bound_in_words_makes_no_figure_stronger() -> None:
    old = both("不得有低于90%的项目")
    assert judged(old, "≤10%", name="项目占比") == {("target-quantified", "unclear")}


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        ("＝100%", "≤99%", RATE, "weaker"),
        ("＝100%", "≤1%", RATE, "weaker"),
        ("＝100%", "＜100%", RATE, "weaker"),
        ("＝100%", "≤100%", RATE, "weaker"),
        ("≤100%", "≤1%", RATE, "unclear"),
        ("≤100%", "＜1%", RATE, "unclear"),
        ("＝17片", "≤1片", COUNT, "unclear"),
        ("＝17片", "＜17片", COUNT, "unclear"),
        ("＝17片", "≤20片", COUNT, "weaker"),
        ("＝17片", "≥18片", COUNT, "stronger"),
    ],
)
def test_a_bound_that_allows_nothing_is_not_stronger_than_a_figure(
    old: str, new: str, place: str, expected: str
) -> None:
    ((_, significance),) = judged(old, new, place)
    assert significance == expected


def test_a_floor_of_what_ought_to_be_low_is_not_stronger_than_a_figure() -> None:
    name = "系统故障率"
    assert judged("＝5%", "≥6%", name=name) == {("target-operator-changed", "weaker")}
    assert judged("＝5%", "≤4%", name=name) == {("target-operator-changed", "stronger")}


IN_JUNE, IN_MAY = "2025-06-30", "2025-05-31"


@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        ("2025年6月底前全部完成", "2025年6月29日前启动方案研究", "2025-06-29"),
        ("2025年6月底前完成90%", "6月29日前完成1%", "2025-06-29"),
        ("6月底前完成", "5月底后", IN_MAY),
        ("6月底前完成", "不早于5月31日", IN_MAY),
        ("6月底前完成", "5月31日起", IN_MAY),
        ("2025年6月底前", "2025年5月底前着手", IN_MAY),
    ],
)
def test_an_earlier_day_does_not_hide_other_words(old: str, new: str, by: str) -> None:
    found = judged(both(old, IN_JUNE), both(new, by), DEADLINE)
    assert ("target-reworded", "unclear") in found
    assert len(found) == 2


@pytest.mark.parametrize("new", ["5月底后", "不早于5月31日", "5月31日起", "自5月31日"])
def test_an_earlier_day_from_which_something_runs_is_not_stronger(new: str) -> None:
    found = judged(both("6月底前", IN_JUNE), both(new, IN_MAY), DEADLINE)
    assert found == {("deadline-earlier", "unclear"), ("target-reworded", "unclear")}


def test_an_earlier_day_does_not_hide_a_lower_figure() -> None:
    old, new = both("6月底前不少于20场", IN_JUNE), both("5月底前不少于2场", IN_MAY)
    found = judged(old, new, DEADLINE)
    assert found == {("deadline-earlier", "stronger"), ("target-reworded", "weaker")}


def test_the_later_half_of_the_year_is_later_whatever_by_says() -> None:
    found = judged(both("6月底前", IN_JUNE), both("下半年", "2025-06-29"), DEADLINE)
    assert ("deadline-later", "weaker") in found


@pytest.mark.parametrize("new", ["5月31日前完成", "2025年5月底前，完成。"])
def test_an_earlier_day_in_otherwise_the_same_words_is_one_change(new: str) -> None:
    found = judged(both("6月底前完成", IN_JUNE), both(new, IN_MAY), DEADLINE)
    assert found == {("deadline-earlier", "stronger")}


@pytest.mark.parametrize("year", ["次年", "明年", "翌年", "下一年度", "下年", "来年"])
def test_a_month_of_the_next_year_is_later(year: str) -> None:
    old = both("2025年6月底前", "2025-06-30")
    found = judged(old, both(f"{year}1月底前", "2025-06-30"), DEADLINE)
    assert found == {("deadline-later", "weaker")}


@pytest.mark.parametrize(
    ("old", "new"),
    [("≥5万", "≥6千"), ("≥12百次", "≥13次"), ("≥5万", "≥6千次"), ("≥2十万个", "≥9万个")],
)
def test_a_figure_that_falls_in_another_multiple_is_weaker(old: str, new: str) -> None:
    ((_, significance),) = judged(old, new, COUNT)
    assert significance == "weaker"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("10⁴人次", "104人次", "target-reworded"),
        ("①2片", "12片", "target-reworded"),
        ("装机100MW", "装机100mW", "target-reworded"),
        ("１２片（全部）", "12片(全部)。", ""),
    ],
)
def test_what_changes_an_amount_is_not_punctuation(old: str, new: str, kind: str) -> None:
    assert (judged(both(old), both(new)) == {("target-reworded", "neutral")}) == (not kind)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("by the end of June 2025", "by the end of December 2025", "translation-stale"),
        ("in the first quarter", "in the fourth quarter", "translation-stale"),
        ("in the first half", "in the year", "translation-stale"),
        ("twelve schools", "Two schools", "translation-stale"),
        ("it may open", "it might open", "translation-changed"),
    ],
)
def test_figures_in_words_of_the_english_alone_are_unclear(
    old: str, new: str, expected: str
) -> None:
    before, after = (f"{{zh: 按时启用, en: {words}, by: 2025-06-30}}" for words in (old, new))
    significance = "neutral" if expected == "translation-changed" else "unclear"
    assert judged(before, after, DEADLINE) == {(expected, significance)}


# --- Money ---


def test_a_ceiling_that_moves_to_other_money_does_not_follow_its_funds(
    project: Any, review: Runner
) -> None:
    old, meadow = indicator(project, "kite-cost"), indicator(project, "meadow-cost")
    moved = old.replace("≤78万元", "≤205万元")
    assert moved != old
    edit(project, (old, ""), (meadow, moved + meadow))
    ran = review("--format", "json")
    assert changes(ran)["target-loosened", "kite-cost"] == "weaker"
    assert ran.code == 1


def test_a_ceiling_follows_the_funds_of_a_task_that_is_new(project: Any, review: Runner) -> None:
    task = """\
  - id: stalls
    text: {zh: 设置风筝摊位。, en: Set up kite stalls.}
    funds: {project: 12.00}
"""
    edit(
        project,
        ("goals:\n", task + "goals:\n"),
        ("tasks: [kite-festival]", "tasks: [kite-festival, stalls]"),
        ("≤78万元", "≤90万元"),
    )
    assert changes(review("--format", "json"))["target-loosened", "kite-cost"] == "neutral"


NOTHING = """\
      - id: leaflets
        category: output.quantity
        name: {zh: 宣传材料, en: Leaflets}
        target: ≥0个
"""
WINDOWS = "      - id: windows\n"
MORE_FUNDS = ("basic: 100.00, project: 20.00", "basic: 100.00, project: 90.00")


def said_of_money(*edits: tuple[str, str]) -> list[str]:
    """What is said of the money and the targets of the first goal when its task has more."""
    sides = (plan_of(BASE, ()), plan_of(BASE, (MORE_FUNDS, *edits)))
    return [
        item.assessment.significance.value
        for item in compare_plans(*sides, Policy()).assessed
        if item.change.kind.value == "funds-up-targets-flat"
    ]


def test_a_new_indicator_does_not_silence_more_money_for_the_same_targets() -> None:
    assert said_of_money() == ["weaker"]
    assert said_of_money((WINDOWS, NOTHING + WINDOWS)) == ["unclear"]
    assert said_of_money((WINDOWS, NOTHING + WINDOWS), ("≥17个", "≥20个")) == []


def test_moving_targets_into_cost_does_not_silence_more_money() -> None:
    count, head = BASE.index("    indicators:"), BASE.index("  - id: skilled-staff")
    goal = BASE[count:head]
    moved = re.sub("category: .*", "category: output.cost", goal).replace("≥17个", "≥20个")
    assert said_of_money((goal, moved)) == ["weaker"]


# --- The verdict ---


LOOSER = ("target: ≥12片", "target: ≥9片")
LATER = (
    "2026年6月底前, en: By the end of June 2026, by: 2026-06-30",
    "2026年7月底前, en: By the end of July 2026, by: 2026-07-31",
)
REWORDED = ("种类保持稳定, en: Variety remains stable", "种类有所变化, en: Variety may change")
NOTED = ("zh: 草地科, en: Meadow Section", "zh: 草地管理科, en: Section of Meadows")


def approve(project: Any, review: Runner, here: Runner, kind: str) -> None:
    """Approve the change of this kind on main."""
    data = json.loads(review("--format", "json").stdout)
    (mark,) = (each["fingerprint"] for each in data["changes"] if each["kind"] == kind)
    give = ("--approve", mark, "--reason", "seen", "--by", "A Reviewer")
    project.git("switch", "--quiet", "main")
    ran = here("diff", f"main:{SPEC}", f"topic:{SPEC}", *give, cwd=project.folder)
    assert ran.code == 0, ran.stderr
    project.commit("approve")
    project.git("switch", "--quiet", "topic")


def approve_by_command(project: Any, review: Runner, here: Runner) -> None:
    """Approve the one change that fails the review, by the command under it, on main."""
    data = json.loads(review("--format", "json").stdout)
    (command,) = (each["command"] for each in data["changes"] if "command" in each)
    project.git("switch", "--quiet", "main")
    words = [word.replace("REASON", "seen") for word in shlex.split(command)]
    assert words[0] == "perf-report"
    ran = here(*words[1:], "--by", "A Reviewer", cwd=project.folder)
    assert ran.code == 0, ran.stderr
    project.commit("approve")
    project.git("switch", "--quiet", "topic")


def test_a_failing_review_says_so_in_the_last_line_of_every_report(
    project: Any, review: Runner, here: Runner
) -> None:
    edit(project, LOOSER, LATER, REWORDED)
    approve(project, review, here, "target-loosened")
    line = "Fails: 2 weaker, 1 of them approved; 1 unclear"
    last = {
        name: review("--format", name).stdout.rstrip("\n").splitlines()[-1]
        for name in ("text", "markdown", "github")
    }
    assert last == {
        "text": line,
        "markdown": f"**{line}**",
        "github": f"::error ::{line}",
    }
    ran = review("--format", "json")
    assert ran.code == 1
    verdict = json.loads(ran.stdout)["verdict"]
    assert verdict == {
        "passes": False, "errors": 0, "failures": 0,
        "weaker": 2, "approved": 1, "unclear": 1, "neutral": 0,
        "text": {"en": line, "zh": "不通过：2处减弱，其中1处已认可；1处待判断"},
    }  # fmt: skip
    run = json.loads(review("--format", "sarif").stdout)["runs"][0]
    assert run["properties"]["verdict"] == verdict


def test_a_passing_review_counts_what_is_to_be_looked_at(project: Any, review: Runner) -> None:
    edit(project, REWORDED, ("≥6场", "≥7场"), ("≥8所", "≥9人次"), ("≥12份", "≥13册"))
    ran = review("--format", "text")
    assert ran.stdout.splitlines()[-1] == "Passes; 3 changes to review"
    assert ran.code == 0


def test_a_review_with_errors_or_nothing_has_a_verdict_too(project: Any, review: Runner) -> None:
    assert review("--format", "text").stdout.splitlines()[-1] == "Passes"
    edit(project, ("basic: 273.20", "basic: 273.21"))
    ran = review("--format", "text")
    assert ran.stdout.splitlines()[-1].startswith("Fails: 1 error")
    assert ran.code == 1
    project.write(SPEC, "goals: [\n")
    project.commit("broken")
    ran = review("--format", "text", "--fail-on", "never")
    assert ran.stdout.splitlines()[-1] == "Fails: 1 error; 1 file not compared"
    assert ran.code == 3


def test_changes_are_in_the_order_of_their_weight(project: Any, review: Runner) -> None:
    edit(project, NOTED, ("≥99%", "≥100%"), REWORDED, LATER)
    data = json.loads(review("--format", "json").stdout)
    order = [change["significance"] for change in data["changes"]]
    assert order == ["weaker", "unclear", "stronger", "neutral"]
    text = review("--format", "text").stdout
    marks = re.findall("^[▼▲?·] (weaker|stronger|unclear|neutral)", text, re.MULTILINE)
    assert marks == order


def test_neutral_changes_are_folded_and_failing_ones_never(project: Any, review: Runner) -> None:
    edit(project, NOTED, LOOSER, LATER)
    markdown = review("--format", "markdown").stdout
    open_part, _, folded = markdown.partition("<details>")
    assert open_part.count("▼&nbsp;weaker") == 2
    assert "▼" not in folded
    assert "·&nbsp;neutral" in folded
    text = review("--format", "text").stdout
    (neutral,) = (line for line in text.splitlines() if line.startswith("· neutral"))
    assert "responsible" in neutral
    assert "Section of Meadows" not in text


def test_the_command_under_a_failing_change_approves_it(
    project: Any, review: Runner, here: Runner
) -> None:
    edit(project, LOOSER)
    head = project.git("rev-parse", "HEAD")
    for name in ("text", "markdown", "github"):
        said = review("--format", name).stdout
        assert f"perf-report review --base main --head {head} --approve " in said
    approve_by_command(project, review, here)
    ran = review("--format", "text")
    assert ran.code == 0
    assert ran.stdout.splitlines()[-1] == "Passes: 1 weaker, 1 of them approved"


def test_the_command_approves_a_removed_table_too(
    project: Any, review: Runner, here: Runner
) -> None:
    project.git("rm", "--quiet", SPEC)
    project.commit("gone")
    assert review().code == 1
    approve_by_command(project, review, here)
    assert review().code == 0


def test_approvals_of_other_open_branches_are_not_stale(
    project: Any, review: Runner, here: Runner
) -> None:
    edit(project, LOOSER)
    approve(project, review, here, "target-loosened")
    project.git("switch", "--quiet", "--create", "other", "main")
    edit(project, LATER)
    ran = review("--format", "json")
    assert json.loads(ran.stdout)["unused_approvals"] == []
    assert "approval" not in review("--format", "text").stdout.lower().replace("approve", "")


def test_an_approval_of_other_values_of_the_same_is_told(
    project: Any, review: Runner, here: Runner
) -> None:
    edit(project, LOOSER)
    approve(project, review, here, "target-loosened")
    edit(project, ("≥9片", "≥8片"))
    ran = review("--format", "json")
    assert len(json.loads(ran.stdout)["unused_approvals"]) == 1
    assert ran.code == 1


def test_the_settings_of_the_base_say_that_unclear_changes_fail(
    project: Any, review: Runner
) -> None:
    edit(project, REWORDED)
    assert review().code == 0
    project.git("switch", "--quiet", "main")
    project.write("perf-report.toml", '[review]\nfail_on = "unclear"\n')
    project.commit("settings")
    project.git("switch", "--quiet", "topic")
    project.write("perf-report.toml", '[review]\nfail_on = "never"\n')
    project.commit("settings of the branch")
    ran = review("--format", "text")
    assert ran.code == 1
    assert ran.stdout.splitlines()[-1] == "Fails: 1 unclear"
    assert review("--fail-on", "weaker").code == 0


def test_a_weakening_that_the_settings_of_the_base_call_neutral_is_shown(
    project: Any, review: Runner
) -> None:
    edit(project, LOOSER)
    project.git("switch", "--quiet", "main")
    project.write("perf-report.toml", '[significance]\ntarget-loosened = "neutral"\n')
    project.commit("settings")
    project.git("switch", "--quiet", "topic")
    text = review("--format", "text").stdout
    assert "No changes of substance" not in text
    assert "≥12" in text
    assert "settings of the project folder" in text
    markdown = review("--format", "markdown").stdout
    assert "No changes of substance" not in markdown
    assert markdown.index("settings of the project folder") < (markdown + "<details>").index(
        "<details>"
    )
    assert "settings of the project folder" in review("--format", "github").stdout


@pytest.mark.parametrize("setting", ['fail_on = "sometimes"', 'fail = "weaker"'])
def test_a_wrong_setting_of_reviews_is_a_message(
    project: Any, review: Runner, setting: str
) -> None:
    project.git("switch", "--quiet", "main")
    project.write("perf-report.toml", f"[review]\n{setting}\n")
    project.commit("settings")
    ran = review()
    assert ran.code == 3
    assert "[review]" in ran.stderr


# --- Every file is read, or named ---


def test_a_spec_whose_name_ends_in_capitals_is_reviewed(project: Any, review: Runner) -> None:
    text = (project.folder / SPEC).read_text("utf-8").replace("demo-dandelion", "demo-daisy")
    project.write("specs/2026-new.YAML", text)
    project.commit("a new table")
    ran = review("--format", "json")
    assert changes(ran) == {("plan-added", "demo-daisy"): "unclear"}


def test_a_spec_whose_name_is_written_in_capitals_stays(project: Any, review: Runner) -> None:
    project.git("mv", SPEC, "specs/2026-demo.YAML")
    edit(project, LOOSER, name="specs/2026-demo.YAML")
    ran = review("--format", "json")
    assert changes(ran) == {("target-loosened", "meadows-tended"): "weaker"}
    assert ran.code == 1


@pytest.mark.sampled
@pytest.mark.parametrize(
    "name",
    [
        "specs/2026.yaml.bak", "specs/2026.json", "specs/deeper/2026.yaml",
        "frameworks/own.yaml", "frameworks/notes.txt", "indicators/own.yaml", "fonts/own.otf",
    ],
)  # fmt: skip
def test_what_a_review_does_not_read_is_named(project: Any, review: Runner, name: str) -> None:
    project.write(name, "not: [a spec")
    project.commit("another file")
    assert json.loads(review("--format", "json").stdout)["passed_over"] == [name]
    for format_ in ("text", "markdown", "github"):
        said = re.sub("&#[0-9]+;", "", review("--format", format_).stdout)
        assert re.search("Not read: " + name.replace(".", ".?"), said), format_


def test_what_is_not_read_in_the_folders_of_a_project_is_named(project: Any, here: Runner) -> None:
    names = (
        "specs/notes.txt", "frameworks/own.yml.off", "indicators/notes.txt", "fonts/own.otf",
    )  # fmt: skip
    for name in names:
        project.write(name, "x")
    (project.folder / "specs" / "gone.yaml").symlink_to("nowhere.yaml")
    ran = here("validate", cwd=project.folder)
    (line,) = (line for line in ran.stderr.splitlines() if line.startswith("Not read: "))
    for name in (*names, "specs/gone.yaml"):
        assert name in line


def test_frameworks_are_read_whatever_the_case_of_their_names(project: Any, here: Runner) -> None:
    own = (resources.frameworks_path() / "output-cost.yaml").read_text("utf-8")
    own = own.replace("id: output-cost", "id: own-framework", 1)
    edit(project, ("framework: output-cost", "framework: own-framework"))
    for name in ("own.YAML", "own.yml"):
        path = project.write(f"frameworks/{name}", own)
        assert here("validate", SPEC, cwd=project.folder).code == 0
        path.unlink()
    assert here("validate", SPEC, cwd=project.folder).code == 1


# --- validate refuses what build and site refuse ---


def refused_at(ran: Any, rule: str) -> list[str]:
    """The places of a finding that text reports name."""
    said = re.sub("\x1b\\[[0-9;]*m", "", ran.stdout + ran.stderr)
    return re.findall(rf"^(\S+:[0-9]+:[0-9]+): error\[{rule}\]", said, re.MULTILINE)


@pytest.mark.slow
def test_two_specs_of_one_table_are_refused_by_all_with_one_code_and_place(
    project: Any, here: Runner
) -> None:
    project.write("specs/another.yaml", (project.folder / SPEC).read_text("utf-8"))
    for command in ("validate", "build", "site"):
        ran = here(command, cwd=project.folder)
        assert ran.code == 1, command
        assert refused_at(ran, "table-duplicate") == [f"{SPEC}:8:7", "specs/another.yaml:8:7"]
    assert not (project.folder / "output").exists()


@pytest.mark.slow
@pytest.mark.parametrize("code", ["assets", "search", "r2", "manifest"])
def test_a_code_that_is_used_for_something_else_is_refused_by_all(
    project: Any, here: Runner, code: str
) -> None:
    edit(project, ("code: demo-dandelion", f"code: {code}"))
    for command in ("validate", "build", "site"):
        ran = here(command, cwd=project.folder)
        assert ran.code == 1, command
        assert refused_at(ran, "department-code") == [f"{SPEC}:10:9"]


# --- Approvals in comments ---

DAY = "2026-03-04T05:06:07Z"
LATER_DAY = "2026-03-05T05:06:07Z"


def github_thread(*comments: tuple[str, str, str]) -> dict[str, Any]:
    """The answers of GitHub for comments of (login, body, when it was changed)."""
    permissions = {"officer": "write", "reviewer": "write", "visitor": "read", "Head": "admin"}
    return {
        "pull_request": {"number": 5, "user": {"login": "Officer", "type": "User"}},
        "comments": [
            {
                "user": {"login": who, "type": "Bot" if who.endswith("[bot]") else "User"},
                "body": body, "created_at": DAY, "updated_at": changed,
            }
            for who, body, changed in comments
        ],
        "permissions": [
            {"permission": permission, "user": {"login": login}}
            for login, permission in permissions.items()
        ],
    }  # fmt: skip


def gitlab_thread(*comments: tuple[str, str, str]) -> dict[str, Any]:
    """The answers of GitLab for notes of (user name, body, when it was changed)."""
    levels = {
        "officer": 30, "reviewer": 30, "visitor": 20, "Head": 50, "project_7_bot_3f2a": 40,
    }  # fmt: skip
    return {
        "merge_request": {"iid": 5, "author": {"username": "Officer"}},
        "notes": [
            {
                "author": {"username": who.replace("helper[bot]", "project_7_bot_3f2a")},
                "system": who == "renamed[bot]",
                "body": body, "created_at": DAY, "updated_at": changed,
            }
            for who, body, changed in comments
        ],
        "members": [
            {"username": name, "access_level": level, "state": "active"}
            for name, level in levels.items()
        ],
    }  # fmt: skip


@pytest.fixture(params=[github_thread, gitlab_thread], ids=["github", "gitlab"])
def thread(request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    """The answers of a host for comments."""
    maker: Callable[..., dict[str, Any]] = request.param
    return maker


def approve_from(project: Any, review: Runner, data: object) -> Any:
    """Take approvals from comments while main is checked out."""
    project.git("switch", "--quiet", "main")
    file = project.folder.parent / "comments.json"
    file.write_text(json.dumps(data), "utf-8")
    return review("--head", "topic", "--approve-from", file)


def marks_of(review: Runner) -> list[str]:
    """The fingerprints of the changes that fail the review."""
    data = json.loads(review("--format", "json", "--head", "topic").stdout)
    return [each["fingerprint"] for each in data["changes"] if "command" in each]


def test_a_person_with_write_access_approves_in_a_comment(
    project: Any, review: Runner, thread: Callable[..., Any]
) -> None:
    edit(project, LOOSER, LATER)
    first, second = marks_of(review)
    body = f"I looked.\r\n/perf-report approve {first} Three meadows went to the parks office.\r\n"
    chinese = f"/perf-report 认可 {second}  春季雨水多，工期顺延。"
    ran = approve_from(project, review, thread(("reviewer", body, DAY), ("head", chinese, DAY)))
    assert ran.code == 0, ran.stderr
    approvals = (project.folder / "approvals.yaml").read_text("utf-8")
    for said in (
        first, "reason: Three meadows went to the parks office.", "by: reviewer",
        second, "reason: 春季雨水多，工期顺延。", "by: head", "given: 2026-03-04",
    ):  # fmt: skip
        assert said in approvals
    project.commit("approve")
    project.git("switch", "--quiet", "topic")
    ran = review("--format", "text")
    assert (ran.code, ran.stdout.splitlines()[-1]) == (0, "Passes: 2 weaker, 2 of them approved")


def test_a_command_behind_a_quote_or_a_block_of_code_counts(
    project: Any, review: Runner, thread: Callable[..., Any]
) -> None:
    edit(project, LOOSER)
    (mark,) = marks_of(review)
    body = f"> quoted\n\n~~~~ text\ncode\n~~~~~\n/perf-report approve {mark} Agreed."
    assert approve_from(project, review, thread(("reviewer", body, DAY))).code == 0
    assert mark in (project.folder / "approvals.yaml").read_text("utf-8")


def test_two_changes_are_approved_by_one_line(
    project: Any, review: Runner, thread: Callable[..., Any]
) -> None:
    edit(project, LOOSER, LATER)
    first, second = marks_of(review)
    line = f"/perf-report approve {first}, {second} Agreed in the meeting."
    assert approve_from(project, review, thread(("reviewer", line, DAY))).code == 0
    again = approve_from(project, review, thread(("reviewer", line, DAY)))
    assert again.code == 0
    approvals = (project.folder / "approvals.yaml").read_text("utf-8")
    assert approvals.count("reason: Agreed in the meeting.") == 2


@pytest.mark.sampled
@pytest.mark.parametrize(
    "told",
    [
        ("officer", "/perf-report approve {mark} mine", DAY, "authors cannot approve"),
        ("visitor", "/perf-report approve {mark} fine", DAY, "no write access"),
        ("stranger", "/perf-report approve {mark} fine", DAY, "no write access"),
        ("reviewer", "/perf-report approve {mark} fine", LATER_DAY, "was edited"),
        ("reviewer", "/perf-report approve {mark}", DAY, "gives no reason"),
        ("reviewer", "/perf-report approve {short} fine", DAY, "no complete fingerprint"),
        ("reviewer", "/perf-report approve {other} fine", DAY, "no such change"),
        ("reviewer", "/perf-report approve {mark} {other} fine", DAY, "no such change"),
        ("reviewer", "> /perf-report approve {mark} quoted", DAY, ""),
        ("reviewer", "    /perf-report approve {mark} code", DAY, ""),
        ("reviewer", "```\n/perf-report approve {mark} code\n```", DAY, ""),
        ("reviewer", "````\n```\n/perf-report approve {mark} code\n```\n````", DAY, ""),
        ("reviewer", "```\n~~~\n/perf-report approve {mark} code\n```", DAY, ""),
        ("reviewer", "```\n``` x\n/perf-report approve {mark} code\n```", DAY, ""),
        ("reviewer", "<pre>\n/perf-report approve {mark} code\n</pre>", DAY, "HTML"),
        ("reviewer", "<!--\n/perf-report approve {mark} hidden\n-->", DAY, "HTML"),
        ("reviewer", "> said\n/perf-report approve {mark} of the quote", DAY, ""),
        ("reviewer", "see\u2028/perf-report approve {mark} in the line", DAY, ""),
        ("reviewer", "see\x0b/perf-report approve {mark} in the line", DAY, ""),
        ("reviewer", "see /perf-report approve {mark} said", DAY, ""),
        ("reviewer", "/perf-report approved {mark} word", DAY, ""),
        ("helper[bot]", "/perf-report approve {mark} bot", DAY, ""),
        ("renamed[bot]", "/perf-report approve {mark} bot", DAY, ""),
    ],
)
def test_a_comment_that_must_not_count_approves_nothing(
    project: Any, review: Runner, thread: Callable[..., Any], told: tuple[str, str, str, str]
) -> None:
    who, line, changed, said = told
    edit(project, LOOSER)
    (mark,) = marks_of(review)
    body = line.format(mark=mark, short=mark[:12], other="0" * 20)
    ran = approve_from(project, review, thread((who, body, changed)))
    assert ran.code == 0
    assert said in ran.stderr
    assert bool(said) == bool(ran.stderr)
    assert not (project.folder / "approvals.yaml").exists()


def test_of_several_fingerprints_the_unknown_one_is_named(
    project: Any, review: Runner, thread: Callable[..., Any]
) -> None:
    edit(project, LOOSER)
    (mark,) = marks_of(review)
    line = f"/perf-report approve {mark} {'0' * 20} fine"
    ran = approve_from(project, review, thread(("reviewer", line, DAY)))
    assert f"The approval of {'0' * 20} by reviewer does not count" in ran.stderr
    assert mark not in ran.stderr


def test_a_comment_of_a_deleted_account_hinders_no_other(project: Any, review: Runner) -> None:
    edit(project, LOOSER)
    (mark,) = marks_of(review)
    data = github_thread(
        ("reviewer", "Looks well.", DAY), ("reviewer", f"/perf-report approve {mark} fine", DAY)
    )
    data["comments"][0]["user"] = None
    assert approve_from(project, review, data).code == 0
    assert mark in (project.folder / "approvals.yaml").read_text("utf-8")


@pytest.mark.parametrize("data", [[], {}, "x", {"comments": 1}, {"merge_request": {}}])
def test_a_file_that_holds_no_comments_is_a_message(
    project: Any, review: Runner, data: object
) -> None:
    edit(project, LOOSER)
    ran = approve_from(project, review, data)
    assert ran.code == 3
    assert "does not contain the comments of a pull request" in ran.stderr


# --- The workflow of a new project ---


def test_the_workflow_of_a_new_project_may_comment_and_attaches_what_it_made(project: Any) -> None:
    text = (project.folder / ".github/workflows/review.yml").read_text("utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    permissions = [data["permissions"], *(job["permissions"] for job in data["jobs"].values())]
    granted = {name: level for each in permissions for name, level in each.items()}
    assert granted == {"contents": "read", "pull-requests": "write"}
    steps = [step for job in data["jobs"].values() for step in job["steps"]]
    assert any("ci/comment.py" in step.get("run", "") for step in steps)
    assert any("perf-report --ui-language zh build" in step.get("run", "") for step in steps)
    used = [step["uses"] for step in steps if "uses" in step]
    assert any(name.startswith("actions/upload-artifact@") for name in used)
    assert all(re.fullmatch("actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)
    assert "fail_on" in text
    assert "unclear" in text
    # Who may write handles nothing of the branch.
    for job in data["jobs"].values():
        may_write = "write" in job["permissions"].values()
        assert not (may_write and any("checkout" in step.get("uses", "") for step in job["steps"]))


def test_a_figure_with_a_full_stop_behind_it_hides_no_weakening(
    project: Any, review: Runner
) -> None:
    satisfaction = indicator(project, "meadow-visitors")
    edit(
        project,
        (satisfaction, satisfaction.replace("≥90%", "≥50%。")),
        ("units:\n", "units:\n  '%。': {one: percent, other: percent}\n"),
    )
    ran = review("--format", "json")
    assert changes(ran).get(("target-unit-changed", "meadow-visitors")) in {"weaker", None}
    assert ran.code == 1
