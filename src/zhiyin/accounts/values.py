"""Who acts, and what may be done. These cross every border, so they are plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(StrEnum):
    VIEWER = "viewer"
    ANALYST = "analyst"
    TOUCHPOINT_OWNER = "touchpoint_owner"
    SERVICE_LEAD = "service_lead"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    READ_FACTS = "read_facts"
    READ_PERSONAL = "read_personal"
    EXPORT_DATA = "export_data"
    IMPORT_DATA = "import_data"
    UNDO_IMPORT = "undo_import"
    RUN_UNDERSTANDING = "run_understanding"
    CORRECT_UNDERSTANDING = "correct_understanding"
    EDIT_COMPANY = "edit_company"
    EDIT_TREE = "edit_tree"
    EDIT_CUSTOMERS = "edit_customers"
    MANAGE_ALERTS = "manage_alerts"
    WORK_CASES = "work_cases"
    MANAGE_INITIATIVES = "manage_initiatives"
    JUDGE_INITIATIVES = "judge_initiatives"
    MANAGE_USERS = "manage_users"
    MANAGE_KEYS = "manage_keys"
    READ_AUDIT = "read_audit"
    MANAGE_DEMO = "manage_demo"
    MANAGE_SETTINGS = "manage_settings"


ROLES = {
    Role.VIEWER: pgettext_lazy("role", "Viewer"),
    Role.ANALYST: pgettext_lazy("role", "Analyst"),
    Role.TOUCHPOINT_OWNER: pgettext_lazy("role", "Touchpoint owner"),
    Role.SERVICE_LEAD: pgettext_lazy("role", "Service lead"),
    Role.OPERATOR: pgettext_lazy("role", "Operator"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
}

PERMISSIONS = {
    Permission.READ_FACTS: _("read figures"),
    Permission.READ_PERSONAL: _("read what customers said, and who they are"),
    Permission.EXPORT_DATA: _("export data"),
    Permission.IMPORT_DATA: _("import data"),
    Permission.UNDO_IMPORT: _("undo an import"),
    Permission.RUN_UNDERSTANDING: _("have feedback understood"),
    Permission.CORRECT_UNDERSTANDING: _("correct what was understood"),
    Permission.EDIT_COMPANY: _("edit the company map"),
    Permission.EDIT_TREE: _("edit the indicator tree"),
    Permission.EDIT_CUSTOMERS: _("edit customers"),
    Permission.MANAGE_ALERTS: _("manage alert rules"),
    Permission.WORK_CASES: _("work on cases"),
    Permission.MANAGE_INITIATIVES: _("manage initiatives"),
    Permission.JUDGE_INITIATIVES: _("judge initiatives"),
    Permission.MANAGE_USERS: _("manage users"),
    Permission.MANAGE_KEYS: _("manage API keys"),
    Permission.READ_AUDIT: _("read the audit trail"),
    Permission.MANAGE_DEMO: _("load or reset the sample company"),
    Permission.MANAGE_SETTINGS: _("change settings"),
}


@dataclass(frozen=True)
class Actor:
    """Whoever does something: a person, an API key, or a task of the system itself."""

    kind: Literal["user", "key", "task"]
    id: str
    name: str
    role: Role
    units: frozenset[str] = frozenset()
    """Codes of the organisation units this actor is confined to; empty: see `rules.is_confined`."""
    scopes: frozenset[Permission] | None = None
    """An API key may do less than its role; None takes nothing away."""

    @classmethod
    def of_task(cls, name: str) -> Self:
        """The system acting by itself; `name` is the task, and stands in the audit trail."""
        return cls("task", name, name, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class SignIn:
    """What came of an attempt: the id of the user, or how long to wait before the next one counts."""

    user: int | None
    wait_seconds: int = 0
