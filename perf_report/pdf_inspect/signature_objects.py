"""The objects that a signature brings into a PDF: a list of known ones, which are removed.

What is left must then be what was signed. An object that has another shape, or that is not in the
list, is left where it is, so that a comparison finds it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from perf_report.pdf_inspect.incremental_updates import SignatureField
from perf_report.pdf_inspect.open_pdf import OpenedPdf

# What an invisible signature field has (ISO 32000-1, tables 164, 188, 220 and 232). Actions are not
# in the list.
_OF_FIELD = frozenset({
    "/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/Rect", "/F", "/Ff", "/P", "/StructParent",
    "/AP", "/MK", "/DA", "/Lock", "/SV", "/M", "/NM", "/Border", "/BS",
})  # fmt: skip

# Of the form: fonts and a style for fields to come, which nothing shows.
_OF_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})

# Of the structure element of a field, and of the reference in it.
_OF_ELEMENT = frozenset({"/Type", "/S", "/P", "/Pg", "/K"})
_OF_REFERENCE = frozenset({"/Type", "/Obj", "/Pg"})

# Of entries of the catalog: certificates and answers about them (ISO 32000-2, 12.8.4.3), what may
# change after a signature, and versions of the standard (ISO 32000-1, 7.12).
_OF_CATALOG = {
    "/DSS": frozenset({"/Type", "/VRI", "/Certs", "/CRLs", "/OCSPs"}),
    "/Perms": frozenset({"/DocMDP"}),
    "/Extensions": frozenset({"/Type", "/ADBE", "/ISO_", "/ESIC"}),
}


def remove_signatures(opened: OpenedPdf, fields: Sequence[SignatureField]) -> None:
    """Remove from an open document what its signatures brought; the file stays as it is."""
    known = {each.field.objgen for each in fields if each.covered and _is_plain(each.field)}
    if not known:
        return
    root: Any = opened.pdf.Root
    for page in opened.pdf.pages:
        _remove_annotations(page.obj, known)
    _remove_elements(root.get("/StructTreeRoot", {}), known)
    form = root["/AcroForm"]
    if form.keys() <= _OF_FORM and all(each.objgen in known for each in form["/Fields"]):
        del root["/AcroForm"]
    for key, expected in _OF_CATALOG.items():
        if key in root and root[key].keys() <= expected:
            del root[key]


def _is_plain(field: Any) -> bool:
    """Whether a field is an indirect object with known entries, and draws nothing."""
    left, bottom, right, top = (float(each) for each in field.get("/Rect", (0, 0, 0, 0)))
    is_hidden = left == right or bottom == top
    return field.is_indirect and is_hidden and field.keys() <= _OF_FIELD


def _remove_annotations(page: Any, known: Collection[Any]) -> None:
    notes = page.get("/Annots", ())
    kept = [each for each in notes if each.objgen not in known]
    if len(kept) < len(notes):
        page["/Annots"] = kept


def _remove_elements(tree: Any, known: Collection[Any]) -> None:
    """Remove the elements of fields, which are the last ones of the document and of the tree."""
    document = tree.get("/K")
    if not isinstance(tree.get("/ParentTreeNextKey"), int) or document is None:
        return
    document = document[0] if _is_array(document) else document
    kids, numbers = document.get("/K"), tree.get("/ParentTree", {}).get("/Nums")
    while _ends_in_field(kids, numbers, known):
        del kids[-1], numbers[-1], numbers[-1]
        tree["/ParentTreeNextKey"] = int(tree["/ParentTreeNextKey"]) - 1


def _ends_in_field(kids: Any, numbers: Any, known: Collection[Any]) -> bool:
    """Whether the last element is that of a field, and the last of the tree of parents."""
    if not _is_array(kids) or not _is_array(numbers) or not len(kids) or len(numbers) < 2:  # noqa: PLR2004  # a key and its value
        return False
    element = kids[-1]
    if not _is_dictionary(element) or not element.keys() <= _OF_ELEMENT:
        return False
    inner = element.get("/K")
    is_reference = _is_dictionary(inner) and inner.keys() <= _OF_REFERENCE and "/Obj" in inner
    return (
        is_reference
        and element.get("/S") == "/Form"
        and inner["/Obj"].objgen in known
        and element.objgen == numbers[-1].objgen
    )


def _is_array(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _is_dictionary(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)
