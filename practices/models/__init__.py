from .attempt import Attempt
from .draft_key import DraftKey
from .parts import Attachment, Indicator, Software, Step
from .practice import PracticeIndexPage, PracticePage
from .review import ReviewTask, ReviewTaskState
from .taxonomy import Criterion, Programme, Theme

__all__ = [
    "Attachment",
    "Attempt",
    "Criterion",
    "DraftKey",
    "Indicator",
    "PracticeIndexPage",
    "PracticePage",
    "Programme",
    "ReviewTask",
    "ReviewTaskState",
    "Software",
    "Step",
    "Theme",
]
