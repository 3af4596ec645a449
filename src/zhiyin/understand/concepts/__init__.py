"""The company's own aspects: made with a click, heard at once, taken back without a trace."""
