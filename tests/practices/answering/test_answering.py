import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Comment

from practices.answering.answering import answer
from practices.answering.fields import remarkable_fields
from practices.answering.models import ReusableText
from practices.drafts import StaleVersion
from practices.forms.rows import IndicatorRows, SoftwareRows, StepRows
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import submit
from practices.status import ReviewStatus, status_of
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(territory, member):
    practice = PracticeFactory(lead=territory, title="Partager un informaticien")
    submit(practice, user=member)
    mail.outbox.clear()
    return practice


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def texts():
    return [
        ReusableText.objects.create(name="Merci", text="Merci pour cette fiche."),
        ReusableText.objects.create(name="Besoin", text="Depuis quand ?", field="need"),
    ]


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def address(practice):
    return reverse("practices_answer_town", args=[practice.pk])


def posted(practice, *rows, **more):
    """What the page posts: `rows` are (field, text)."""
    data = {
        "verdict": Verdict.CHANGES,
        "message": "",
        "version": practice.latest_revision_id,
        "form-TOTAL_FORMS": len(rows),
        "form-INITIAL_FORMS": 0,
    }
    for rank, (field, text) in enumerate(rows):
        data |= {f"form-{rank}-field": field, f"form-{rank}-text": text}
    return data | more


def test_answer_asks_for_changes_with_remarks_on_fields_in_one_mail(in_review, member, moderator, texts):
    state = answer(
        in_review,
        user=moderator,
        verdict=Verdict.CHANGES,
        message="Presque.",
        remarks=[("need", "Depuis quand ?")],
        texts=texts,
    )

    assert status_of(fresh(in_review)).status == ReviewStatus.CHANGES
    assert list(Comment.objects.values_list("contentpath", "text", "user")) == [
        ("need", "Depuis quand ?", moderator.pk)
    ]
    assert [sent.to for sent in mail.outbox] == [[member.email]]
    assert "Presque." in mail.outbox[0].body
    assert "- Le besoin de départ\u00a0: Depuis quand ?" in mail.outbox[0].body
    counts = ReusableText.objects.with_use_count().values_list("name", "use_count")
    assert sorted(counts) == [("Besoin", 1), ("Merci", 1)]
    assert state.comment == "Presque."


def test_answer_of_remarks_alone_needs_no_message(in_review, moderator):
    answer(in_review, user=moderator, verdict=Verdict.CHANGES, remarks=[("need", "Depuis quand ?")])

    assert status_of(fresh(in_review)).reason == "Nous vous demandons quelques précisions, champ par champ."


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"verdict": Verdict.CHANGES}, ValidationError),
        ({"verdict": Verdict.REFUSED, "message": "Non."}, ValidationError),
        ({"verdict": Verdict.CHANGES, "message": "Non.", "version": 1_000_000}, StaleVersion),
    ],
)
def test_answer_that_is_refused_leaves_no_remark(in_review, moderator, given, error):
    remarks = [] if given == {"verdict": Verdict.CHANGES} else [("need", "Depuis quand ?")]

    with pytest.raises(error):
        answer(in_review, user=moderator, remarks=remarks, **given)

    assert not Comment.objects.exists()
    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW


def test_answer_is_refused_to_a_moderator_of_the_town(in_review, territory):
    own = ModeratorFactory()
    MembershipFactory(user=own, territory=territory, confirmed=True)

    with pytest.raises(PermissionDenied):
        answer(in_review, user=own, verdict=Verdict.REFUSED, message="Non.")


def test_fields_of_remarks_are_fields_of_the_sheet_in_the_words_of_the_form():
    fields = dict(remarkable_fields())

    assert fields["need"] == "Le besoin de départ"
    assert {fields[name] for name in ("steps", "software", "indicators", "attachments", "image")} == {
        StepRows.label,
        SoftwareRows.label,
        IndicatorRows.label,
        "Autres fichiers",
        "Image en tête",
    }
    assert all(fields.values())
    assert "find" not in fields
    assert all(PracticePage._meta.get_field(name) for name in fields)


def test_ticked_texts_are_added_to_what_is_typed_and_nothing_is_sent(desk, in_review, texts):
    data = posted(
        in_review, ("lessons", "Et ceci ?"), message="Bonjour,", insert="1", texts=[t.pk for t in texts]
    )

    response = desk.post(address(in_review), data)

    assert response.status_code == 200
    assert response.context["form"]["message"].value() == "Bonjour,\n\nMerci pour cette fiche."
    rows = [(row["field"].value(), row["text"].value()) for row in response.context["remarks"]]
    assert rows == [("lessons", "Et ceci ?"), ("need", "Depuis quand ?"), (None, None)]
    assert set(response.context["form"]["used"].value()) == {text.pk for text in texts}
    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW


def test_page_sends_what_was_composed(desk, in_review, texts):
    data = posted(
        in_review, ("need", "Depuis quand, au juste ?"), ("", ""), message="Merci.", used=texts[1].pk
    )

    response = desk.post(address(in_review), data | {"send": "1"})

    assert response.url == reverse("desk")
    assert Comment.objects.get().text == "Depuis quand, au juste ?"
    assert texts[1].uses.count() == 1


@pytest.mark.parametrize(
    ("rows", "more", "sentence"),
    [
        ([("", "Une remarque")], {}, "Dites à quel champ se rapporte cette remarque."),
        ([("autre", "Une remarque")], {}, "autre"),
        ([], {"verdict": ""}, "Choisissez votre décision."),
        ([], {"message": "  "}, "Écrivez à la collectivité"),
        ([], {"used": "999999", "message": "Ma phrase"}, "Ma phrase"),
        ([], {"form-TOTAL_FORMS": "x", "message": "Ma phrase"}, "Ma phrase"),
    ],
)
def test_page_refuses_and_loses_nothing(desk, in_review, rows, more, sentence):
    response = desk.post(address(in_review), posted(in_review, *rows, **more))

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW


def test_page_tells_what_was_decided_meanwhile_and_keeps_the_text(desk, in_review):
    first = ModeratorFactory()
    answer(in_review, user=first, verdict=Verdict.REFUSED, message="Non.")

    response = desk.post(address(in_review), posted(in_review, message="Ma longue réponse."))

    html = response.content.decode()
    assert response.status_code == 409
    assert f"Décision déjà prise par {first}" in html
    assert "Ma longue réponse." in html


def test_page_of_a_version_that_changed_can_be_sent_again(desk, in_review):
    data = posted(in_review, message="Ma longue réponse.")
    newer = fresh(in_review).get_latest_revision_as_object().save_revision(user=ModeratorFactory())

    refused = desk.post(address(in_review), data)

    assert refused.status_code == 409
    assert refused.context["form"]["message"].value() == "Ma longue réponse."
    assert desk.post(address(in_review), data | {"version": newer.pk}).status_code == 302
    assert f'value="{newer.pk}"' in refused.content.decode()


def test_list_of_texts_counts_their_uses(client, in_review, moderator, texts, admin_user):
    answer(in_review, user=moderator, verdict=Verdict.REFUSED, message="Non.", texts=texts[:1])
    client.force_login(admin_user)

    html = client.get(reverse(ReusableText.snippet_viewset.get_url_name("list"))).content.decode()

    assert "Utilisé" in html
    assert "Merci" in html
