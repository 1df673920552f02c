"""The disclosure site: its pages, its open data and its search index."""
