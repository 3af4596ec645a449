from zhiyin.act.alerts.models import AlertRule, Firing
from zhiyin.act.cases.models import Case, CaseEvent
from zhiyin.act.initiatives.models import Initiative, InitiativeStep

__all__ = ["AlertRule", "Case", "CaseEvent", "Firing", "Initiative", "InitiativeStep"]
