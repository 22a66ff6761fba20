from .article import Article
from .article_link import ArticleLink
from .bulk_change import BulkChange
from .byline import Byline
from .contributor import Contributor
from .credit_style import Style
from .duplicate import Duplicate
from .image import Image
from .image_use import ImageUse
from .listing import Listing
from .picture import Picture
from .printed_credit import PrintedCredit
from .provider import Provider
from .rendition import Pictures, Rendition
from .section import Section
from .shelf import Shelf
from .tag import Tag
from .wire_import import AlreadyPublished, Outcome

__all__ = [
    "AlreadyPublished",
    "Article",
    "ArticleLink",
    "BulkChange",
    "Byline",
    "Contributor",
    "Duplicate",
    "Image",
    "ImageUse",
    "Listing",
    "Outcome",
    "Picture",
    "Pictures",
    "PrintedCredit",
    "Provider",
    "Rendition",
    "Section",
    "Shelf",
    "Style",
    "Tag",
]
