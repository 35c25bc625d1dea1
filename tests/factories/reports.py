"""Reports of readers. A plain ReportFactory() waits, without an address."""

import factory

from practices.reports.models import Report

from .practices import PracticeFactory


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    practice = factory.SubFactory(PracticeFactory, published=True)
    cause = "erreur"
    text = "Le coût est faux."
