"""What the clock starts. Times are in TIME_ZONE; a missed night is made up for later."""

from __future__ import annotations

from .slots import Job, every, nightly

JOBS: tuple[Job, ...] = (
    every("articles.tasks.settle_rights", minutes=1),
    every("comments.tasks.index_replies", minutes=1),
    every("comments.tasks.tell_moderators", minutes=5),
    every("comments.tasks.compact_tally", minutes=5),
    nightly("cms.tasks.forget_people", at="03:10"),
    nightly("cms.tasks.prune_tasks", at="03:20"),
    nightly("comments.tasks.prune_links", at="03:30"),
    nightly("comments.tasks.learn_from_decisions", at="03:40"),
    nightly("articles.tasks.read_originals", at="03:45"),
    nightly("articles.tasks.catch_up_renditions", at="03:50"),
    nightly("articles.tasks.index_missing", at="04:00"),
    nightly("comments.tasks.recount_tally", at="04:10"),
)

__all__ = ["JOBS", "every", "nightly"]
