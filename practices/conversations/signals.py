from django.dispatch import Signal

# message: somebody has just written it; sent inside the transaction.
message_sent = Signal()
