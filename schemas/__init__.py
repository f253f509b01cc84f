"""The shapes that stages hand to each other: records, settings, definitions, tables, errors."""
