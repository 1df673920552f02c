"""Signatures of PDFs: `pades` makes them, `state` validates them."""
