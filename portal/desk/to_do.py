"""What waits for moderators besides the sheets in review: each queue has its page, none is only a mail."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet, Value
from django.urls import reverse

from practices.deletion.models import DeletionRequest
from practices.mutualisation.models import Answer, Bearing
from practices.reports.models import Report
from practices.territories.choices import MembershipStatus
from practices.territories.models import Membership
from practices.vitality.models import Question
from search.misses.models import SearchMiss, SearchWish
from search.models import IndexEntry


@dataclass(frozen=True)
class Queue:
    """One queue: what waits in it, where it is handled, and the permission that its page asks for."""

    name: str
    label: str
    hint: str
    waiting: Callable[[], QuerySet]
    address: Callable[[], str]
    permission: str = ""
    counted: str = "pk"


def _listing(model, query):
    return lambda: f"{reverse(model.snippet_viewset.get_url_name('list'))}?{query}"


QUEUES = (
    Queue(
        "rattachements",
        "Personnes à rattacher",
        "Elles demandent à parler pour une collectivité.",
        Membership.objects.pending,
        _listing(Membership, f"status={MembershipStatus.PENDING}"),
        "territories.change_membership",
    ),
    Queue(
        "associees",
        "Collectivités associées sans réponse",
        "Une fiche les nomme. Notez leur réponse, ou donnez une adresse à qui écrire.",
        Bearing.objects.unanswered,
        _listing(Bearing, f"answer={Answer.WAITING}&is_proposed=true"),
        "mutualisation.change_bearing",
    ),
    Queue(
        "signalements",
        "Signalements des lecteurs",
        "Ce qu’ils ont vu de faux, de périmé ou de déplacé sur une fiche.",
        Report.objects.waiting,
        lambda: reverse("practices_reports"),
    ),
    Queue(
        "toujours-en-service",
        "Réponses sur ce qui fonctionne toujours",
        "Le mot d’une collectivité attend que vous le montriez ou le gardiez.",
        Question.objects.to_read,
        lambda: reverse("practices_answers"),
    ),
    Queue(
        "suppressions",
        "Demandes de suppression",
        "Une collectivité veut retirer sa fiche publiée.",
        DeletionRequest.objects.waiting,
        lambda: reverse("practices_deletions"),
    ),
    Queue(
        "recherches",
        "Recherches sans résultat",
        "Une fiche manque, ou un synonyme.",
        SearchMiss.objects.to_treat,
        _listing(SearchMiss, "is_treated=false"),
        "misses.change_searchmiss",
    ),
    Queue(
        "demandes",
        "Demandes de visiteurs",
        "Ce qu’ils cherchaient, dans leurs mots.",
        SearchWish.objects.to_treat,
        _listing(SearchWish, "is_treated=false"),
        "misses.change_searchwish",
    ),
    Queue(
        "recherche-en-panne",
        "Fiches absentes de la recherche",
        "Le moteur de recherche n’a pas pu les prendre.",
        IndexEntry.objects.parked,
        lambda: reverse("search_unindexed"),
        counted="key",
    ),
)


@dataclass(frozen=True)
class Line:
    """A queue as one moderator sees it."""

    label: str
    hint: str
    url: str
    count: int


def lines_for(user) -> list[Line]:
    """The queues that this moderator may handle, with their counts, in one query for all."""
    queues = [queue for queue in QUEUES if not queue.permission or user.has_perm(queue.permission)]
    counts = _counts(queues)
    return [Line(queue.label, queue.hint, queue.address(), counts.get(queue.name, 0)) for queue in queues]


def _counts(queues):
    first, *others = (
        queue.waiting()
        .order_by()
        .annotate(queue=Value(queue.name, CharField()))
        .values("queue")
        .annotate(number=Count(queue.counted, distinct=True))
        .values_list("queue", "number")
        for queue in queues
    )
    return dict(first.union(*others, all=True))
