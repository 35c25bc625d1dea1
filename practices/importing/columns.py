"""The columns of an import file: names, labels, how each is read. One list for import and template."""

from collections.abc import Callable
from dataclasses import dataclass

from ..choices import Audience, CostBand, Evaluation, Licence, Mutualisation, State
from ..models import PracticePage
from . import cells, dates, names, parts
from .errors import UnreadableFile, quoted
from .matching import key, suggestion


@dataclass(frozen=True)
class Column:
    """`name` is what files write, `field` what the model says; `aliases` are other usual headers."""

    name: str
    parse: Callable
    example: str = ""
    field: str = ""
    label: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def target(self):
        return self.field or self.name

    @property
    def title(self):
        """The French label, that of the model unless it has its own."""
        return self.label or PracticePage._meta.get_field(self.target).verbose_name

    @property
    def is_plain(self):
        """Whether the value goes into a column of the sheet itself, not into a relation."""
        return not (self.model_field.many_to_many or self.model_field.one_to_many)

    @property
    def model_field(self):
        return PracticePage._meta.get_field(self.target)

    def spellings(self):
        return {key(text) for text in (self.name, self.target, self.title, *self.aliases)}


COLUMNS = (
    Column("external_id", cells.identifier, "fiche-001", aliases=("identifiant",)),
    Column("title", cells.shortened(255), "Partager un atelier informatique itinérant entre huit communes"),
    Column(
        "summary",
        cells.shortened(300),
        "Un véhicule équipé passe chaque mois dans huit communes rurales pour aider les habitants.",
    ),
    Column("themes", names.themes, "Inclusion numérique", aliases=("thème", "thématiques", "thématique")),
    Column(
        "territory",
        names.territory,
        "58194",
        field="lead",
        aliases=("collectivité", "code insee", "siren", "porteur"),
    ),
    Column("mutualisation", cells.choice(Mutualisation), "service-commun"),
    Column(
        "need", cells.sheet_text, "Beaucoup d’habitants renonçaient à leurs démarches.", aliases=("besoin",)
    ),
    Column(
        "actions",
        cells.sheet_text,
        "Le véhicule stationne sur la place du marché.\n\n- accueil sans rendez-vous\n- deux agents formés",
    ),
    Column("state", cells.choice(State), "en-service"),
    Column("state_date", dates.date, "2024-12-31", aliases=("date de l’état",)),
    Column("lessons", cells.sheet_text, "Nous ne referions pas le planning sans les secrétaires de mairie."),
    Column("contact_function", cells.one_line, "Direction des systèmes d’information", aliases=("fonction",)),
    Column(
        "contact_email", cells.one_line, "numerique@exemple.fr", aliases=("e-mail", "courriel", "contact")
    ),
    Column("source", cells.one_line, aliases=("origine",)),
    Column("keywords", cells.keywords, "illectronisme, itinérance"),
    Column("audiences", cells.choices(Audience), "habitants; personnes-agees", aliases=("publics",)),
    Column("co_bearers", names.territories, "58086; CA de Nevers", aliases=("co-porteurs",)),
    Column("partners", cells.several_lines, "La Poste"),
    Column(
        "software",
        parts.software,
        "Nextcloud | Nextcloud GmbH | libre; Suite bureautique | | non",
        label="logiciels",
        aliases=("logiciel",),
    ),
    Column("contact_phone", cells.one_line, "01 23 45 67 89", aliases=("téléphone",)),
    Column("contact_phone_public", cells.boolean, "non"),
    Column("collectivities_count", cells.integer(), "8"),
    Column("inhabitants_covered", cells.integer(), "12 400"),
    Column("cost_sharing", cells.sheet_text, "Chaque commune paie selon son nombre d’habitants."),
    Column("governance", cells.sheet_text, "Un comité se réunit deux fois par an."),
    Column("open_to_partners", cells.boolean, "oui"),
    Column("partners_until", dates.date, "2030-06-30"),
    Column(
        "steps",
        parts.steps,
        "mars 2023 | Délibération | Huit conseils votent le même texte.\nseptembre 2023 | Première tournée",
        label="étapes",
    ),
    Column("started_on", dates.date, "2023-09-04"),
    Column("setup_months", cells.integer(cells.MAX_SMALL_INTEGER), "6"),
    Column("investment", cells.integer(), "48 000 €"),
    Column("running_cost", cells.integer(), "21 500 €"),
    Column("cost_band", cells.choice(CostBand), field="chosen_cost_band", aliases=("coût",)),
    Column("staffing", cells.several_lines, "Deux agents à mi-temps"),
    Column("financing", cells.several_lines, "Budget des communes, aide de l’État"),
    Column("programmes", names.programmes, "France Relance", aliases=("programme",)),
    Column(
        "indicators",
        parts.indicators,
        "Personnes reçues par mois | 0 | 85 | personnes | 2024-10-31 | Cahier d’accueil",
        label="indicateurs",
        aliases=("indicateur",),
    ),
    Column("evaluation", cells.choice(Evaluation), "interne"),
    Column("conditions", cells.sheet_text, "Une place réservée au véhicule."),
    Column("difficulties", cells.sheet_text, "La couverture mobile est faible dans deux communes."),
    Column("advice", cells.sheet_text, "Commencez par les jours de marché."),
    Column("vigilance", cells.sheet_text, "Les postes n’enregistrent aucune donnée personnelle."),
    Column("licence", cells.choice(Licence), "licence-ouverte-2.0"),
    Column("image_alt", cells.one_line),
    Column("image_credit", cells.one_line),
)
BY_NAME = {column.name: column for column in COLUMNS}
ALWAYS_ASKED = ("title", "summary", "territory")
# Fields of a sheet that no cell can hold, and why.
NOT_IMPORTED = {
    "image": "les images s’ajoutent dans la fiche",
    "attachments": "les pièces jointes s’ajoutent dans la fiche",
    "pieces jointes": "les pièces jointes s’ajoutent dans la fiche",
    "archived at": "l’archivage se décide fiche par fiche",
    "confirmed on": "le portail tient cette date",
    "is example": "seul le portail marque ses exemples",
    "slug": "le portail compose l’adresse à partir du titre",
}


def asked_columns(*, lenient):
    """Names of the columns that each line must fill: those of the quick form, or fewer for old material."""
    by_field = {column.target: column.name for column in COLUMNS}
    return ALWAYS_ASKED if lenient else tuple(by_field[name] for name in PracticePage.QUICK_FIELDS)


NO_TABLE = (
    "Ce fichier n’est pas un tableau de fiches\u00a0: sa première ligne ne nomme aucune colonne connue. "
    "Partez du modèle, et enregistrez-le en XLSX ou en CSV."
)


def match_header(header, *, lenient):
    """The Column of each header cell (None where it is empty); raise UnreadableFile, all reasons at once."""
    known = _known_spellings()
    if not count_known(header):
        raise UnreadableFile(NO_TABLE)
    found, reasons = [], []
    for cell in header:
        column = known.get(key(cell))
        if cell.strip() and column is None:
            reasons.append(_unknown(cell))
        elif column is not None and column in found:
            reasons.append(f"La colonne {quoted(cell)} est là deux fois ({column.name}).")
        found.append(column)
    missing = [name for name in asked_columns(lenient=lenient) if BY_NAME[name] not in found]
    if not reasons and missing:
        reasons.append(_missing(missing, lenient))
    if reasons:
        raise UnreadableFile(" ".join(reasons))
    return found


def count_known(header):
    """How many cells of this header are columns: it tells one separator from another."""
    known = _known_spellings()
    return sum(key(cell) in known for cell in header)


def _known_spellings():
    found = {}
    for column in COLUMNS:
        for spelling in column.spellings():
            found.setdefault(spelling, column)
    return found


def _unknown(cell):
    reason = NOT_IMPORTED.get(key(cell))
    if reason:
        return f"La colonne {quoted(cell)} ne s’importe pas\u00a0: {reason}."
    known = {word: _both_names(column) for column in COLUMNS for word in column.spellings()}
    return f"Colonne inconnue {quoted(cell)}.{suggestion(cell, known) or ' Le modèle les montre toutes.'}"


def _both_names(column):
    return f"{column.name} ({column.title.lower()})"


def _missing(names, lenient):
    listed = ", ".join(_both_names(BY_NAME[name]) for name in names)
    hint = "" if lenient else " Pour de vieilles fiches, l’import tolérant n’en demande que trois."
    return f"Il manque {'la colonne' if len(names) == 1 else 'les colonnes'} {listed}.{hint}"
