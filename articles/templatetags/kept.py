"""Parts of a page that a process renders once and keeps.

    {% kept SITE_NAME talk.body_length %}...{% endkept %}

Everything inside may depend on the language and the values that are named, with any also on the
time zone, and on nothing else: nothing that is read from the database, and nothing of the person
who asks.
"""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from articles.keeping import Keeper

register = template.Library()

MOST = 64  # of one part
# A row of a model stays equal when its words change.
PLAIN = {str, int, bool, type(None), float, datetime}


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("A block inside a kept part could not be replaced.")
    return KeptNode(nodelist, values)


class KeptNode(Node):
    child_nodelists = ()  # no block is inside: who looks for them need not look here

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.made = Keeper[SafeString](MOST)

    def render(self, context: Context) -> SafeString:
        values = tuple(value.resolve(context) for value in self.values)
        where = (get_language(), get_current_timezone_name() if values else "")
        return self.made.get((where, values), lambda: self._made_of(values, context))

    def _made_of(self, values: tuple[object, ...], context: Context) -> SafeString:
        if not is_plain(values):
            raise template.TemplateSyntaxError(f"Not plain values to keep by: {values!r}")
        return self.nodelist.render(context)


def is_plain(value: object) -> bool:
    """Whether nothing can change inside the value while it stays equal."""
    if isinstance(value, tuple):
        return all(map(is_plain, value))
    return type(value) in PLAIN  # a SafeString is equal to a str that has to be escaped
