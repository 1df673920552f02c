"""The use case of `new`: start a project, or next year's spec from this year's."""

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perf_report import resources
from perf_report.app.last_evaluation import Reached, find_reached
from perf_report.app.project import Project
from perf_report.errors import OutputError, SourceError
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES
from perf_report.outputs.named_file import is_stream, refuse_inputs, write_named_files
from perf_report.outputs.writer import write_files
from perf_report.parse.encoding import encode_like
from perf_report.parse.git_objects import Repository
from perf_report.parse.load import load_plan
from perf_report.parse.next_year import NextYearText, ReviewMarks, carry_over
from perf_report.parse.source import read_source
from perf_report.parse.text_edits import EditError
from perf_report.pdf_inspect.carried_spec import carried_specs, spec_source

# The paths of starter files that would be hidden, or used by our own repository, if stored there.
_PATHS = {
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "review.yml": ".github/workflows/review.yml",
    "approve.yml": ".github/workflows/approve.yml",
}


# Stands for the name of a file in a pattern.
_ANY_FILE = "FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYear:
    """A new spec: its path, the year of the old one, and what is to be reviewed in it.

    `reached` is what the evaluation of the old one says, if there is one.
    """

    path: Path
    old_year: int
    carried: NextYearText
    reached: Reached | None


def start_project(folder: Path) -> list[Path]:
    """Write the starter files into a folder, all or none, and return their paths.

    Raises OutputError if one of them exists, or cannot be written.
    """
    files = {folder / name: path.read_bytes() for name, path in _starter_files()}
    refuse_existing(files)
    write_files(files)
    return list(files)


def has_git_name(folder: Path) -> bool:
    """Return whether git knows a name for the commits in a folder; without git there are none."""
    return shutil.which("git") is None or Repository(folder).user_name() is not None


def start_next_year(
    project: Project, path: Path, year: int | None, output: Path | None
) -> NextYear:
    """Write the spec of another year, by default the next, from the spec or our PDF at `path`.

    Baselines are taken from the evaluation beside it, or in the project. Raises SourceError if
    `path` is not a valid spec or is one of that year, or its evaluation is invalid; OverwriteError
    if it is to be written; OutputError if the file exists or cannot be written.
    """
    read = read_source(path)
    source = spec_source(read)
    # The name of the spec that a PDF carries, and not that of the PDF.
    name = path.name if source is read else next(iter(carried_specs(read)))
    loaded = load_plan(source)
    if loaded.plan is None:
        raise SourceError("spec-invalid", path=path)
    old = loaded.plan.year
    new = old + 1 if year is None else year
    if new == old:
        raise SourceError("year-same", path=path, year=old)
    target = output or path.with_name(_next_name(name, old, new))
    refuse_inputs([target], [path])
    if not is_stream(target):
        refuse_existing([target])
    reached = find_reached(loaded.plan, (path.parent, project.specs_folder()))
    baselines = reached.baselines if reached else {}
    try:
        carried = carry_over(loaded.document, new, _review_marks(old), baselines)
    except EditError:
        raise SourceError("year-impossible", path=path, year=new) from None
    data = encode_like(_without_intro(carried.text), source.data)
    if load_plan(Source(name=str(target), data=data)).plan is None:
        raise SourceError("year-impossible", path=path, year=new)
    write_named_files({target: data})
    return NextYear(path=target, old_year=old, carried=carried, reached=reached)


def _starter_files() -> Iterable[tuple[str, Path]]:
    """The files of a new project by their paths in it."""
    folder = resources.starter_path()
    names = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    yield from ((_PATHS.get(name, name), path) for name, path in names.items())
    # The first line of a spec, and that of a form, tell editors to look for them there.
    yield "schema.json", resources.schema_path()
    yield "form.schema.json", resources.form_schema_path()
    yield "report.schema.json", resources.report_schema_path()


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise OutputError for the paths at which there is something already."""
    # A broken link exists, too.
    existing = [str(path) for path in paths if os.path.lexists(path)]
    if existing:
        raise OutputError("output-exists", paths=", ".join(existing))


def _next_name(name: str, old: int, new: int) -> str:
    """A file's name with the year in it replaced, or prepended."""
    replaced = re.sub(rf"(?<![0-9]){old}(?![0-9])", str(new), name)
    return f"{new}-{name}" if replaced == name else replaced


def _without_intro(text: str) -> str:
    """A spec without the comment that says which file the old one was imported from."""
    said = re.escape(_comment("import-intro", source=_ANY_FILE))
    return re.sub(f"^{said.replace(re.escape(_ANY_FILE), '.*')}\n", "", text, flags=re.MULTILINE)


def _review_marks(year: int) -> ReviewMarks:
    return ReviewMarks(
        carried=_comment("review-carried", year=year),
        moved=_comment("review-moved", year=year),
        mentions=_comment("review-mentions", year=year),
    )


def _comment(id_: str, **arguments: object) -> str:
    """A comment in both languages, since the reader's language is not known."""
    words = (load_catalogue(language).format("cli", id_, **arguments) for language in LANGUAGES)
    return f"# {' / '.join(words)}"
