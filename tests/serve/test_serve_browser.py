"""A newcomer's work in a browser: from last year's Word file to this year's table and its PDF."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_checks import AXE, RUN_AXE, STANDARD
from paths import REAL_SPEC, TESTS
from playwright.sync_api import Browser, Page, expect
from served import Client, serving

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.workbench import Workbench

LAST_YEAR = TESTS / "office" / "files" / "overall-2015.docx"
NAME = REAL_SPEC.name
# What a browser says of a file that the server refuses to make.
REFUSED = "409 (Conflict)"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, client: Client) -> Iterator[Page]:
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(client.address)
    yield opened
    opened.close()
    assert [each for each in complaints if REFUSED not in each] == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, [STANDARD, {}])
    return found


def type_in(page: Page, route: str, text: str) -> None:
    """Type in a cell by keys alone, but for the way to it."""
    page.locator(f'td[data-route="{route}"]').focus()
    with page.expect_response(re.compile("/edit$")):
        page.keyboard.press("F2")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Go by keys to the next place that a selector tells."""
    for _ in range(80):
        if page.evaluate("found => document.activeElement.matches(found)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def test_a_newcomer_makes_this_years_table_of_last_years_word_file_by_keys_alone(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert violations(page) == []
    # A list that comes meanwhile would take the key.
    expect(page.locator("#list")).to_contain_text("还没有表")
    tab_to(page, "input[type=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(str(LAST_YEAR))
    tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/spec/**")
    expect(page.locator("#list")).to_contain_text("待核")
    assert violations(page) == []
    year = int(page.locator(".form .year").inner_text())
    page.locator("td[data-route]").first.focus()
    page.keyboard.press("F6")
    page.keyboard.press("F6")
    expect(page.locator(":focus")).to_have_class("tools")
    tab_to(page, 'form[action^="/next/"] button')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/spec/{year + 1}-*")
    expect(page.locator(".form .year")).to_have_text(str(year + 1))
    page.wait_for_load_state()
    path = next((tmp_path / "specs").glob(f"{year + 1}-*.yaml"))
    before = path.read_text("utf-8")
    route = page.locator("td[data-kind=target]").first.get_attribute("data-route") or ""
    type_in(page, route, "≥20台")
    expect(page.locator(f'td[data-route="{route}"]')).to_contain_text("理解为：不少于20台")
    expect(page.locator("#bar .state")).to_contain_text("未保存")
    marks = page.locator("[data-reviewed]").count()
    page.keyboard.press("F6")
    tab_to(page, "[data-reviewed]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-reviewed]")).to_have_count(marks - 1)
    # The next one is at hand.
    expect(page.locator("[data-reviewed]:focus")).to_have_count(1)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-notice=saved]")).to_be_visible()
    after = path.read_text("utf-8")
    assert Draft(after).value(_route(route)) == "≥20台"
    # Of the comments, the mark that was reviewed is gone.
    assert len(set(_comments(before)) - set(_comments(after))) <= 1
    assert len(_comments(before)) - len(_comments(after)) == 1
    page.keyboard.press("F6")
    for ending, begin in (("pdf", b"%PDF-"), ("docx", b"PK")):
        tab_to(page, f'a[href$="file.{ending}"]')
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert Path(download.value.path()).read_bytes().startswith(begin)

    tab_to(page, "[name=officer]")
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    expect(page.locator("#handed-in")).to_contain_text(f"review/{path.stem.partition('-')[2]}")
    assert violations(page) == []


def _route(text: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in text.split("."))


def _comments(text: str) -> list[str]:
    return re.findall(r"#.*", text)


def save_elsewhere(page: Page, path: Path) -> None:
    """Change an amount in the file, until the page and the details that it shows have it."""
    text = path.read_text("utf-8").replace(
        "{total: 524.00, basic: 396.60", "{total: 524.00, basic: 396.70"
    )
    with page.expect_response(lambda response: "/details" in response.url):
        path.write_text(text, "utf-8")
        cell = page.locator('td[data-route="tasks.1.funds.basic"]')
        expect(cell).to_have_text("396.70", timeout=4500)
    page.wait_for_timeout(100)


def open_by_an_input_method(page: Page) -> None:
    page.locator(":focus").dispatch_event("keydown", {"key": "Process"})
    expect(page.locator(".editor")).to_be_visible()
    # These are keys of the input method while it composes.
    for key in ("Escape", "Enter", "Tab"):
        page.locator(":focus").dispatch_event("keydown", {"key": key, "isComposing": True})
        expect(page.locator(".editor :focus")).to_have_count(1)
    page.keyboard.press("Escape")


def ask_for_the_pdf_of_what_has_errors(page: Page) -> None:
    page.locator('a[href$="file.pdf"]').click()
    expect(page.locator("#paper [role=alert]")).to_contain_text("请先按检查结果改正错误。")


def test_the_grid_is_used_by_keys_alone(page: Page, client: Client, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / NAME).write_bytes(REAL_SPEC.read_bytes())
    page.goto(f"{client.origin}/spec/{NAME}")
    amount = page.locator('td[data-route="tasks.0.funds.basic"]')
    amount.focus()
    before = REAL_SPEC.read_text("utf-8").partition("396.60, project: 13.00")[0].split("\n")
    expect(page.locator("#place")).to_have_text(
        f"在文件中的位置：第{len(before)}行第{len(before[-1]) + 1}列"
    )
    # Typing opens the cell, Escape gives up, Enter takes, and goes one down.
    page.keyboard.type("5")
    page.keyboard.press("Escape")
    expect(amount).to_have_text("396.60")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("400.60")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("data-route", "tasks.1.funds.basic")
    expect(amount).to_have_text("400.60")
    expect(page.locator("#findings .is-error")).to_have_count(2)
    assert violations(page) == []
    open_by_an_input_method(page)
    ask_for_the_pdf_of_what_has_errors(page)
    page.locator('td[data-route="tasks.1.funds.basic"]').focus()
    for key, route in (
        ("ArrowRight", "tasks.1.funds.project"),
        ("ArrowUp", "tasks.0.funds.project"),
        ("ArrowLeft", "tasks.0.funds.basic"),
        ("Tab", "tasks.0.funds.project"),
        ("Shift+Tab", "tasks.0.funds.basic"),
        ("Home", "tasks.0.text"),
        ("End", "tasks.0.funds.other"),
        ("ArrowDown", "tasks.1.funds.other"),
    ):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_attribute("data-route", route)
    page.keyboard.press("Control+z")
    expect(amount).to_have_text("396.60")
    page.keyboard.press("Control+y")
    expect(amount).to_have_text("400.60")
    # The focus goes where a row goes.
    page.keyboard.press("Control+d")
    expect(page.locator(":focus")).to_have_attribute("data-route", "tasks.2.funds.other")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(":focus")).to_have_attribute("data-route", "tasks.1.funds.other")
    page.keyboard.press("Control+Delete")
    page.locator('td[data-route="goals.0.indicators.0.name"]').focus()
    page.locator("#show-details").press("Enter")
    type_in(page, "goals.0.indicators.0.note", "说明")
    expect(page.locator("#details")).to_contain_text("说明")
    expect(page.locator('td[data-route="goals.0.indicators.0.name"]')).to_contain_text("说明")
    assert violations(page) == []
    page.keyboard.press("F6")
    expect(page.locator(":focus")).to_have_class("side")
    # What another program saves is there at once, what was typed still is, and so is the focus.
    page.locator('[hx-get$="/compare"]').press("Enter")
    revision = page.locator("#compare [name=revision]")
    revision.fill("nothing")
    save_elsewhere(page, specs / NAME)
    expect(amount).to_have_text("400.60")
    expect(revision).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#changes [role=alert]")).to_be_visible()
    assert violations(page) == []


def paste(page: Page, kind: str, data: str) -> None:
    with page.expect_response(re.compile("/paste$")):
        page.evaluate(
            """([kind, data]) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData(kind, data);
              document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
            }""",
            [kind, data],
        )


def leave_in_the_middle_of_a_cell(page: Page) -> None:
    page.locator('td[data-route="goals.0.text"]').focus()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("半途")
    page.reload()
    expect(page.locator('td[data-route="goals.0.text"]')).to_contain_text("半途")
    page.locator('[hx-get$="/compare"]').press("Enter")
    page.locator("#compare [name=file][type=file]").set_input_files(REAL_SPEC)
    page.locator('form[hx-post$="/compare"] button').press("Enter")
    page.locator("#changes [data-go]").press("Enter")
    expect(page.locator(":focus")).to_have_attribute("data-route", "goals.0.text")


def test_a_block_from_a_spreadsheet_is_pasted(page: Page, client: Client, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / NAME).write_bytes(REAL_SPEC.read_bytes())
    page.goto(f"{client.origin}/spec/{NAME}")
    rows: Any = [["1,000.00", "2.5"], ["3", ""]]
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    blocks = {
        "text/plain": "\r\n".join("\t".join(row) for row in rows),
        "text/html": f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>",
    }
    for kind, data in blocks.items():
        page.locator('td[data-route="tasks.6.funds.basic"]').focus()
        paste(page, kind, data)
        expect(page.locator('td[data-route="tasks.6.funds.basic"]')).to_have_text("1000.00")
        expect(page.locator('td[data-route="tasks.6.funds.project"]')).to_have_text("2.50")
        # There was no eighth task.
        expect(page.locator('td[data-route="tasks.7.funds.basic"]')).to_have_text("3.00")
        page.locator('td[data-route="tasks.7.text"]').click()
        page.locator("[data-action=remove]").click()
        expect(page.locator('td[data-route="tasks.7.funds.basic"]')).to_have_count(0)
        with page.expect_response(re.compile("/undo$")):
            page.locator('[data-step="undo"]').click()
        with page.expect_response(re.compile("/undo$")):
            page.locator('[data-step="undo"]').click()
    # Quotes are those of the text, but for a cell that a spreadsheet had to quote.
    page.locator('td[data-route="tasks.5.text"]').focus()
    paste(page, "text/plain", '"重点"工作\n"两行\n""字"""')
    expect(page.locator('td[data-route="tasks.5.text"]')).to_contain_text('"重点"工作')
    below = page.locator('td[data-route="tasks.6.text"]')
    expect(below).to_have_attribute("data-part-zh", '两行\n"字"')
    with page.expect_response(re.compile("/undo$")):
        page.locator('[data-step="undo"]').click()
    leave_in_the_middle_of_a_cell(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_typed_is_lost_while_the_server_is_slow_or_gone(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / NAME).write_bytes(REAL_SPEC.read_bytes())
    page, real = browser.new_page(), Workbench.details
    cell = page.locator('td[data-route="goals.0.text"]')

    def slow(*arguments: Any) -> Any:
        time.sleep(0.5)
        return real(*arguments)

    with serving(tmp_path) as client:
        page.goto(client.address)
        page.goto(f"{client.origin}/spec/{NAME}")
        monkeypatch.setattr(Workbench, "details", slow)
        page.locator("#show-head").click()
        type_in(page, "goals.0.text", "第一处")
        expect(cell).to_contain_text("第一处")
        expect(page.locator("#details table")).to_be_visible()
        cell.focus()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("第二处")
    page.keyboard.press("Enter")
    expect(page.locator("#notice [role=alert]")).to_be_visible()
    expect(cell.locator("textarea").first).to_have_value("第二处")
    page.keyboard.press("Escape")
    expect(cell).to_contain_text("第一处")
    page.close()
