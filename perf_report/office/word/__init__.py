"""What a Word file shows beside the letters of its runs: formats of styles, numbers, formulas."""
