"""Who works here: people, their roles, teams, absences, the operating mode, and programs' keys."""
