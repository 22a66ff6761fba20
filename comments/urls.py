from __future__ import annotations

from django.urls import include, path, re_path

from articles.urls import ARTICLE

from . import desk_urls, feeds
from .views import (
    address,
    appeal,
    branch,
    confirm,
    count,
    figures,
    mine,
    notice,
    permalink,
    replies,
    report,
    thread,
    unsubscribe,
)

app_name = "comments"

urlpatterns = [
    re_path(ARTICLE + r"comments/$", replies.ReplyView.as_view(), name="submit"),
    re_path(ARTICLE + r"comments/count$", count.count, name="count"),
    re_path(
        ARTICLE + r"comment-page-(?P<page>\d{1,6})/$", thread.ThreadPage.as_view(), name="page"
    ),
    re_path(ARTICLE + r"feed/$", feeds.ThreadReplies(), name="thread_feed"),
    path("comments/feed/", feeds.LatestReplies(), name="feed"),
    path("comments/address/", address.AddressView.as_view(), name="address"),
    path("comments/figures/", figures.FiguresView.as_view(), name="figures"),
    re_path(
        r"^comments/figures/(?P<year>\d{4})/(?P<month>\d{2})/$",
        figures.FiguresView.as_view(),
        name="figures",
    ),
    path("comments/<int:pk>/", permalink.permalink, name="permalink"),
    path("comments/<int:pk>/branch/", branch.BranchView.as_view(), name="branch"),
    path("comments/<int:pk>/reply/", replies.AnswerView.as_view(), name="reply"),
    path("comments/<int:pk>/report/", report.ReportView.as_view(), name="report"),
    path("comments/mine/<str:token>/", mine.MineView.as_view(), name="mine"),
    path("comments/confirm/<str:token>/", confirm.ConfirmView.as_view(), name="confirm"),
    path(
        "comments/unsubscribe/<str:token>/",
        unsubscribe.UnsubscribeView.as_view(),
        name="unsubscribe",
    ),
    path("comments/objection/<str:token>/", appeal.AppealView.as_view(), name="objection"),
    path("notice/", notice.NoticeView.as_view(), name="notice_form"),
    path("notice/<str:token>/", notice.NoticePage.as_view(), name="notice_page"),
    path("moderation/", include(desk_urls)),
]
