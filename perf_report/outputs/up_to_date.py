"""Which files are to be made, and why: each is held against what made it, and what it is now."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from perf_report.outputs.build_cache import Ledger, Stamp, stamp_of
from perf_report.outputs.input_fingerprints import (
    Ingredients,
    Shared,
    Stock,
    identify_inputs,
    own_ingredients,
)
from perf_report.outputs.manifest import Manifest
from perf_report.outputs.output_files import Output
from perf_report.outputs.spec_summary import Card

# The sentences on ingredients that changed, by the first word of an ingredient's name.
_CHANGED = {
    "spec": "changed-spec",
    "name": "changed-name",
    "framework": "changed-framework",
    "has-earlier": "changed-has-earlier",
    "earlier": "changed-earlier",
    "earlier-name": "changed-earlier",
    "earlier-framework": "changed-framework",
    "tool": "changed-tool",
    "library": "changed-library",
    "language": "changed-language",
    "template": "changed-template",
    "fonts": "changed-fonts",
    "address": "changed-address",
    "policy": "changed-policy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a file is made or left: a sentence of `[explain]`, and the name that it is about."""

    id: str
    name: str = ""


UP_TO_DATE, _FORCED = Cause(id="up-to-date"), Cause(id="forced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A file of a table: what it is made of, and why it is to be made, or left."""

    output: Output
    identifier: str
    shared: Shared
    own: Ingredients
    causes: tuple[Cause, ...] = (UP_TO_DATE,)

    @property
    def is_fresh(self) -> bool:
        """Whether the file is there as it should be."""
        return self.causes == (UP_TO_DATE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file of the output folder that was looked at byte by byte, or written."""

    stamp: Stamp
    sha256: str
    judged: Judged


class Judge:
    """Looks at the files of an output folder."""

    def __init__(self, folder: Path, manifest: Manifest, ledger: Ledger, stock: Stock) -> None:
        self._folder = folder
        self._manifest = manifest
        self._ledger = ledger
        self._stock = stock
        self.seen: dict[str, Seen] = {}

    def judge(self, card: Card, outputs: Collection[Output], *, force: bool) -> list[Judged]:
        """Why each of a table's files is to be made, or left."""
        return [self._judge(card, output, force=force) for output in outputs]

    def _judge(self, card: Card, output: Output, *, force: bool) -> Judged:
        shared, own = self._stock.shared(output, card), own_ingredients(output, card)
        identifier = identify_inputs(output, shared, own)
        judged = Judged(output=output, identifier=identifier, shared=shared, own=own)
        return replace(judged, causes=(_FORCED,)) if force else self._with_causes(judged)

    def _with_causes(self, judged: Judged) -> Judged:
        path = judged.output.path
        entry = self._manifest.files.get(path)
        if entry is None:
            return replace(judged, causes=(Cause(id="new"),))
        if entry.inputs != judged.identifier:
            return replace(judged, causes=self._changes(path, judged))
        state = self._state(path, entry.sha256, judged)
        return judged if state is UP_TO_DATE else replace(judged, causes=(state,))

    def _state(self, path: str, sha256: str, made: Judged) -> Cause:
        """Whether the file on the disk is the one that was built."""
        place = f"{self._folder}/{path}"
        stamp = stamp_of(place)
        if stamp is None:
            return Cause(id="missing")
        found = self._ledger.proven(path, stamp)
        if found is None:
            found = _hash_file(place)
            self.seen[path] = Seen(stamp=stamp, sha256=found, judged=made)
        return UP_TO_DATE if found == sha256 else Cause(id="edited")

    def _changes(self, path: str, made: Judged) -> tuple[Cause, ...]:
        """Which ingredients are others than those by which the file was made."""
        before = self._ledger.ingredients(path)
        if before is None:
            unreadable = self._ledger.state == "unreadable"
            return (Cause(id="notes-unreadable" if unreadable else "notes-missing"),)
        after = {**made.shared.ingredients, **made.own}
        return tuple(_causes(before, after)) or (Cause(id="notes-missing"),)


def _causes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Cause]:
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    causes = set()
    for name in names:
        kind, _, rest = name.partition(":")
        causes.add(Cause(id=_CHANGED.get(kind, "changed-tool"), name=rest))
    return sorted(causes, key=lambda cause: (list(_CHANGED.values()).index(cause.id), cause.name))


def _hash_file(place: str) -> str:
    """The hash of a file; of one that cannot be read, none that is in a manifest."""
    try:
        with open(place, "rb") as stream:  # noqa: PTH123  # ten thousand times
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
