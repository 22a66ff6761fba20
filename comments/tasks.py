"""What the background worker does for replies; ids come in, never an address or a text."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django_tasks import task

from . import mails
from .models import (
    Appeal,
    Batch,
    Claim,
    ClassifierVersion,
    Comment,
    Decision,
    Notice,
    Reason,
    Subscription,
    Tally,
    UsedLink,
    told,
)
from .models import digest as digests
from .models.search import index_new

INDEXED = 5000  # replies in one task


@task()
def rebuild_classifier() -> None:
    """Unlearn decisions that were taken back; one rebuild does for many of them."""
    if ClassifierVersion.objects.is_behind():
        ClassifierVersion.objects.rebuild(measure=False)


@task()
def learn_from_decisions() -> None:
    """Learn anew from every decision that stands, and measure the error."""
    ClassifierVersion.objects.rebuild(measure=True)


@task()
def send_confirmation(claim_id: int) -> bool:
    """Mail the link by which an address proves itself, once a day at most; whether it was sent."""
    claim = Claim.objects.select_related("comment__article").filter(pk=claim_id).first()
    if claim is None or claim.confirmed_at:
        return False
    wanted = Subscription.objects.filter(comment=claim.comment, confirmed_at=None).first()
    address = wanted.address if wanted else ""
    if not address or not claim.may_mail(address):
        return False
    return mails.confirmation(claim, address)


@task()
def send_decision(subscription_id: int, decision_id: int) -> bool:
    """Tell the writer of a reply how it was decided, if the decision still stands."""
    subscription = Subscription.objects.filter(pk=subscription_id, decision=True).first()
    # One that a notice led to is told with its statement of reasons.
    made = Decision.objects.filter(pk=decision_id, undone_by=None, notices=None)
    decision = made.select_related("comment__article").first()
    if subscription is None or not subscription.is_active or decision is None:
        return False
    if decision.comment.status != decision.after or subscription.told_state == decision.after:
        return False
    sent = mails.decision(subscription, decision.comment, decision.message)
    Subscription.objects.filter(pk=subscription_id).update(told_state=decision.after)
    return sent


@task()
def send_request(subscription_id: int, decision_id: int) -> bool:
    """Ask the writer of a reply for another text, if it still waits for that."""
    subscription = Subscription.objects.filter(pk=subscription_id, decision=True).first()
    asked = Decision.objects.filter(pk=decision_id, undone_by=None)
    decision = asked.select_related("comment__article", "comment__proposed").first()
    if subscription is None or not subscription.is_active or decision is None:
        return False
    if decision.comment.status != "waiting" or told.word(decision.comment) != decision:
        return False
    sent = mails.request(subscription, decision.comment, decision.message)
    Subscription.objects.filter(pk=subscription_id).update(told_state="waiting")
    return sent


@task()
def send_answer(subscription_id: int, comment_id: int) -> bool:
    """Tell the writer of a reply of an answer, if readers still see it."""
    subscription = Subscription.objects.filter(pk=subscription_id, answers=True).first()
    public = Comment.objects.published().select_related("article", "parent")
    comment = public.filter(pk=comment_id).first()
    if subscription is None or not subscription.is_active or comment is None:
        return False
    if subscription.told_answers.filter(pk=comment_id).exists():
        return False
    sent = mails.answer(subscription, comment)
    subscription.told_answers.add(comment)
    return sent


@task()
def decide_batch(batch_id: int, reason_id: int, tell: int) -> int:
    """Decide what is left of a batch; broken off and begun again, it decides nothing twice."""
    made = Batch.objects.select_related("by").filter(pk=batch_id, undone_at=None)
    batch = made.exclude(by=None).first()
    if batch is None:
        return 0
    batch.run(reason=Reason.objects.filter(pk=reason_id).first(), tell=bool(tell))
    return len(batch.results)


@task()
def undo_batch(batch_id: int, user_id: int) -> None:
    """Take a long batch back, for somebody who still may."""
    batch = Batch.objects.filter(pk=batch_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if batch and user and user.has_perm("comments.decide_comment"):
        batch.take_back(by=user)


@task()
def tell_moderators() -> int:
    """Queue one mail for each moderator when replies wait and it is time; how many."""
    return digests.queue_digests()


@task()
def send_digest(user_id: int) -> bool:
    """Tell one moderator what waits now; nothing is sent when nothing waits any more."""
    waiting = digests.read()
    user = digests.moderators().filter(pk=user_id).first()
    return bool(user and waiting.waiting and mails.digest(user, waiting))


@task()
def prune_links() -> int:
    """Forget the used links of moderators' mails whose time is over; how many."""
    return UsedLink.objects.prune()


@task()
def send_receipt(notice_id: int) -> bool:
    """Tell the sender of a notice of illegal content that it has come."""
    notice = _sent_notices().filter(pk=notice_id).first()
    return bool(notice and notice.may_mail_receipt() and mails.receipt(notice))


@task()
def send_statement(notice_id: int, revision: int) -> bool:
    """Tell the sender of a notice how it was decided, if that decision still stands."""
    notice = _sent_notices().filter(pk=notice_id, revision=revision).first()
    return bool(notice and mails.statement(notice))


@task()
def send_statement_to_writer(notice_id: int, revision: int) -> bool:
    """Tell the writer of a reply why it was taken away, if mails about it were asked for."""
    upheld = Notice.objects.filter(state=Notice.State.UPHELD, decision__undone_by=None)
    rows = upheld.exclude(decision=None).select_related("comment__article", "decision")
    notice = rows.filter(pk=notice_id, revision=revision).first()
    if notice is None:
        return False
    subscription = Subscription.objects.filter(comment=notice.comment).first()
    if subscription is None or not subscription.is_active:
        return False
    return mails.statement_to_writer(subscription, notice)


@task()
def send_objection_decided(appeal_id: int) -> bool:
    """Tell who objected how somebody else has decided, where there is an address for mails."""
    rows = Appeal.objects.select_related("comment__article", "notice")
    appeal = rows.get(pk=appeal_id)
    if appeal.notice:
        return bool(appeal.notice.email_sealed) and mails.objection_decided(appeal)
    subscription = Subscription.objects.filter(comment=appeal.comment).first()
    if subscription is None or not subscription.is_active:
        return False
    return mails.objection_decided(appeal, subscription)


def _sent_notices() -> QuerySet[Notice]:
    """Those whose senders can be reached."""
    rows: QuerySet[Notice] = Notice.objects.select_related("decision")
    return rows.exclude(email_sealed=None)


@task()
def index_replies() -> int:
    """Let the search find the replies that came or changed since the last time."""
    return index_new(INDEXED)


@task()
def compact_tally() -> None:
    """Keep the numbers on the desk quick to read."""
    Tally.objects.compact()


@task()
def recount_tally() -> None:
    """Count the replies themselves, for what came another way than by the verbs."""
    Tally.objects.recount()
