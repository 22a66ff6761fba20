"""The agencies that every newsroom gets pictures from; rows that exist keep what they say."""

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations
from django.db.models import OuterRef, Subquery

# name, short name, category, style, also written
AGENCIES = [
    ("Getty Images", "", "stock", "getty", "Getty; Getty Images Europe; Getty Images News; "
     "Getty Images Sport; Getty Images Entertainment; Getty Images North America; "
     "Getty Images AsiaPac; Getty Images South America"),
    ("AP", "", "wire", "ap", "Associated Press; The Associated Press; AP Photo; AP Photos; "
     "AP Images; Associated Press Photo"),
    ("Reuters", "REUTERS", "wire", "reuters", "Thomson Reuters; Reuters Pictures; Reuters Photo"),
    ("AFP", "", "wire", "afp", "Agence France-Presse; AFP Photo; AFP Photos; AFP Forum"),
    ("Anadolu", "", "wire", "anadolu", "Anadolu Agency; Anadolu Ajansı; Anadolu Images; AA Photo"),
    ("dpa", "", "wire", "dpa", "Deutsche Presse-Agentur; Deutsche Presse-Agentur GmbH; "
     "Deutsche Presse Agentur; dpa infocom; dpa-Zentralbild"),
    ("picture alliance", "", "stock", "house", "dpa picture-alliance; picture alliance GmbH"),
    ("EPA", "", "wire", "house", "European Pressphoto Agency; EPA-EFE; EPA Images"),
    ("The Canadian Press", "", "wire", "house", "Canadian Press; Canadian Press Images"),
    ("PA Media", "", "wire", "house", "PA; PA Wire; PA Images; Press Association; PA Archive"),
    ("Xinhua", "", "wire", "house", "Xinhua News Agency; Xinhua Photo"),
    ("ANSA", "", "wire", "house", ""),
    ("EFE", "", "wire", "house", "Agencia EFE"),
    ("Kyodo News", "", "wire", "house", "Kyodo; Kyodo News Agency"),
    ("Bloomberg", "", "wire", "house", "Bloomberg News"),
    ("NurPhoto", "", "wire", "house", "NurPhoto Agency"),
    ("Keystone", "", "wire", "house", "Keystone-SDA; Keystone SDA"),
    ("Shutterstock", "", "stock", "house", "Shutterstock Editorial"),
    ("Alamy", "", "stock", "house", "Alamy Stock Photo; Alamy Live News"),
    ("IMAGO", "", "stock", "house", "imago images"),
    ("Wikimedia Commons", "", "cc", "cc", "Wikimedia; Commons"),
    ("NASA", "", "public-domain", "public-domain", ""),
]


def fold(name):
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def add_agencies(apps, schema_editor):
    """A name or alias that a row has already is left to it."""
    Provider = apps.get_model("articles", "Provider")
    taken = {
        fold(name): pk
        for pk, first, also in Provider.objects.values_list("pk", "name", "aliases")
        for name in (first, *also)
    }
    for name, short_name, category, style, also in AGENCIES:
        aliases = [alias for alias in also.split("; ") if alias and fold(alias) not in taken]
        row = Provider.objects.filter(pk=taken.get(fold(name))).first()
        if row is None:
            values = {"short_name": short_name, "category": category, "credit_style": style}
            row = Provider.objects.create(name=name, aliases=aliases, **values)
        elif not row.aliases:  # its credits stay as they are: only its other names are new
            row.aliases = aliases
            row.save()
        taken |= {fold(alias): row.pk for alias in (name, *aliases)}


def note_first_prints(apps, schema_editor):
    """Where pictures were printed first, for the terms that count from there."""
    Image, ImageUse = apps.get_model("articles", "Image"), apps.get_model("articles", "ImageUse")
    placed = ImageUse.objects.filter(image=OuterRef("pk"), article__status="published").exclude(
        role="wanted"
    )
    first = placed.order_by("article__published_at", "article")
    Image.objects.update(
        printed_in=Subquery(first.values("article")[:1]),
        first_printed_at=Subquery(first.values("article__published_at")[:1]),
    )


def let_editors_kill(apps, schema_editor):
    config = apps.get_app_config("articles")
    config.models_module = True  # both functions pass over an app without models
    create_contenttypes(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    kill = Permission.objects.filter(content_type__app_label="articles", codename="kill_image")
    for group in Group.objects.filter(name="Editor"):
        group.permissions.add(*kill)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_provider_vocabulary"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(add_agencies, migrations.RunPython.noop),
        migrations.RunPython(note_first_prints, migrations.RunPython.noop),
        migrations.RunPython(let_editors_kill, migrations.RunPython.noop),
    ]
