"""The steps of a sheet, in one table: it drives the forms, the pages, their list and the completeness."""

from dataclasses import dataclass

from django.urls import NoReverseMatch

from .forms import steps as forms
from .forms.drafts import DraftForm
from .forms.writing import QuickForm
from .mutualisation.forms import CoBearersForm
from .writers import OWN

SHARED_PAGE = "practices:step"


@dataclass(frozen=True)
class Wish:
    """What a reader would miss: one of these fields, and why it matters to them."""

    names: tuple
    label: str
    why: str

    def is_granted(self, practice):
        return any(practice.is_filled(name) for name in self.names)

    @property
    def anchor(self):
        """Where on the page of its step it is written."""
        return f"champ-{self.names[0]}"


@dataclass(frozen=True)
class Step:
    """`view` names a page of its own; the other steps share one, by `slug`.

    `names` are the fields that it writes, where no form says it.
    """

    slug: str
    title: str
    lead: str
    form: type[DraftForm] | None = None
    wishes: tuple = ()
    view: str = SHARED_PAGE
    names: tuple = ()

    def url(self, practice, pages=OWN):
        """Its page, among those of a writer; None as long as no such page is there."""
        steps = [self] if self.view == SHARED_PAGE else []
        try:
            return pages.url(self.view.removeprefix("practices:"), practice, *steps)
        except NoReverseMatch:
            return None

    def is_done(self, practice):
        """Whether something is told; of the quick form, whether all that the review asks is."""
        if self.form is QuickForm:
            return practice.is_complete
        return any(practice.is_filled(name) for name in self.content_names() if name != "licence")

    def content_names(self):
        """The fields of the sheet that it writes."""
        return self.form.content_names() if self.form else self.names


STEPS = (
    Step(
        "essentiel",
        "L’essentiel",
        "Cette étape suffit pour envoyer la fiche\u00a0: les autres sont facultatives.",
        QuickForm,
        (Wish(("state_date",), "La date de l’état", "on saura de quand date ce que vous dites"),),
        view="practices:edit",
    ),
    Step(
        "identite",
        "Pour la trouver",
        "Les mots et les personnes qui mènent à votre fiche.",
        forms.IdentityForm,
        (Wish(("audiences",), "Pour qui", "un lecteur cherche souvent par public"),),
    ),
    Step(
        "qui",
        "Avec qui",
        "Partenaires, fournisseurs, et comment vous joindre.",
        forms.WhoForm,
        (
            Wish(
                ("software",), "Logiciels et fournisseurs", "c’est la première question que l’on vous posera"
            ),
            Wish(("partners",), "Partenaires", "on saura à qui s’adresser chez soi"),
        ),
    ),
    Step(
        "collectivites",
        "Collectivités associées",
        "Celles qui portent la pratique avec vous. La fiche publiée ne nomme que celles qui confirment.",
        CoBearersForm,
        (Wish(("co_bearers",), "Collectivités associées", "on verra l’étendue du territoire"),),
        view="practices:co_bearers",
    ),
    Step(
        "mutualisation",
        "Mutualisation",
        "Comment on partage, décide et rejoint.",
        forms.MutualisationForm,
        (
            Wish(("cost_sharing",), "Partage des coûts", "c’est ce qui se négocie en premier entre communes"),
            Wish(
                ("inhabitants_covered", "inhabitants"),
                "Habitants concernés",
                "une commune se compare à sa taille",
            ),
        ),
    ),
    Step(
        "recit",
        "Dates et durée",
        "Le calendrier, pour que d’autres préparent le leur.",
        forms.StoryForm,
        (
            Wish(("steps",), "Les grandes dates", "on saura combien de temps prévoir, et quand voter"),
            Wish(("started_on",), "Date de démarrage", "on jugera du recul que vous avez"),
        ),
    ),
    Step(
        "moyens",
        "Moyens",
        "Ce que cela coûte, en argent et en temps.",
        forms.MeansForm,
        (
            Wish(
                ("investment", "running_cost", "chosen_cost_band"), "Le coût", "un maire le demande toujours"
            ),
            Wish(("staffing",), "Moyens humains", "une petite équipe doit savoir si elle peut suivre"),
        ),
    ),
    Step(
        "resultats",
        "Résultats",
        "Ce qui a changé, mesuré si possible.",
        forms.ResultsForm,
        (Wish(("indicators",), "Un chiffre avant et après", "il convainc un conseil mieux qu’un discours"),),
    ),
    Step(
        "reprise",
        "Conseils",
        "Ce qu’il faut savoir pour refaire la même chose.",
        forms.TransferForm,
        (
            Wish(("conditions",), "Conditions de réussite", "elles évitent de partir pour rien"),
            Wish(("advice",), "Vos conseils", "c’est ce que l’on vous demanderait au téléphone"),
        ),
    ),
    Step(
        "fichiers",
        "Image et fichiers",
        "Photo, convention, délibération, modèles à reprendre.",
        wishes=(
            Wish(("attachments",), "Un document à reprendre", "une convention type fait gagner des semaines"),
        ),
        view="practices:files",
        names=("image", "attachments"),
    ),
    Step("envoi", "Relire et envoyer", "Relisez vos réponses avant de les envoyer.", view="practices:submit"),
)
QUICK, SENDING = STEPS[0], STEPS[-1]
SIGNING = "Relire et signer"  # that of sending, behind a link
FILES = next(step for step in STEPS if step.slug == "fichiers")
CO_BEARERS = next(step for step in STEPS if step.form is CoBearersForm)


class StepConverter:
    """In an address, a step whose form is on the shared page: other pages of a sheet are left alone."""

    SHARED = {step.slug: step for step in STEPS if step.view == SHARED_PAGE}
    regex = "|".join(SHARED)

    def to_python(self, value):
        return self.SHARED[value]

    def to_url(self, step):
        return step.slug


@dataclass(frozen=True)
class Stop:
    """A step as the list of steps shows it, for one sheet."""

    number: int
    step: Step
    url: str
    is_done: bool
    is_current: bool
    title: str


@dataclass(frozen=True)
class Stepper:
    """Those steps whose page is there, with the one on the screen."""

    stops: list

    @property
    def current(self):
        return next(stop for stop in self.stops if stop.is_current)

    @property
    def next(self):
        """The stop after the one on the screen; None at the end."""
        return next((stop for stop in self.stops if stop.number == self.current.number + 1), None)


def stepper_of(practice, current, pages=OWN) -> Stepper:
    """The steps of this draft, with `current` on the screen."""
    there = [(step, url) for step in STEPS if (url := step.url(practice, pages))]
    return Stepper(
        [
            Stop(
                number,
                step,
                url,
                is_done=step is not SENDING and step.is_done(practice),
                is_current=step is current,
                title=SIGNING if step is SENDING and pages.token else step.title,
            )
            for number, (step, url) in enumerate(there, start=1)
        ]
    )
