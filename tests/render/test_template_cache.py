"""Compiled templates are kept for the next process, and never trusted where they are not ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from paths import SMALL_SPEC

from perf_report import resources
from perf_report.outputs.process_cache import open_pages
from perf_report.render.templates import open_environment

TEXT = "{{ a }} and {{ b }}"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The folder of a cache that has not been used."""
    return tmp_path / "cache"


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


def render(own: Path, cache: Path) -> str:
    """A page by the project's template, as a process of its own makes it."""
    return open_here(own, cache).get_template("own.html.j2").render(a="1", b="<2>")


def open_here(*folders: Path) -> Environment:
    """Templates of such folders before our own; the last is that of the cache."""
    *own, cache = folders
    pages = open_pages.__wrapped__((*own, resources.templates_path()), cache)
    return open_environment(pages.folders, pages.compiled)


def test_the_next_process_compiles_nothing(own: Path, cache: Path, compiled: list[str]) -> None:
    first = render(own, cache)
    again = render(own, cache)

    assert first == again == "1 and &lt;2&gt;"
    assert compiled == ["own.html.j2"]


def test_our_own_templates_are_kept_apart_from_those_of_the_sandbox(
    own: Path, cache: Path, compiled: list[str]
) -> None:
    for folders in [(cache,), (own, cache)] * 2:
        open_here(*folders).get_template("grid.html.j2")

    assert compiled == ["grid.html.j2"] * 2
    assert [len(list(folder.iterdir())) for folder in (cache / "templates").iterdir()] == [1, 1]


def test_a_changed_template_is_compiled_again(own: Path, cache: Path, compiled: list[str]) -> None:
    render(own, cache)
    (own / "own.html.j2").write_text("{{ b }} alone")

    assert render(own, cache) == "&lt;2&gt; alone"
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
    expected = render(own, cache)
    (kept,) = (path for path in cache.rglob("*") if path.is_file())
    data = kept.read_bytes()
    assert spoil(data) != data
    kept.write_bytes(spoil(data))

    assert [render(own, cache), render(own, cache)] == [expected] * 2
    assert len(compiled) == 2
    assert kept.read_bytes() == data


def test_what_another_version_has_compiled_is_not_used(
    own: Path, cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(own, cache)
    monkeypatch.setattr("jinja2.__version__", "0.0")

    render(own, cache)

    assert len(compiled) == 2


def test_a_cache_that_cannot_be_used_is_done_without(own: Path, cache: Path) -> None:
    cache.write_text("a file where the cache should be", "utf-8")

    assert render(own, cache) == "1 and &lt;2&gt;"


def test_a_build_keeps_what_it_compiles_in_the_users_cache(
    here: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    options = ("--format", "html", "--lang", "zh", "-o", tmp_path / "output")

    assert here("build", SMALL_SPEC, *options).code == 0

    # A checkout has the templates of an installed tool once more, as a project's own.
    (kind,) = (tmp_path / "cache" / "perf-report" / "templates").iterdir()
    assert kind.name in {"ours", "sandbox"}
    assert {path.name.endswith(".tmp") for path in kind.iterdir()} == {False}
