"""The facts layer 5 tells; delivery and renewal start from the first."""

AGREEMENT_SIGNED = "agreement.signed.v1"
AGREEMENT_VOIDED = "agreement.voided.v1"
