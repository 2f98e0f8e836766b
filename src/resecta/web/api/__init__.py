"""The same board for programs: JSON in and out under /api/v1, by the same guard and the same rights as the pages."""
