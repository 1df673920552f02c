"""Find the entries of a PDF that no table of this tool has, in any version.

The objects of a paper that cannot be made again are not compared one by one, since a version of
the layout engine decides on them. But each of its entries is one that some version writes: there
are no actions, forms, scripts, roles of its own, or words that replace those on the page. Drawings
and fonts are not looked at, nor what `attachments` and `metadata` read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from perf_report.pdf_inspect.open_pdf import OpenedPdf
from perf_report.pdf_inspect.work_budget import OBJECT

# Of each kind of object its entries, and the kind of what is in them; "" is not looked at.
_KNOWN: Mapping[str, Mapping[str, str]] = {
    "catalog": dict.fromkeys(("/AF", "/Lang", "/Metadata", "/Type"), "") | {
        "/MarkInfo": "marking", "/Names": "names", "/Outlines": "outline",
        "/OutputIntents": "intent", "/Pages": "pages", "/StructTreeRoot": "tree",
        "/ViewerPreferences": "preferences",
    },
    "marking": {"/Marked": ""},
    "preferences": {"/DisplayDocTitle": ""},
    "intent": dict.fromkeys(
        ("/DestOutputProfile", "/Info", "/OutputConditionIdentifier", "/S", "/Type"), ""
    ),
    "names": {"/Dests": "destinations", "/EmbeddedFiles": ""},
    "destinations": {"/Kids": "destinations", "/Limits": "", "/Names": "named destinations"},
    # These are lists; in a dictionary there may be an action.
    "named destinations": {},
    "destination": {},
    "outline": dict.fromkeys(("/Count", "/Last", "/Parent", "/Prev", "/Title"), "") | {
        "/Dest": "destination", "/First": "outline", "/Next": "outline",
    },
    "pages": {"/Count": "", "/Kids": "page", "/Parent": "", "/Type": ""},
    # Of a page, or of a list of pages in one.
    "page": dict.fromkeys(
        ("/BleedBox", "/Contents", "/Count", "/MediaBox", "/Parent", "/StructParents", "/Tabs",
         "/TrimBox", "/Type"), "",
    ) | {"/Annots": "note", "/Kids": "page", "/Resources": "resources"},
    # There are none.
    "note": {},
    "resources": dict.fromkeys(
        ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Shading", "/XObject"), ""
    ),
    "tree": dict.fromkeys(("/IDTree", "/ParentTree", "/ParentTreeNextKey", "/Type"), "") | {
        "/K": "element",
    },
    # Also the reference to marked content in one.
    "element": dict.fromkeys(
        ("/Alt", "/ID", "/Lang", "/MCID", "/P", "/Pg", "/S", "/Type"), ""
    ) | {"/A": "attributes", "/K": "element"},
    "attributes": dict.fromkeys(
        ("/BBox", "/ColSpan", "/Headers", "/O", "/RowSpan", "/Scope"), ""
    ),
}  # fmt: skip

# The kind of what is in a list, where it is another one; the page of a destination is looked at by
# itself.
_IN_LIST = {"named destinations": "destination", "destination": ""}

# The roles of elements, also of a template of a project: those that are read out.
_ROLES = frozenset({
    "/Art", "/BlockQuote", "/Caption", "/Div", "/Document", "/Figure", "/H1", "/H2", "/H3", "/H4",
    "/H5", "/H6", "/L", "/LBody", "/LI", "/Lbl", "/P", "/Quote", "/Sect", "/Span", "/TBody", "/TD",
    "/TFoot", "/TH", "/THead", "/TR", "/Table",
})  # fmt: skip


def unknown_entries(opened: OpenedPdf) -> tuple[str, ...]:
    """Return the entries by the entry of the catalog that they are in, and their own key."""
    root: Any = opened.pdf.Root
    return tuple(dict.fromkeys(_unknown(opened, root)))


def bookmarks(opened: OpenedPdf) -> tuple[str, ...]:
    """Return the titles of the outline."""
    root: Any = opened.pdf.Root
    items = _objects(opened, root.get("/Outlines"), "outline")
    return tuple(str(item["/Title"]) for _, item in items if "/Title" in item)


def _unknown(opened: OpenedPdf, root: Any) -> Iterator[str]:
    for key in root:
        kind = _KNOWN["catalog"].get(key)
        if kind is None:
            yield key
            continue
        for inner, thing in _objects(opened, root[key], kind):
            yield from (f"{key} {each}" for each in thing.keys() - _KNOWN[inner].keys())
            if inner == "element" and str(thing.get("/S", "/P")) not in _ROLES:
                yield f"{key} /S {thing['/S']}"


def _objects(opened: OpenedPdf, thing: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """The dictionaries in an object with their kinds, each once."""
    import pikepdf

    seen: set[Any] = set()
    waiting = [(kind, thing)] if kind else []
    while waiting:
        kind, thing = waiting.pop()
        opened.budget.spend(OBJECT)
        if getattr(thing, "is_indirect", False):
            if (kind, thing.objgen) in seen:
                continue
            seen.add((kind, thing.objgen))
        if isinstance(thing, pikepdf.Array):
            inner = _IN_LIST.get(kind, kind)
            waiting += [(inner, each) for each in thing if inner]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield kind, thing
            below = _KNOWN[kind]
            waiting += [
                (inner, thing[key]) for key, inner in below.items() if inner and key in thing
            ]
