from __future__ import annotations

from django.urls import path, re_path

from . import feeds, sitemaps
from .views import article, lists, machines, media

app_name = "articles"

ARTICLE = r"^(?P<year>\d{4})/(?P<month>\d{2})/(?P<slug>[-a-zA-Z0-9_]+)/"

urlpatterns = [
    re_path(ARTICLE + "$", article.ArticleView.as_view(), name="article"),
    path("", lists.FrontPage.as_view(), name="front"),
    path("page/<int:page>/", lists.FrontPage.as_view(), name="front"),
    path("section/<slug:slug>/", lists.SectionPage.as_view(), name="section"),
    path("section/<slug:slug>/page/<int:page>/", lists.SectionPage.as_view(), name="section"),
    path("tag/<slug:slug>/", lists.TagPage.as_view(), name="tag"),
    path("tag/<slug:slug>/page/<int:page>/", lists.TagPage.as_view(), name="tag"),
    path("author/<slug:slug>/", lists.AuthorPage.as_view(), name="author"),
    path("author/<slug:slug>/page/<int:page>/", lists.AuthorPage.as_view(), name="author"),
    path("feed/", feeds.LatestArticles(), name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemaps.part, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("media/<str:folder>/<str:spec>.<str:extension>", media.rendition, name="rendition"),
]
