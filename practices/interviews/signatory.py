"""Whoever holds the signed link of an interview."""

from django.contrib.auth.models import AnonymousUser

BY_LINK = "La collectivité, par le lien de l’entretien"


class Signatory(AnonymousUser):
    """Nobody for every rule of the site, but for those of one interview (see `rules`)."""

    def __init__(self, interview_id, link):
        super().__init__()
        self.interview_id, self.link = interview_id, link

    def __str__(self):
        return BY_LINK
