"""Who asks. No fact can be read without a reader, and every answer kept for later is kept under it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    name: str
    """For logs and cache keys: a user's or task's stable name, never an e-mail."""
    units: frozenset[str] | None = frozenset()
    """Codes of the organisation units it may see, descendants included; None means the whole company."""
    masks: frozenset[str] = frozenset()
    """Columns that come back empty, such as `text` for a reader without permission to read customers' words."""
    sees_public: bool = True
    """Whether facts of no unit that are about a rival brand are visible: reviews anybody can read."""
    own_brands: frozenset[str] = frozenset()
    """Codes of our own brands: facts of no unit about these are the company's, not public."""

    @classmethod
    def of_task(cls, name: str) -> "Reader":
        """A background stage works on everything."""
        return cls(name=f"task:{name}", units=None)

    def sees(self, unit: str | None, brand: str | None) -> bool:
        """Whether a fact of this unit and brand is visible: the rule that `engines.facts.guarded` says in SQL."""
        if self.units is None or unit in self.units:
            return True
        rival = unit is None and brand is not None and bool(self.own_brands) and brand not in self.own_brands
        return self.sees_public and rival

    @property
    def restrictions(self) -> tuple[object, ...]:
        """What makes two readers see different things; belongs in every cache key."""
        units = None if self.units is None else tuple(sorted(self.units))
        return (units, tuple(sorted(self.masks)), self.sees_public, tuple(sorted(self.own_brands)))
