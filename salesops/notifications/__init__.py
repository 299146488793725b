"""What reaches people: their inbox, mail, webhooks and calendar feed."""
