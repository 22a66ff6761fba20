"""A person's rights cost one question, and are the ones that Django itself would find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_reader_of_both() -> User:
    user = make_user("both", "Moderator")
    user.user_permissions.set(Permission.objects.filter(codename__startswith="add_"))
    return user


def make_gone() -> User:
    user = make_user("gone", "Moderator")
    user.is_active = False
    user.save()
    return user


def make_chief() -> User:
    user = make_user("chief")
    user.is_superuser = True
    user.save()
    return user


@pytest.mark.parametrize(
    "make", [make_reader_of_both, make_gone, make_chief, lambda: make_user("none")]
)
def test_they_are_those_that_django_finds(make: Callable[[], User]) -> None:
    user = make()
    expected = ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
    assert User.objects.get(pk=user.pk).get_all_permissions() == expected


def test_a_person_in_a_group_costs_one_question(django_assert_num_queries: Any) -> None:
    user = User.objects.get(pk=make_reader_of_both().pk)
    with django_assert_num_queries(1):
        assert user.has_perm("comments.decide_comment")
        assert user.has_perm("articles.add_article")
        assert not user.has_perm("comments.reveal_address")


def test_rights_about_a_single_thing_are_nobodys() -> None:
    user = make_reader_of_both()
    assert not user.has_perm("comments.decide_comment", user)
