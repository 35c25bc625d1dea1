import factory

from practices.reuse.models import Reuse

from .practices import PracticeFactory
from .territories import TerritoryFactory


class ReuseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reuse

    practice = factory.SubFactory(PracticeFactory, published=True)
    territory = factory.SubFactory(TerritoryFactory)
