"""Blocks: hosts and phrases are typed here; people and networks are blocked on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import NewsroomAdmin
from comments.models import Block, filing
from comments.moderation.links import host
from comments.moderation.words import problems

if TYPE_CHECKING:
    BlockModelForm = forms.ModelForm[Block]
else:
    BlockModelForm = forms.ModelForm

TYPED = [(kind.value, kind.label) for kind in (Block.Kind.HOST, Block.Kind.PHRASE)]
VALUE_HELP = gettext_lazy(
    "A host such as pills.example, which includes its subdomains; or a phrase, written like a line"
    " of the word lists in the discussion settings."
)


class BlockForm(BlockModelForm):
    """Refuses what no reply could meet."""

    class Meta:
        model = Block
        fields = "__all__"
        help_texts = {
            "value": VALUE_HELP,
            "reason": gettext_lazy("Shown to moderators beside what the block catches."),
            "expires_at": gettext_lazy("Empty: until somebody lifts it."),
        }

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"].strip()
        if self.cleaned_data.get("kind") == Block.Kind.HOST:
            return self._host(value)
        if bad := problems(value):
            raise forms.ValidationError(_("This cannot be used: %(why)s.") % {"why": bad[0].why})
        return value

    def _host(self, value: str) -> str:
        name = host(value)
        if "." not in name:
            raise forms.ValidationError(_("Please give a host like pills.example."))
        return name


@admin.register(Block)
class BlockAdmin(NewsroomAdmin):
    """A block is never rewritten: it is lifted, and another one is made."""

    form: type[forms.ModelForm[Any]] = BlockForm
    list_display = ["kind", "shown_value", "article", "reason", "by", "created_at", "expires_at",
                    "lifted_at"]  # fmt: skip
    list_select_related = ["article", "by"]
    raw_id_fields = ["article"]
    actions = ["lift"]

    @admin.display(description=gettext_lazy("value"))
    def shown_value(self, block: Block) -> str:
        """A digest says nothing to anybody."""
        return block.value if block.kind in dict(TYPED) else "…"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        value = "shown_value" if obj else "value"
        made = ["by", "created_at", "lifted_at"] if obj else []
        return ["kind", value, "article", "reason", "expires_at", *made]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["shown_value", "by", "created_at", "lifted_at"] if obj else []

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = TYPED
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        obj.enact(by=request.user)

    @admin.action(description=gettext_lazy("Lift the chosen blocks"), permissions=["add"])
    def lift(self, request: HttpRequest, blocks: QuerySet[Block]) -> None:
        by = cast(User, request.user)
        lifted = [block for block in blocks if block.lift(by=by)]
        if by.has_perm("comments.decide_comment"):
            for block in lifted:
                filing.release(block, by=by)
        words = ngettext("%(n)d block is lifted.", "%(n)d blocks are lifted.", len(lifted))
        self.message_user(request, words % {"n": len(lifted)}, messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.ban_comment")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
