"""What is pasted into an article comes clean, from whatever program it was copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_editor import body_of, draft, log_in, open_article, save
from tests.factories import make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  document.querySelector(".tiptap").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""

GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
    '<h1 style="line-height:1.38"><span style="font-size:20pt">The plan</span></h1>'
    '<p style="line-height:1.38"><span style="font-weight:400">Plain </span>'
    '<span style="font-weight:700">bold</span><span style="font-style:italic"> leaning</span></p>'
    '<p><a href="https://www.google.com/url?q=https://example.org/a%3Futm_source%3Dx&amp;sa=D">'
    "a link</a></p></b>"
)
WORD = (
    "<html><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->"
    '<p class="MsoNormal"><b style="mso-bidi-font-weight:normal">Really bold</b>'
    "<o:p></o:p></p>"
    '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·'
    '<span style="font:7.0pt">&nbsp;&nbsp; </span></span>First item</p>'
    '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1">·&nbsp; Second item</p>'
    '<p class="MsoNormal">&nbsp;</p><!--EndFragment--></body></html>'
)


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (
            GOOGLE,
            "<h2>The plan</h2>\n<p>Plain <strong>bold</strong><em> leaning</em></p>\n"
            '<p><a href="https://example.org/a">a link</a></p>',
        ),
        (
            WORD,
            "<p><strong>Really bold</strong></p>\n<ul><li>First item</li><li>Second item</li></ul>",
        ),
        ('<p onclick="x()">A<img src="x" onerror="x()"><script>x()</script></p>', "<p>A</p>"),
    ],
    ids=["google docs", "word", "hostile"],
)
def test_pasted_text_comes_clean(
    page: Page, live_server: LiveServer, pasted: str, stored: str
) -> None:
    make_user("eve", "Editor")
    article = draft("")
    open_article(log_in(page, live_server), live_server, article)
    page.locator(".tiptap").click()
    page.evaluate(PASTE, pasted)
    save(page)
    assert body_of(article) == stored


def test_cells_of_a_pasted_table_stay_apart(page: Page, live_server: LiveServer) -> None:
    make_user("eve", "Editor")
    article = draft("")
    open_article(log_in(page, live_server), live_server, article)
    rows = "<tr><td>cell A</td><td>cell B</td></tr><tr><td>C</td><td></td></tr>"
    page.evaluate(PASTE, f"<table>{rows}</table>")
    save(page)
    assert body_of(article) == "<p>cell A – cell B</p>\n<p>C</p>"
