"""Zhiyin 知音: everything customers say and do becomes one indicator tree over the company's touchpoints."""

__version__ = "0.1.0"
