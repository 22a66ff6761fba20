"""The form "Leave a Reply" on a page."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article
from comments import submissions
from comments.forms import ReplyForm
from comments.models import Comment

register = template.Library()


@register.simple_tag(takes_context=True)
def respond(context: Context, article: Article) -> SafeString:
    """The form's section: the same bytes for everybody, unless somebody has begun to reply."""
    is_begun = any(context.get(name) for name in ("reply_form", "parent", "preview"))
    if is_begun or settings.SESSION_COOKIE_NAME in context["request"].COOKIES:
        page: Any = get_template("comments/respond.html")
        return SafeString(page.template.render(context))
    talk = context["talk"]
    prompt = talk["prompt"]
    blank = _blank(get_language(), talk["body_length"], has_prompt=bool(prompt))
    blank = blank.replace(ADDRESS, article.get_absolute_url())
    return SafeString(blank.replace(PROMPT, escape(prompt)))


@register.simple_tag(takes_context=True)
def reply_form(context: dict[str, Any], article: Article) -> SafeString:
    """The form alone: live when it carries errors or a login."""
    request: HttpRequest = context["request"]
    parent: Comment | None = context.get("parent")
    form: ReplyForm = context.get("reply_form") or ReplyForm(
        action=f"{article.get_absolute_url()}comments/",
        body_length=context["talk"]["body_length"] if "talk" in context else context["body_length"],
        is_staff=submissions.staff(request) is not None,
        initial={"parent": parent.pk if parent else None},
    )
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    token = _token_field(request) if has_session else ""
    return SafeString(render_crispy_form(form, context={"csrf_field": token}))


@register.simple_tag(takes_context=True)
def signature(context: dict[str, Any]) -> str:
    """The name under which somebody from the newsroom replies; nothing for a reader."""
    user = submissions.staff(context["request"])
    return submissions.signature(user) if user else ""


def _token_field(request: HttpRequest) -> SafeString:
    """Only for who has a session: asking for the token sets a cookie."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )


ADDRESS = "/0000/00/article/"  # stands for the article's own
PROMPT = "{prompt}"  # stands for its question; no address has such signs


@lru_cache(maxsize=32)
def _blank(language: str | None, body_length: int, *, has_prompt: bool) -> str:
    """Rendered once in each language: crispy forms cost milliseconds, and empty lines bytes."""
    article = SimpleNamespace(get_absolute_url=lambda: ADDRESS)
    facts = {"request": HttpRequest(), "article": article, "body_length": body_length}
    facts |= {"talk": {"prompt": PROMPT if has_prompt else "", "body_length": body_length}}
    lines = render_to_string("comments/respond.html", facts).splitlines()
    return "\n".join(line for line in lines if line.strip())


@register.simple_tag
def answered(form: ReplyForm | None) -> Comment | None:
    """The reply that a refused form answers, when it is public."""
    number = (form.data.get("parent") or "") if form else ""
    if not number.isdecimal() or len(number) > 15:
        return None
    return Comment.objects.published().filter(pk=int(number)).first()
