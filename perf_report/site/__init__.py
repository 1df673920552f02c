"""The disclosure site: its pages, its data and its search, as values that `publish` carries."""
