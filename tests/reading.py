"""Reading answers as a reader's program would: elements, words, data blocks, feeds."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import etree, html

NAMESPACES = {
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
}


def fetch(client: Client, address: str, **kwargs: Any) -> html.HtmlElement:
    """The page at an address; it has to be there."""
    response = client.get(address, **kwargs)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return page(response)


def source(client: Client, address: str) -> str:
    """The page at an address as it is sent; it has to be there."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.content.decode()


def fetch_file(client: Client, address: str) -> tuple[HttpResponse, bytes]:
    """The answer for a picture and its bytes; reading it to the end closes the file behind it."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response, b"".join(response.streaming_content)


def page(response: HttpResponse) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    """The text of an element with its white space folded."""
    return " ".join(element.text_content().split())


def story(document: html.HtmlElement) -> html.HtmlElement:
    """The article itself, without masthead, replies and form."""
    return document.xpath("//main//article[.//h1]")[0]


def meta(document: html.HtmlElement, name: str) -> list[str]:
    """The contents of the meta elements of this name or property."""
    return list(document.xpath("//meta[@name=$name or @property=$name]/@content", name=name))


def canonical(document: html.HtmlElement) -> list[str]:
    return list(document.xpath('//link[@rel="canonical"]/@href'))


def data_blocks(document: html.HtmlElement) -> list[dict[str, Any]]:
    """The JSON-LD blocks."""
    return [json.loads(block.text) for block in document.xpath('//script[@type][@type!="module"]')]


def xml(response: HttpResponse) -> etree._Element:
    """A feed or sitemap; lxml refuses what is not well-formed."""
    assert response.status_code == 200
    return etree.fromstring(response.content, etree.XMLParser(resolve_entities=False))


def find(element: etree._Element, path: str) -> list[Any]:
    found = element.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return found
