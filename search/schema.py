"""How a document class says what each of its fields is: every engine reads it, so that none names a field."""

import dataclasses
import hashlib
import json
from enum import StrEnum

FIELD = "search"
DIGEST = "digest"  # the field that every index adds: what was written, in one number


class Kind(StrEnum):
    KEY = "key"  # the primary key, an integer
    TEXT = "text"  # analysed words
    FACET = "facet"  # exact values, filtered and counted
    ORDER = "order"  # an integer that holds the key in its low bits: highest first, no ties
    PREFIX = "prefix"  # beginnings of words, found exactly: for what is being typed
    NUMBER = "number"  # an integer, or None: compared by steps


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    kind: Kind
    boost: float = 1.0
    passage: bool = False  # stored, so that the passage found can be shown
    depends_on: tuple[str, ...] = ()


def key(*depends_on):
    return dataclasses.field(metadata={FIELD: Field(Kind.KEY, depends_on=depends_on)})


def text(*depends_on, boost=1.0, passage=False):
    return dataclasses.field(metadata={FIELD: Field(Kind.TEXT, boost, passage, depends_on)})


def facet(*depends_on):
    return dataclasses.field(metadata={FIELD: Field(Kind.FACET, depends_on=depends_on)})


def order(*depends_on):
    return dataclasses.field(metadata={FIELD: Field(Kind.ORDER, depends_on=depends_on)})


def prefix(*depends_on):
    return dataclasses.field(metadata={FIELD: Field(Kind.PREFIX, depends_on=depends_on)})


def number(*depends_on):
    return dataclasses.field(metadata={FIELD: Field(Kind.NUMBER, depends_on=depends_on)})


class Schema:
    """The fields of a document class, by kind, in their order."""

    def __init__(self, document_class):
        self.fields = {field.name: field.metadata[FIELD] for field in dataclasses.fields(document_class)}
        self.name = document_class.__name__.removesuffix("Document").lower()
        self.key = next(name for name, field in self.fields.items() if field.kind == Kind.KEY)
        self.texts = {name: field for name, field in self.fields.items() if field.kind == Kind.TEXT}
        self.prefix = next((name for name, field in self.fields.items() if field.kind == Kind.PREFIX), None)
        self.facets = [name for name, field in self.fields.items() if field.kind == Kind.FACET]
        self.orders = [name for name, field in self.fields.items() if field.kind == Kind.ORDER]
        self.passages = [name for name, field in self.texts.items() if field.passage]

    def fingerprint(self, *extra):
        """Ten signs that change with the fields, their kinds and what else shapes the index."""
        shape = [(name, field.kind, field.passage) for name, field in self.fields.items()]
        return hashlib.sha256(json.dumps([shape, extra]).encode()).hexdigest()[:10]

    def digest(self, document):
        """A positive number of 63 bits that changes with any value of the document; facets have no order."""
        values = [(name, getattr(document, name)) for name in self.fields]
        content = [(name, sorted(value) if isinstance(value, tuple) else value) for name, value in values]
        return int.from_bytes(hashlib.blake2b(json.dumps(content).encode(), digest_size=8).digest()) >> 1
