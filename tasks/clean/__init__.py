"""Raw document -> article."""
