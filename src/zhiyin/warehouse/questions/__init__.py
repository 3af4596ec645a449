from zhiyin.warehouse.questions.values import GRAINS, Filters, Question, as_filters

__all__ = ["GRAINS", "Filters", "Question", "as_filters"]
