"""What this app tells the others. All are sent inside the transaction of the change."""

from django.dispatch import Signal

# pks: sheets whose searchable content changed without being saved one by one.
practices_changed = Signal()

# practice, task_state: moderators have just published, asked for changes, or refused.
practice_decided = Signal()

# practice, former, by: somebody has just given this draft to another of their collectivities.
lead_changed = Signal()
