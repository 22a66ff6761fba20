"""The form "Leave a Reply" on a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article
from comments import submissions
from comments.forms import ReplyForm
from comments.models import Comment

register = template.Library()


@register.simple_tag(takes_context=True)
def reply_form(context: dict[str, Any], article: Article) -> SafeString:
    """The form: live when it carries errors or a login, else the same bytes for everybody."""
    request: HttpRequest = context["request"]
    action = reverse("comments:submit", args=article.get_absolute_url().split("/")[1:4])
    form: ReplyForm | None = context.get("reply_form")
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    parent: Comment | None = context.get("parent")
    length = context["talk"]["body_length"] if "talk" in context else context["body_length"]
    if form is None and not has_session and parent is None:
        return SafeString(_blank_form(get_language(), length).replace(ACTION, action))
    form = form or ReplyForm(
        action=action,
        body_length=length,
        is_staff=submissions.staff(request) is not None,
        initial={"parent": parent.pk if parent else None},
    )
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


ACTION = "/0000/00/article/comments/"


@lru_cache(maxsize=32)
def _blank_form(language: str | None, body_length: int) -> SafeString:
    """Rendered once in each language: crispy forms cost milliseconds, and empty lines bytes."""
    form = ReplyForm(action=ACTION, body_length=body_length)
    lines = render_crispy_form(form, context={"csrf_field": ""}).splitlines()
    return SafeString("\n".join(line for line in lines if line.strip()))


@register.simple_tag
def answered(form: ReplyForm | None) -> Comment | None:
    """The reply that a refused form answers, when it is public."""
    number = (form.data.get("parent") or "") if form else ""
    if not number.isdecimal() or len(number) > 15:
        return None
    return Comment.objects.published().filter(pk=int(number)).first()
