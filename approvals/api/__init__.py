"""The REST side of approvals."""
