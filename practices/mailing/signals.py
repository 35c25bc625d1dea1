"""What this app asks of the others."""

from django.dispatch import Signal

# Many times a day: a receiver returns the reminders that are due, whether they were told or not.
reminders_asked = Signal()
