"""The body of an article as readers get it: references replaced by pictures and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles import body
from articles.models import Article, ArticleLink, Picture


def fill(
    article: Article, pictures: Mapping[int, Picture], links: Sequence[ArticleLink]
) -> SafeString:
    """A picture that may not be shown leaves nothing behind; an inset without target is text."""
    by_number = {link.target_id: link for link in links if link.target_id}
    by_headline = {link.folded: link for link in links}

    def figure(placed: body.Figure) -> str:
        picture = pictures.get(placed.image)
        if picture is None:
            return ""
        caption = mark_safe(placed.caption)  # noqa: S308  part of the canonical body
        context = {"picture": picture, "size": placed.size, "caption": caption}
        return render_to_string("components/figure.html", context)

    def inset(placed: body.Inset) -> str:
        link = by_number.get(placed.article or 0) or by_headline.get(
            body.fold_headline(placed.headline)
        )
        target = link.target if link and link.target and link.target.is_visible else None
        context = {"target": target, "headline": placed.headline}
        return render_to_string("components/read_more.html", context)

    # The body is canonical: sanitised when it was saved (articles.body.canonical).
    return mark_safe(body.render(article.body, figure, inset))  # noqa: S308
