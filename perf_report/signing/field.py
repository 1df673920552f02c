"""Signature fields: invisible widgets with a label for screen readers.

PDF/UA requires a tag for a widget on a page, so the first signature adds a Form element at the end
of the structure tree. A later one must not change the structure: of the changes after a signature,
readers accept signature fields alone. Its widget is outside of the page, where PDF/UA requires no
tag.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import (
    InvisSigSettings,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

_LAST_PAGE = -1

# Their constructors have no types.
_Dictionary: Any = generic.DictionaryObject
_Number: Any = generic.NumberObject


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignedStructure:
    """The root of a structure tree, its document element, and the reference to that element."""

    root: Any
    document: Any
    reference: Any


def add_field(writer: BasePdfFileWriter, label: str) -> str:
    """Add a signature field to the last page, with a label to read aloud; return its name."""
    fields = list(enumerate_sig_fields(writer))
    taken = {name for name, _, _ in fields}
    is_first = all(value is None for _, value, _ in fields)
    structure = _structure(writer) if is_first else None
    name = next(name for name in map("signature-{}".format, count(1)) if name not in taken)
    spec = SigFieldSpec(
        name,
        on_page=_LAST_PAGE,
        readable_field_name=label,
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=structure is None),
    )
    append_signature_field(writer, spec)
    if structure is not None:
        _tag(writer, structure, _reference(writer, name))
    return name


def _reference(writer: BasePdfFileWriter, name: str) -> Any:
    return next(field for each, _, field in enumerate_sig_fields(writer) if each == name)


def _structure(writer: BasePdfFileWriter) -> _SignedStructure | None:
    """The structure tree, if it has the shape that this package writes."""
    if "/StructTreeRoot" not in writer.root:
        return None
    root: Any = writer.root["/StructTreeRoot"]
    if not {"/K", "/ParentTree", "/ParentTreeNextKey"} <= root.keys():
        return None
    tops = root["/K"]
    reference = tops.raw_get(0) if isinstance(tops, ArrayObject) else root.raw_get("/K")
    document = reference.get_object()
    if "/Nums" not in root["/ParentTree"] or not isinstance(document["/K"], ArrayObject):
        return None
    return _SignedStructure(root=root, document=document, reference=reference)


def _tag(writer: BasePdfFileWriter, structure: _SignedStructure, field: Any) -> None:
    """Add a Form element for the widget to the end of the structure tree."""
    widget, root = field.get_object(), structure.root
    element = writer.add_object(_form(structure.reference, field, widget))
    key = root["/ParentTreeNextKey"]
    structure.document["/K"].append(element)
    root["/ParentTree"]["/Nums"] += [_Number(key), element]
    root[pdf_name("/ParentTreeNextKey")] = _Number(key + 1)
    widget[pdf_name("/StructParent")] = _Number(key)
    for changed in (structure.document["/K"], root["/ParentTree"]["/Nums"], root):
        writer.update_container(changed)


def _form(parent: Any, field: Any, widget: Any) -> Any:
    entry = {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field}
    return _Dictionary(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): parent,
            pdf_name("/Pg"): widget.raw_get("/P"),
            pdf_name("/K"): _Dictionary(entry),
        }
    )
