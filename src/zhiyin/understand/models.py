from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.writer.models import Allowance, Letter, WriterSettings

__all__ = ["Allowance", "Correction", "JudgedText", "LearnedLayer", "Letter", "Piece", "WriterSettings"]
