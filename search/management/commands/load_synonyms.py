"""Loads the synonyms that come with the site."""

from django.core.management.base import BaseCommand

from search.synonyms import shipped


class Command(BaseCommand):
    help = "Ajoute les synonymes livrés avec le site. Ne revient pas sur ce que les modérateurs ont changé."

    def handle(self, **options):
        added = shipped.load()
        self.stdout.write(f"{added} lignes de synonymes ajoutées." if added else "Rien de nouveau.")
