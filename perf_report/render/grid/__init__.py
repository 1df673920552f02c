"""Tables of a form as grids of cells, whatever form they belong to."""
