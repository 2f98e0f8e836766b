"""What a tumour board remembers: people, patients and their facts, meetings, signed decisions, and who did what."""
