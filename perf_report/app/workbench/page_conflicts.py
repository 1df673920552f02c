"""What a value is called that two people changed in different ways."""

from perf_report.app.import_paper.leaves import Path
from perf_report.app.workbench.page import SpecPage
from perf_report.app.workbench.page_findings import cell_place
from perf_report.app.workbench.readers import Read
from perf_report.app.workbench.routes import ids_of
from perf_report.app.workbench.schema_words import key_label
from perf_report.messages import Catalogue
from perf_report.model.route import Route

_BETWEEN = " · "


def conflict_name(path: Path, read: Read, page: SpecPage, say: Catalogue) -> str:
    """Return what the value at a path of ids is called: as its cell is, and its language."""
    route = _route(path, read)
    name = page.names.get(cell_place(route, page.anchors, is_report=read.is_report).anchor, "")
    is_text = path[-1] in say.tables["language"]
    language = [say.format("language", path[-1])] if is_text else []
    words = [name] if name else [_key(step, say) for step in path[: len(path) - is_text]]
    return _BETWEEN.join([*words, *language])


def _route(path: Path, read: Read) -> Route:
    """Where the value is in the draft: rows are told by their ids, but in a report."""
    if read.is_report or read.readable is None:
        return path
    rows: dict[Route, Route] = {(row[-2], id_): row for row, id_ in ids_of(read.readable).items()}
    return (*rows.get(path[:2], path[:2]), *path[2:])


def _key(step: str, say: Catalogue) -> str:
    if step in say.tables["field"]:
        return say.format("field", step)
    label = key_label((step,))
    return label.get(say.language) or label.zh or step
