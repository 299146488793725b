"""Moving a stage: the sheet that shows the gate, and the drag that asks first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from opportunities.queries.detail import Gate, gate_of, may
from opportunities.services.transition import Wish, transition
from opportunities.views.fixes import rows_with_fixes
from salesops.core.errors import Invalid, SalesOpsError
from salesops.process.domain.definition import Move
from salesops.web.http import ActingRequest, back_url, done, htmx_target, is_htmx, mark_refusal, refusal_context

# Moves that need words first: where the board sends a card that was dropped there.
WITH_WORDS = {
    Move.BACK: "send_back",
    Move.LOST: "lose",
    Move.SKIP: "skip",
    Move.REOPEN: "reopen",
    Move.VOID: "void_won",
}


class MoveView(View):
    """GET shows the gate of the next (or the named) stage; POST asks for the move."""

    def get(self, request: ActingRequest, pk: int) -> HttpResponse:
        """Show what the move needs."""
        gate = gate_of(request.actor, pk, to=request.GET.get("to"), now=timezone.now())
        return self.show(request, gate)

    def post(self, request: ActingRequest, pk: int) -> HttpResponse:
        """Ask for the move; a refusal shows every criterion, what was dropped elsewhere gets the form it needs."""
        now, to = timezone.now(), request.POST.get("to") or None
        version = request.POST.get("version", "")
        try:
            moved = transition(
                actor=request.actor,
                now=now,
                opportunity_id=pk,
                wish=Wish(to=to),
                expected_version=int(version) if version.isdecimal() and len(version) < 18 else None,
            )
        except Invalid as error:
            return self.ask_for_words(request, pk, to, error)
        except SalesOpsError as error:
            return mark_refusal(self.show(request, gate_of(request.actor, pk, to=to, now=now), error), error)
        gate = gate_of(request.actor, pk, to=None, now=now)
        words = f"{gate.name} moved to {gate.stage_label(moved.to_stage)}."
        return done(request, words, back_url(request, reverse("opportunities:page", args=[pk])))

    def ask_for_words(self, request: ActingRequest, pk: int, to: str | None, error: Invalid) -> HttpResponse:
        """Lead to the form of a move that needs a reason."""
        gate = gate_of(request.actor, pk, to=to, now=timezone.now())
        needed = next(
            (WITH_WORDS[edge.move] for edge in gate.edges if edge.dst == to and edge.move in WITH_WORDS), None
        )
        return self.show(request, gate, error, needed=needed or "", to=to or "")

    def show(
        self, request: ActingRequest, gate: Gate, error: SalesOpsError | None = None, *, needed: str = "", to: str = ""
    ) -> HttpResponse:
        """Render the gate as sheet or page."""
        row = gate.opportunity
        pairs = rows_with_fixes(row.pk, gate.evaluation) if gate.evaluation else []
        in_sheet = is_htmx(request) and htmx_target(request) == "sheet"
        context: dict[str, Any] = {
            "in_sheet": in_sheet,
            "gate": gate,
            "deal": row,
            "name": gate.name,
            "open_rows": [pair for pair in pairs if not pair[0].opens],
            "met_rows": [pair for pair in pairs if pair[0].opens],
            "may": may(request.actor, row, "criterion.waive", "stage.forward"),
            "refusal": refusal_context(error) if error else None,
            "words_url": f"{reverse(f'opportunities:{needed}', args=[row.pk])}?to={to}" if needed else "",
            "here": reverse("opportunities:move", args=[row.pk]),
            "next": back_url(request, ""),
            "back_url": back_url(request, reverse("opportunities:page", args=[row.pk])),
        }
        name = "opportunities/move.html"
        return render(request, f"{name}#sheet" if in_sheet else name, context, status=error.status if error else 200)
