"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from .views import health

urlpatterns = [  # tried in this order: what readers open most comes first
    path("", include("articles.urls")),
    path("", include("comments.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("admin/", admin.site.urls),
]

handler400 = "cms.views.errors.bad_request"
handler500 = "cms.views.errors.server_error"
