from django.core.management.base import BaseCommand

from portal.pages import starter_site


class Command(BaseCommand):
    help = "Crée ou répare le site de départ : pages, groupes, relecture, vocabulaires. Peut être relancée."

    def handle(self, *args, **options):
        starter_site.build()
        self.stdout.write("Pages, groupes et vocabulaires en place.")
