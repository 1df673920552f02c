"""An error of the validator with the part of the document that it is about."""

from dataclasses import dataclass
from typing import Any

from perf_report.model.route import Route
from perf_report.parse.nodes import Node, Scalar, Sequence, child

# The tasks that a message names at most.
_MOST_NAMED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """An error of the validator: the place, the keyword and its schema, the message."""

    route: Route
    node: Node
    keyword: str
    limit: Any
    schema: dict[str, Any]
    value: Any
    message: str
    root: Node

    @property
    def written(self) -> str:
        """The text in the file, if it is a single value."""
        return self.node.text if isinstance(self.node, Scalar) else ""

    @property
    def is_task(self) -> bool:
        """Whether it is about a task that a goal names."""
        return self.route[:1] == ("goals",) and self.route[-2:-1] == ("tasks",)


def task_ids(root: Node) -> list[str]:
    """The ids of the tasks, as far as a message names them."""
    tasks = child(root, "tasks")
    items = tasks.items[:_MOST_NAMED] if isinstance(tasks, Sequence) else []
    ids = (child(item, "id") for item in items)
    return [id_.text for id_ in ids if isinstance(id_, Scalar)]


def node_at(root: Node, route: Route) -> Node:
    """The node that a route leads to, as far as there is one."""
    node = root
    for step in route:
        below = child(node, step)
        if below is None:
            break
        node = below
    return node
