import re

import pytest
from django import forms
from django.template.loader import render_to_string

from practices.choices import Mutualisation


class SheetForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Commencez par un verbe.")
    summary = forms.CharField(label="Résumé", max_length=300, required=False, widget=forms.Textarea)
    state = forms.ChoiceField(
        label="État", choices=[("a", "Idée"), ("b", "En service")], widget=forms.RadioSelect
    )
    mutualisation = forms.ChoiceField(label="Forme", choices=Mutualisation.choices, widget=forms.RadioSelect)
    mutualisation.template_name = "components/glyph_choice_field.html"
    count = forms.IntegerField(label="Nombre")
    shown = forms.BooleanField(label="Afficher", help_text="Sur la fiche.", required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)


def ids_and_references(html):
    ids = re.findall(r'\sid="([^"]+)"', html)
    references = [
        name
        for attribute in re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', html)
        for name in attribute.split()
    ]
    links = re.findall(r'href="#((?!i-|g-)[^"]+)"', html)
    return ids, references + links


@pytest.mark.parametrize("data", [None, {"title": "", "count": "cinq"}])
def test_rendered_form_refers_only_to_ids_that_exist_once(data):
    ids, references = ids_and_references(str(SheetForm(data)))

    assert len(ids) == len(set(ids))
    assert set(references) <= set(ids)


def test_field_gives_label_hint_error_and_control_in_that_order():
    html = SheetForm({"count": "3"})["title"].as_field_group()

    parts = [html.index(part) for part in ("field__label", "field__hint", "field__error", "<input")]

    assert parts == sorted(parts)
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html


def test_empty_field_is_asked_for_in_our_words():
    form = SheetForm({"count": ""})

    summary = render_to_string("components/error_summary.html", {"form": form})

    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary) == [
        ("id_title", "Titre&nbsp;: Écrivez une réponse."),
        ("id_state_0", "État&nbsp;: Choisissez une réponse."),
        ("id_mutualisation_0", "Forme&nbsp;: Choisissez une réponse."),
        ("id_count", "Nombre&nbsp;: Écrivez une réponse."),
    ]
    assert "Il reste 4&nbsp;points à corriger" in summary


def test_typed_value_is_kept_and_escaped():
    html = str(SheetForm({"title": '<b>"oui"', "state": "b"}))

    assert 'value="&lt;b&gt;&quot;oui&quot;"' in html
    assert re.search(r'value="b"[^>]* checked', html)


def test_text_area_says_its_limit():
    html = SheetForm()["summary"].as_field_group()

    assert 'aria-describedby="id_summary_count"' in html
    assert 'data-limit="300"' in html
    assert "(facultatif)" in html


def test_field_expected_by_the_review_is_not_called_optional():
    form = SheetForm()
    form.fields["summary"].expected = True

    assert "(facultatif)" not in form["summary"].as_field_group()


def test_glyph_choice_draws_each_form_of_mutualisation():
    html = SheetForm({"mutualisation": "entente"})["mutualisation"].as_field_group()

    assert len(re.findall(r'href="#g-', html)) == len(Mutualisation)
    assert re.search(r'value="entente"[^>]* checked', html)
