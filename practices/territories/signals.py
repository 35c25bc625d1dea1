"""What this app tells the others. All are sent inside the transaction of the change."""

from django.dispatch import Signal

# membership: a person asks to speak for a collectivity.
membership_asked = Signal()

# membership, by: a membership has just been confirmed, refused or ended.
membership_decided = Signal()

# membership, by: a person has just been named referent; `by` is None when nobody else was left.
referent_named = Signal()

# territory, by: whether referents alone send the sheets was chosen.
submitting_chosen = Signal()

# territory, successor: the last referent has left; `successor` took over, or is None when nobody is left.
last_referent_left = Signal()

# old, new: `old` left the directory and is now part of `new`; its memberships have moved already.
territory_merged = Signal()

# pks: territories whose name, kind, population, place or position changed. Sent once for a whole load.
territories_changed = Signal()
