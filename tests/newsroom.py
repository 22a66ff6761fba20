"""A small newsroom with a page of every public kind, awkward material included."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Byline, Contributor, Tag
from comments.models import Comment, Discussion, Thread

from .factories import make_article, make_comment, make_image, make_section
from .pictures import picture_file

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
REPLIES = (
    "She said “never”. *Really*?\n\n> The first ferry left at dawn.\n\nIt did not.",
    f"See https://example.org/{'a-very-long-address-' * 6} and {LONG}.",
    "متى تفتح العبّارة أبوابها للركاب؟",
    "首班渡轮在黎明时分启航,码头上挤满了人。" * 4,
    "Όλα καλά; Паром ушёл вовремя.",
    "`code` too, and a list:\n\n- one\n- two",
)


def make_newsroom() -> dict[str, str]:
    """Fill the database and return the address of one page of each kind."""
    Discussion(page_size=5).save()
    story = make_story()
    closed = make_article("Bridge stays shut", body="<p>For now.</p>")
    Thread.objects.update_or_create(article=closed, defaults={"mode": Thread.Mode.CLOSED})
    now = timezone.now()
    for number in range(19):
        make_article(f"Brief number {number}", published_at=now - timedelta(days=number + 1))
    answered = make_thread(story)
    address = story.get_absolute_url()
    return {
        "front": "/",
        "older articles": "/page/2/",
        "section": story.section.get_absolute_url(),
        "tag": story.tags.get().get_absolute_url(),
        "author": story.bylines.all()[0].get_absolute_url(),
        "article": address,
        "second page of its replies": f"{address}comment-page-2/",
        "article without replies": closed.get_absolute_url(),
        "form for an answer": f"/comments/{answered.pk}/reply/",
        "unknown address": "/no-such-page/",
    }


def make_story() -> Article:
    """An article with everything a body can hold."""
    lead = make_image(renditions=True, file=picture_file(width=1600), is_file_photo=True)
    upright = make_image(
        renditions=True, file=picture_file("crane.png", width=240), caption="A crane at rest"
    )
    make_article("Pilots end their strike", body="<p>After nine days.</p>")
    story = make_article(
        f"Harbour reopens after nine days, says the {LONG}",
        section=make_section("Harbour and river"),
        standfirst="The first ferry left at dawn, with forty passengers and a brass band.",
        dateline="Port Arden",
        lead_image=lead,
        body=(
            '<p>The first ferry <a href="https://example.org/ferry">left at dawn</a>.</p>'
            "<aside>Pilots end their strike</aside><h2>On the quay</h2><p>People waited.</p>"
            f'<figure data-image="{upright.pk}"></figure><h3>The band</h3><p>It played.</p>'
            f'<figure data-image="{lead.pk}" data-size="wide"><figcaption>Own words</figcaption>'
            "</figure><blockquote><p>At last.</p></blockquote><ul><li>One<ul><li>Two</li></ul>"
            f"</li></ul><ol><li>{LONG}</li></ol><aside>A story not written yet</aside>"
        ),
    )
    for position, name in enumerate(("Ada Moreno", "Otto Reyes"), 1):
        contributor = Contributor.objects.create(name=name, role="Reporter", bio="Knows ships.")
        Byline.objects.create(article=story, contributor=contributor, position=position)
    story.tags.add(Tag.objects.create(name="Ferries"))
    return story


def make_thread(article: Article) -> Comment:
    """Seven first-level replies, one of them answered six deep, one removed, one waiting."""
    roots = [
        make_comment(article, name=f"Reader {number}", body=text, website="https://example.org/me")
        for number, text in enumerate(REPLIES)
    ]
    deepest = roots[0]
    for level in range(6):
        deepest = make_comment(article, parent=deepest, name=LONG[: 20 + level], body="Quite so.")
    gone = make_comment(article, name="Rude Person", body="Rude words.")
    make_comment(article, parent=gone, name="Patient Person", body="Please be kind.")
    gone.refresh_from_db()
    gone.remove(by=None)
    make_comment(article, status="waiting", body="Waiting words.", website="https://spam.example")
    make_comment(article, status="waiting", parent=roots[0], name=LONG, body=f"Hm. {LONG}")
    return roots[0]
