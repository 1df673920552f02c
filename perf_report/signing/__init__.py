"""Signatures on PDFs: `pades` makes them, `state` reads them, `files` is the wiring of `sign`."""
