"""The company's own words: aspects it made itself, and words it gave to the aspects of its pack."""
