"""The kinds of thing that a demonstration newsroom is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the newspaper."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody whose byline appears."""

    slug: str
    name: str
    role: str
    bio: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, the scene that draws its file, and whom to credit."""

    key: str
    file_is_drawn_by: str
    caption: str
    alt_text: str
    creators: tuple[str, ...]
    provider: str
    distributor: str
    is_file_photo: bool


@dataclass(frozen=True, slots=True)
class Article:
    """An article; negative days_ago means that it is scheduled."""

    slug: str
    section: str
    headline: str
    standfirst: str
    bylines: tuple[str, ...]
    dateline: str
    tags: tuple[str, ...]
    lead: str
    days_ago: float
    front_position: int | None
    body: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A reader's reply to an article, or to the reply named by parent."""

    id: int
    parent: int | None
    name: str
    website: str
    body: str
    status: str
    minutes_after: int
    new_text: str = ""  # that its writer wants there instead
    report: str = ""  # what another reader says about it
