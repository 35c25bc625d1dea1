import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

CSS_DIR = Path(settings.BASE_DIR) / "portal" / "static" / "css"
IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


def bundle():
    """Return main.css with each `@import` replaced by its file: one request instead of a waterfall."""
    return IMPORT.sub(lambda match: _file(match[1]), (CSS_DIR / "main.css").read_text())


def _file(name):
    text = (CSS_DIR / name).read_text().strip()
    if "/" in name and "url(" in text:
        raise CommandError(
            f"{name} : une adresse relative ne vaut plus une fois le fichier mis dans site.css."
        )
    return f"/* {name} */\n{text}"


class Command(BaseCommand):
    requires_system_checks = []
    help = "Écrit portal/static/css/site.css à partir de main.css."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="n’écrit rien, échoue si site.css est dépassé"
        )

    def handle(self, *args, check, **options):
        target = CSS_DIR / "site.css"
        if check:
            if not target.exists() or target.read_text() != bundle():
                raise CommandError("site.css est dépassé : lancez « python manage.py bundle_css ».")
            return
        target.write_text(bundle())
        self.stdout.write(f"site.css : {target.stat().st_size} octets.")
