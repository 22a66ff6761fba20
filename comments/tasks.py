"""What the background worker does for replies; ids come in, never an address or a text."""

from __future__ import annotations

from django_tasks import task

from . import mails
from .models import Claim, ClassifierVersion, Comment, Decision, Subscription
from .models import digest as digests


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
    made = Decision.objects.filter(pk=decision_id, undone_by=None)
    decision = made.select_related("comment__article").first()
    if subscription is None or not subscription.is_active or decision is None:
        return False
    if decision.comment.status != decision.after or subscription.told_state == decision.after:
        return False
    sent = mails.decision(subscription, decision.comment)
    Subscription.objects.filter(pk=subscription_id).update(told_state=decision.after)
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
def tell_moderators() -> int:
    """Queue one mail for each moderator when replies wait and it is time; how many."""
    return digests.queue_digests()


@task()
def send_digest(user_id: int) -> bool:
    """Tell one moderator what waits now; nothing is sent when nothing waits any more."""
    waiting = digests.read()
    user = digests.moderators().filter(pk=user_id).first()
    return bool(user and waiting.waiting and mails.digest(user, waiting))
