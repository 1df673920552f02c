"""Reports on imported files: where each value comes from, and what a person must look at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report import resources
from perf_report.messages import Catalogue, Description
from perf_report.model.paper import Place, Remark
from perf_report.recognize.notes import Note, NoteKind
from perf_report.render.json_text import to_json
from perf_report.render.templates import open_environment

VERSION = 1

# The order of a report: what a person must look at stands first.
_ORDER = (
    NoteKind.MISSING, NoteKind.MARKED, NoteKind.NOT_UNDERSTOOD, NoteKind.MENDED, NoteKind.TAKEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """A file with the spec that was made of it; `error` says why none was.

    `spec` is the path of the spec, `data` what it says, and `text` its bytes. One that a file
    carried `is_carried`.
    """

    file: str
    sha256: str
    form: str
    spec: str
    notes: tuple[Note, ...]
    data: Mapping[str, Any]
    remarks: tuple[Remark, ...] = ()
    text: bytes = b""
    is_carried: bool = False
    error: Description | None = None

    def counts(self) -> dict[str, int]:
        """How many values were taken, normalized, marked and not understood."""
        number = {kind: sum(note.kind is kind for note in self.notes) for kind in NoteKind}
        return {
            "read": number[NoteKind.TAKEN],
            "mended": number[NoteKind.MENDED],
            "marked": number[NoteKind.MARKED] + number[NoteKind.MISSING],
            "not_understood": number[NoteKind.NOT_UNDERSTOOD],
        }


def summary_json(files: Sequence[ImportedFile]) -> bytes:
    """Return what `import --format json` prints."""
    return to_json({"version": VERSION, "files": [_summary(each) for each in files]})


def _summary(file: ImportedFile) -> dict[str, Any]:
    head = {"file": file.file, "sha256": file.sha256, "form": file.form, "spec": file.spec}
    error = {"error": file.error.message} if file.error else {}
    return {**head, **file.counts(), **error}


def report_json(files: Sequence[ImportedFile], say: Catalogue) -> bytes:
    """Return the report with each note, as JSON."""
    records = [
        {**_summary(each), "notes": [_record(note, say) for note in _ordered(each.notes)]}
        for each in files
    ]
    return to_json({"version": VERSION, "files": records})


def _record(note: Note, say: Catalogue) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "path": route_text(note),
        "place": place_text(note.place, say),
        "text": note.text,
        "message": say.format("import", note.id, **note.arguments),
    }


def report_text(files: Sequence[ImportedFile], say: Catalogue) -> str:
    """Return the report as text: a line a note, what a person must look at first."""
    return "\n".join(line for each in files for line in _lines(each, say)) + "\n"


def _lines(file: ImportedFile, say: Catalogue) -> Iterator[str]:
    yield f"{file.file} -> {file.error.message if file.error else file.spec}"
    yield from (f"  {remark_text(each, say)}" for each in file.remarks)
    kind = None
    for note in _ordered(file.notes):
        if note.kind is not kind:
            kind = note.kind
            yield f"  {say.format('import', f'kind-{kind.value}')}"
        where = place_text(note.place, say)
        message = say.format("import", note.id, **note.arguments)
        detail = "" if note.kind is NoteKind.TAKEN else f" - {message}"
        text = " ".join(note.text.split())
        yield f"    {route_text(note)} [{where}] {text}{detail}".replace("[] ", "")
    yield ""


def report_html(files: Sequence[ImportedFile], say: Catalogue) -> str:
    """Return the report as a page: the text of the file beside what was made of it."""
    environment = open_environment((resources.templates_path(),))
    words = ("title", "kind", "place", "text", "value", "path")
    return environment.get_template("import-report.html.j2").render(
        files=[_page_file(each, say) for each in files],
        words={word: say.format("import", f"report-{word}") for word in words},
        language=say.language,
    )


def _page_file(file: ImportedFile, say: Catalogue) -> Mapping[str, Any]:
    rows = [
        {
            **_record(note, say),
            "path": route_text(note, first=1),
            "value": _value(file.data, note),
        }
        for note in _ordered(file.notes)
    ]
    return {
        "file": file,
        "rows": rows,
        "remarks": [remark_text(each, say) for each in file.remarks],
        "outcome": file.error.message if file.error else f"→ {file.spec}",
        "counts": say.format("import", "report-counts", **file.counts()),
    }


def _value(data: Any, note: Note) -> str:
    """What a spec has at the route of a note, as text; empty if it has nothing there."""
    for step in note.route or ("",):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return ""
    if isinstance(data, Mapping):
        return str(data.get("zh", ""))
    if isinstance(data, list):
        return ", ".join(str(each) for each in data if not isinstance(each, Mapping))
    return "" if data is None else str(data)


def _ordered(notes: Sequence[Note]) -> list[Note]:
    return sorted(notes, key=lambda note: _ORDER.index(note.kind))


def route_text(note: Note, first: int = 0) -> str:
    """Return the path of a note's value: `goals[0].indicators[2].target`.

    `first` is the number of the first item: people count from 1.
    """
    text = ""
    for step in note.route or ():
        text += f"[{step + first}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def place_text(place: Place | None, say: Catalogue) -> str:
    """Return a place in words: page 2, row 3, column 1."""
    if place is None:
        return ""
    parts = (
        [say.format("import", f"place-{place.part}", name=place.name)] if _is_named(place) else []
    )
    if ":" in place.cell:
        row, _, column = place.cell.partition(":")
        parts.append(say.format("import", "place-row", row=row, column=column))
    elif place.cell:
        parts.append(place.cell)
    if place.line is not None:
        parts.append(say.format("import", "place-line", line=place.line))
    return say.format("import", "place-separator").join(filter(None, parts))


def _is_named(place: Place) -> bool:
    """Whether a part says where a text stands; of the file as a whole, only the line does."""
    return bool(place.name) or place.part not in {"file", "page", "sheet", "table"}


def remark_text(remark: Remark, say: Catalogue) -> str:
    """Return what a reader did not see, in words."""
    where = place_text(remark.place, say)
    message = say.format("import", remark.id, **remark.arguments)
    return f"{where}: {message}" if where else message
