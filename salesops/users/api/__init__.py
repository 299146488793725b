"""The REST side of people: keys, the person behind a request, colleagues."""
