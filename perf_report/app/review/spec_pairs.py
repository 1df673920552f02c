"""Which spec of a branch belongs to which of its base."""

from collections.abc import Mapping, Sequence

from perf_report.app.check.check_result import CheckedSpec
from perf_report.model.identity import Identity


def pair_specs(
    old: Sequence[CheckedSpec], new: Sequence[CheckedSpec], base: str
) -> tuple[Mapping[str, CheckedSpec], list[CheckedSpec]]:
    """Return the old spec of each new one, that of the same path first; and the other old ones."""
    unpaired: dict[Identity, list[CheckedSpec]] = {}
    for spec in old:
        if spec.result.identity is not None:
            unpaired.setdefault(spec.result.identity, []).append(spec)
    pairs: dict[str, CheckedSpec] = {}
    for needs_path in (True, False):
        for spec in new:
            name = spec.source.name
            if spec.result.identity is None or name in pairs:
                continue
            candidates = unpaired.get(spec.result.identity, [])
            places = [
                i for i, o in enumerate(candidates) if not needs_path or path_of(o, base) == name
            ]
            if places:
                pairs[name] = candidates.pop(places[0])
    return pairs, [spec for specs in unpaired.values() for spec in specs]


def is_invalid_now(spec: CheckedSpec, new: Sequence[CheckedSpec], base: str) -> bool:
    """Return whether an old spec's file is invalid now, so that its table seems removed."""
    invalid = {item.source.name for item in new if item.result.identity is None}
    return path_of(spec, base) in invalid


def path_of(spec: CheckedSpec, base: str) -> str:
    """Return the path of an old spec."""
    return spec.source.name.removeprefix(f"{base}:")
