from django import forms

from .outcomes import DEFAULT_SOURCE
from .workbook_guard import MAX_FILE

GZIP = b"\x1f\x8b"


class ImportForm(forms.Form):
    """A file of sheets, and how to take it."""

    file = forms.FileField(label="Fichier", help_text="CSV ou XLSX, 20\u00a0Mo et 5\u202f000 lignes au plus.")
    source = forms.CharField(
        label="Origine",
        max_length=60,
        initial=DEFAULT_SOURCE,
        help_text="D’où viennent les fiches. Avec l’identifiant de la ligne, elle retrouve la même fiche "
        "au prochain import.",
    )
    update = forms.BooleanField(
        label="Mettre à jour les fiches déjà importées",
        required=False,
        help_text="Sinon, elles sont laissées telles quelles. Une cellule vide ne change rien.",
    )
    lenient = forms.BooleanField(
        label="Import tolérant, pour de vieilles fiches",
        required=False,
        help_text="Seuls le titre, le résumé et la collectivité sont demandés\u00a0; "
        "un titre ou un résumé trop long est coupé.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError("Le fichier dépasse 20\u00a0Mo.")
        if file.read(2) == GZIP:
            raise forms.ValidationError("Le fichier est compressé\u00a0: envoyez le CSV lui-même.")
        return file
