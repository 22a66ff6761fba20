"""The editor's words, translated here because the admin's script catalogue holds only its own."""

from __future__ import annotations

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    return {
        "toolbar": _("Formatting"),
        "surface": _("Body"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "link": _("Link"),
        "heading2": _("Heading"),
        "heading3": _("Subheading"),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "quote": _("Quote"),
        "picture": _("Picture"),
        "readMore": _("Read more"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "address": _("Address"),
        "addressHelp": _("https://… or an address on this site such as /2024/05/…/"),
        "removeLink": _("Remove link"),
        "apply": _("Apply"),
        "cancel": _("Cancel"),
        "search": _("Search"),
        "pickPicture": _("Place a picture"),
        "pickArticle": _("Read more: choose an article"),
        "nothingFound": _("Nothing found."),
        "cannotLoad": _("The list could not be loaded. Check the connection and try again."),
        "noPreview": _("no preview yet"),
        "captionHere": _("Caption (empty: the picture's own)"),
        "wide": _("Wide"),
        "remove": _("Remove"),
        "unknownPicture": _("This picture does not exist."),
        "unresolved": _("not found yet: it is linked once an article has this headline"),
        "noCredit": _("no credit"),
    }
