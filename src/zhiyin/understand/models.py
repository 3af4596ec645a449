from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.likenesses.models import LearnedLikeness
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pipeline.models import Pause
from zhiyin.understand.topics.models import KnownTopic
from zhiyin.understand.writer.models import Allowance, Letter, WriterSettings

__all__ = [
    "Allowance",
    "Correction",
    "JudgedText",
    "KnownTopic",
    "LearnedLayer",
    "LearnedLikeness",
    "Letter",
    "Pause",
    "Piece",
    "WriterSettings",
]
