"""Imports go one way, search engines stay behind their contract, and an inline import says why."""

import ast
from pathlib import Path

from django.conf import settings

# Each package may import those after it, and Django, Wagtail and the like; never those before it.
LAYERS = ["portal", "search", "practices", "practices.territories"]
ENGINES = {"tantivy", "elasticsearch", "elasticsearch_dsl", "elastic_transport"}
ENGINES_HOME = Path("search/engines")
ROOT = Path(settings.BASE_DIR)


def sources():
    packages = [layer for layer in LAYERS if "." not in layer]
    files = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in files if "migrations" not in path.parts)


def imports(path, tree=None):
    """(node, dotted name) of everything the file imports, relative names made absolute."""
    tree = tree or ast.parse((ROOT / path).read_text(), filename=str(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = list(path.parent.parts)
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


def layer_of(name):
    """The position of the layer a dotted name belongs to; None for what is not ours."""
    found = [layer for layer in LAYERS if name == layer or name.startswith(f"{layer}.")]
    return LAYERS.index(max(found, key=len)) if found else None


def inline_imports(path):
    """The imports inside functions, but for those of AppConfig.ready()."""
    tree = ast.parse((ROOT / path).read_text(), filename=str(path))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {
        node
        for function in functions
        if not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }


def test_imports_go_down_the_layers():
    upward = [
        (str(path), name)
        for path in sources()
        for _, name in imports(path)
        if (layer := layer_of(name)) is not None and layer < layer_of(".".join(path.with_suffix("").parts))
    ]

    assert upward == []


def test_engines_stay_behind_their_contract():
    outside = [path for path in sources() if not path.is_relative_to(ENGINES_HOME)]

    found = [
        (str(path), name) for path in outside for _, name in imports(path) if name.split(".")[0] in ENGINES
    ]

    assert found == []


def test_mails_are_composed_in_one_place():
    """Elsewhere a mail would leave without its HTML part, or without the way to stop it."""
    direct = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "mail_admins", "mail_managers"}

    found = {
        str(path)
        for path in sources()
        for _, name in imports(path)
        if name.startswith("django.core.mail.") and name.rpartition(".")[2] in direct
    }

    assert found == {"practices/mailing/composing.py"}


def test_inline_imports_say_why():
    lines = {path: (ROOT / path).read_text().splitlines() for path in sources()}

    silent = [
        f"{path}:{node.lineno}"
        for path in sources()
        for node in inline_imports(path)
        if "#" not in lines[path][node.lineno - 1]
    ]

    assert silent == []


def test_nothing_of_the_tests_or_of_development_is_imported():
    development = {"tests", "pytest", "factory", "wagtail_factories", "hypothesis", "playwright", "aiosmtpd"}

    found = [
        (str(path), name)
        for path in sources()
        for _, name in imports(path)
        if name.split(".")[0] in development
    ]

    assert found == []


def test_layers_are_what_stands_at_the_top():
    known = {layer for layer in LAYERS if "." not in layer} | {"tests"}

    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages == known
