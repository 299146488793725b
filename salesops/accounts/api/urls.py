"""REST addresses of accounts, contacts and partners."""

from __future__ import annotations

from django.urls import path

from salesops.accounts.api.views import accounts, contacts, partners

urlpatterns = [
    path("accounts/", accounts.AccountsView.as_view(), name="accounts"),
    path("accounts/unmerge/", accounts.AccountUnmergeView.as_view(), name="account-unmerge"),
    path("accounts/<int:account_id>/", accounts.AccountView.as_view(), name="account"),
    path("accounts/<int:account_id>/merges/", accounts.AccountMergesView.as_view(), name="account-merges"),
    path("contacts/", contacts.ContactsView.as_view(), name="contacts"),
    path("contacts/unmerge/", contacts.ContactUnmergeView.as_view(), name="contact-unmerge"),
    path("contacts/<int:contact_id>/", contacts.ContactView.as_view(), name="contact"),
    path("contacts/<int:contact_id>/left/", contacts.ContactLeftView.as_view(), name="contact-left"),
    path("contacts/<int:contact_id>/positions/", contacts.ContactPositionsView.as_view(), name="contact-positions"),
    path("contacts/<int:contact_id>/merges/", contacts.ContactMergesView.as_view(), name="contact-merges"),
    path("partners/", partners.PartnersView.as_view(), name="partners"),
    path("partners/<int:partner_id>/", partners.PartnerView.as_view(), name="partner"),
]
