from dataclasses import dataclass

from zhiyin.measure.indicators.values import Change, Figure


@dataclass(frozen=True)
class Standing:
    """One brand on one indicator (and aspect), beside ours."""

    brand: str
    name: str
    ours: bool
    figure: Figure
    gap: Change | None
    """Ours minus theirs; its verdict allows for the many gaps on the page (Benjamini-Hochberg). None for ourselves."""

    @property
    def asked(self) -> str:
        """The brand by which a page is narrowed to these facts: none for ours, which is what pages show anyway."""
        return "" if self.ours else self.brand


@dataclass(frozen=True)
class Comparison:
    indicator: str
    aspect: str | None
    standings: tuple[Standing, ...]
    industry: Figure
    """Mean of the rivals, each counting once."""
    index: float | None
    """Own value over the rivals' mean on the 0..100 score (TrustYou's CompIndex); above 1 is better."""
