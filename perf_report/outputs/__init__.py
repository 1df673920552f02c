"""Which outputs are stale, who makes them, and the one place that writes them."""
