"""How many replies stand where, without counting them: each change adds a line, reads add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import gettext_lazy as _


class TallyManager(models.Manager["Tally"]):
    def move(self, before: Iterable[str], after: Iterable[str]) -> None:
        """One reply leaves some names and comes under others.

        Lines are only inserted: two decisions at once never wait for each other here.
        """
        changes = Counter(after)
        changes.subtract(before)
        self.bulk_create(Tally(name=name, change=n) for name, n in sorted(changes.items()) if n)

    def read(self) -> dict[str, int]:
        """The numbers by name; a name without replies is missing."""
        sums = self.order_by().values_list("name").annotate(n=Sum("change"))
        return {name: n for name, n in sums if n}

    def compact(self) -> None:
        """Make one line of all the lines of a name, so that reading stays quick."""
        with transaction.atomic():
            newest = self.aggregate(newest=Max("pk"))["newest"] or 0
            lines = self.filter(pk__lte=newest)
            sums = list(lines.order_by().values_list("name").annotate(n=Sum("change")))
            lines.delete()
            self.bulk_create(Tally(name=name, change=n) for name, n in sums if n)

    def recount(self) -> None:
        """Count the replies themselves, for rows that came another way than by the verbs."""
        from .comment import Comment

        with transaction.atomic():
            self.all().delete()
            statuses = Comment.objects.order_by().values_list("status").annotate(n=Count("pk"))
            places = Comment.objects.order_by().values_list("desk").annotate(n=Count("pk"))
            kept = dict(statuses) | {f"desk:{place}": n for place, n in places if place}
            self.bulk_create(Tally(name=name, change=n) for name, n in kept.items())


class Tally(models.Model):
    """A line of the count: so many more, or fewer, replies under a name.

    Names are the statuses, and `desk:` with each place on the desk (`Comment.desk`).
    """

    name = models.CharField(_("name"), max_length=20)
    change = models.IntegerField(_("change"))

    objects = TallyManager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.name} {self.change:+d}"


def names(status: str, *, has_proposal: bool, vetted: bool) -> tuple[str, ...]:
    """The names that a reply is counted under."""
    place = desk_place(status, has_proposal=has_proposal, vetted=vetted)
    return (status, f"desk:{place}") if place else (status,)


def desk_place(status: str, *, has_proposal: bool, vetted: bool) -> str:
    """The same as the database's `Comment.desk`."""
    if status == "waiting" or has_proposal:
        return "waiting"
    if status == "published" and not vetted:
        return "unseen"
    return status if status == "spam" else ""


# On which pile of the desk a reply lies: `waiting`, `unseen` (published, and no person has seen
# that text), `spam`, or none. Kept by the database itself, so that one index serves each pile.
DESK_PLACE = models.Case(
    models.When(Q(status="waiting") | Q(proposed__isnull=False), then=models.Value("waiting")),
    models.When(Q(status="published", vetted=False), then=models.Value("unseen")),
    models.When(Q(status="spam"), then=F("status")),
    default=models.Value(""),
)
