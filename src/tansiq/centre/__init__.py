"""Records that people change: alerts, dispositions, cases, tasks, people and their organisations."""
