"""A shortcut to the values of properties that no style sheet sets, as most are.

Needs: `ComputedStyle`, `AnonymousStyle`, their `__missing__`, `cascaded` and `parent_style`
    (weasyprint.css); `PHYSICAL_FUNCTIONS` (weasyprint.css.computed_values); `INHERITED`,
    `INITIAL_NOT_COMPUTED` and `INITIAL_VALUES` (weasyprint.css.properties).
Why: a layout asks each of thousands of boxes for dozens of properties. WeasyPrint goes through all
    that may be said of one before it takes the initial value or the parent's. It
    saves 5 to 8 % of a PDF. Values are the same, as a test compares for every property.
Since: WeasyPrint 70.0, and no other version; without it, the pages are the same.
Upstream: Kozea/WeasyPrint#578 (open: the time that long documents take).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from typing import Any

_Missing = Callable[[Any, str], Any]
# By property: its value, and the logical names that might be set in its place.
_Initial = Mapping[str, tuple[Any, tuple[str, ...]]]

# Their values hang on each other, or on more than a parent.
_INTERTWINED = frozenset({"display", "float", "page", "position"})
_PROPAGATED = "text_decoration_"


def shorten_styles() -> None:
    """Have styles in this process take the shortcut, if WeasyPrint has all that it needs."""
    with suppress(AttributeError, ImportError):
        from weasyprint.css import AnonymousStyle, ComputedStyle

        computed, anonymous = ComputedStyle.__missing__, AnonymousStyle.__missing__
        initial, inherited = _initial_values(), _inherited()
        ComputedStyle.__missing__ = _computed(computed, initial, inherited)
        AnonymousStyle.__missing__ = _anonymous(anonymous, initial, inherited)


def _computed(at_length: _Missing, initial: _Initial, inherited: frozenset[str]) -> _Missing:
    """What finds a value for an element; `at_length` is WeasyPrint's own way."""

    @wraps(at_length)
    def find(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key in cascaded:
            return at_length(style, key)
        if key in initial:
            value, logical = initial[key]
            for name in logical:
                if name in cascaded:
                    return at_length(style, key)
            style[key] = value
            return value
        if key in inherited and style.parent_style is not None:
            value = style[key] = style.parent_style[key]
            return value
        return at_length(style, key)

    return find


def _anonymous(at_length: _Missing, initial: _Initial, inherited: frozenset[str]) -> _Missing:
    """The same for a box that is no element's, for which no rule says anything."""

    @wraps(at_length)
    def find(style: Any, key: str) -> Any:
        if key in initial:
            value = style[key] = initial[key][0]
        elif key in inherited:
            value = style[key] = style.parent_style[key]
        else:
            value = at_length(style, key)
        return value

    return find


def _initial_values() -> _Initial:
    """The properties that begin anew with each element, and need not be computed."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    def logical(key: str) -> tuple[str, ...]:
        name = PHYSICAL_FUNCTIONS.get(key)
        return tuple({name(block="ttb", inline=way) for way in ("ltr", "rtl")}) if name else ()

    return {
        key: (value, logical(key))
        for key, value in INITIAL_VALUES.items()
        if key not in INHERITED and key not in INITIAL_NOT_COMPUTED and not _is_special(key)
    }


def _inherited() -> frozenset[str]:
    """The properties that are the parent's."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED

    return frozenset(
        key for key in INHERITED if key not in PHYSICAL_FUNCTIONS and not _is_special(key)
    )


def _is_special(key: str) -> bool:
    return key in _INTERTWINED or key.startswith(_PROPAGATED)
