"""Putting the demonstration newsroom into the database."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from html import escape
from multiprocessing import get_context

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Contributor,
    Image,
    Provider,
    Rendition,
    Section,
    Tag,
)
from comments import vault
from comments.models import Comment, Report
from comments.moderation import Submission

from . import newsroom
from .drawing import jpeg

VERBS: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "published": ("approve",),
    "rejected": ("reject",),
    "spam": ("mark_spam",),
    "withdrawn": ("approve", "withdraw"),
    "removed": ("approve", "remove"),
}

Step = Callable[[str], None]


def load(step: Step) -> None:
    """Load everything; `step` is told each thing that is done. The pictures come first: slow."""
    images = dict(load_pictures(step))
    with transaction.atomic():
        load_names()
        articles = {row.slug: load_article(row, images) for row in newsroom.articles()}
        for row in newsroom.articles():
            write(articles[row.slug], row, body_of(row, images, articles))
            set_times(articles[row.slug], row)
            step(row.headline)
        for slug, replies in newsroom.replies().items():
            load_thread(articles[slug], replies)
            step(f"{len(replies)} replies")


def steps() -> int:
    """How often `load` will call its step."""
    return len(newsroom.PICTURES) + len(newsroom.articles()) + len(newsroom.replies())


def load_pictures(step: Step) -> Iterator[tuple[str, int]]:
    """Draw on every core; store each picture with its published sizes."""
    for name, category in newsroom.PROVIDERS.items():
        Provider.objects.get_or_create(name=name, defaults={"category": category})
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    with pool:
        files = pool.map(jpeg, [picture.key for picture in newsroom.PICTURES])
        for picture, data in zip(newsroom.PICTURES, files, strict=True):
            image = Image(
                caption=picture.caption,
                alt_text=picture.alt_text,
                creators=list(picture.creators),
                provider=Provider.objects.named(picture.provider),
                distributor=Provider.objects.named(picture.distributor),
                is_file_photo=picture.is_file_photo,
            )
            image.file = ContentFile(data, name=f"{picture.key}.jpg")
            image.save()
            Rendition.objects.make(image)
            step(picture.caption)
            yield picture.key, image.pk


def load_names() -> None:
    for position, section in enumerate(newsroom.SECTIONS, start=1):
        Section.objects.create(
            name=section.name,
            slug=section.slug,
            description=section.description,
            position=position,
        )
    for person in newsroom.CONTRIBUTORS:
        user = User(username=person.slug, is_staff=True, is_active=False)  # cannot log in
        user.first_name, _, user.last_name = person.name.partition(" ")
        user.set_unusable_password()
        user.save()
        Contributor.objects.create(
            name=person.name, slug=person.slug, role=person.role, bio=person.bio, user=user
        )


def load_article(row: newsroom.Article, images: dict[str, int]) -> Article:
    """The article without its body: insets need the numbers of the others."""
    published = timezone.now() - timedelta(days=row.days_ago)
    article = Article.objects.create(
        section=Section.objects.get(slug=row.section),
        slug=row.slug,
        headline=row.headline,
        standfirst=row.standfirst,
        dateline=row.dateline,
        lead_image_id=images.get(row.lead),
        front_position=row.front_position,
        published_at=None if row.draft else published,  # part of the address
    )
    for position, slug in enumerate(row.bylines, start=1):
        contributor = Contributor.objects.get(slug=slug)
        Byline.objects.create(article=article, contributor=contributor, position=position)
    article.tags.set([Tag.objects.get_or_create(name=name)[0] for name in row.tags])
    return article


def write(article: Article, row: newsroom.Article, body: str) -> None:
    """Give it its body, and publish it by the same rules as everybody."""
    article.body = body
    if row.draft:
        article.save()
    else:
        article.publish()


def body_of(row: newsroom.Article, images: dict[str, int], articles: dict[str, Article]) -> str:
    """The prose with numbers and addresses in place of keys and slugs."""
    body = re.sub(r'data-picture="([^"]+)"', lambda key: f'data-image="{images[key[1]]}"', row.body)
    body = re.sub(
        r'data-slug="([^"]+)"', lambda slug: f'data-article="{articles[slug[1]].pk}"', body
    )
    return re.sub(
        r'href="article:([^"]+)"',
        lambda slug: f'href="{escape(articles[slug[1]].get_absolute_url())}"',
        body,
    )


def set_times(article: Article, row: newsroom.Article) -> None:
    """As if nobody had touched the article since; the newest was corrected once."""
    written = article.published_at or timezone.now() - timedelta(days=row.days_ago)
    corrected = written + timedelta(hours=3) if row.front_position == 1 else written
    Article.objects.filter(pk=article.pk).update(created_at=written, modified_at=corrected)


def load_thread(article: Article, replies: tuple[newsroom.Reply, ...]) -> None:
    """The replies under an article through the same verbs that readers and moderators use."""
    made: dict[int, Comment] = {}
    staff = {c.name: c.user for c in Contributor.objects.select_related("user")}
    for reply in replies:
        user = staff.get(reply.name)
        comment = Comment.objects.submit(
            article, submission(reply), parent=made.get(reply.parent or 0), user=user
        )
        for verb in VERBS[reply.status]:
            decide(comment, verb)
        set_moment(comment, sent_at(article, reply))
        leave_to_moderators(comment, reply)
        made[reply.id] = comment


def submission(reply: newsroom.Reply) -> Submission:
    return Submission(
        name=reply.name,
        email=newsroom.email_for(reply),
        website=reply.website,
        body=reply.body,
        reader=vault.digest(f"demonstration {reply.name}"),
    )


def leave_to_moderators(comment: Comment, reply: newsroom.Reply) -> None:
    """What readers did since: another text, a report."""
    comment.refresh_from_db()
    if reply.new_text:
        comment.edit(reply.new_text)
    if reply.report:
        Report.objects.file(
            comment, reason="abuse", text=reply.report, client_prefix="demonstration", reader=""
        )


def decide(comment: Comment, verb: str) -> None:
    if verb == "withdraw":
        comment.withdraw()
    else:
        getattr(comment, verb)(by=None, reason="demonstration")


def sent_at(article: Article, reply: newsroom.Reply) -> datetime:
    """When the reply came; never in the future, however young the article is."""
    published = article.published_at or article.created_at
    return min(published + timedelta(minutes=reply.minutes_after), timezone.now())


def set_moment(comment: Comment, moment: datetime) -> None:
    shown = moment + timedelta(minutes=7) if comment.published_at else None
    Comment.objects.filter(pk=comment.pk).update(submitted_at=moment, published_at=shown)
