"""A picture as structured data (schema.org ImageObject), with the credit printed under it.

https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .addresses import absolute

if TYPE_CHECKING:
    from .models import Image, Picture


def image(picture: Picture) -> dict[str, Any]:
    """The picture in its largest size; empty properties are left out."""
    row = picture.image
    return filled(
        url=absolute(picture.largest.get_absolute_url()),
        width=picture.largest.width,
        height=picture.largest.height,
        caption=row.caption or row.alt_text,
        creditText=row.credit,
        creator=creators(row),
        copyrightNotice=row.copyright_notice,
        license=row.web_statement,
        acquireLicensePage=row.licensor_url,
        digitalSourceType=picture.source_type,
    )


def crops(picture: Picture) -> list[str]:
    """The shapes that search engines ask for beside the whole; each file holds the credit."""
    return [absolute(crop.get_absolute_url()) for crop in picture.crops]


def creators(row: Image) -> list[dict[str, str]]:
    """Persons by name; where none is known, the agency made it."""
    agency = row.provider or row.distributor
    known = {one.name.casefold() for one in (row.provider, row.distributor) if one}
    if not row.creators:
        return [_maker("Organization", agency.name)] if agency else []
    return [
        _maker("Organization" if name.casefold() in known else "Person", name)
        for name in row.creators
    ]


def filled(**properties: Any) -> dict[str, Any]:
    return {"@type": "ImageObject"} | {n: v for n, v in properties.items() if v not in ("", [])}


def _maker(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name}
