"""Credit lines: reading those of wire copy and of files, composing the one that is printed."""

from .caption import split_caption
from .flags import split_flag
from .line import Credit, parse
from .reading import Reading, read
from .styles import PARTS, compose, licence_name, template_problem
from .vocabulary import Vocabulary, fold

__all__ = [
    "PARTS",
    "Credit",
    "Reading",
    "Vocabulary",
    "compose",
    "fold",
    "licence_name",
    "parse",
    "read",
    "split_caption",
    "split_flag",
    "template_problem",
]
