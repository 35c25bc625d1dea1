from django import forms

from practices.forms.robots import RobotTrapMixin


class WishForm(RobotTrapMixin):
    """What a visitor looked for in vain, in their own words."""

    text = forms.CharField(
        label="Que cherchiez-vous\u202f?",
        help_text="Le problème à résoudre, le type de collectivité… N’écrivez pas le nom d’une personne. "
        "500\u00a0signes au plus.",
        max_length=500,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Dites en quelques mots ce que vous cherchiez."},
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Pour vous répondre, et pour rien d’autre. Elle est effacée une fois la demande traitée, "
        "et au bout d’un an au plus.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr."},
    )

    field_order = ["text", "email", "website", "form_token"]
