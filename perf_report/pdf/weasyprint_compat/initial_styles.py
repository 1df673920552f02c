"""A shortcut to the value of a property that no rule of a style sheet sets, as most are.

A layout asks each of thousands of boxes for dozens of properties. WeasyPrint 70.0 goes through all
that may be said of one, logical names, variables and calculations among it, before it comes to the
initial value or the parent's. Which properties end there is known beforehand. The values are the
same, as a test compares for every property; everything else is left to WeasyPrint.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

_Missing = Callable[[Any, str], Any]
# By property: its value, and the logical names that might be set in its place.
_Initial = Mapping[str, tuple[Any, tuple[str, ...]]]

# Their values hang on each other, or on more than a parent.
_INTERTWINED = frozenset({"display", "float", "page", "position"})
_PROPAGATED = "text_decoration_"


def shorten_styles() -> None:
    """Have styles in this process take the shortcut from now on."""
    from weasyprint.css import AnonymousStyle, ComputedStyle

    initial, inherited = _initial_values(), _inherited()
    ComputedStyle.__missing__ = _computed(ComputedStyle.__missing__, initial, inherited)
    AnonymousStyle.__missing__ = _anonymous(AnonymousStyle.__missing__, initial, inherited)


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
