"""The small changes by which code is broken on purpose."""

import ast
import enum
import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
OPPOSITES = {
    one: other
    for pair in (("any", "all"), ("min", "max"), ("startswith", "endswith"), ("lstrip", "rstrip"),
                 ("removeprefix", "removesuffix"))
    for one, other in (pair, pair[::-1])
}  # fmt: skip

_TABLES = ast.Set | ast.List | ast.Tuple | ast.Dict
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef
# Each of the Chinese words between which a regular expression chooses, with one stroke.
_CHOICES = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]+[|]|[|][\u4e00-\u9fff]+(?![\u4e00-\u9fff|])"
)

Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One node of a source with another one in its place.

    `place` is the number of the node in the order of `ast.walk`; `where` is the function or the
    statement that it belongs to.
    """

    source: str
    place: int
    where: str
    before: str
    after: str
    replacement: ast.AST

    def __str__(self) -> str:
        return f"{self.where}: {self.before} → {self.after}"

    def statements(self) -> tuple[ast.Module, ast.stmt]:
        """The source with the change, and that statement of its top level which has it."""
        tree = ast.parse(self.source)
        node = list(ast.walk(tree))[self.place]
        number = next(
            number for number, each in enumerate(tree.body) if node in list(ast.walk(each))
        )
        for parent in ast.walk(tree):
            for name, value in ast.iter_fields(parent):
                if value is node:
                    setattr(parent, name, self.replacement)
                elif isinstance(value, list) and node in value:
                    value[value.index(node)] = self.replacement
        return ast.fix_missing_locations(tree), tree.body[number]


def find_mutations(source: str, namespace: Mapping[str, Any]) -> Iterator[Mutation]:
    """Every mutation of a module whose names have these values.

    The bodies of classes are left out, but for their methods; so are annotations, decorators and
    docstrings.
    """
    tree = ast.parse(source)
    passed_over = {id(node) for part in _fixed_parts(tree) for node in ast.walk(part)}
    where = dict(_places(tree))
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in passed_over:
            continue
        for replacement in _changes(node, namespace):
            before, after = _told(node, replacement)
            yield Mutation(
                source=source,
                place=place,
                where=where.get(id(node), ""),
                before=before,
                after=after,
                replacement=replacement,
            )


def _told(node: ast.AST, replacement: ast.AST) -> tuple[str, str]:
    """What is there before and after; of a table, the entry that is taken out."""
    if isinstance(node, ast.Constant) and isinstance(replacement, ast.Constant):
        word = _word_left_out(node.value, replacement.value)
        if word:
            return f"the word {word}", "nothing"
    if isinstance(node, _TABLES) and isinstance(replacement, _TABLES):
        entries, left = _entries(node), _entries(replacement)
        gone = next(n for n, entry in enumerate(entries) if entry not in left[n : n + 1])
        return f"the entry {entries[gone]}", "nothing"
    return _shown(node), _shown(replacement)


def _word_left_out(before: object, after: object) -> str:
    if not isinstance(before, str) or not isinstance(after, str) or len(after) >= len(before):
        return ""
    start = next(n for n, each in enumerate(before) if each != after[n : n + 1])
    return before[start : start + len(before) - len(after)]


def _entries(node: ast.Set | ast.List | ast.Tuple | ast.Dict) -> list[str]:
    if isinstance(node, ast.Dict):
        keys = [_shown(key) if key else "**" for key in node.keys]
        return [f"{key}: {_shown(value)}" for key, value in zip(keys, node.values, strict=True)]
    return [_shown(entry) for entry in node.elts]


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _places(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for statement in tree.body:
        name = getattr(statement, "name", "") or _shown(statement).partition(" ")[0].rstrip(":")
        for node in ast.walk(statement):
            yield id(node), name


def _fixed_parts(tree: ast.Module) -> Iterator[ast.AST]:
    """What is not run, or says nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            yield node.body[0]
        if isinstance(node, ast.FunctionDef):
            yield from (*node.decorator_list, *filter(None, [node.returns]))
        elif isinstance(node, ast.ClassDef):
            yield from node.decorator_list
            yield from (each for each in node.body if not isinstance(each, ast.FunctionDef))
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            yield node.slice  # of a type
        elif isinstance(node, ast.Call) and _shown(node.func) == "cast":
            yield node.args[0]


def _with(node: Node, **fields: Any) -> Node:
    """A copy of a node with other fields."""
    changed = copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _changes(node: ast.AST, namespace: Mapping[str, Any]) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    yield from _operators(node)
    yield from _steps(node)
    match node:
        case ast.Constant():
            yield from _constants(node)
        case ast.Set() | ast.List() | ast.Tuple() | ast.Dict():
            yield from _shortened(node)
        case ast.Attribute() | ast.Name():
            yield from _renamed(node, namespace)


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator]):
            yield _with(node, ops=[COMPARISONS[type(operator)]()])
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp() | ast.AugAssign() if type(node.op) in OPERATORS:
            yield _with(node, op=OPERATORS[type(node.op)]())


def _steps(node: ast.AST) -> Iterator[ast.AST]:
    """Other ways through a function."""
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield from _negated(node)
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=node.ifs[1:])
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield ast.Return(value=ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.If(test=ast.Constant(value=False), body=[node], orelse=[])


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _negated(node: ast.If | ast.IfExp | ast.While) -> Iterator[ast.AST]:
    """The other way round, where the test is not one that is changed by itself."""
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _with(node, test=ast.UnaryOp(op=ast.Not(), operand=node.test))


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(value=not value)
    elif isinstance(value, int):
        yield ast.Constant(value=value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value=f"{value}X")
        for word in _CHOICES.finditer(value):
            yield ast.Constant(value=value[: word.start()] + value[word.end() :])


def _shortened(node: ast.Set | ast.List | ast.Tuple | ast.Dict) -> Iterator[ast.AST]:
    """One entry less, for each of them."""
    if isinstance(node, ast.Dict):
        for number in range(len(node.keys)):
            keys, values = list(node.keys), list(node.values)
            del keys[number], values[number]
            yield _with(node, keys=keys, values=values)
    elif len(node.elts) > 1 and not isinstance(getattr(node, "ctx", None), ast.Store):
        for number in range(len(node.elts)):
            yield _with(node, elts=[*node.elts[:number], *node.elts[number + 1 :]])


def _renamed(node: ast.Attribute | ast.Name, namespace: Mapping[str, Any]) -> Iterator[ast.AST]:
    """The next member of an enumeration, or the function that does the opposite."""
    if isinstance(node, ast.Name):
        if node.id in OPPOSITES:
            yield _with(node, id=OPPOSITES[node.id])
    elif node.attr in OPPOSITES:
        yield _with(node, attr=OPPOSITES[node.attr])
    elif isinstance(node.value, ast.Name):
        known = namespace.get(node.value.id)
        if isinstance(known, enum.EnumMeta) and node.attr in known.__members__:
            names = list(known.__members__)
            yield _with(node, attr=names[(names.index(node.attr) + 1) % len(names)])
