"""The closed lists of words an opportunity is described with (domain §2.1, §2.6, §9.4, §10.4, §11.7)."""

from __future__ import annotations

from salesops.intake.domain.leads import SOURCES as SOURCES

Choices = list[tuple[str, str]]

SUBTYPES: Choices = [
    ("new_business", "New business"),
    ("upsell", "Upsell"),
    ("renewal", "Renewal"),
    ("expansion", "Expansion"),
]

FORECAST_CATEGORIES: Choices = [
    ("omitted", "Omitted"),
    ("pipeline", "Pipeline"),
    ("best_case", "Best case"),
    ("commit", "Commit"),
    ("closed", "Closed"),
]

VIABILITY: Choices = [("viable", "Viable"), ("unclear", "Unclear"), ("not", "Not viable")]

POSITIONS: Choices = [
    ("unknown", "Unknown"),
    ("behind", "Behind"),
    ("level", "Level"),
    ("preferred", "Preferred"),
    ("sole", "Sole"),
]

OUTCOME_CLASSES: Choices = [
    ("lost", "Lost"),
    ("disqualified", "Disqualified"),
    ("duplicate", "Duplicate"),
    ("merged", "Merged"),
]

LOSS_REASONS: Choices = [
    ("price_budget", "Price or budget"),
    ("feature_gap", "Feature gap"),
    ("timing", "Timing"),
    ("competitor", "Competitor"),
    ("champion_lost", "Champion lost"),
    ("technical_fit", "Technical fit"),
    ("trust_relationship", "Trust or relationship"),
    ("performance", "Performance"),
    ("security_privacy", "Security or privacy"),
    ("stayed_with_status_quo", "Stayed with the status quo"),
    ("no_decision", "No decision"),
    ("unresponsive", "Unresponsive"),
    ("business_change", "Business change"),
    ("wrong_icp", "Wrong customer profile"),
    ("not_renewing", "Not renewing"),
    ("other", "Other"),
]

ACTIVITY_KINDS: Choices = [
    ("enquiry", "Enquiry"),
    ("outreach", "Outreach"),
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("email", "E-mail"),
    ("note", "Note"),
]
# A held activity is a talk with the other side; notes, outreach and enquiries are not.
HELD_KINDS = ("call", "meeting")

STAKEHOLDER_ROLES: Choices = [
    ("champion_candidate", "Champion candidate"),
    ("champion", "Champion"),
    ("economic_buyer", "Economic buyer"),
    ("decision_maker", "Decision-maker"),
    ("technical_evaluator", "Technical evaluator"),
    ("procurement", "Procurement"),
    ("legal", "Legal"),
    ("signer", "Signer"),
    ("marketplace_admin", "Marketplace administrator"),
    ("security", "Security"),
    ("user", "User"),
    ("influencer", "Influencer"),
]

DOCUMENT_KINDS: Choices = [
    ("qualification_note", "Qualification note"),
    ("discovery_note", "Discovery note"),
    ("business_case", "Business case"),
    ("proposal", "Proposal"),
    ("quote", "Quote"),
    ("statement_of_work", "Statement of work"),
    ("agreement", "Agreement"),
    ("nda", "Non-disclosure agreement"),
    ("memorandum", "Memorandum of understanding"),
    ("framework_agreement", "Framework agreement"),
    ("signer_authority", "Signer's authority"),
    ("purchase_order", "Purchase order"),
    ("acceptance_email", "Marketplace acceptance e-mail"),
    ("end_acceptance", "End customer's acceptance"),
    ("no_objection", "No-objection record"),
    ("invoice", "Invoice"),
    ("usage_report", "Usage report"),
    ("renewal_notice", "Renewal notice"),
    ("results", "Results"),
    ("other", "Other"),
]

DOCUMENT_STATES: Choices = [
    ("draft", "Draft"),
    ("issued", "Issued"),
    ("signed", "Signed"),
    ("paid", "Paid"),
    ("void", "Void"),
]

DOCUMENT_ORIGINS: Choices = [
    ("ours", "We wrote it"),
    ("customer", "The customer"),
    ("marketplace", "The marketplace"),
    ("reseller", "The reseller"),
    ("e_signature", "The signature service"),
]

SOURCE_CLASSES: Choices = [
    ("customer_said", "Customer said"),
    ("customer_document", "Customer document"),
    ("our_observation", "Our observation"),
]

# The questions of the discovery template (domain §2.13) and of the community fit check (domain §2.9).
DISCOVERY_QUESTIONS: Choices = [
    ("current_state", "Current state"),
    ("desired_state", "Desired state"),
    ("pain", "Pain"),
    ("impact", "Impact in numbers"),
    ("critical_event", "Critical event"),
    ("stakeholders", "Stakeholders"),
    ("constraints", "Constraints"),
    ("alternatives", "Alternatives"),
    ("budget", "Budget"),
    ("timeline", "Timeline"),
]
FIT_QUESTIONS: Choices = [
    ("fit_money", "Money: what can they spend, and from where"),
    ("fit_authority", "Authority: who can say yes"),
    ("fit_need", "Need: what do they lack today"),
    ("fit_event", "Event: what makes it now"),
    ("fit_application", "Application: what would they run"),
    ("fit_competition", "Competition: what else do they consider"),
    ("fit_timeline", "Timeline: by when"),
]
ALL_QUESTIONS = DISCOVERY_QUESTIONS + FIT_QUESTIONS


def label(choices: Choices, key: str) -> str:
    """This function will return the words for a key, or the key itself where it is unknown."""
    return dict(choices).get(key, key)
