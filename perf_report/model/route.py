"""Symbolic places in a spec, such as `goals[1].indicators[0].target`."""

Route = tuple[str | int, ...]


def format_route(route: Route) -> str:
    """The route as a person reads it; the root is the empty string."""
    parts = []
    for step in route:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            parts.append(f".{step}" if parts else step)
    return "".join(parts)
