from django.dispatch import Signal

# reuse: a collectivity has just said that it takes up a sheet; sent inside the transaction.
practice_reused = Signal()
