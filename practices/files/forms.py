"""What a town sends and says of its files."""

import uuid

from django import forms

from practices.choices import AttachmentKind, Language

from .kinds import ACCEPT

WHAT_IT_SHOWS = "Ce que montre l’image"
HOW_TO_SHOW = (
    "Une phrase, pour les personnes qui ne voient pas l’image. "
    "Par exemple\u00a0: une secrétaire aide un habitant devant un ordinateur."
)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        """The files as they came: each is judged by itself, none stops the others."""
        return list(data or [])


class UploadForm(forms.Form):
    files = SeveralFilesField(
        label="Ajouter des fichiers",
        required=False,
        help_text=(
            "Documents PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX ou CSV, images JPEG, PNG ou WebP. "
            "20\u00a0Mo au plus chacun, dix fichiers par fiche. "
            "Le nom de leur auteur est retiré des documents, sauf s’ils sont signés. "
            "Préférez un document accessible\u00a0: avec des titres, et du texte plutôt qu’une image scannée."
        ),
        widget=SeveralFilesInput({"accept": ACCEPT, "data-upload-input": True}),
    )
    # Of this page alone: what it sends twice is joined once.
    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)


class ActionForm(forms.Form):
    """The button that was pressed: each of a file holds its key."""

    remove = forms.CharField(required=False)
    choose = forms.CharField(required=False)
    go_on = forms.BooleanField(required=False)


class DocumentTextsForm(forms.Form):
    title = forms.CharField(
        label="Intitulé",
        required=False,
        max_length=160,
        help_text="Ce que le lecteur y trouvera. Par exemple\u00a0: convention de service commun.",
    )
    kind = forms.ChoiceField(label="Nature", choices=AttachmentKind.choices)
    language = forms.ChoiceField(
        label="Langue", required=False, choices=[("", "Non précisée"), *Language.choices]
    )


class ImageTextsForm(forms.Form):
    title = forms.CharField(
        label=WHAT_IT_SHOWS,
        required=False,
        max_length=160,
        help_text=HOW_TO_SHOW,
    )
    credit = forms.CharField(
        label="Crédit",
        required=False,
        max_length=120,
        help_text="Qui a fait l’image. Par exemple\u00a0: photo de la ville de Luzy.",
    )


class PictureTextsForm(ImageTextsForm):
    """Of the image that stands at the top of the sheet."""

    title = forms.CharField(
        label=WHAT_IT_SHOWS,
        max_length=200,
        help_text=HOW_TO_SHOW,
        error_messages={"required": "Dites ce que montre l’image, en une phrase."},
    )
