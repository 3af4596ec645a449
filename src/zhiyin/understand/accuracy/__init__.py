"""How often it is right, by what people judged."""
