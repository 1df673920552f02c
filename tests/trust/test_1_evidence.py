"""The reviewed side does not supply its own evidence: comparisons, reviews and their verdicts."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
    assert "claims, by formerly," in review("--format", "text").stdout


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
    old = "{zh: 2026年6月底前, en: by the end of June 2026, by: 2026-06-30}"
    new = "{zh: 2026年12月底前, en: by the end of December 2026, by: 2026-06-30}"
    edit(project, (old, new))
    ran = review("--format", "json")
    assert changes(ran)["deadline-later", "spring-upkeep"] == "weaker"
    assert ran.code == 1


def test_words_and_by_that_name_different_days_are_a_finding(project: Any, here: Runner) -> None:
    old = "{zh: 2026年6月底前, en: by the end of June 2026, by: 2026-06-30}"
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
        assert all(each["message"].endswith(mark) for each in unclear)
