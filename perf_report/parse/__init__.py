"""Parse a spec: source -> document (nodes with positions) -> schema -> plan; and edit its text."""
