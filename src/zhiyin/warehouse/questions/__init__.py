from zhiyin.warehouse.questions.matching import matches, matching
from zhiyin.warehouse.questions.values import EVERY, GRAINS, MISSING, Filters, Question, as_filters

__all__ = ["EVERY", "GRAINS", "MISSING", "Filters", "Question", "as_filters", "matches", "matching"]
