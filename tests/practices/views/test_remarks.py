import pytest
from wagtail.models import Comment, CommentReply

from practices.steps import StepConverter
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory)


def comment(practice, user, field="need", text="Depuis quand ?"):
    return Comment.objects.create(page=practice, user=user, contentpath=field, text=text)


def page_of(practice, path=""):
    return f"/mon-espace/fiches/{practice.pk}/{path}"


def test_remark_is_beside_its_field_and_named_on_the_other_steps(town, practice, moderator):
    comment(practice, moderator)
    means = StepConverter.SHARED["moyens"]

    own, other = town.get(page_of(practice)), town.get(page_of(practice, f"{means.slug}/"))

    assert "Depuis quand" in own.content.decode()
    assert own.context["remarks_elsewhere"] == []
    assert [remark.field for remark, _ in other.context["remarks_elsewhere"]] == ["need"]


def test_town_answers_then_resolves(town, practice, member, moderator):
    asked = comment(practice, moderator)
    address = page_of(practice, f"remarques/{asked.pk}/")

    empty = town.post(f"{address}repondre/", {f"{asked.pk}-text": " "})
    town.post(f"{address}repondre/", {f"{asked.pk}-text": "Depuis 2024."})
    town.post(f"{address}traitee/")

    assert empty.status_code == 400
    assert "Écrivez votre réponse avant de l’envoyer." in empty.content.decode()
    assert list(CommentReply.objects.values_list("user", "text")) == [(member.pk, "Depuis 2024.")]
    assert Comment.objects.get().resolved_by == member


def test_remarks_are_hidden_from_others(client, stranger, practice, moderator):
    asked = comment(practice, moderator)
    client.force_login(stranger)
    address = page_of(practice, "remarques/")

    answered = [
        client.get(address),
        client.post(f"{address}{asked.pk}/repondre/"),
        client.post(f"{address}{asked.pk}/traitee/"),
    ]

    assert [response.status_code for response in answered] == [404, 404, 404]


def test_remark_on_what_the_town_does_not_write_is_listed(town, practice, moderator):
    comment(practice, moderator, field="slug", text="Adresse trop longue.")

    assert "Adresse trop longue." in town.get(page_of(practice, "remarques/")).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_form_takes_a_constant_number_of_queries(
    town, practice, moderator, number, django_assert_max_num_queries
):
    for _ in range(number):
        CommentReply.objects.create(comment=comment(practice, moderator), user=moderator, text="Alors ?")
    town.get(page_of(practice))

    with django_assert_max_num_queries(70):
        town.get(page_of(practice))


def test_desk_counts_the_remarks(town, practice, moderator):
    for _ in range(3):
        comment(practice, moderator)

    response = town.get("/mon-espace/")

    assert [row.title for row in response.context["desk"].to_do] == [practice.title]
    assert "3\u00a0remarques à lire" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "path"), [("steps", "recit/"), ("attachments", "fichiers/"), ("image", "fichiers/")]
)
def test_remark_on_lines_or_files_is_on_their_page_and_leads_there(town, practice, moderator, field, path):
    asked = comment(practice, moderator, field=field, text="Lequel ?")

    own = town.get(page_of(practice, path)).content.decode()
    every = town.get(page_of(practice, "remarques/")).content.decode()

    assert f'id="remarque-{asked.pk}"' in own
    assert f'id="champ-{field}"' in own
    assert f'href="{page_of(practice, path)}#champ-{field}"' in every
