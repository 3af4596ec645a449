"""Who acts in these tests."""

from zhiyin.accounts.values import Actor, Role

BOSS = Actor.of_task("tests")
VIEWER = Actor("user", "7", "Wei", Role.VIEWER, frozenset({"sh"}))
