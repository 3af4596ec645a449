from zhiyin.verify.verdicts.models import Verdict

__all__ = ["Verdict"]
