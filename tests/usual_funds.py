"""Funds under the sources of a spec that names no form."""

from decimal import Decimal

from perf_report.model.funds import Funds
from perf_report.model.usual_sources import USUAL_SOURCES


def usual_funds(**amounts: Decimal | None) -> Funds:
    """Return funds with amounts; None for a blank."""
    return with_amounts(Funds(), **amounts)


def with_amounts(funds: Funds, **amounts: Decimal | None) -> Funds:
    """Return the funds with other amounts."""
    assert amounts.keys() <= set(USUAL_SOURCES.ids)
    changed = {**funds.amounts, **amounts}
    return Funds({id_: each for id_, each in changed.items() if each is not None}, funds.sources)


def amounts_of(funds: Funds) -> tuple[Decimal | None, ...]:
    """Return the amounts that are written: the total, then its parts."""
    total, basic, project, other = map(funds.get, USUAL_SOURCES.ids)
    return total, basic, project, other
