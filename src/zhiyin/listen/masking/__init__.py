"""Personal data inside words: found, and masked before anything is stored.

What stays is what people in China are used to see (138****5678, 粤B*****, 南山区****): readable, its kind told at
sight, in the shape that customers' records are masked in as well. A text of the same length was not wanted: the number
of stars would say how long a name or an address is.
"""

from zhiyin.listen.masking.arrays import mask, mask_json
from zhiyin.listen.masking.rules import hide, veiled

__all__ = ["hide", "mask", "mask_json", "veiled"]
