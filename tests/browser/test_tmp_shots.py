import pytest, os
from tests.factories import *

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_shots(page, live_server, request):
    make_user("boss", is_superuser=True)
    img = make_image(renditions=True)
    bad = make_image(renditions=True, creators=[], provider=None, caption="No credit at all")
    make_article("Other story", publish=True)
    a = make_article(
        "Harbour reopens after the long winter storm",
        publish=False,
        standfirst="Ferries run again.",
        lead_image=img,
        body=f'<p>First <strong>bold</strong> text.</p><figure data-image="{img.pk}"><figcaption></figcaption></figure><p>More.</p><figure data-image="{bad.pk}" data-size="wide"><figcaption>Own caption</figcaption></figure><aside>Unknown yet</aside><h2>Heading</h2><ul><li>One</li><li>Two</li></ul><blockquote><p>Quote.</p></blockquote>',
    )
    msgs = []
    page.on("console", lambda m: msgs.append(m.text))
    page.on("requestfailed", lambda r: msgs.append("FAILED " + r.url))
    page.on("response", lambda r: msgs.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    u = live_server.url
    page.goto(u + "/admin/")
    page.screenshot(path="/tmp/shots/login.png")
    page.fill("#id_username", "boss")
    page.fill("#id_password", "secret")
    page.click("[type=submit]")
    pages = {
        "index": "/admin/",
        "list": "/admin/articles/article/",
        "add": "/admin/articles/article/add/",
        "change": f"/admin/articles/article/{a.pk}/change/",
        "images": "/admin/articles/image/",
        "image": f"/admin/articles/image/{bad.pk}/change/",
        "imageadd": "/admin/articles/image/add/",
        "disc": "/admin/comments/discussion/",
    }
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for w in (1280, 390):
            page.set_viewport_size({"width": w, "height": 900})
            for n, p in pages.items():
                page.goto(u + p)
                page.wait_for_timeout(500)
                page.screenshot(path=f"/tmp/shots/{n}-{scheme}-{w}.png", full_page=True)
                ov = page.evaluate("document.documentElement.scrollWidth>innerWidth")
                if ov:
                    msgs.append(f"overflow {n} {w}")
    print("\n".join(dict.fromkeys(msgs)))
