"""What a category of indicators measures, whatever its id in a framework is."""

from enum import StrEnum


class CategoryKind(StrEnum):
    """The kind of a category; the values are those of `kind` in a framework's file."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    COST = "cost"
    ECONOMIC = "economic"
    SOCIAL = "social"
    ECOLOGICAL = "ecological"
    SUSTAINED = "sustained"
    SATISFACTION = "satisfaction"


class Better(StrEnum):
    """Whether more or less of what a category measures is better."""

    MORE = "more"
    LESS = "less"
