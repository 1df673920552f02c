"""The place of a cell in its file: shown, and opened in an editor."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from paths import SMALL_SPEC
from served import Client, serving

from perf_report.app.workbench.editor import Editor

NAME = "2025-example.yaml"
LINES = SMALL_SPEC.read_text("utf-8").splitlines()
AMOUNT = next(at for at, line in enumerate(LINES, 1) if "396.60" in line and "budget" not in line)
COLUMN = LINES[AMOUNT - 1].index("396.60", LINES[AMOUNT - 1].index("basic")) + 1
Calls = list[tuple[str, int, int]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What an editor was asked to open."""
    calls: Calls = []

    def note(_: Editor, path: Path, line: int, column: int) -> None:
        calls.append((path.name, line, column))

    monkeypatch.setattr(Editor, "open", note)
    return calls


@pytest.fixture(params=[True, False])
def client(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / NAME).write_bytes(SMALL_SPEC.read_bytes())
    editor = Editor(words=("code", "{file}")) if request.param else None
    with serving(tmp_path, editor) as made:
        made.enter()
        made.show(NAME)
        yield made


def test_the_place_is_that_in_the_file_and_opens_only_in_an_editor_that_was_named(
    client: Client, opened: Calls, request: pytest.FixtureRequest
) -> None:
    has_editor = request.node.callspec.params["client"]
    # A row that is not saved yet moves no line of the file.
    client.post(NAME, "row", action="add", route="tasks.0")
    client.post(NAME, "row", action="up", route="tasks.1")
    path = f"/spec/{NAME}/place?route=tasks.0.funds.basic"
    shown = client.ask("GET", path)
    assert f"第{AMOUNT}行第{COLUMN}列" in shown.text
    assert ("data-editor" in shown.text) is has_editor
    assert ('data-editor="' in client.show(NAME)) is has_editor
    for wrong in ("", "../x", "tasks.0.FUNDS"):
        assert client.ask("GET", f"/spec/{NAME}/place?route={wrong}").status == 404
    for values, place in (
        ({"route": "tasks.0.funds.basic"}, (NAME, AMOUNT, COLUMN)),
        ({"route": "tasks.0.FUNDS", "line": "7"}, (NAME, 7, 1)),
        ({"route": "", "line": "7"}, (NAME, 7, 1)),
        ({"route": "", "line": "-7"}, None),
        ({"route": "", "line": "9" * 5000}, None),
    ):
        opened.clear()
        answer = client.ask(
            "POST", f"/spec/{NAME}/editor", urlencode(values).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        is_opened = has_editor and place is not None
        assert (answer.status, opened) == ((200, [place]) if is_opened else (404, []))
    headers = {"Origin": "http://evil.example"}
    assert client.ask("POST", f"/spec/{NAME}/editor", b"line=7", headers).status == 403
    assert client.ask("POST", "/spec/..%2Fsecret.yaml/editor", b"line=7").status == 404
