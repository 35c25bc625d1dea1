"""What was decided, and what is asked most often: counts of choices, never a text that somebody wrote."""

from collections import Counter

from django.db.models import Count
from wagtail.models import Comment

from practices.answering.models import TextUse
from practices.models import PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.remarks import label_of

from .tables import Figure, counts_chart
from .times import ALL

MOST = 15  # reasons and fields drawn; the table and the file have all of them
WITHOUT_TEXT = "Sans texte réutilisable"


def verdicts(reviews, months, names) -> Figure:
    """How often a sheet was published, sent back, refused, taken back."""
    counts = Counter()
    for review in reviews:
        for verdict, step in review.verdicts:
            if step.on >= months[0]:
                counts[verdict, ALL] += 1
                counts[verdict, step.by] += verdict != Verdict.WITHDRAWN  # it is the town that takes back
    rows = tuple(
        (label, *(counts[verdict, name] for name in (ALL, *names))) for verdict, label in Verdict.choices
    )
    return Figure(
        "decisions",
        "Ce qui a été décidé",
        "Une fiche renvoyée deux fois à la collectivité compte deux fois.",
        ("Décision", ALL, *names),
        rows,
        (counts_chart("Ce qui a été décidé", rows),),
    )


def reasons(months) -> Figure:
    """The reusable texts that answers to towns started from, then the answers that started from none."""
    uses = TextUse.objects.filter(review__finished_at__date__gte=months[0])
    counts, names = Counter(), Counter()
    for name, verdict, number in uses.values_list("text__name", "review__verdict").annotate(Count("pk")):
        counts[name, verdict] += number
        names[name] += number
    rows = tuple(
        (name, number, counts[name, Verdict.CHANGES], counts[name, Verdict.REFUSED])
        for name, number in names.most_common()
    )
    without = _without_text(months)
    others = ((WITHOUT_TEXT, sum(without.values()), *without.values()),) if any(without.values()) else ()
    return Figure(
        "raisons",
        "Pourquoi des fiches sont renvoyées ou refusées",
        f"Les textes réutilisables mis dans les réponses\u00a0; le dessin montre les {MOST} plus fréquents.",
        ("Texte", "Réponses", Verdict.CHANGES.label, Verdict.REFUSED.label),
        rows + others,
        (counts_chart("Raisons les plus fréquentes", rows[:MOST] + others),),
    )


def _without_text(months):
    """How many answers started from no reusable text, by verdict."""
    answers = ReviewTaskState.objects.filter(finished_at__date__gte=months[0])
    answers = answers.exclude(pk__in=TextUse.objects.values("review")).order_by()
    counts = dict(answers.values_list("verdict").annotate(Count("pk")))
    return {verdict: counts.get(verdict, 0) for verdict in (Verdict.CHANGES, Verdict.REFUSED)}


def remarked_fields(months) -> Figure:
    """The fields of the sheet on which moderators wrote remarks."""
    remarks = Comment.objects.filter(
        page__in=PracticePage.objects.values("pk"), created_at__date__gte=months[0]
    )
    counts = Counter()
    for path, number in remarks.values_list("contentpath").annotate(Count("pk")).order_by():
        counts[_label(path.partition(".")[0])] += number
    rows = tuple(counts.most_common())
    return Figure(
        "remarques",
        "Ce que les collectivités doivent préciser",
        f"Les champs de la fiche qui reçoivent des remarques\u00a0; le dessin montre les {MOST} premiers.",
        ("Champ", "Remarques"),
        rows,
        (counts_chart("Champs les plus remarqués", rows[:MOST]),),
    )


def _label(name):
    """The field in the words of the town's form; of one that is only in the admin, its name."""
    return label_of(name) or name
