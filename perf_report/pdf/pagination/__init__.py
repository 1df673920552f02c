"""Where pages break: estimated before the layout, so that one layout is enough."""
