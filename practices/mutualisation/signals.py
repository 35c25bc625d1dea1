"""What this app tells. Both are sent inside the transaction of the change."""

from django.dispatch import Signal

# bearings: collectivities that a version has just named for the first time on its sheet.
bearings_asked = Signal()

# bearing: the answer of a collectivity has just been given, or has changed.
bearing_answered = Signal()
