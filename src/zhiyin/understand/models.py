from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.layers.models import LearnedLayer

__all__ = ["Correction", "JudgedText", "LearnedLayer"]
