from __future__ import annotations

from django.urls import path, re_path

from articles.urls import ARTICLE

from . import feeds
from .views import desk, permalink, replies, thread

app_name = "comments"

urlpatterns = [
    re_path(ARTICLE + r"comments/$", replies.ReplyView.as_view(), name="submit"),
    re_path(
        ARTICLE + r"comment-page-(?P<page>\d{1,6})/$", thread.ThreadPage.as_view(), name="page"
    ),
    re_path(ARTICLE + r"feed/$", feeds.ThreadReplies(), name="thread_feed"),
    path("comments/feed/", feeds.LatestReplies(), name="feed"),
    path("comments/<int:pk>/", permalink.permalink, name="permalink"),
    path("comments/<int:pk>/reply/", replies.AnswerView.as_view(), name="reply"),
    path("moderation/", desk.Desk.as_view(), name="desk"),
    path("moderation/<int:pk>/", desk.DecisionView.as_view(), name="decide"),
]
