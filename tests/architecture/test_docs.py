"""What a user can type or set stands in the guide."""

import re

from tests.architecture.trees import PACKAGE, ROOT, files

from zhiyin.cli.main import COMMANDS

GUIDE = "\n".join(path.read_text("utf-8") for path in files(ROOT / "docs" / "guide", ".md"))
SETTING = re.compile(r"""\.setting\(\s*"(\w+)\"""")


def test_every_command_is_in_the_guide() -> None:
    assert [name for name in COMMANDS if f"zhiyin {name}" not in GUIDE] == []


def test_every_setting_is_in_the_guide() -> None:
    named = {name for path in files(PACKAGE, ".py") for name in SETTING.findall(path.read_text("utf-8"))}
    assert "database" in named
    assert sorted(name for name in named if f"ZHIYIN_{name.upper()}" not in GUIDE) == []


def test_where_things_go_names_files_that_exist() -> None:
    text = (ROOT / "docs" / "where-things-go.md").read_text("utf-8")
    named = re.findall(r"`(src/zhiyin/[\w/.]+)`", text)
    assert len(named) >= 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_links_in_the_docs_lead_somewhere() -> None:
    broken = []
    for path in [*files(ROOT / "docs", ".md"), ROOT / "README.md"]:
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        dead = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
        broken += [f"{path.relative_to(ROOT)}: {target}" for target in dead]
    assert broken == []
