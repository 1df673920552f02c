"""Edits over HTTP, and random ones: what is on the disk is what the page shows."""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from paths import PACKAGE, SMALL_SPEC
from served import Answer, Client, serving, shown_cells, ways_to_cells

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.routes import split_route

NAME = "2025-example.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / NAME).write_bytes(SMALL_SPEC.read_bytes())
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with serving(folder) as opened:
        opened.enter()
        opened.show(NAME)
        yield opened


def test_an_edit_answers_with_what_it_changes_alone(client: Client) -> None:
    answer = client.type_in(NAME, ("tasks.0.funds.basic", {"value": "1"}))
    changed = re.findall(r'data-route="([^"]+)"', answer.text)
    assert "tasks.0.funds.basic" in changed
    assert "budget.basic" in changed
    assert "goals.0.text" not in changed
    assert 'id="form"' not in answer.text
    assert 'id="findings" hx-swap-oob="true"' in answer.text


BASIC = "tasks.0.funds.basic"


def test_another_window_is_told_and_nothing_is_done_twice(client: Client) -> None:
    stale = client.versions[NAME]
    client.type_in(NAME, (BASIC, {"value": "1"}))
    client.versions[NAME] = stale
    answer = client.type_in(NAME, (BASIC, {"value": "2"}))
    assert 'data-notice="other-window"' in answer.text
    assert shown_cells(answer.text)[BASIC] == {"value": "1.00"}
    # What was typed is there to be copied.
    assert "<li>2</li>" in answer.text


def test_what_is_typed_in_a_window_that_is_behind_is_kept_in_its_row(client: Client) -> None:
    client.post(NAME, "row", action="add", route="tasks.1")
    stale = client.versions[NAME]
    client.type_in(NAME, (BASIC, {"value": "1"}))
    client.post(NAME, "row", action="down", route="tasks.0")
    client.versions[NAME] = stale
    text = {"zh": "改", "en": "Changed."}
    answer = client.type_in(NAME, ("tasks.0.text", text))
    assert 'data-notice="other-window-taken"' in answer.text
    cells = shown_cells(answer.text)
    assert (cells["tasks.1.text"], cells["tasks.1.funds.basic"]) == (text, {"value": "1.00"})
    assert cells["tasks.0.text"] != text
    # A page that nobody knows, and a row that is gone.
    for version in ("0" * 16, stale):
        client.post(NAME, "row", action="remove", route="tasks.1")
        client.versions[NAME] = version
        refused = client.type_in(NAME, ("tasks.0.text", {"zh": "再改", "en": ""}))
        assert 'data-notice="other-window"' in refused.text
        assert "再改" in refused.text
        assert {"zh": "再改", "en": ""} not in shown_cells(refused.text).values()


def test_what_a_window_sends_while_it_is_loaded_again_is_not_told_to_it_as_from_elsewhere(
    client: Client,
) -> None:
    shown = client.versions[NAME]
    client.post(NAME, "edit", cells=json.dumps([(BASIC, {"value": "1"})]), window="one")
    for window, is_told in (("one", False), ("two", True), ("", True)):
        client.versions[NAME] = shown
        told = client.follow(NAME, window).text
        assert ('data-notice="followed"' in told) is is_told, window
        assert shown_cells(told)[BASIC] == {"value": "1.00"}
    client.versions[NAME] = shown
    cells = json.dumps([("tasks.0.funds.project", {"value": "3"})])
    late = client.post(NAME, "edit", cells=cells, window="one").text
    assert ("data-notice" in late, shown_cells(late)[BASIC]) == (False, {"value": "1.00"})
    # Another window typed, too.
    client.post(NAME, "edit", cells=json.dumps([(BASIC, {"value": "2"})]), window="two")
    client.versions[NAME] = shown
    assert 'data-notice="followed"' in client.follow(NAME, "one").text


def test_a_first_server_is_told_of_a_second_one_while_that_runs(
    client: Client, folder: Path
) -> None:
    assert client.follow(NAME).status == 204
    with serving(folder) as other:
        other.enter()
        assert "另一个 serve 窗口" in other.show(NAME)
        assert "另一个 serve 窗口" in client.follow(NAME).text
        assert client.follow(NAME).status == 204
    told = client.follow(NAME)
    assert (told.status, "另一个 serve 窗口" in told.text) == (200, False)


def test_a_second_save_of_two_people_is_told(client: Client, folder: Path) -> None:
    path = folder / "specs" / NAME
    with serving(folder) as other:
        other.enter()
        other.show(NAME)
        client.type_in(NAME, ("tasks.0.funds.basic", {"value": "1"}))
        other.type_in(NAME, ("tasks.0.funds.basic", {"value": "2"}))
        assert 'data-notice="saved"' in other.post(NAME, "save").text
        told = client.ask("GET", f"/spec/{NAME}/follow").text
        assert 'data-notice="changed-on-disk"' in told
        refused = client.post(NAME, "save").text
        assert 'data-notice="conflict"' in refused
        assert 'data-prefer="draft"' in refused
        assert "<li>做好服务。 · 基本支出：" in refused
        assert Draft(path.read_text("utf-8")).value(("tasks", 0, "funds", "basic")) == 2
        assert 'data-notice="saved-mine"' in client.post(NAME, "save", prefer="draft").text
        assert Draft(path.read_text("utf-8")).value(("tasks", 0, "funds", "basic")) == 1


def test_what_another_program_saves_comes_to_each_window_and_keeps_what_was_typed(
    client: Client, folder: Path
) -> None:
    path = folder / "specs" / NAME
    other = replace(client, versions={})
    client.show(NAME)
    client.type_in(NAME, ("tasks.0.funds.basic", {"value": "1"}))
    other.show(NAME)
    path.write_text(path.read_text("utf-8").replace("提升服务。", "提高服务。"), "utf-8")
    for each, is_whole in ((client, False), (other, True)):
        told = each.follow(NAME)
        assert ('data-notice="followed-unsaved"' in told.text) is not is_whole
        assert ('id="form"' in told.text) is is_whole
        assert "提高服务。" in told.text
        assert each.follow(NAME).status == 204
    assert "396.60" in path.read_text("utf-8")
    path.unlink()
    assert 'data-notice="gone"' in client.follow(NAME).text
    assert shown_cells(client.show(NAME))["tasks.0.funds.basic"] == {"value": "1.00"}
    assert 'role="alert"' in client.post(NAME, "save").text
    # What is there in its place is not read, and what is typed is still kept.
    elsewhere = folder / "elsewhere.yaml"
    elsewhere.write_text(SMALL_SPEC.read_text("utf-8").replace("提升服务。", "别处"), "utf-8")
    for put in (partial(path.symlink_to, elsewhere), path.mkdir, partial(os.mkfifo, path)):
        put()
        assert 'data-notice="gone"' in client.follow(NAME).text
        typed = client.type_in(NAME, ("tasks.0.funds.basic", {"value": "2"}))
        assert "data-notice" not in typed.text
        assert 'role="alert"' in client.post(NAME, "save").text
        assert 'role="alert"' in client.post(NAME, "discard").text
        assert shown_cells(client.show(NAME))["tasks.0.funds.basic"] == {"value": "2.00"}
        (path.rmdir if path.is_dir() else path.unlink)()
    assert "别处" in elsewhere.read_text("utf-8")


def test_forms_that_are_broken_meanwhile_stop_nothing(client: Client, folder: Path) -> None:
    (folder / "forms").mkdir()
    (folder / "forms" / "x.yaml").write_bytes(b"id: [")
    assert "goals.0.text" in shown_cells(client.show(NAME))
    assert "data-notice" not in client.type_in(NAME, ("goals.0.text", {"zh": "改"})).text
    assert client.post(NAME, "save").status == 200
    home = client.ask("GET", "/")
    assert (home.status, "x.yaml" in home.text) == (409, True)


def test_names_that_are_no_text_are_passed_over(client: Client, folder: Path) -> None:
    (folder / "specs" / os.fsdecode(b"\xff.yaml")).write_bytes(SMALL_SPEC.read_bytes())
    assert client.ask("GET", "/list").text.count("<li") == 1
    assert client.ask("GET", f"/spec/{NAME}/compare").status == 200


def test_a_block_that_is_pasted_makes_the_rows_that_it_needs(client: Client, folder: Path) -> None:
    answer = client.type_in(
        NAME,
        ("tasks.0.text", {"zh": "甲"}),
        ("tasks.+0.text", {"zh": "乙"}),
        ("tasks.+0.funds.basic", {"value": "1,000.5"}),
        ("tasks.+1.text", {"zh": "丙"}),
        ("goals.0.indicators.+0.name", {"zh": "丁"}),
    )
    assert 'id="form"' in answer.text
    client.post(NAME, "save")
    data = Draft((folder / "specs" / NAME).read_text("utf-8")).data
    assert [task["text"]["zh"] for task in data["tasks"]] == ["甲", "乙", "丙"]
    assert data["tasks"][1]["funds"] == {"basic": 1000.5}
    assert data["goals"][0]["indicators"][1]["category"] == "output.quantity"


def test_new_tables_begin_empty_or_from_last_year(client: Client, folder: Path) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    form = "form=overall-national&code=new-bureau&name=%E5%B1%80&year=2026"
    begun = client.ask("POST", "/new", form.encode(), headers)
    assert (begun.status, begun.headers["location"]) == (303, "/spec/2026-new-bureau.yaml")
    assert "goals.0.text" in shown_cells(client.show("2026-new-bureau.yaml"))
    bad = form.replace("new-bureau", "Bad%20Code")
    refused = client.ask("POST", "/new", bad.encode(), headers)
    assert refused.status == 409
    assert 'role="alert"' in refused.text
    assert client.ask("POST", "/new", form.encode(), headers).status == 409
    assert client.ask("POST", "/new", b"year=soon", headers).status == 400
    following = client.ask("POST", f"/next/{NAME}")
    assert following.headers["location"] == "/spec/2026-example.yaml"
    assert (folder / "specs" / "2026-example.yaml").exists()
    # What is as it was last year is not printed twice.
    assert 'class="before"' not in client.show("2026-example.yaml")
    cell = ("goals.0.indicators.0.target", {"value": "≥12台"})
    changed = client.type_in("2026-example.yaml", cell).text
    assert re.search(r'class="before">上年： <span lang="zh-CN">≥17台<', changed)
    # It is opened, and not made again.
    assert client.ask("POST", f"/next/{NAME}").headers["location"] == "/spec/2026-example.yaml"
    changes = client.ask("GET", "/spec/2026-example.yaml/changes").text
    # No line of a file, nor what approves a change.
    assert "2026-example.yaml:" not in changes
    assert "≥17台" in changes
    assert "≥12台" in changes
    assert "<pre" not in client.ask("GET", f"/spec/{NAME}/changes").text
    listed = client.ask("GET", "/list").text
    assert listed.index("示例局") < listed.index("2026") < listed.index("2025-example")


def test_an_empty_folder_may_begin_with_the_example(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        client.enter()
        begun = client.ask("POST", "/example")
        assert begun.status == 303
        assert "goals.0.text" in shown_cells(client.ask("GET", begun.headers["location"]).text)
        assert client.ask("POST", "/example").status == 409


def test_what_has_no_column_is_edited_in_details(client: Client, folder: Path) -> None:
    address = f"/spec/{NAME}/details?route=goals.0.indicators.0"
    assert shown_cells(client.ask("GET", address).text)["goals.0.indicators.0.formula"] == {
        "zh": "",
        "en": "",
    }
    client.type_in(NAME, ("goals.0.indicators.0.formula", {"zh": "甲除以乙", "en": ""}))
    client.type_in(NAME, ("goals.0.indicators.0.weight", {"value": "10"}))
    assert "甲除以乙" in client.ask("GET", address).text
    client.post(NAME, "save")
    saved = Draft((folder / "specs" / NAME).read_text("utf-8"))
    assert saved.value(("goals", 0, "indicators", 0, "formula")) == {"zh": "甲除以乙"}
    for route in ("goals.9", "goals.0.indicators.9", "../x", ""):
        assert client.ask("GET", f"/spec/{NAME}/details?route={route}").status == 404


def test_a_draft_is_compared_with_any_version_or_file(client: Client, folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "specs")
    who = ("-c", "user.name=张三", "-c", "user.email=none")
    git(folder, *who, "commit", "--quiet", "-m", "第一稿")
    other = SMALL_SPEC.read_text("utf-8").replace("≥17台", "≥19台").replace("2025", "2024")
    (folder / "specs" / "2024-example.yaml").write_text(other, "utf-8")
    client.type_in(NAME, ("goals.0.indicators.0.target", {"value": "≥12台"}))
    choices = client.ask("GET", f"/spec/{NAME}/compare").text
    commit = re.search(r'<option value="([0-9a-f]{12})">[0-9-]{10} 张三 第一稿', choices)
    assert commit
    assert "<option>2024-example.yaml</option>" in choices
    for asked, old in (
        (f"revision={commit[1]}", "≥17台"),
        ("revision=HEAD", "≥17台"),
        ("file=2024-example.yaml", "≥19台"),
        ("", "≥19台"),
    ):
        changes = client.ask("GET", f"/spec/{NAME}/changes?{asked}").text
        assert old in changes, asked
        assert "≥12台" in changes, asked
        assert str(folder) not in changes
    # What cannot be read is told, and does not keep the rest from being compared.
    client.type_in(NAME, (BASIC, {"value": "若干"}))
    partly = client.ask("GET", f"/spec/{NAME}/changes").text
    assert "<li>做好服务。 · 基本支出 <button" in partly
    assert "≥19台 → ≥12台" in partly
    # What is written is shown, and not the sum that a form prints in place of what is no amount.
    total = client.type_in(NAME, ("budget.total", {"value": "约五百"})).text
    assert re.search(r'data-route="budget.total"[^>]*><span class="raw">约五百<', total)
    client.post(NAME, "undo")
    client.post(NAME, "undo")
    uploaded = upload(client, f"/spec/{NAME}/compare", "一稿.yaml", other.encode())
    assert "≥19台" in uploaded.text
    path = folder / "specs" / NAME
    client.post(NAME, "discard")
    path.write_text(path.read_text("utf-8").replace("tasks:", "tasks: [", 1), "utf-8")
    client.follow(NAME)
    assert "本表的文件无法识别" in client.ask("GET", f"/spec/{NAME}/changes").text
    for asked in ("revision=nothing", "revision=--all", "file=../x.yaml"):
        refused = client.ask("GET", f"/spec/{NAME}/changes?{asked}").text
        assert 'role="alert"' in refused, asked


def test_a_change_leads_to_its_cell_and_what_is_gone_nowhere(client: Client, folder: Path) -> None:
    text = SMALL_SPEC.read_text("utf-8")
    first = text[text.index("      - id: windows") :].partition("\n      - id:")[0]
    more = first.replace("windows", "doors").replace("窗口数量", "门的数量")
    older = text.replace(first, f"{first.rstrip()}\n{more}").replace("≥17台", "≥19台")
    (folder / "specs" / "2024-example.yaml").write_text(older.replace("2025", "2024"), "utf-8")
    client.type_in(NAME, ("goals.0.indicators.0.note", {"zh": "说明", "en": "A note"}),
                   ("tasks.0.text", {"zh": "另一任务。", "en": "Another task."}))  # fmt: skip
    page = client.show(NAME)
    ways = ways_to_cells(client.ask("GET", f"/spec/{NAME}/changes").text, page)
    title, *_ = ways
    assert ways == {
        title: "",
        "▼ 减弱  目标1 · 门的数量": "",
        "▼ 减弱  目标1 · 窗口数量": "goals.0.indicators.0.target",
        "? 待判断  任务1 · 另一任务。": "tasks.0.text",
        "· 中性  示例局": "head",
        "· 中性  目标1 · 窗口数量": "goals.0.indicators.0.name",
    }


def test_what_was_matched_by_its_name_is_told_by_names(client: Client, folder: Path) -> None:
    older = SMALL_SPEC.read_text("utf-8").replace("2025", "2024").replace("windows", "old-windows")
    older = older.replace("窗口数量", "窗口的数量")
    (folder / "specs" / "2024-example.yaml").write_text(older, "utf-8")
    told = client.ask("GET", f"/spec/{NAME}/changes").text
    assert "指标“窗口数量”与原来的“窗口的数量”视为同一项" in told
    assert "old-windows" not in told


def upload(client: Client, address: str, name: str, data: bytes) -> Answer:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return client.ask("POST", address, body, headers)


def test_two_servers_of_a_person_keep_their_drafts_apart(client: Client, folder: Path) -> None:
    cell = "tasks.0.text"
    client.type_in(NAME, (cell, {"zh": "第一处"}))
    with serving(folder) as other:
        other.enter()
        assert "另一个 serve" in other.show(NAME)
        assert shown_cells(other.show(NAME))[cell]["zh"] == "做好服务。"
        other.type_in(NAME, (cell, {"zh": "第二处"}))
    assert shown_cells(client.show(NAME))[cell]["zh"] == "第一处"
    assert "另一个 serve" not in client.show(NAME)
    # What the one that ended leaves is there for the next one, while the first goes on.
    with serving(folder) as later:
        later.enter()
        assert shown_cells(later.show(NAME))[cell]["zh"] == "第二处"


def test_totals_tell_what_is_added_up(client: Client) -> None:
    client.type_in(NAME, ("budget.basic", {"value": "400"}))
    assert "各项任务合计396.60，本格多3.40" in client.show(NAME)
    more = client.type_in(NAME, ("tasks.0.funds.total", {"value": "400"})).text
    assert "分项合计409.60，本格少9.60" in more


def test_everything_that_a_spec_holds_can_be_written(client: Client, folder: Path) -> None:
    indicator = "goals.0.indicators.0"
    given: dict[str, tuple[dict[str, str], Any]] = {
        "languages": ({"value": "zh"}, ["zh"]),
        "department.parent": ({"value": "bureau"}, "bureau"),
        "framework": ({"value": "cost-first"}, "cost-first"),
        "currency_unit": ({"value": "万元"}, "万元"),
        "budget_approved": ({"value": "2025年1月27日"}, "2025-01-27"),
        "published": ({"value": "2025-02-14"}, "2025-02-14"),
        "disclose": ({"value": "no"}, False),
        "disclose_basis": ({"zh": "依法", "en": ""}, {"zh": "依法"}),
        "revision": ({"value": "2"}, 2),
        "revision_kind": ({"value": "调整"}, "adjustment"),
        "revision_approved.by": ({"zh": "财政局", "en": ""}, {"zh": "财政局"}),
        "revision_approved.on": ({"value": "2025-09-30"}, "2025-09-30"),
        "revision_note": ({"zh": "调整目标。", "en": ""}, {"zh": "调整目标。"}),
        "tasks.0.formerly": ({"value": "it-work、it-security"}, ["it-work", "it-security"]),
        "goals.0.formerly": ({"value": "it-work"}, "it-work"),
        "goals.0.weight": ({"value": "50"}, 50),
        f"{indicator}.better": ({"value": "more"}, "more"),
        f"{indicator}.baseline": (
            {"year": "2024", "value": "≥15台", "en": ""}, {"year": 2024, "value": "≥15台"}
        ),
        f"{indicator}.unit": ({"zh": "", "one": "set", "other": "sets"},
                              {"one": "set", "other": "sets"}),
    }  # fmt: skip
    shown: dict[str, dict[str, str]] = {}
    for row in ("head", "tasks.0", "goals.0", indicator):
        shown |= shown_cells(client.ask("GET", f"/spec/{NAME}/details?route={row}").text)
    assert given.keys() <= shown.keys()
    assert all(parts.keys() == shown[route].keys() for route, (parts, _) in given.items())
    client.type_in(NAME, *((route, parts) for route, (parts, _) in given.items()))
    client.post(NAME, "save")
    saved = Draft((folder / "specs" / NAME).read_text("utf-8"))
    found = {route: saved.value(split_route(route)) for route in given}
    assert found == {route: value for route, (_, value) in given.items()}
    # What is cleared is gone, with what was around it.
    for route, (parts, _) in given.items():
        answer = client.type_in(NAME, (route, dict.fromkeys(parts, "")))
        assert 'data-notice="not-edited"' not in answer.text, route
        assert answer.status == 200, route
    client.post(NAME, "save")
    cleared = Draft((folder / "specs" / NAME).read_text("utf-8"))
    assert {route: cleared.value(split_route(route)) for route in given} == dict.fromkeys(given)
    assert "revision_approved" not in cleared.data


def test_a_unit_without_english_is_named(client: Client, folder: Path) -> None:
    client.type_in(NAME, ("goals.0.indicators.0.target", {"value": "≥17槽"}))
    shown = shown_cells(client.ask("GET", f"/spec/{NAME}/details?route=head").text)
    assert shown["units.槽"] == {"zh": "", "one": "", "other": ""}
    client.type_in(NAME, ("units.槽", {"one": "cell", "other": "cells"}))
    client.post(NAME, "save")
    saved = Draft((folder / "specs" / NAME).read_text("utf-8"))
    assert saved.data["units"] == {"槽": {"one": "cell", "other": "cells"}}


def test_a_finding_leads_to_what_no_cell_shows(client: Client) -> None:
    answer = client.type_in(NAME, ("revision_kind", {"value": "adjustment"}))
    assert re.search(r'data-details="head" data-at="revision', answer.text)


def test_files_are_made_of_the_draft(client: Client) -> None:
    client.type_in(NAME, ("goals.0.text", {"zh": "改了的目标。", "en": "A changed goal."}))
    text = client.ask("GET", f"/spec/{NAME}/file.yaml")
    assert "改了的目标。" in text.text
    named = text.headers["content-disposition"]
    assert named == "attachment; filename*=UTF-8''2025-example.yaml"
    client.type_in(NAME, ("tasks.0.funds.basic", {"value": "x"}))
    assert client.ask("GET", f"/spec/{NAME}/file.pdf").status == 409


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_table_is_handed_in_on_a_branch_of_its_own(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    client.type_in(NAME, ("tasks.0.funds.basic", {"value": "1"}))
    assert 'role="alert"' in client.post(NAME, "hand-in", officer="张三").text
    client.post(NAME, "save")
    assert 'role="alert"' in client.post(NAME, "hand-in").text
    answer = client.post(NAME, "hand-in", officer="张三")
    assert "review/example-bureau-2025" in answer.text
    branch = "review/example-bureau-2025"
    assert git(folder, "show", f"{branch}:specs/{NAME}") == (
        (folder / "specs" / NAME).read_text("utf-8").strip()
    )
    assert git(folder, "log", "--format=%an %s", branch) == "张三 示例局2025年度绩效目标送审"
    # The name is known now; nothing of the repository is touched but the new branch.
    other = folder / "other.git"
    git(folder, "init", "--quiet", "--bare", str(other))
    git(folder, "remote", "add", "origin", str(other))
    assert branch in client.post(NAME, "hand-in").text
    assert git(other, "for-each-ref", "--format=%(refname:short)") == branch
    client.type_in(NAME, ("tasks.0.funds.basic", {"value": "2"}))
    client.post(NAME, "save")
    assert f"{branch}-2" in client.post(NAME, "hand-in").text
    assert git(other, "for-each-ref", "--count=1", "--sort=-refname", "--format=%(refname:short)")
    assert git(folder, "diff", "--cached", "--name-only") == ""


def test_a_file_may_have_any_name(client: Client, folder: Path) -> None:
    name = '2025 市#1%2f?"<b>.yaml'
    (folder / "specs" / NAME).rename(folder / "specs" / name)
    listed = client.ask("GET", "/list").text
    links = re.findall(r'href="(/spec/[^"]+)"', listed)
    assert links == [f"/spec/{quote(name)}"]
    page = client.ask("GET", links[0]).text
    assert "goals.0.text" in shown_cells(page)
    paths = re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"]*2025[^"]*)"', page)
    assert len(paths) > 5
    assert all(quote(name) in path for path in paths)
    file = client.ask("GET", f"{links[0]}/file.yaml")
    assert file.headers["content-disposition"].isascii()
    assert client.ask("POST", f"/next/{quote(name)}").headers["location"].isascii()


def test_the_language_is_changed(client: Client) -> None:
    answer = client.ask("POST", "/language/en")
    assert answer.headers["hx-refresh"] == "true"
    english = client.ask("GET", "/", headers={"Cookie": f"{client.cookie}; language=en"})
    assert '<html lang="en">' in english.text


# --- Random edits ---

SMALL = """\
# 编制说明，不公开
format: 1
year: 2025  # 年度
department:
  code: example-bureau
  name: {zh: 示例局, en: Example Bureau}
framework: output-cost
currency_unit: 万元
# 合计按批复
budget: {total: 409.60, basic: 396.60, project: 13.00}
tasks:
  # 第一项
  - id: service
    text: {zh: 做好服务。, en: Provide services.}
    funds: {total: 409.60, basic: 396.60, project: 13.00}  # 已核
  - id: network
    text:
      zh: 维护网络。
      en: Maintain networks.
    funds: {}
goals:
  - id: better-service
    tasks: [service]
    text: {zh: 提升服务。, en: Improve services.}
    indicators:
      # 待核：数量
      - id: windows
        category: output.quantity
        name: {zh: 窗口数量, en: Number of windows}
        target: ≥17台
        note: {zh: 含流动窗口, en: Mobile ones included}
      - id: due
        category: output.timeliness
        name: {zh: 完成时间, en: Completion}
        target: {zh: 年底前, en: By the end of the year, by: "2025-12-31"}
"""
EXAMPLES = {
    NAME: "overall-2015.yaml",
    "evaluation.yaml": "reports/department-evaluation.yaml",
    "monitoring.yaml": "reports/monitoring-central.yaml",
    "project.yaml": "project-2021.yaml",
}
# A plan and a report by turns.
BY_TURNS = cycle(("small.yaml", "evaluation.yaml", "small.yaml", "monitoring.yaml"))
TEXTS = st.sampled_from(
    ["改", "≥17台", "", " 两行\n文字 ", "12.50", "1,306.00", "x" * 60, "#不是注释", "a: b", "'\"{[",
     "是", "2025年12月31日", "- 项", "null", "~", "0x1F", "1e3", "＝100%", "<b>&amp;", "：、",
     "2024", "zh", "en", "more", "cost-first", "no", "0", "-1", "定性", "≥", "%"]
)  # fmt: skip
BLOCKS = st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=4)


def comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"^\s*#.*", text, re.MULTILINE))


class Editing(RuleBasedStateMachine):
    """A person who types anything anywhere, pastes blocks, moves rows, undoes and saves."""

    client: Client
    folder: Path
    turns = BY_TURNS

    @initialize()
    def begin(self) -> None:
        self.name = next(self.turns)
        texts = {"small.yaml": SMALL}
        for name, example in EXAMPLES.items():
            texts[name] = (PACKAGE / "data" / "examples" / example).read_text("utf-8")
        for name, text in texts.items():
            (self.folder / "specs" / name).write_text(text, "utf-8")
        self.path = self.folder / "specs" / self.name
        self.client.show(self.name)
        self.client.post(self.name, "discard")
        self.comments = comments(texts[self.name])
        self.look()

    def look(self) -> None:
        """Look at the page as it is now."""
        self.page = self.client.show(self.name)
        assert 'id="form"' in self.page
        self.cells = shown_cells(self.page)
        self.rows = sorted(set(re.findall(r'data-row="([^"]+)"', self.page)))
        self.beside = sorted({"head", *re.findall(r'tr [^>]*data-details="([^"]+)"', self.page)})

    @rule(place=st.integers(0, 10_000), text=TEXTS, english=TEXTS)
    def type_anywhere(self, place: int, text: str, english: str) -> None:
        if self.cells:
            self.type_at(self.cells, place, text, english)

    @rule(place=st.integers(0, 10_000), text=TEXTS, english=TEXTS)
    def type_beside(self, place: int, text: str, english: str) -> None:
        route = self.beside[place % len(self.beside)]
        beside = self.client.ask("GET", f"/spec/{self.name}/details?route={route}")
        cells = shown_cells(beside.text)
        if cells:
            self.type_at(cells, place, text, english)

    def type_at(self, cells: dict[str, dict[str, str]], place: int, *texts: str) -> None:
        route = sorted(cells)[place % len(cells)]
        parts = dict(zip(cells[route], (*texts, ""), strict=False))
        assert self.client.type_in(self.name, (route, parts)).status == 200

    @rule(place=st.integers(0, 10_000), block=BLOCKS)
    def paste(self, place: int, block: list[list[str]]) -> None:
        anchors = re.findall(r'<td id="([^"]+)"[^>]* data-route=', self.page)
        if anchors:
            anchor = anchors[place % len(anchors)]
            rows = json.dumps(block)
            assert self.client.post(self.name, "paste", anchor=anchor, rows=rows).status == 200

    @rule(place=st.integers(0, 10_000), action=st.sampled_from(["add", "copy", "up", "down"]))
    def change_a_row(self, place: int, action: str) -> None:
        if self.rows:
            route = self.rows[place % len(self.rows)]
            assert self.client.post(self.name, "row", action=action, route=route).status == 200

    @rule(step=st.sampled_from(["undo", "redo"]))
    def go_back_or_forth(self, step: str) -> None:
        assert self.client.post(self.name, step).status == 200

    @invariant()
    def the_disk_has_what_the_page_shows(self) -> None:
        assert self.client.post(self.name, "save").status == 200
        text = self.path.read_text("utf-8")
        draft = Draft(text)
        assert draft.is_sound
        assert not self.comments - comments(text)
        self.look()
        for route, parts in self.cells.items():
            assert parts == _parts(_value(draft, route), parts), route


def _value(draft: Draft, route: str) -> Any:
    """What the disk has for a cell; a tick of the page is a word there."""
    if not draft.is_report:
        return draft.value(split_route(route))
    *steps, last = route.split(".")
    if steps[-1:] in (["causes"], ["likelihood"]):
        known = draft.value(tuple(steps)) or ()
        return True if last in ((known,) if isinstance(known, str) else known) else None
    return draft.value((*steps, last))


def _parts(value: Any, shown: dict[str, str]) -> dict[str, str]:
    """What a page has to show of a value that is on the disk."""
    if isinstance(value, dict):
        named = value.get("name")
        name: dict[str, object] = named if isinstance(named, dict) else {}
        known = {**name, **value, "value": value.get("zh", "")}
        return {key: str(known.get(key) or "") for key in shown}
    first = next(iter(shown))
    words = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else value
    plain = "、".join(value) if isinstance(value, list) else "" if words is None else str(words)
    return {key: plain if key == first else "" for key in shown}


def test_random_edits_keep_the_file_and_the_page_the_same(folder: Path) -> None:
    with serving(folder) as client:
        client.enter()
        Editing.client, Editing.folder = client, folder
        machine = settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        case = Editing.TestCase
        case.settings = machine
        case("runTest").runTest()
