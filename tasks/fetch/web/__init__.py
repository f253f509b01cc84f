"""Feeds, sitemaps and pages from the web: politely, and from servers that may be hostile."""
