"""The addresses of the desk, below /moderation/."""

from __future__ import annotations

from django.urls import path

from .views.desk import (
    article,
    batches,
    blocks,
    bulk,
    changes,
    context,
    dashboard,
    decide,
    history,
    links,
    log,
    notes,
    notice_export,
    notices,
    objections,
    presence,
    queue,
    redact,
    reply,
    reveal,
    rules,
)

urlpatterns = [
    path("", queue.QueueView.as_view(), name="desk"),
    path("<int:pk>/", decide.DecisionView.as_view(), name="decide"),
    path("<int:pk>/context/", context.ContextView.as_view(), name="desk_context"),
    path("<int:pk>/history/", history.HistoryView.as_view(), name="desk_history"),
    path("<int:pk>/note/", notes.NoteView.as_view(), name="desk_note"),
    path("<int:pk>/presence/", presence.PresenceView.as_view(), name="desk_presence"),
    path("<int:pk>/redact/", redact.RedactView.as_view(), name="desk_redact"),
    path("batches/<int:pk>/", batches.BatchView.as_view(), name="desk_batch"),
    path("bulk/", bulk.BulkView.as_view(), name="desk_bulk"),
    path("changes/", changes.ChangesView.as_view(), name="desk_changes"),
    path("link/<str:token>/", links.LinkView.as_view(), name="desk_link"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("notices/<int:pk>/", notices.NoticeDecision.as_view(), name="notice"),
    path("notices.csv", notice_export.NoticeExport.as_view(), name="notices_csv"),
    path("notices.json", notice_export.NoticeExport.as_view(format="json"), name="notices_json"),
    path("objections/", objections.ObjectionsView.as_view(), name="objections"),
    path("objections/<int:pk>/", objections.ObjectionDecision.as_view(), name="desk_objection"),
    path("<int:pk>/address/", reveal.RevealView.as_view(), name="desk_address"),
    path("<int:pk>/block/", blocks.BlockView.as_view(), name="desk_block"),
    path("<int:pk>/reply/", reply.StaffReplyView.as_view(), name="desk_reply"),
    path("articles/<int:pk>/", article.ArticleDeskView.as_view(), name="desk_article"),
    path("blocks/", blocks.BlocksView.as_view(), name="blocks"),
    path("blocks/<int:pk>/lift/", blocks.LiftView.as_view(), name="lift"),
    path("dashboard/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("rules/", rules.RulesView.as_view(), name="desk_rules"),
    path("log/", log.LogView.as_view(), name="log"),
    path("log.csv", log.LogFile.as_view(), name="log_csv"),
]
