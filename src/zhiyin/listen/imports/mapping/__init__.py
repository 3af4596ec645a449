"""Which column is which field: guessed from names and contents, corrected by whoever imports."""
