"""Everything a start needs, in one process."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from practices.models import PracticePage
from search.documents import PracticeDocument
from search.engines.base import SearchUnavailable, get_engine


class Command(BaseCommand):
    help = (
        "Met à jour la base, le site de départ et l’index de recherche. Peut être lancée à chaque démarrage."
    )
    requires_system_checks = []  # they may read tables that do not exist yet

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="ajoute les fiches d’exemple et les comptes de démonstration"
        )

    def handle(self, *, demo, **options):
        self.step("Tables", "migrate", verbosity=0)
        self.step("Annuaire des collectivités", "load_territories")
        self.step("Site de départ", "starter_site")
        self.step("Synonymes", "load_synonyms")
        if demo:
            self.step("Fiches d’exemple", "load_examples", once=True)
        if self.index_is_late():
            self.step("Index de recherche", "rebuild_index")
        if demo:
            self.step("Comptes de démonstration", "demo_accounts", verbosity=0)
            self.step("Fiches d’exemple en relecture", "load_desk_examples")

    def step(self, title, command, **options):
        self.stdout.write(self.style.MIGRATE_HEADING(f"==> {title} ({command})"))
        call_command(command, stdout=self.stdout, stderr=self.stderr, **options)

    def index_is_late(self):
        """Whether the index lacks sheets, or is of another schema; an engine that is down is left alone."""
        engine = get_engine(PracticeDocument)
        try:
            return not engine.is_ready() or engine.count() != PracticePage.objects.findable().count()
        except SearchUnavailable as error:
            self.stderr.write(
                f"Le moteur de recherche ne répond pas, son index reste comme il est\u00a0: {error}"
            )
            return False
