"""The same search, changed: one choice of several."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    value: str
    url: str
    selected: bool
