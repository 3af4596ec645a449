"""The facts of the sample company: pure functions of a seed, one Arrow table per fact table."""

from zhiyin.demo.generate.sample import Sample, generate

__all__ = ["Sample", "generate"]
