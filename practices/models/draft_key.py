"""The key of a form that made a sheet, so that the same form sent twice makes one."""

from django.conf import settings
from django.db import models


class DraftKey(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    practice = models.ForeignKey("practices.PracticePage", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_form")]

    def __str__(self):
        return str(self.key)
