"""Articles in bulk, with what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from django.contrib.auth.models import Group, User
from django.utils.text import slugify

from articles import body as body_html
from articles.models import Article, Byline, Contributor, Section, Tag

from . import words
from .plan import Plan

BODIES = 60  # different ones


class Newsroom:
    """Sections, people and tags, found or made; and the articles, in runs."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dice = plan.dice("articles")
        self.sections = list(Section.objects.all()) or [
            Section.objects.create(name=name, position=place)
            for place, name in enumerate(words.SECTIONS, start=1)
        ]
        names = words.BYLINES
        self.people = [Contributor.objects.get_or_create(name=name)[0] for name in names]
        self.tags = [Tag.objects.get_or_create(name=name)[0] for name in words.TAGS]
        self.moderators = list(_moderators())
        self.bodies = [_body(self.dice) for _ in range(BODIES)]
        self.slugs = set(Article.objects.values_list("slug", flat=True))
        self.number = len(self.slugs)

    def write(self, numbers: Iterable[int]) -> list[Article]:
        """The articles with these numbers of the plan, stored."""
        rows = Article.objects.bulk_create([self._article(number) for number in numbers])
        bylines = [Byline(article=row, contributor=self.dice.choice(self.people)) for row in rows]
        Byline.objects.bulk_create(bylines)
        through = Article.tags.through
        pairs = ((row, tag) for row in rows for tag in self._some_tags())
        through._default_manager.bulk_create(
            through(article_id=row.pk, tag_id=tag.pk) for row, tag in pairs
        )
        return rows

    def _some_tags(self) -> list[Tag]:
        return self.dice.sample(self.tags, self.dice.choice((0, 1, 1, 2)))

    def _article(self, number: int) -> Article:
        said = (words.WHO, words.DOES, words.WHAT)
        headline = " ".join(self.dice.choice(part) for part in said)
        moment, body = self.plan.published[number], self.dice.choice(self.bodies)
        return Article(
            headline=headline,
            standfirst=self.dice.choice(words.PROSE),
            slug=self._slug(headline),
            section=self.dice.choice(self.sections),
            body=body,
            body_text=body_html.plain_text(body),
            folded_headline=body_html.fold_headline(headline),
            status=Article.Status.PUBLISHED,
            published_at=moment,
            created_at=moment,
            modified_at=moment,
        )

    def _slug(self, headline: str) -> str:
        """Counts on from the articles that are there."""
        stem, slug = slugify(headline), ""
        while not slug or slug in self.slugs:
            self.number += 1
            slug = f"{stem}-{self.number}"
        self.slugs.add(slug)
        return slug


def _moderators() -> Iterable[User]:
    """People to whom decisions are put down; nobody can log in as one of them."""
    group = Group.objects.filter(name="Moderator").first()
    for name in words.MODERATORS:
        user, made = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "is_active": False}
        )
        if made:
            user.set_unusable_password()
            user.save()
            user.groups.set([group] if group else [])
        yield user


def _body(dice: Random) -> str:
    paragraphs = (dice.sample(words.PROSE, dice.randint(2, 4)) for _ in range(dice.randint(3, 7)))
    return body_html.canonical("".join(f"<p>{' '.join(said)}</p>" for said in paragraphs))
