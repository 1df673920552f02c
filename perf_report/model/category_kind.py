"""What a category of indicators measures, whatever its id in a framework is."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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


# The kinds of the built-in categories, by id. A category of a project's own framework has the kind
# that it states, or else that of the built-in category with the same id.
BUILTIN_KINDS: Mapping[str, CategoryKind] = MappingProxyType(
    {
        "output.quantity": CategoryKind.QUANTITY,
        "output.quality": CategoryKind.QUALITY,
        "output.timeliness": CategoryKind.TIMELINESS,
        "output.cost": CategoryKind.COST,
        "cost.economic": CategoryKind.COST,
        "cost.social": CategoryKind.COST,
        "cost.ecological-environment": CategoryKind.COST,
        "benefit.economic": CategoryKind.ECONOMIC,
        "benefit.social": CategoryKind.SOCIAL,
        "benefit.ecological": CategoryKind.ECOLOGICAL,
        "benefit.sustained": CategoryKind.SUSTAINED,
        "satisfaction.beneficiary": CategoryKind.SATISFACTION,
    }
)
