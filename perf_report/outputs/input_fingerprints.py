"""What decides the bytes of a file: each kind of file has ingredients of its own, by name.

A file is made again when one of its ingredients has changed, and for nothing else. What the tables
of a run share is looked at once; the rest is the table's own.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Literal

from perf_report import __version__, resources
from perf_report.messages import catalogue_path
from perf_report.model.text import Language
from perf_report.outputs.build_config import Recipe, package_files
from perf_report.outputs.output_files import Output
from perf_report.outputs.spec_summary import Card
from perf_report.pdf.fonts import fonts_digest
from perf_report.pdf.versions import layout_versions, package_versions
from perf_report.render.localized_text import mode_languages

Ingredients = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all files of a kind share, and who makes them; `id` is its hash."""

    id: str
    ingredients: Ingredients
    makers: Ingredients


class Stock:
    """The ingredients of a run. Raises PerfReportError where one cannot be read."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._shared: dict[tuple[object, ...], Shared] = {}

    def shared(self, output: Output, card: Card) -> Shared:
        """What a file shares with those of its kind in other tables."""
        languages = _languages(output, card)
        kind = (output.format, output.is_of_changes, languages)
        if kind not in self._shared:
            self._shared[kind] = self._mix(output, languages)
        return self._shared[kind]

    def _mix(self, output: Output, languages: tuple[Language, ...]) -> Shared:
        makers = {"perf-report": __version__, **self._libraries(output)}
        ingredients = {"tool": self.tool}
        ingredients |= {f"library:{name}": made for name, made in sorted(makers.items())}
        ingredients |= {f"language:{name}": self._language(name) for name in languages}
        if output.format in {"html", "pdf"}:
            ingredients |= self._changes if output.is_of_changes else self._table
        if output.format == "pdf":
            ingredients |= {"fonts": self._fonts, "address": self._recipe.address}
        if output.is_of_changes:
            ingredients["policy"] = self._policy
        return Shared(id=digest_of(ingredients), ingredients=ingredients, makers=makers)

    def _libraries(self, output: Output) -> Ingredients:
        libraries: dict[str, str] = {}
        if output.format in {"html", "pdf"}:
            libraries |= self._of_pages
        if output.format == "pdf":
            libraries |= self._of_layout
        if output.format in {"json", "pdf"}:
            libraries |= self._of_data
        if output.is_of_changes:
            libraries |= self._of_changes
        return libraries

    @cached_property
    def tool(self) -> str:
        """The package's own sources."""
        digest = hashlib.sha256()
        for path in package_files():
            if path != catalogue_path("zh") and path != catalogue_path("en"):
                digest.update(f"\0{path.relative_to(resources.PACKAGE)}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def _of_pages(self) -> Ingredients:
        return dict(package_versions(("jinja2",)))

    @cached_property
    def _of_layout(self) -> Ingredients:
        return dict(layout_versions())

    @cached_property
    def _of_data(self) -> Ingredients:
        return dict(package_versions(("orjson",)))

    @cached_property
    def _of_changes(self) -> Ingredients:
        return dict(package_versions(("rapidfuzz",)))

    def _language(self, name: Language) -> str:
        return hashlib.sha256(catalogue_path(name).read_bytes()).hexdigest()

    @cached_property
    def _table(self) -> Ingredients:
        return self._templates("table")

    @cached_property
    def _changes(self) -> Ingredients:
        return self._templates("changes")

    def _templates(self, page: Literal["table", "changes"]) -> Ingredients:
        from perf_report.render.templates import CHANGES, TABLE, open_environment, used_templates

        environment = open_environment(self._recipe.templates)
        used = used_templates(environment, TABLE if page == "table" else CHANGES)
        return {f"template:{each}": digest for each, digest in used.items()}

    @cached_property
    def _fonts(self) -> str:
        return fonts_digest(self._recipe.fonts)

    @cached_property
    def _policy(self) -> str:
        policy = self._recipe.policy
        return repr((sorted(policy.significance.items()), policy.outcomes))


def own_ingredients(output: Output, card: Card) -> Ingredients:
    """What decides a file's bytes and is its table's own."""
    own = {"spec": card.source.digest, "framework": card.framework}
    if output.format == "html" and not output.is_of_changes:
        # The page says whether there is an earlier year, whatever stands in it.
        own["has-earlier"] = str(card.earlier is not None)
    if output.format == "pdf" or output.is_of_changes:
        own["name"] = PurePath(card.source.name).name
    if output.is_of_changes and card.earlier is not None:
        own["earlier"] = card.earlier.source.digest
        own["earlier-name"] = PurePath(card.earlier.source.name).name
        own["earlier-framework"] = card.earlier.framework
    return own


def identify_inputs(output: Output, shared: Shared, own: Ingredients) -> str:
    """The hash of all that makes a file, which tells it from every other."""
    # No part holds a zero byte, so that no two lists of parts are the same text.
    parts = (output.path, shared.id, *(part for item in own.items() for part in item))
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def digest_of(values: Mapping[str, object]) -> str:
    """A hash of named values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _languages(output: Output, card: Card) -> tuple[Language, ...]:
    """The catalogues that a file speaks from."""
    if output.mode is not None:
        return mode_languages(output.mode)
    if not output.is_of_changes:
        return ()
    # The sentences of changes.json, which the PDF carries, are in the table's own language.
    return ("zh",) if output.format == "json" else tuple(card.languages)
