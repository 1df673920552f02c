"""From bytes to a plan: source -> document (nodes with positions) -> schema -> plan, and back."""
