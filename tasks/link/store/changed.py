"""How linking knows which names have changed since it last looked at them."""

from __future__ import annotations

from sqlalchemy import or_

from schemas.tables import entity_aliases

CHANGED = or_(entity_aliases.c.linked_mentions.is_(None), entity_aliases.c.linked_mentions != entity_aliases.c.mentions)
