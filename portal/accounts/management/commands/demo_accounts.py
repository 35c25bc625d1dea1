from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.pages.starter_site import EDITORS, MODERATORS
from practices.territories.choices import MembershipRole, MembershipStatus
from practices.territories.models import Membership, Territory

PASSWORD = "une-mairie-pour-essayer"  # noqa: S105  for demonstrations on one's own machine
TOWN_CODE = "58149"  # Luzy, in Nièvre, 2 006 inhabitants

ACCOUNTS = (
    # e-mail, first name, last name, role, group
    ("mairie@luzy.example", "Camille", "Exemple", "Membre d’une commune et de son intercommunalité", None),
    ("relecture@villes-internet.example", "Dominique", "Exemple", MODERATORS[0], MODERATORS[0]),
    ("relecture@villes-de-france.example", "Claude", "Exemple", MODERATORS[1], MODERATORS[1]),
    ("redaction@pratiques-communes.example", "Sacha", "Exemple", EDITORS, EDITORS),
    ("admin@pratiques-communes.example", "Alix", "Exemple", "Administration", None),
)
MEMBER, ADMIN = ACCOUNTS[0][0], ACCOUNTS[-1][0]


class Command(BaseCommand):
    help = "Crée les comptes de démonstration et affiche leurs mots de passe. Peut être relancée."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="même hors du mode de développement")
        parser.add_argument("--show", action="store_true", help="les affiche seulement, sans rien créer")

    @transaction.atomic
    def handle(self, *args, force, show, **options):
        if not settings.DEBUG and not force:
            raise CommandError(
                "Ces comptes ont des mots de passe connus de tous : jamais sur un site en service. "
                "Pour une démonstration, ajoutez --force."
            )
        if show:
            self._print()
            return
        for email, first_name, last_name, _, group in ACCOUNTS:
            user = self._account(email, first_name=first_name, last_name=last_name)
            if group:
                user.groups.add(self._group(group))
        self._join_town(User.objects.get(email=MEMBER))
        if options["verbosity"]:
            self._print()

    def _account(self, email, **names):
        user = User.objects.filter(email=email).first() or User(email=email, **names)
        if email == ADMIN:
            user.is_staff = user.is_superuser = True
        user.is_active = True
        if not user.check_password(PASSWORD):
            user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
        return user

    def _group(self, name):
        group = Group.objects.filter(name=name).first()
        if group is None:
            raise CommandError(f"Le groupe « {name} » manque : lancez d’abord starter_site.")
        return group

    def _join_town(self, user):
        """The town and its intercommunality, when the directory is loaded."""
        town = Territory.objects.filter(code=TOWN_CODE).select_related("epci").first()
        if town is None:
            self.stderr.write("Sans annuaire (load_territories), ce compte n’a pas de commune.")
            return
        territories = [territory for territory in (town, town.epci) if territory]
        for territory in territories:
            Membership.objects.update_or_create(
                user=user,
                territory=territory,
                defaults={
                    "status": MembershipStatus.CONFIRMED,
                    "role": MembershipRole.REFERENT,
                    "function": "Secrétariat général de mairie",
                    "decided_at": timezone.now(),
                },
            )

    def _print(self):
        member = User.objects.filter(email=MEMBER).first()
        if member is None:
            raise CommandError("Ces comptes n’existent pas encore : lancez d’abord demo_accounts.")
        territories = Territory.objects.for_member(member)
        place = ", ".join(territory.label for territory in territories)
        rows = [("Adresse électronique", "Mot de passe", "Rôle")]
        for email, _, _, role, _ in ACCOUNTS:
            rows.append((email, PASSWORD, f"{role} ({place})" if email == MEMBER and place else role))
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        for email, password, role in rows:
            self.stdout.write(f"{email:<{widths[0]}}  {password:<{widths[1]}}  {role}")
