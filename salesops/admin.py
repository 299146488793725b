"""What the libraries register with the admin and nobody may use there: rights live in the charter, keys in Settings."""

from django.contrib import admin
from django.contrib.auth.models import Group
from rest_framework_api_key.models import APIKey

admin.site.unregister([Group, APIKey])
admin.site.disable_action("delete_selected")
