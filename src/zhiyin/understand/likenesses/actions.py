"""Learning from the examples of the company's aspects. Once for every set of examples."""

from zhiyin.company.concepts.queries import ideas, pack
from zhiyin.understand.likenesses.models import LearnedLikeness
from zhiyin.understand.likenesses.queries import key, others
from zhiyin.understand.text import likeness, vectors
from zhiyin.understand.text.annotate import Understander


def settle() -> int:
    """Learn what has not been learned; how many it was. Where other voices are too few yet, it waits for them."""
    wanted = {key(one): one for one in ideas() if one.taught}
    known = set(LearnedLikeness.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    missing = sorted(set(wanted) - known)
    if not missing:
        return 0
    usual = others(Understander(pack()))
    made = 0
    for name in missing:
        idea = wanted[name]
        found = likeness.learn(idea.code, idea.examples, usual, vectors.load(), idea.refused)
        if found or len(usual) >= likeness.FEWEST:
            # Two workers may come to the same; what the first one learned stays. Examples that say nothing known learn
            # nothing, and that is not tried again.
            weights = likeness.pack(found) if found else b""
            made += LearnedLikeness.objects.get_or_create(key=name, defaults={"weights": weights})[1]
    return made
