"""The addresses of the desk, below /moderation/."""

from __future__ import annotations

from django.urls import path

from .views.desk import decide, queue

urlpatterns = [
    path("", queue.QueueView.as_view(), name="desk"),
    path("<int:pk>/", decide.DecisionView.as_view(), name="decide"),
]
