"""Rows for tests, complete unless a test says otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User

from articles.models import Article, Image, Provider, Rendition, Section
from comments.models import Comment
from comments.moderation import Submission
from tests.pictures import picture_file


def make_section(name: str = "City") -> Section:
    return Section.objects.get_or_create(name=name)[0]


def make_image(*, renditions: bool = False, **fields: Any) -> Image:
    """A picture that may be printed: file, credit and alternative text are there."""
    values: dict[str, Any] = {
        "caption": "The harbour at dawn",
        "alt_text": "Cranes over grey water",
        "creators": ["Ada Moreno"],
        "provider": Provider.objects.named("Harbour Pictures"),
    }
    values |= fields
    if "file" not in values:
        values["file"] = picture_file()
    image = Image.objects.create(**values)
    if renditions:
        Rendition.objects.make(image)
    return image


def make_article(
    headline: str = "Harbour reopens", *, publish: bool = True, **fields: Any
) -> Article:
    values = {"section": fields.pop("section", None) or make_section(), "body": "<p>It did.</p>"}
    article = Article(headline=headline, **(values | fields))
    if publish:
        article.publish()
    else:
        article.save()
    return article


def make_user(name: str = "ada", *groups: str, **fields: Any) -> User:
    """A member of staff in these groups; the password is "secret"."""
    user = User.objects.create_user(name, password="secret", **({"is_staff": True} | fields))
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_comment(
    article: Article | None = None, *, status: str = "published", **fields: Any
) -> Comment:
    """A reply as a reader leaves it, decided as the test needs it."""
    submitted_at = fields.pop("submitted_at", None)
    relations = {name: fields.pop(name, None) for name in ("parent", "user")}
    values = {
        "name": "Nadia Fell",
        "email": "nadia@example.com",
        "website": "",
        "body": "Well said.",
    }
    comment = Comment.objects.submit(
        article or make_article(), Submission(**(values | fields)), **relations
    )
    verbs: dict[str, tuple[Any, ...]] = {
        "waiting": (),
        "published": (comment.approve,),
        "rejected": (comment.reject,),
        "spam": (comment.mark_spam,),
        "removed": (comment.approve, comment.remove),
    }
    for verb in verbs[status]:
        verb(by=None)
    if submitted_at:
        Comment.objects.filter(pk=comment.pk).update(submitted_at=submitted_at)
        comment.submitted_at = submitted_at
    return comment
