"""Parts of the reading of figures: number forms, units, lines, clauses, features and weights."""
