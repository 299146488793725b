"""The role × action matrix as one readable table (domain §1.3).

`Y` allowed · `c` allowed if the condition of `conditions.py` holds · `-` refused · `Rnn` refused with that
sentence · `c/Rnn` refused with that sentence where the condition fails.

Columns are capacities on one record, not job titles: PR partner representative, MK marketer, OW owner of the
record, SX other sales, V pre-sales validation, RV regional VP, VF VP finance, FO finance operations (VP finance's
delegate), LG legal, LD leader, DX delivery, CS customer success (not owner), OP sales operations, VW viewer.
"""

from __future__ import annotations

COLUMNS = "PR MK OW SX V RV VF FO LG LD DX CS OP VW".split()

TABLE = """
action                     PR   MK  OW   SX  V    RV  VF  FO  LG  LD    DX   CS  OP  VW
lead.create                -    Y   Y    Y   -    Y   -   -   -   Y     -    Y   Y   -
intro.submit               c    -   Y    Y   -    Y   -   -   -   Y     -    -   Y   -
intro.decide               -    -   c    -   -    Y   -   -   -   Y     -    -   Y   -
lead.qualify               -    -   Y    c   -    Y   -   -   -   Y     -    c   Y   -
asset.edit                 -    Y   Y    Y   -    -   -   -   -   Y     -    -   Y   -
opp.view_summary           c    Y   Y    Y   Y    Y   Y   Y   Y   Y     Y    Y   Y   Y
opp.view_full              R19  -   Y    Y   Y    Y   Y   Y   Y   Y     c    Y   Y   -
opp.create                 -    -   Y    Y   -    Y   -   -   -   -     -    Y   Y   -
opp.edit_core              -    -   Y    R14 R07  c   -   -   -   R10   -    R14 Y   -
opp.edit_commercial        R02  -   c    R14 R08  -   c   -   -   -     R12  R14 -   -
scope.edit                 R01  -   c    -   Y    -   -   -   -   -     R12  -   -   -
scope.set_processor_or_tool R03 -   c    -   Y    -   -   -   -   -     R12  -   -   -
target_date.set            R04  -   c    -   Y    -   -   -   -   -     R12  -   -   -
next_step.own              -    -   Y    -   R07  c/R10 -   -   -   c/R10 -    c   -   -
meeting.organise_technical R03  -   Y    -   Y    c/R11 -   -   -   c/R11 -    -   -   -
meddpicc.set               -    -   Y    R14 c    Y   -   -   -   -     -    c   -   -
meddpicc.cosign            -    -   R15  -   c    Y   -   -   -   Y     -    -   -   -
criterion.attest           -    -   Y    R14 c    Y   -   -   c   -     -    c   -   -
criterion.waive            -    -   -    -   -    Y   -   -   -   Y     -    -   -   -
stage.forward              -    -   Y    R14 R14  Y   -   -   -   -     -    c   -   -
stage.skip                 -    -   -    -   -    Y   -   -   -   Y     -    -   -   -
stage.back_one             -    -   Y    R14 -    Y   -   -   -   -     -    c   -   -
stage.back_many            -    -   -    -   -    Y   -   -   -   Y     -    -   Y   -
opp.mark_lost              -    -   Y    R14 -    Y   -   -   -   -     -    c   -   -
opp.reopen                 -    -   -    -   -    Y   -   -   -   Y     -    -   -   -
opp.reengage               -    -   Y    R14 -    -   -   -   -   -     -    -   -   -
opp.confirm_won            -    -   R15  -   -    -   Y   Y   -   -     -    -   -   -
opp.void_won               -    -   -    -   -    -   c   -   -   -     -    -   c   -
opp.own                    -    -   Y    Y   R09  -   -   -   -   -     R09  Y   -   -
owner.change               -    -   -    -   R09  c   -   -   -   Y     R09  -   Y   -
validation.request         -    -   Y    -   -    Y   -   -   -   Y     -    c   -   -
validation.decide          -    -   R15  -   c/R15 -   -   -   -   R11   -    -   -   -
collaboration.request      -    -   Y    R14 -    Y   -   -   -   Y     -    c   -   -
collaboration.answer       -    -   R15  c   c    -   -   -   -   -     c    c   -   -
redflag.raise              c    Y   Y    Y   Y    Y   Y   Y   Y   Y     Y    Y   Y   -
proposal.finalise          -    -   c    -   R08  -   -   -   -   -     -    -   -   -
approval.submit            -    -   Y    c   R08  Y   -   -   -   -     R12  c   -   -
approval.decide            -    -   R15  -   R08  c   c   c   c   c     c    -   c   -
escalation.raise           -    Y   Y    Y   Y    Y   Y   Y   Y   Y     Y    Y   Y   -
approval.override          -    -   -    -   -    -   -   -   -   c     -    -   -   -
quote.issue                -    -   -    -   R08  -   Y   Y   -   -     -    -   -   -
signature.collect          -    -   Y    -   -    -   -   -   Y   -     -    -   -   -
marketplace.offer_create   -    -   -    -   -    -   Y   -   -   -     -    -   -   -
poc.plan                   -    -   Y    -   Y    -   -   -   -   -     -    c   -   -
poc.record_result          -    -   c/R15 -  Y    -   -   -   -   -     -    -   -   -
handoff.submit             -    -   Y    -   -    -   -   -   -   -     -    c   -   -
handoff.accept             -    -   R15  -   -    -   -   -   -   -     Y    -   -   -
engagement.edit_plan       -    -   -    -   -    -   -   -   -   -     Y    -   -   -
change.raise               -    -   Y    -   -    Y   -   -   -   Y     Y    Y   -   -
change.price               -    -   Y    -   R08  -   -   -   -   -     R12  c   -   -
status.report              -    -   -    -   -    -   -   -   -   -     Y    c   -   -
signoff.record             -    -   -    -   -    -   -   -   -   -     Y    -   -   -
usage_report.publish       -    -   -    -   -    -   -   -   -   -     Y    Y   -   -
decommission.request       -    -   Y    -   -    Y   -   -   -   -     Y    Y   -   -
decommission.approve       -    -   -    -   -    Y   -   -   -   Y     -    -   -   -
territory.edit             -    -   -    -   -    c   -   -   -   -     -    -   Y   -
territory.publish          -    -   -    -   -    -   -   -   -   -     -    -   Y   -
territory.acknowledge      -    -   -    -   -    c   -   -   -   -     -    -   -   -
territory.dispute          -    -   Y    Y   -    Y   -   -   -   Y     -    Y   Y   -
territory.settle           -    -   -    -   -    c   -   -   -   -     -    -   Y   -
process.publish            -    -   -    -   -    -   -   -   -   c     -    -   Y   -
forecast.submit            -    -   Y    -   R14  Y   -   -   -   Y     -    Y   -   -
metrics.view               c    c   Y    Y   Y    Y   Y   Y   c   Y     c    Y   Y   -
audit.view                 -    -   -    -   -    -   -   -   -   Y     -    -   Y   -
import.run                 -    -   -    Y   -    -   -   -   -   -     -    Y   Y   -
import.migrate             -    -   -    -   -    -   -   -   -   -     -    -   Y   -
process.migrate            -    -   -    -   -    -   -   -   -   -     -    -   Y   -
account.edit               -    Y   Y    Y   -    Y   -   -   -   -     -    Y   Y   -
account.merge              -    -   -    -   -    -   -   -   -   -     -    -   Y   -
rates.set                  -    -   -    -   -    -   Y   Y   -   -     -    -   Y   -
guardrail.edit             -    -   -    -   -    -   -   -   -   Y     -    -   Y   -
guardrail.publish          -    -   -    -   -    -   -   -   -   Y     -    -   Y   -
exceptions.study           -    -   -    -   -    Y   Y   Y   -   Y     -    -   Y   -
price_book.publish         -    -   -    -   -    -   Y   Y   -   -     -    -   Y   -
profile.publish            -    -   -    -   -    -   -   -   -   -     -    -   Y   -
"""


def _parse(text: str) -> dict[str, dict[str, str]]:
    rows = [line.split() for line in text.strip().splitlines()]
    header, body = rows[0][1:], rows[1:]
    if header != COLUMNS:
        raise ValueError("The header of the matrix must name the columns in order.")
    for row in body:
        if len(row) != len(COLUMNS) + 1:
            raise ValueError(f"Row {row[0]} of the matrix has {len(row) - 1} cells, not {len(COLUMNS)}.")
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in body}


MATRIX = _parse(TABLE)
