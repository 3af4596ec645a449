from zhiyin.warehouse.questions.matching import matches, matching
from zhiyin.warehouse.questions.values import GRAINS, MISSING, Filters, Question, as_filters

__all__ = ["GRAINS", "MISSING", "Filters", "Question", "as_filters", "matches", "matching"]
