"""Routes: paths of values in a spec, such as `goals[1].indicators[0].target`."""

# Keys and list positions, from the root; empty for the root.
Route = tuple[str | int, ...]
