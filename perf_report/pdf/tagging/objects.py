"""Writing nodes as the structure tree of a PDF."""

from collections import defaultdict
from typing import Any

from perf_report.pdf.tagging.nodes import Content, Node


def write_structure(pdf: Any, root: Node, pages: int) -> None:
    """Add the tree below a root to a PDF of so many pages."""
    _StructureWriter(pdf).write(root, pages)


class _StructureWriter:
    """Writes one tree; every node gets its object first, since they refer to each other."""

    def __init__(self, pdf: Any) -> None:
        import pydyf

        self._pydyf = pydyf
        self._pdf = pdf
        # Made anew whenever it is asked for.
        self._pages: tuple[bytes, ...] = pdf.page_references
        self._objects: dict[Node, Any] = {}
        self._owners: dict[int, dict[int, bytes]] = defaultdict(dict)
        self._annotations: list[tuple[Any, bytes]] = []
        self._ids: dict[str, bytes] = {}

    def write(self, root: Node, pages: int) -> None:
        """Write the tree, and what leads from pages and ids into it."""
        tree = self._add(Type="/StructTreeRoot")
        nodes = list(root.walk())
        for node in nodes:
            self._objects[node] = self._add(S=f"/{node.type}")
        for node in nodes:
            parent = self._objects[node.parent] if node.parent else tree
            self._fill(node, self._objects[node], parent)
        tree["K"] = self._pydyf.Array([self._objects[root].reference])
        tree["ParentTree"] = self._add(Nums=self._numbers(pages)).reference
        tree["ParentTreeNextKey"] = pages + len(self._annotations)
        if self._ids:
            tree["IDTree"] = self._dictionary(Names=self._names())
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        self._pdf.catalog["MarkInfo"] = self._dictionary(Marked="true")
        self._pdf.catalog["ViewerPreferences"] = self._dictionary(DisplayDocTitle="true")

    def _fill(self, node: Node, entry: Any, parent: Any) -> None:
        entry["P"] = parent.reference
        if node.parent is None or node.lang != node.parent.lang:
            entry["Lang"] = self._pydyf.String(node.lang)
        if node.alt:
            entry["Alt"] = self._pydyf.String(node.alt)
        if node.id:
            entry["ID"] = self._pydyf.String(node.id)
            self._ids[node.id] = entry.reference
        attributes = self._attributes(node)
        if attributes is not None:
            entry["A"] = attributes
        home = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if home is not None:
            entry["Pg"] = self._pages[home]
        kids = [self._kid(kid, entry.reference, home) for kid in node.kids]
        if kids:
            entry["K"] = kids[0] if len(kids) == 1 else self._pydyf.Array(kids)

    def _kid(self, kid: Node | Content, owner: bytes, home: int | None) -> Any:
        """A kid as its parent names it: by reference, or by its number on the parent's page."""
        if isinstance(kid, Node):
            return self._objects[kid].reference
        page = self._pages[kid.page]
        if isinstance(kid.mark, dict):
            self._annotations.append((kid.mark, owner))
            return self._dictionary(Type="/OBJR", Pg=page, Obj=kid.mark.reference)  # type: ignore[attr-defined]  # an object of pydyf
        self._owners[kid.page][kid.mark] = owner
        if kid.page == home:
            return kid.mark
        return self._dictionary(Type="/MCR", Pg=page, MCID=kid.mark)

    def _attributes(self, node: Node) -> Any:
        if node.area:
            return self._dictionary(O="/Layout", BBox=self._pydyf.Array(node.area))
        if not node.is_cell:
            return None
        attributes: dict[str, Any] = {"Scope": f"/{node.scope}"} if node.type == "TH" else {}
        if node.row_span > 1:
            attributes["RowSpan"] = node.row_span
        if node.col_span > 1:
            attributes["ColSpan"] = node.col_span
        if node.headers:
            names = (self._pydyf.String(header.id) for header in node.headers)
            attributes["Headers"] = self._pydyf.Array(names)
        return self._dictionary(O="/Table", **attributes) if attributes else None

    def _numbers(self, pages: int) -> Any:
        """From the numbers of pages and annotations to their structure elements."""
        numbers = self._pydyf.Array()
        for number in range(pages):
            page = self._pdf.objects[int(self._pages[number].split()[0])]
            page["StructParents"], page["Tabs"] = number, "/S"
            owners = self._owners[number]
            numbers.extend([number, self._pydyf.Array(owners[mark] for mark in sorted(owners))])
        for number, (annotation, owner) in enumerate(self._annotations, start=pages):
            annotation["StructParent"] = number
            numbers.extend([number, owner])
        return numbers

    def _names(self) -> Any:
        names = self._pydyf.Array()
        for id_ in sorted(self._ids, key=str.encode):
            names.extend([self._pydyf.String(id_), self._ids[id_]])
        return names

    def _add(self, **entries: Any) -> Any:
        dictionary = self._dictionary(**entries)
        self._pdf.add_object(dictionary)
        return dictionary

    def _dictionary(self, **entries: Any) -> Any:
        return self._pydyf.Dictionary(entries)
