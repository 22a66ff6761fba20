"""Parts of a page that a process renders once and keeps.

    {% kept SITE_NAME talk.body_length %}...{% endkept %}

Everything inside may depend on the language and on the values that are named, and on nothing else:
nothing that is read from the database, and nothing of the person who asks.
"""

from __future__ import annotations

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 64  # of one part
PLAIN = (str, int, bool, type(None))  # a row of a model stays equal when its words change


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)


class KeptNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.made: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self.values))
        if key not in self.made:
            if wrong := [value for value in key if not isinstance(value, PLAIN)]:
                raise template.TemplateSyntaxError(f"Not a plain value to keep by: {wrong[0]!r}")
            if len(self.made) >= MOST:
                self.made.clear()
            self.made[key] = self.nodelist.render(context)
        return self.made[key]
