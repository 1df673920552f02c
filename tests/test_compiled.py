"""Compiled templates are kept for the next process, and never trusted where they are not ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from perf_report import resources
from perf_report.render.templates import open_environment

TEXT = "{{ a }} and {{ b }}"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of a user who has none yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "perf-report" / "templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from now on."""
    seen: list[str] = []
    generate: Callable[..., Any] = Environment._generate

    def note(self: Environment, source: Any, name: str, *arguments: Any, **options: Any) -> Any:
        seen.append(name)
        return generate(self, source, name, *arguments, **options)

    monkeypatch.setattr(Environment, "_generate", note)
    return seen


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A project's folder of templates."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "own.html.j2").write_text(TEXT)
    return folder


def render(folder: Path) -> str:
    """A page by the project's template, as a process of its own makes it."""
    environment = open_environment((folder, resources.templates_path()))
    return environment.get_template("own.html.j2").render(a="1", b="<2>")


def test_the_next_process_compiles_nothing(own: Path, compiled: list[str]) -> None:
    first = render(own)
    again = render(own)

    assert first == again == "1 and &lt;2&gt;"
    assert compiled == ["own.html.j2"]


def test_our_own_templates_are_kept_apart_from_those_of_the_sandbox(
    own: Path, cache: Path, compiled: list[str]
) -> None:
    for folders in [(resources.templates_path(),), (own, resources.templates_path())] * 2:
        open_environment(folders).get_template("goals.html.j2")

    assert compiled == ["goals.html.j2"] * 2
    assert [len(list(folder.iterdir())) for folder in cache.iterdir()] == [1, 1]


def test_a_changed_template_is_compiled_again(own: Path, compiled: list[str]) -> None:
    render(own)
    (own / "own.html.j2").write_text("{{ b }} alone")

    assert render(own) == "&lt;2&gt; alone"
    assert len(compiled) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: data[:40],
        lambda data: data.replace(b" and ", b" not "),
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data + b"x",
    ],
    ids=["empty", "cut", "cut short", "another word", "another hash", "longer"],
)
def test_what_is_not_as_it_was_written_is_compiled_again_and_mended(
    own: Path, cache: Path, compiled: list[str], spoil: Callable[[bytes], bytes]
) -> None:
    expected = render(own)
    (kept,) = (path for path in cache.rglob("*") if path.is_file())
    data = kept.read_bytes()
    assert spoil(data) != data
    kept.write_bytes(spoil(data))

    assert [render(own), render(own)] == [expected] * 2
    assert len(compiled) == 2
    assert kept.read_bytes() == data


def test_what_another_version_has_compiled_is_not_used(
    own: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(own)
    monkeypatch.setattr("jinja2.__version__", "0.0")

    render(own)

    assert len(compiled) == 2


def test_a_cache_that_cannot_be_used_is_done_without(own: Path, cache: Path) -> None:
    cache.parent.parent.write_text("a file where the user's cache should be")

    assert render(own) == "1 and &lt;2&gt;"


def test_what_is_run_from_is_the_users_alone(own: Path, cache: Path) -> None:
    render(own)

    assert {folder.stat().st_mode & 0o777 for folder in cache.iterdir()} == {0o700}
