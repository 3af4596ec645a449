"""What a language model wrote for a page, with the voices it cites: text beside figures, never a figure."""
