from django.core.management.base import BaseCommand

from portal.pages import starter_site


class Command(BaseCommand):
    help = "Crée ou répare le site de départ : pages, groupes, relecture, vocabulaires. Peut être relancée."

    def handle(self, *args, **options):
        home = starter_site.build()
        self.stdout.write(f"Site de départ prêt : {home.full_url or home.url_path}")
