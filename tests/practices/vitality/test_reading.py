import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from practices.vitality.models import Question, Reading
from practices.vitality.reading import read_answer
from tests.factories.accounts import UserFactory
from tests.factories.territories import MembershipFactory
from tests.factories.vitality import QuestionFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/toujours-en-service/"


@pytest.fixture
def answered():
    return QuestionFactory(answered=True, why="À deux communes.")


def readings():
    return [*Question.objects.order_by("pk").values_list("reading", flat=True)]


def test_moderators_read_each_answer_once(client, moderator, answered):
    QuestionFactory(silent=True)
    client.force_login(moderator)
    page = client.get(QUEUE).text
    assert ("À deux communes." in page, "demandé le" in page) == (True, True)

    response = client.post(reverse("practices_answer_read", args=[answered.pk]), {"shown": "oui"})

    assert response.url == QUEUE
    assert readings() == [Reading.SHOWN, ""]
    assert "Aucune réponse n’attend." in client.get(QUEUE).text


@pytest.mark.parametrize(
    ("why", "shown", "reading"),
    [("Un mot", True, Reading.SHOWN), ("Un mot", False, Reading.ASIDE), ("", True, Reading.ASIDE)],
)
def test_choice_of_a_moderator(moderator, why, shown, reading):
    question = QuestionFactory(answered=True, why=why)

    read_answer(question, user=moderator, shown=shown)

    assert readings() == [reading]


def test_nobody_chooses_for_their_own_collectivity(client, moderator, answered):
    MembershipFactory(user=moderator, territory=answered.practice.lead, confirmed=True)

    for user in (moderator, UserFactory()):
        with pytest.raises(PermissionDenied):
            read_answer(answered, user=user, shown=True)

    client.force_login(moderator)
    assert "À laisser à un autre modérateur" in client.get(QUEUE).text
    assert readings() == [""]


def test_no_choice_changes_nothing(client, moderator, answered):
    client.force_login(moderator)

    client.post(reverse("practices_answer_read", args=[answered.pk]), {"shown": "peut-être"})

    assert readings() == [""]


@pytest.mark.parametrize("number", [1, 12])
def test_queue_takes_a_constant_number_of_queries(client, moderator, number, django_assert_max_num_queries):
    for _ in range(number):
        QuestionFactory(answered=True, why="Un mot")
    client.force_login(moderator)
    client.get(QUEUE)

    with django_assert_max_num_queries(24):
        client.get(QUEUE)
