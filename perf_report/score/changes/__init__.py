"""Changes between two reports: of one plan, of two years, or in one report that was edited."""
