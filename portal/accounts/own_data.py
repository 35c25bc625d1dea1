"""All that the site keeps of a person, for that person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from wagtail.models import Comment, CommentReply, Revision

from practices.audit.acts import label_of
from practices.audit.models import Entry
from practices.conversations.models import Message
from practices.deletion.models import DeletionRequest
from practices.files.models import SheetFile
from practices.interviews.models import Interview
from practices.mailing.models import Refusal, Told
from practices.models import PracticePage
from practices.mutualisation.models import Bearing
from practices.reuse.models import Reuse
from practices.territories.models import Membership
from practices.vitality.models import Question
from search.alerts.models import SavedSearch


def data_of(user) -> dict:
    """What stands in « mes données », by subject; the notes of moderators never do, one's own included."""
    return {
        "compte": {
            "adresse": user.email,
            "prenom": user.first_name,
            "nom": user.last_name,
            "cree_le": user.date_joined,
            "derniere_connexion": user.last_login,
        },
        "adresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified"),
        "double_authentification": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "proconnect": _rows(
            SocialAccount.objects.filter(user=user),
            "provider",
            "uid",
            "extra_data",
            "date_joined",
            "last_login",
        ),
        "collectivites": [_membership(one) for one in _memberships(user)],
        "fiches_commencees": _rows(PracticePage.objects.filter(owner=user), "title", "first_published_at"),
        "versions_ecrites": _rows(Revision.page_revisions.filter(user=user), "object_str", "created_at"),
        "messages": list(
            Message.objects.shared().filter(author=user).values("practice__title", "sent_at", "text")
        ),
        "remarques": _rows(Comment.objects.filter(user=user), "page__title", "created_at", "text"),
        "reponses_aux_remarques": _rows(
            CommentReply.objects.filter(user=user), "comment__page__title", "created_at", "text"
        ),
        "suppressions_demandees": _rows(
            DeletionRequest.objects.filter(asked_by=user), "practice__title", "asked_at", "reason"
        ),
        "reponses_pour_un_portage": _rows(
            Bearing.objects.filter(answered_by=user), "practice__title", "answered_at", "answer", "reason"
        ),
        "reprises_dites": _rows(
            Reuse.objects.filter(author=user), "practice__title", "changes", "created_at"
        ),
        "entretiens_menes": _rows(
            Interview.objects.filter(moderator=user), "practice__title", "called_on", "outcome"
        ),
        "reponses_sur_les_fiches": _rows(
            Question.objects.filter(by=user), "practice__title", "answered_at", "answer", "cause", "why"
        ),
        "fichiers_envoyes": _rows(SheetFile.objects.filter(sent_by=user), "name", "size", "sent_at"),
        "courriels_refuses": [str(refusal) for refusal in Refusal.objects.filter(user=user).order_by("kind")],
        "rappels_envoyes": _rows(Told.objects.filter(user=user), "key", "told_at"),
        "actes": _acts(Entry.objects.filter(user=user)),
        "sur_le_compte": _acts(Entry.objects.filter(user=None, person=user)),  # by nobody who would be named
        "alertes": _rows(SavedSearch.objects.for_person(user), "label", "frequency", "created_at"),
    }


def _rows(queryset, *names):
    return list(queryset.order_by("pk").values(*names))


def _acts(entries):
    lines = entries.order_by("pk").values_list("action", "at")
    return [{"acte": label_of(action), "le": at} for action, at in lines]


def _memberships(user):
    return Membership.objects.for_user(user).select_related("territory").order_by("created_at", "pk")


def _membership(membership):
    return {
        "collectivite": str(membership.territory),
        "fonction": membership.function,
        "role": membership.get_role_display(),
        "etat": membership.get_status_display(),
        "demande_le": membership.created_at,
        "decide_le": membership.decided_at,
    }
