"""What made-up readers write: sentences rendered once, put together for each reply."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from comments import markup
from comments.moderation import Signal
from comments.moderation.links import hosts
from comments.moderation.normalise import fingerprint

from . import words

POOL = 800  # sentences; with two or more in most replies hardly two replies are the same


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is typed and as the page shows it within its paragraph."""

    body: str
    html: str
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A reply's text with all that is derived from it."""

    body: str
    html: str
    fingerprint: str
    hosts: tuple[str, ...]
    signals: tuple[Signal, ...]

    @property
    def score(self) -> float:
        return sum(signal.weight for signal in self.signals)


class Writer:
    """Writes replies by chance."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.said = [self._sentence(dice.choice(words.SAID)) for _ in range(POOL)]
        self.linked = [self._sentence(dice.choice(words.LINKED)) for _ in range(POOL // 10)]
        self.spam = [self._sentence(dice.choice(words.SPAM)) for _ in range(POOL // 10)]

    def write(self, *, is_spam: bool = False) -> Text:
        """A reply in one to three paragraphs."""
        if is_spam:
            return self._joined([[self.dice.choice(self.spam)]], _against_spam(self.dice))
        length = self.dice.choice((1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6))
        sentences = [self.dice.choice(self.said) for _ in range(length)]
        if self.dice.random() < 0.07:
            sentences.append(self.dice.choice(self.linked))
        first = self.dice.randint(1, len(sentences))
        return self._joined([part for part in (sentences[:first], sentences[first:]) if part])

    def rewrite(self, text: Text) -> Text:
        """The same with another sentence at its end, as somebody edits it."""
        sentence = self.dice.choice(self.said)
        body, html = f"{text.body}\n\n{sentence.body}", f"{text.html}\n<p>{sentence.html}</p>"
        return Text(body, html, fingerprint(body), text.hosts, text.signals)

    def _joined(self, paragraphs: list[list[Sentence]], more: tuple[Signal, ...] = ()) -> Text:
        body = "\n\n".join(" ".join(s.body for s in paragraph) for paragraph in paragraphs)
        html = "\n".join(f"<p>{' '.join(s.html for s in part)}</p>" for part in paragraphs)
        named = (host for part in paragraphs for sentence in part for host in sentence.hosts)
        found = tuple(dict.fromkeys(named))
        return Text(body, html, fingerprint(body), found, _about_links(found) + more)

    def _sentence(self, pattern: str) -> Sentence:
        is_spam = pattern in words.SPAM
        body = pattern.format(
            place=self.dice.choice(words.PLACES),
            thing=self.dice.choice(words.THINGS),
            n=self.dice.randint(2, 90),
            host=self.dice.choice(words.BAD_HOSTS if is_spam else words.GOOD_HOSTS),
        )
        body = body[0].upper() + body[1:]
        html = markup.render(body).removeprefix("<p>").removesuffix("</p>")
        return Sentence(body, html, hosts(body))


def _about_links(found: tuple[str, ...]) -> tuple[Signal, ...]:
    """What the rules say of links, of hosts that moderators have often seen."""
    signals = []
    for host in found:
        signals.append(Signal("links", 1.5, f"https://{host}/"))
        bad = host in words.BAD_HOSTS
        signals.append(Signal("bad_host" if bad else "known_host", 2.0 if bad else -0.5, host))
    return tuple(signals)


def _against_spam(dice: Random) -> tuple[Signal, ...]:
    times = dice.randint(1, 9)
    repeated = Signal("repeated", min(1.0 + 0.5 * times, 3.0), f"{times}x")
    return (repeated, *((Signal("fast", 0.5, "2.1 s"),) if dice.random() < 0.5 else ()))
