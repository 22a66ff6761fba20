from .article import ArticleAdmin
from .image import ImageAdmin
from .vocabulary import ContributorAdmin, ProviderAdmin, SectionAdmin, TagAdmin

__all__ = [
    "ArticleAdmin",
    "ContributorAdmin",
    "ImageAdmin",
    "ProviderAdmin",
    "SectionAdmin",
    "TagAdmin",
]
