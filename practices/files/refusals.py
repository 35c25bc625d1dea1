"""A file that is not taken."""


class Refusal(Exception):
    """`str()` tells the person, in French, what is wrong and what to do."""
