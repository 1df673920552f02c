"""The field of a signature: a widget that shows nothing, and what a screen reader is told of it.

PDF/UA asks for a tag where a widget can be reached. So the first signature has a Form at the end of
the structure. A later one must leave the structure alone: readers look at what was changed after a
document was signed, and take nothing but the field of a signature for harmless. Its widget lies
outside of the page, where PDF/UA asks for no tag.
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

# Their making is not typed.
_Dictionary: Any = generic.DictionaryObject
_Number: Any = generic.NumberObject


@dataclass(frozen=True, slots=True, kw_only=True)
class _Structure:
    """Where a tag goes: the root, its one element, and the reference of that."""

    root: Any
    document: Any
    reference: Any


def add_field(writer: BasePdfFileWriter, label: str) -> str:
    """Put the field of a signature on the last page, with a label to be read out; its name."""
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


def _structure(writer: BasePdfFileWriter) -> _Structure | None:
    """The structure, where it has the shape that this tool gives it."""
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
    return _Structure(root=root, document=document, reference=reference)


def _tag(writer: BasePdfFileWriter, structure: _Structure, field: Any) -> None:
    """Let a Form stand for the widget, as the last thing of the document."""
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
