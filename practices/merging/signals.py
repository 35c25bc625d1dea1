from django.dispatch import Signal

# old, new: a sheet has just gone into another; sent inside the transaction, under both locks.
practice_merged = Signal()
