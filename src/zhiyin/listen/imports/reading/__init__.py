"""Files to batches of text cells, whatever they are."""
