"""One package a stage, in the order the data travels: fetch, clean, tag, load, link, report."""
