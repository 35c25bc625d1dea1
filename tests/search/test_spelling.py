"""Typing mistakes: what is corrected, and what never is."""

import pytest

from practices.plain_text import fold
from search.query_text import with_pairs_replaced, with_words_replaced
from search.spelling.speller import Speller
from search.spelling.vocabulary import current
from search.synonyms import shipped as synonyms
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

KNOWN = """
dématérialisation cybersécurité sauvegarde mutualisation vidéoprotection numérique inclusion illectronisme
fracture médiathèque bibliothèque cantine scolaire école écran tablette logiciel libre licence serveur
hébergement données ouverte ouverture délibération urbanisme état civil cimetière facturation télégestion
éclairage public compteur capteur déchets collecte mairie commune métropole agglomération intercommunalité
syndicat conseiller médiation formation agents télétravail messagerie signature électronique archivage
parapheur cadastre géographique participation citoyenne budget participatif application signalement voirie
stationnement transport vélo borne recharge fibre couverture mobile antenne wifi accueil guichet démarches
ligne portail famille
""".split()
SPELLER = Speller({word: (written, 5) for written in KNOWN for word in [fold(written)]})

MISTYPED = """
dematerialsiation:dématérialisation dématerialisaton:dématérialisation cybersecurite:
cyberscurité:cybersécurité cybersecurtié:cybersécurité cybersécuritée:cybersécurité sauvgarde:sauvegarde
sauvegrade:sauvegarde mutualistaion:mutualisation mutalisation:mutualisation videoprotetion:vidéoprotection
numerqiue:numérique numérriqe:numérique ilectronisme:illectronisme ilectronnisme:illectronisme
mediatheqe:médiathèque biblioteque:bibliothèque cantinne:cantine scolare:scolaire logicel:logiciel
logicile:logiciel lisence:licence hebergment:hébergement urbanisne:urbanisme cimetierre:cimetière
telegestoin:télégestion eclarage:éclairage conpteur:compteur comune:commune metropolle:métropole
aglomération:agglomération intercomunalite:intercommunalité sindicat:syndicat mediaton:médiation
télétravial:télétravail messagrie:messagerie signatrue:signature eletronique:électronique
parrapheur:parapheur cadastr:cadastre geografique:géographique particpation:participation
signalment:signalement stationement:stationnement couverure:couverture anttenne:antenne acceuil:accueil
guichette:guichet demarche: démarhces:démarches portial:portail
""".split()


@pytest.mark.parametrize("pair", MISTYPED)
def test_real_mistakes_are_corrected(pair):
    typed, _, meant = pair.partition(":")
    assert SPELLER.correction(typed) == meant


@pytest.mark.parametrize(
    "typed", ["numeriques", "NUMÉRIQUE", "ecole", "vlo", "g5k", "2025", "xyzzy", "rgpd", ""]
)
def test_what_is_known_short_or_far_stays(typed):
    assert SPELLER.correction(typed) == ""


@pytest.mark.parametrize("little", ["dans", "pour", "avec", "après", "leurs"])
def test_little_words_are_no_mistake(little):
    speller = Speller({word: (word, 9) for word in ["mans", "peur", "avoc", "leur", "heurs"]})
    assert speller.correction(little) == ""


def test_beginnings_of_words_are_no_mistake():
    speller = Speller({word: (word, 9) for word in ["tete"]})
    assert [speller.correction(typed) for typed in ["télé", "tote"]] == ["", "tete"]


def test_common_words_are_likelier_and_the_first_sign_is_seldom_wrong():
    speller = Speller({"carte": ("carte", 3), "conte": ("conte", 9), "porte": ("porte", 99)})
    assert speller.correction("corte") == "conte"
    assert Speller({"porte": ("porte", 1)}).correction("corte") == "porte"


def test_two_words_written_together_are_parted():
    assert SPELLER.correction("logiciellibre") == "logiciel libre"


@pytest.mark.parametrize(
    ("pair", "known"),
    [
        (("télé", " ", "travail"), "télétravail"),
        (("TELE", "-", "travails"), "télétravail"),
        (("télé", "\u2011", "gestion"), "télégestion"),
        (("accu", " ", "eille"), ""),
    ],
)
def test_two_parts_of_a_known_word_are_joined(pair, known):
    assert SPELLER.joined(*pair) == known


def test_little_words_join_nothing_unless_a_hyphen_was_typed():
    speller = Speller({word: (word, 9) for word in ["avenir", "surtourisme"]})

    assert (speller.joined("à", " ", "venir"), speller.joined("sur", " ", "tourisme")) == ("", "")
    assert speller.joined("sur", "-", "tourisme") == "surtourisme"


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("charte de l'auto-partage", ["charte de", "de l", "auto-partage"]),
        ('télé "travail en" mairie, place -sans effet', []),
        ("", []),
    ],
)
def test_pairs_are_words_that_a_space_or_a_hyphen_parts(typed, pairs):
    seen = []

    assert with_pairs_replaced(typed, lambda *pair: seen.append("".join(pair))) == typed
    assert seen == pairs


def test_pairs_are_replaced_from_the_left():
    joined = {("a", "b"): "AB", ("AB", "c"): "no", ("b", "c"): "no", ("c", "d"): "CD"}

    assert with_pairs_replaced("a b c-d e", lambda a, _, b: joined.get((a, b))) == "AB CD e"


def test_quotes_and_exclusions_stay_as_they_were_typed():
    text = with_words_replaced(
        "l'acceuil «\u00a0acceuil\u00a0» -acceuil", lambda word: word.replace("ue", "eu")
    )
    assert text == 'l\'acceuil "\u00a0acceuil\u00a0" -acceuil'.replace("\u00a0", " ")


# On the list


@pytest.fixture
def sheets(db, index):
    lead = TerritoryFactory(name="Quimper", population=60_000)
    titles = ["Dématérialisation des actes", "La dématérialisation à la crèche", "Un portail pour la famille"]
    made = [PracticeFactory(published=True, title=title, summary="Une fiche.", lead=lead) for title in titles]
    index()
    return made


def listed(client, typed, **filters):
    response = client.get("/fiches/", {"q": typed} | filters)
    return {result.practice.title for result in response.context["results"]}, response


def test_a_mistyped_word_that_gives_nothing_is_corrected_and_said(client, sheets):
    found, response = listed(client, "dematerialsiation")
    assert found == {"Dématérialisation des actes", "La dématérialisation à la crèche"}
    page = response.content.decode()
    assert "Aucune fiche ne contient «\u00a0dematerialsiation\u00a0»" in page.replace("&nbsp;", "\u00a0")
    assert 'value="dematerialsiation"' in page  # what was typed stays in the box
    assert response.context["replaced"] == "dématérialisation"


def test_a_correction_comes_before_looser_words(client, sheets):
    found, response = listed(client, "dematerialsiation creche")
    assert found == {"La dématérialisation à la crèche"} | {"Dématérialisation des actes"}
    assert response.context["replaced"] == "dématérialisation creche"


def test_a_word_that_some_sheets_hold_is_never_replaced(client, sheets):
    found, response = listed(client, "portail")
    assert found == {"Un portail pour la famille"}
    assert not response.context["replaced"]
    assert response.context["suggestion"] is None


def test_another_word_is_suggested_beside_few_results(client, sheets):
    _, response = listed(client, "fiche creche dematerialsiation")
    assert response.context["results"][0].practice.title == "La dématérialisation à la crèche"
    suggestion = response.context["suggestion"]
    assert (suggestion.value_label, suggestion.count) == ("fiche creche dématérialisation", 3)
    assert client.get("/fiches/" + suggestion.url).context["total"] == suggestion.count


def test_names_of_collectivities_are_not_corrected(client, sheets):
    TerritoryFactory(name="Quimpel", department_code="29")
    found, response = listed(client, "quimpel")
    assert not found
    assert not response.context["replaced"]


@pytest.fixture
def remote_work(index):
    PracticeFactory(published=True, title="Écrire une charte de télétravail")
    PracticeFactory(published=True, title="Partager de tels outils de travail")
    index()


@pytest.mark.parametrize("typed", ["télé travail", "télé-travail", "TELE travail"])
def test_a_word_typed_in_two_parts_is_found_and_said(client, remote_work, typed):
    found, response = listed(client, typed)

    assert found == {"Écrire une charte de télétravail"}
    assert response.context["replaced"] == "télétravail"


def test_a_word_typed_in_two_parts_is_suggested_where_sheets_hold_them(client, remote_work, index):
    PracticeFactory(published=True, title="Une télé au travail")
    PracticeFactory(published=True, title="Le télétravail des agents")
    index()

    found, response = listed(client, "télé travail")

    assert "Une télé au travail" in found and not response.context["replaced"]
    suggestion = response.context["suggestion"]
    assert (suggestion.value_label, suggestion.count) == ("télétravail", 2)


def test_parts_of_a_word_cost_no_more_than_a_mistake(client, remote_work, asked):
    listed(client, "teletrvail")
    mistake = len(asked)
    listed(client, "télé travail")

    assert len(asked) - mistake == mistake


@pytest.mark.parametrize("typed", ['"télé travail"', "télé -travail"])
def test_parts_in_quotes_or_excluded_are_not_joined(client, remote_work, typed):
    assert not listed(client, typed)[1].context["replaced"]


def test_two_words_that_name_a_collectivity_are_not_joined(client, remote_work):
    TerritoryFactory(name="Télé-Travail")

    assert not listed(client, "télé travail")[1].context["replaced"]


def test_appointments_are_found_by_their_usual_letters(client, index):
    synonyms.load()
    PracticeFactory(published=True, title="Donner rendez-vous en ligne")
    index()

    assert listed(client, "rdv")[0] == {"Donner rendez-vous en ligne"}


def test_nothing_is_corrected_in_quotes(client, sheets):
    found, response = listed(client, '"dematerialsiation"')
    assert not found
    assert not response.context["replaced"]


def test_a_published_sheet_teaches_its_words(client, sheets, index):
    PracticeFactory(published=True, title="Un tiers-lieu nourricier", lead=sheets[0].lead)
    index()
    current.forget()
    assert listed(client, "nouricier")[0] == {"Un tiers-lieu nourricier"}


def test_a_search_with_enough_results_asks_nothing_of_the_vocabulary(
    client, sheets, index, django_assert_num_queries
):
    for number in range(5):
        PracticeFactory(published=True, title=f"Dématérialisation {number}", lead=sheets[0].lead)
    index()
    current.forget()
    _, response = listed(client, "dematerialisation")
    assert response.context["total"] >= 5
    assert current._looked is None
