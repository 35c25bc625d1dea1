import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READ_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def section(title):
    """The text of one section of README.md."""
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", (ROOT / "README.md").read_text(), re.M | re.S)[1]


def variables_read():
    """The first argument of every call of a method of `env` in the settings."""
    return {
        node.args[0].value
        for path in (ROOT / "portal" / "settings").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "env"
        and node.args
    }


def test_readme_lists_every_environment_variable():
    listed = re.findall(r"^\| `([A-Z_]+)` \|", section("Environment variables"), re.M)

    assert sorted(listed) == sorted(variables_read() | READ_BY_DJANGO)


def test_readme_names_files_that_exist():
    named = set(
        re.findall(
            r"`((?:script|tests|search|practices|portal|docs|templates|\.ci)/[\w./]*)`", section("Layout")
        )
    )

    missing = [name for name in sorted(named) if not (ROOT / name).exists()]

    assert missing == []
