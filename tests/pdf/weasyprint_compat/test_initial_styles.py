"""The shortcut to styles changes no value, and what is loaded late is loaded."""

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from weasyprint.css import AnonymousStyle, ComputedStyle, get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration

from perf_report.pdf.weasyprint_compat.initial_styles import shorten_styles
from perf_report.pdf.weasyprint_compat.loading import _called_later, load_weasyprint

# WeasyPrint itself looks for these under their physical names, and cannot compute them.
ASKED = sorted(
    name for name in INITIAL_VALUES if not re.fullmatch(r"border_(block|inline)_.*_width", name)
)

# What decides a value in more than one step, on elements and on what they inherit from.
PAGE = """\
<html lang="en"><head><style>
:root { --gap: 3px; --letters: var(--gap); line-height: 1.5; color: #123 }
body { margin: var(--gap); text-indent: calc(10% + 1px); font-size: calc(1em + 2px) }
main { writing-mode: horizontal-tb; direction: rtl; padding-inline-start: 7px; width: 50% }
section { margin-inline-end: 1em; margin-block: 2px 3px; inline-size: 20em; page: wide }
p { float: left; position: absolute; text-decoration: underline; border: thin solid red }
p span { display: inherit; margin: inherit; width: inherit; all: unset; inset-inline-start: 4px }
em { letter-spacing: var(--letters); text-decoration: line-through; hyphens: auto }
table { border-collapse: collapse; border-block-end-width: thick; border-block-end-style: dotted }
td { min-block-size: calc(1px * 3); max-inline-size: min(3em, 40px); outline: medium solid }
td::before { content: "x"; color: inherit; break-inside: inherit; margin-top: inherit }
i { color: var(--nothing); margin-left: var(--nothing); bookmark-level: 2; tab-size: 3 }
</style></head><body><main>
<section><p>one <span>two <em>three</em></span></p></section>
<table><tr><td>four</td><td><i>five</i></td></tr></table>
</main></body></html>"""


@pytest.fixture
def at_length(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What has styles found in WeasyPrint's own way until the test ends."""
    load_weasyprint()

    def restore() -> None:
        for style in (ComputedStyle, AnonymousStyle):
            monkeypatch.setattr(style, "__missing__", style.__missing__.__wrapped__)

    return restore


def tell(value: Any) -> str:
    """A value in words; a calculation is put off until the box has its place."""
    return str(value.serialize() if hasattr(value, "serialize") else value)


def values() -> Iterator[tuple[object, ...]]:
    """Every property of all elements and pseudo-elements, and of a box in each that is no element.

    The order of asking is turned round for every second one, since one value may fetch another.
    """
    html = load_weasyprint().HTML(string=PAGE)
    fonts = FontConfiguration()
    styles = get_all_computed_styles(html, font_config=fonts)
    for number, element in enumerate(html.wrapper_element.iter_subtree()):
        names = ASKED[:: -1 if number % 2 else 1]
        for pseudo in (None, "before"):
            style = styles(element.etree_element, pseudo)
            if style is not None:
                for each in (style, style.anonymous_style):
                    told = {name: tell(each[name]) for name in names}
                    yield element.etree_element.tag, pseudo, told


def test_no_value_changes(at_length: Callable[[], None]) -> None:
    short = list(values())
    at_length()
    slow = list(values())
    assert len(short) > 12
    assert short == slow


def test_the_shortcut_is_taken_for_most(
    at_length: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    at_length()
    own = ComputedStyle.__missing__

    def count(style: Any, key: str) -> Any:
        asked.append(key)
        return own(style, key)

    monkeypatch.setattr(ComputedStyle, "__missing__", count)
    list(values())
    everything, asked[:] = len(asked), []
    shorten_styles()
    list(values())
    assert 0 < len(asked) < everything / 4


def test_a_module_called_later_is_loaded_by_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with _called_later(("colorsys",)):
        from colorsys import rgb_to_hsv

        stand_in = sys.modules["colorsys"]
    assert "colorsys" not in sys.modules
    assert rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1)
    assert sys.modules["colorsys"] is not stand_in


def test_a_module_that_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("perf_report_test_module")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with _called_later((module.__name__,)):
        assert importlib.import_module(module.__name__) is module
    assert sys.modules[module.__name__] is module


@pytest.mark.parametrize("is_known", [True, False])
def test_another_weasyprint_is_left_alone(is_known: bool) -> None:  # noqa: FBT001
    script = f"""
import importlib.metadata, sys
told = importlib.metadata.version
importlib.metadata.version = lambda name: told(name) if {is_known} else "70.1"
from perf_report.pdf.weasyprint_compat.loading import load_weasyprint
load_weasyprint()
from weasyprint.css import AnonymousStyle, ComputedStyle
shortened = (ComputedStyle.__missing__, AnonymousStyle.__missing__)
print(*(hasattr(each, "__wrapped__") for each in shortened), "fontTools.subset" not in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == [str(is_known)] * 3
