"""Files that towns sent. A plain SheetFileFactory() is a clean PDF that no version holds."""

import factory
from django.core.files.base import ContentFile

from practices.files.models import FileState, SheetFile

from .practices import PracticeFactory


class SheetFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetFile

    practice = factory.SubFactory(PracticeFactory)
    territory = factory.SelfAttribute("practice.lead")
    name = factory.Sequence(lambda n: f"convention-{n}.pdf")
    extension = "pdf"
    state = FileState.CLEAN
    data = b"%PDF-1.4\n%%EOF\n"

    @classmethod
    def _create(cls, model_class, *args, data, **kwargs):
        file = model_class(*args, size=len(data), **kwargs)
        file.content.save("", ContentFile(data), save=False)
        file.save()
        return file
