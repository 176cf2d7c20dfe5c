"""Articles: from text to drafts of reports, for a person to review."""
