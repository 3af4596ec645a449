"""The people of the tests. Everybody knows who may do what, so an access test is one line."""

from dataclasses import dataclass

from zhiyin.accounts import actions, queries
from zhiyin.accounts.models import User
from zhiyin.accounts.values import Actor, Role

PASSWORD = "山高水长-2026"
SYSTEM = Actor.of_task("tests")

REGION = "east"
"""陈立's region; `STORE` lies in it, `ELSEWHERE` does not."""
STORE = "east-01"
ELSEWHERE = "north-01"
UNITS: dict[str, str | None] = {"all": None, "east": "all", "north": "all", "east-01": "east", "north-01": "north"}


@dataclass(frozen=True)
class Cast:
    lin: User
    """林岚, administrator"""
    zhou: User
    """周宁, analyst of the whole company"""
    chen: User
    """陈立, touchpoint owner of the region east"""
    wang: User
    """王芳, service lead of the whole company"""
    zhao: User
    """赵敏, operator of the whole company"""
    he: User
    """何静, viewer of the store east-01"""

    def actor(self, name: str) -> Actor:
        return queries.actor_of(getattr(self, name))

    @property
    def everybody(self) -> list[User]:
        return [self.lin, self.zhou, self.chen, self.wang, self.zhao, self.he]


def assemble() -> Cast:
    def hire(username: str, display_name: str, role: Role, *units: str) -> User:
        user, _password = actions.create_user(
            SYSTEM, username, display_name=display_name, role=role, units=units, password=PASSWORD
        )
        return user

    return Cast(
        lin=hire("linlan", "林岚", Role.ADMINISTRATOR),
        zhou=hire("zhouning", "周宁", Role.ANALYST),
        chen=hire("chenli", "陈立", Role.TOUCHPOINT_OWNER, REGION),
        wang=hire("wangfang", "王芳", Role.SERVICE_LEAD),
        zhao=hire("zhaomin", "赵敏", Role.OPERATOR),
        he=hire("hejing", "何静", Role.VIEWER, STORE),
    )
