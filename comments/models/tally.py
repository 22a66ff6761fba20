"""How many replies stand where, without counting them: each change adds a line, reads add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connections, models, router, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

BATCH = 900  # lines that are made one at once: as many numbers as every database takes


class TallyManager(models.Manager["Tally"]):
    def move(self, before: Iterable[str], after: Iterable[str]) -> None:
        """One reply leaves some names and comes under others.

        Lines are only inserted: two decisions at once never wait for each other here.
        """
        changes = Counter(after)
        changes.subtract(before)
        self._add([(name, n) for name, n in sorted(changes.items()) if n])

    def _add(self, lines: Sequence[tuple[str, int]]) -> None:
        """In one statement and by hand: on SQLite everybody else who writes is waiting."""
        if lines:
            places = ", ".join(["(%s, %s)"] * len(lines))
            sql = f"INSERT INTO {self.model._meta.db_table} (name, change) VALUES {places}"  # noqa: S608
            with connections[router.db_for_write(self.model)].cursor() as cursor:
                cursor.execute(sql, [value for line in lines for value in line])

    def read(self) -> dict[str, int]:
        """The numbers by name; a name without replies is missing."""
        return {name: n for name, n in self.sums() if n}

    def sums(self) -> models.QuerySet[Tally, tuple[str, int]]:
        """Pairs of a name and its number."""
        return self.order_by().values_list("name").annotate(n=Sum("change"))

    def compact(self) -> None:
        """Make one line of all the lines of a name, so that reading stays quick.

        Lines are taken away by their numbers: one that is written meanwhile, even under a lower
        number, stays. A read sees the lines or their sum.
        """
        while self._compact_some() == BATCH:
            pass

    def _compact_some(self) -> int:
        with self._alone():
            lines = list(self.order_by("pk").values_list("pk", "name", "change")[:BATCH])
            sums = Counter[str]()
            for _number, name, change in lines:
                sums[name] += change
            self.filter(pk__in=[number for number, _name, _change in lines]).delete()
            self.bulk_create(Tally(name=name, change=n) for name, n in sorted(sums.items()) if n)
        return len(lines)

    def recount(self) -> None:
        """Count the replies themselves, for rows that came another way than by the verbs.

        One statement reads the replies and the lines about them as they were at one moment, and
        only the difference is written down: a decision is in both of them or in neither.
        """
        from .comment import Comment

        with self._alone():
            rows = Comment.objects.order_by()
            statuses = rows.values_list("status").annotate(n=Count("pk"))
            desk = Concat(models.Value("desk:"), "desk", output_field=models.CharField())
            places = rows.exclude(desk="").values_list(desk).annotate(n=Count("pk"))
            kept = self.order_by().values_list("name").annotate(n=0 - Sum("change"))
            drift = Counter[str]()
            for name, n in statuses.union(places, kept, all=True):
                drift[name] += n
            self.bulk_create(Tally(name=name, change=n) for name, n in sorted(drift.items()) if n)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A transaction in which nobody else compacts or recounts; decisions go on.

        On SQLite a transaction is alone anyway.
        """
        with transaction.atomic(using=self.db):
            connection = connections[self.db]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Conflicts with itself, with no reading and with no writing of lines.
                    cursor.execute("LOCK TABLE comments_tally IN SHARE UPDATE EXCLUSIVE MODE")
            yield


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
