from .article import Article
from .article_link import ArticleLink
from .byline import Byline
from .contributor import Contributor
from .image import Image
from .image_use import ImageUse
from .picture import Picture
from .provider import Provider
from .rendition import Rendition
from .section import Section
from .tag import Tag
from .wire_import import AlreadyPublished, Outcome

__all__ = [
    "AlreadyPublished",
    "Article",
    "ArticleLink",
    "Byline",
    "Contributor",
    "Image",
    "ImageUse",
    "Outcome",
    "Picture",
    "Provider",
    "Rendition",
    "Section",
    "Tag",
]
