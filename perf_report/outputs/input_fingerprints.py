"""Fingerprints of the inputs of output files: hashes and versions by name.

A file is made again if, and only if, one of its inputs has changed. The inputs that files of a kind
share are hashed once a run; the others belong to the table.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError
from pathlib import PurePath
from typing import Literal

from perf_report import __version__
from perf_report.errors import OutputError
from perf_report.messages import catalogue_path
from perf_report.model.text import Language
from perf_report.outputs.build_config import CHANGES_MAKER, TABLE_MAKER, BuildConfig
from perf_report.outputs.output_files import WORD_AND_EXCEL, Output, changes_mode
from perf_report.outputs.source_digest import source_digest
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.pdf.fonts import fonts_digest
from perf_report.pdf.versions import layout_versions, package_versions
from perf_report.render.localized_text import mode_languages

# Hashes and versions by the name of an input.
Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedInputs:
    """The inputs that files of a kind share, their hash `id`, and the versions that make them."""

    id: str
    inputs: Inputs
    makers: Inputs


class InputFingerprints:
    """The inputs of the files of a run. Raises PerfReportError if one cannot be read."""

    def __init__(self, config: BuildConfig) -> None:
        self._config = config
        self._shared: dict[tuple[object, ...], SharedInputs] = {}

    def shared(self, output: Output, summary: SpecSummary) -> SharedInputs:
        """Return the inputs that a file shares with files of its kind in other tables."""
        languages = self._languages(output, summary)
        kind = (output.format, output.is_of_changes, languages)
        if kind not in self._shared:
            self._shared[kind] = self._collect(output, languages)
        return self._shared[kind]

    def _collect(self, output: Output, languages: tuple[Language, ...]) -> SharedInputs:
        makers = {"perf-report": __version__, **self._libraries(output)}
        inputs = {"tool": source_digest(CHANGES_MAKER if output.is_of_changes else TABLE_MAKER)}
        inputs |= {f"library:{name}": made for name, made in sorted(makers.items())}
        inputs |= {f"language:{name}": self._language(name) for name in languages}
        if output.format in {"html", "pdf"}:
            inputs |= self._changes_templates if output.is_of_changes else self._table_templates
        if output.format == "pdf":
            inputs |= {"fonts": self._fonts, "address": self._config.address}
        if output.is_of_changes:
            inputs["policy"] = self._policy
        return SharedInputs(id=digest_of(inputs), inputs=inputs, makers=makers)

    def _libraries(self, output: Output) -> Inputs:
        libraries: dict[str, str] = {}
        if output.format in {"html", "pdf"}:
            libraries |= self._page_libraries
        if output.format == "pdf":
            libraries |= self._layout_libraries
        if output.format in {"json", "pdf"}:
            libraries |= self._data_libraries
        if output.format in WORD_AND_EXCEL:
            libraries |= self._office_libraries
        if output.is_of_changes:
            libraries |= self._changes_libraries
        return libraries

    @cached_property
    def _page_libraries(self) -> Inputs:
        return dict(package_versions(("jinja2",)))

    @cached_property
    def _layout_libraries(self) -> Inputs:
        return dict(layout_versions())

    @cached_property
    def _office_libraries(self) -> Inputs:
        try:
            packages = dict(package_versions(("python-docx", "lxml", "XlsxWriter")))
        except PackageNotFoundError as error:
            raise OutputError("office-extra", module=error.name) from None
        return {**packages, "zlib": zlib.ZLIB_RUNTIME_VERSION}

    @cached_property
    def _data_libraries(self) -> Inputs:
        return dict(package_versions(("orjson",)))

    @cached_property
    def _changes_libraries(self) -> Inputs:
        return dict(package_versions(("rapidfuzz",)))

    def _languages(self, output: Output, summary: SpecSummary) -> tuple[Language, ...]:
        """The languages of the catalogues that a file is written with."""
        if output.mode is not None:
            return mode_languages(output.mode)
        if not output.is_of_changes:
            return ()
        if output.format in {"html", "pdf"}:
            return mode_languages(changes_mode(summary.languages, self._config.changes_mode))
        # The sentences of changes.json are in Chinese.
        return ("zh",) if output.format == "json" else tuple(summary.languages)

    def _language(self, name: Language) -> str:
        return hashlib.sha256(catalogue_path(name).read_bytes()).hexdigest()

    @cached_property
    def _table_templates(self) -> Inputs:
        return self._templates("table")

    @cached_property
    def _changes_templates(self) -> Inputs:
        return self._templates("changes")

    def _templates(self, page: Literal["table", "changes"]) -> Inputs:
        from perf_report.render.templates import (
            CHANGES_TEMPLATE,
            TABLE_TEMPLATE,
            open_environment,
            used_templates,
        )

        environment = open_environment(self._config.templates)
        used = used_templates(environment, TABLE_TEMPLATE if page == "table" else CHANGES_TEMPLATE)
        return {f"template:{each}": digest for each, digest in used.items()}

    @cached_property
    def _fonts(self) -> str:
        return fonts_digest(self._config.fonts)

    @cached_property
    def _policy(self) -> str:
        policy = self._config.policy
        return repr((sorted(policy.significance.items()), policy.outcomes))


def own_inputs(output: Output, summary: SpecSummary) -> Inputs:
    """Return the inputs of a file that belong to its table."""
    own = {"spec": summary.digest, "framework": summary.framework}
    if output.format == "html" and not output.is_of_changes:
        # The page says that there is an earlier year, but nothing of its content.
        own["has-earlier"] = str(summary.earlier is not None)
    if output.format == "pdf" or output.is_of_changes:
        own["name"] = PurePath(summary.source.name).name
    if summary.plan is not None:
        own["plan"] = summary.plan.digest
        own["plan-name"] = PurePath(summary.plan.source.name).name
    if output.is_of_changes and summary.earlier is not None:
        own["earlier"] = summary.earlier.digest
        own["earlier-name"] = PurePath(summary.earlier.source.name).name
        own["earlier-framework"] = summary.earlier.framework
    return own


def output_identifier(output: Output, shared: SharedInputs, own: Inputs) -> str:
    """Return the identifier of a file: a hash of its path and of all its inputs."""
    # No part has a zero byte, so that different parts never make the same text.
    parts = (output.path, shared.id, *(part for item in own.items() for part in item))
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def digest_of(values: Mapping[str, object]) -> str:
    """Return a hash of named values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
