import pytest
from django.core import mail
from wagtail.models import Comment

from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(territory, member):
    practice = PracticeFactory(lead=territory, title="Partager un informaticien")
    submit(practice, user=member)
    mail.outbox.clear()
    return practice


def correct(practice, user, **changes):
    draft = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def told(practice, user, verdict, reason=""):
    decide(practice, user=user, verdict=verdict, reason=reason)
    [sent] = mail.outbox
    return "\n".join(line.strip() for line in sent.body.splitlines())  # a person's words stand apart


@pytest.mark.parametrize("verdict", [Verdict.APPROVED, Verdict.CHANGES, Verdict.REFUSED])
def test_mail_tells_what_the_moderators_corrected(in_review, moderator, verdict):
    sent = in_review.latest_revision_id
    judged = correct(
        in_review, moderator, title="Partager une informaticienne", actions="<p>Trop long. </p>" * 20
    )

    body = told(in_review, moderator, verdict, "Merci.")

    assert (
        "Merci.\n\n"
        "Nous avons corrigé\u00a0:\n"
        "- Titre\u00a0: «\u00a0Partager un informaticien\u00a0» "
        "devient «\u00a0Partager une informaticienne\u00a0»\n"
        "- Ce qui a été fait\n"
        f"Le détail\u00a0: http://testserver/mon-espace/fiches/{in_review.pk}/historique/"
        f"?before={sent}&after={judged.pk}"
    ) in body


def test_mail_of_a_sheet_left_as_it_was_tells_no_correction(in_review, moderator):
    correct(in_review, moderator)

    assert "corrigé" not in told(in_review, moderator, Verdict.APPROVED)


def test_town_opens_the_detail_of_the_corrections(town, in_review, moderator):
    correct(in_review, moderator, summary="Trois communes partagent un informaticien.")
    body = told(in_review, moderator, Verdict.APPROVED)

    address = next(line for line in body.splitlines() if "historique" in line).partition("http://testserver")[
        2
    ]
    html = town.get(address).content.decode()

    assert "partagent" in html
    assert "Les associations" in html


def test_mail_holds_the_remarks_that_wait(in_review, moderator):
    Comment.objects.create(page=in_review, user=moderator, contentpath="need", text="Depuis quand ?")

    body = told(in_review, moderator, Verdict.CHANGES, "Presque.")

    assert (
        "Presque.\n\nNos remarques, champ par champ\u00a0:\n- Le besoin de départ\u00a0: Depuis quand ?"
        in body
    )
