"""The replies under one article, as they would stand there after some time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.models import Article
from comments import vault
from comments.models import Comment, Discussion
from comments.moderation import urgency
from comments.moderation.links import host

from . import bulk, fates, words
from .plan import Plan
from .texts import Text, Writer

DEEPEST = 7  # levels of answers
ANSWERS = 0.45  # of the replies answer another one
ROBOTS = 0.05  # of those that wait
NETWORKS = 499  # that replies come from
KNOWN = 0.8  # of the readers' browsers keep their token


@dataclass(slots=True)
class Made:
    """A reply with the steps behind it; `first` is the text before its edit."""

    row: Comment
    text: Text
    steps: list[fates.Step] = field(default_factory=list)
    first: Text | None = None

    def hosts(self) -> tuple[str, ...]:
        """Those that its text and its website name, each once."""
        own = (host(self.row.website),) if self.row.website else ()
        return tuple(dict.fromkeys(self.text.hosts + own))


class Reader(NamedTuple):
    """Somebody who writes again and again."""

    name: str
    website: str
    digest: str
    network: str


class Readership:
    """A few of these write much, most write once; robots share a few networks."""

    def __init__(self, plan: Plan) -> None:
        self.dice = plan.dice("readers")
        self.seed, self.size = plan.seed, max(20, plan.comments // 6)
        self.people: dict[int, Reader] = {}
        # Prefixes for documentation (RFC 3849).
        self.networks = [vault.prefix(f"2001:db8:{number:x}::1") for number in range(NETWORKS)]

    def somebody(self) -> Reader:
        return self._reader(int(self.size * self.dice.random() ** 2.5))

    def robot(self) -> Reader:
        number = self.dice.randrange(len(words.BAD_HOSTS))
        return self._reader(self.size + number)

    def _reader(self, number: int) -> Reader:
        if number not in self.people:
            known = self.dice.random() < KNOWN
            self.people[number] = Reader(
                f"{self.dice.choice(words.FIRST)} {self.dice.choice(words.LAST)}",
                f"https://page{number}.example/" if self.dice.random() < 0.04 else "",
                vault.digest(f"generated {self.seed} {number}") if known else "",
                self.networks[number % NETWORKS],
            )
        return self.people[number]


class Threads:
    """Makes the replies under articles, none of them stored yet."""

    def __init__(self, plan: Plan, people: Sequence[int]) -> None:
        self.plan, self.people = plan, people
        self.dice, self.readers = plan.dice("threads"), Readership(plan)
        self.numbers = bulk.numbers(Comment)
        self.writer = Writer(plan.dice("texts"))
        self.traces_since = plan.now - Discussion.objects.current().retention()

    def under(self, article: Article, number: int) -> list[Made]:
        """The replies under the article with this number of the plan, in the order they came."""
        made: list[Made] = []
        public: list[Comment] = []
        waits = self.plan.waits[number]
        for place, sent in enumerate(self.plan.sent[number]):
            one = self._reply(article, sent, public, waits=place in waits)
            made.append(one)
            if one.row.status == Comment.Status.PUBLISHED:
                public.append(one.row)
        _give_places([one.row for one in made])
        return made

    def _reply(
        self, article: Article, sent: datetime, public: list[Comment], *, waits: bool
    ) -> Made:
        dice = self.dice
        fate = fates.draw(dice)
        is_spam = dice.random() < ROBOTS if waits else fate.is_spam
        text = self.writer.write(is_spam=is_spam)
        reader = self.readers.robot() if is_spam else self.readers.somebody()
        row = self._row(article, sent, text, reader)
        if public and dice.random() < ANSWERS and not is_spam:
            _answer(row, public[-1 - int(dice.expovariate(0.3)) % len(public)])
        made = Made(row, text)
        if waits and dice.random() < 0.02:
            self._rewrite(made)
            row.revision += 1
        elif not waits:
            made.steps = fates.live(row, fate, dice, self.people, self.plan.now)
            if fate.is_edited:
                self._rewrite(made)
                moment = min(self.plan.now, made.steps[-1].at + timedelta(minutes=9))
                made.steps.append(fates.take_edit(row, moment, dice.choice(self.people)))
        return made

    def _rewrite(self, made: Made) -> None:
        """Its writer gives the reply another text."""
        made.first, made.text = made.text, self.writer.rewrite(made.text)
        row, text = made.row, made.text
        row.body, row.html, row.fingerprint = text.body, text.html, text.fingerprint

    def _row(self, article: Article, sent: datetime, text: Text, reader: Reader) -> Comment:
        published: datetime | None = article.published_at
        age = sent - published if published else None
        return Comment(
            pk=next(self.numbers),
            article=article,
            name=reader.name,
            website=reader.website,
            body=text.body,
            html=text.html,
            fingerprint=text.fingerprint,
            submitted_at=sent,
            score=text.score,
            due_at=urgency.due(sent, article_age=age, doubt=text.score),
            reader=reader.digest,
            client_prefix=reader.network if sent > self.traces_since else "",
            token_digest=self.dice.randbytes(32).hex(),
            is_indexed=True,
        )


def _answer(row: Comment, parent: Comment) -> None:
    """Below what readers saw when it was written, unless that lies too deep."""
    seen = parent.published_at and parent.published_at <= row.submitted_at
    if seen and parent.depth < DEEPEST:
        row.parent, row.root, row.depth = parent, parent.root or parent, parent.depth + 1


def _give_places(rows: Iterable[Comment]) -> None:
    """Count the answers below each root in the order of their first publication."""
    branches: dict[int, list[Comment]] = defaultdict(list)
    for row in rows:
        if row.root and row.published_at:
            branches[row.root.pk].append(row)
    for answers in branches.values():
        answers.sort(key=lambda row: (row.published_at, row.submitted_at))
        for place, row in enumerate(answers, start=1):
            row.branch_place = place
        root = answers[0].root
        assert root is not None
        root.branch_size = len(answers)
        root.answer_count = sum(row.status == Comment.Status.PUBLISHED for row in answers)
