"""What people see of layer 1: leads and marketing, our queue of introductions, and the partners' portal."""
