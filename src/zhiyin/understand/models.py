from zhiyin.understand.corrections.models import Correction, JudgedText

__all__ = ["Correction", "JudgedText"]
