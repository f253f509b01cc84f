"""What an article itself calls its entities; apart from how they are found, which takes the whole model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from schemas.records import Entity, Tags
from tasks.tag.aliases import fold


def fullest(forms: Sequence[str]) -> str:
    """The form with most words; the more frequent on a tie."""
    if len(forms) == 1:
        return " ".join(forms[0].split())
    counts = Counter(" ".join(form.split()) for form in forms)
    return max(counts, key=lambda form: (form.count(" "), counts[form], len(form)))


def printed_names(tags: Tags) -> tuple[str, ...]:
    """What the article itself calls each entity, most fully, with the gazetteer's accents and without capitals.

    `Entity.name` is what articles agree on: the United Kingdom, where this one says Britain. It also tells those apart
    who are only called by one surname: Mr Hale, Ms Hale.
    """
    names = [_printed_name(entity, [tags.mentions[i].text for i in entity.mentions]) for entity in tags.entities]
    times = Counter(names)
    return tuple(
        name if times[name] == 1 or entity.label != "PERSON" else entity.name
        for name, entity in zip(names, tags.entities, strict=True)
    )


def _printed_name(entity: Entity, forms: Sequence[str]) -> str:
    full = fullest([form for form in forms if not form.isupper()] or forms)
    return entity.name if fold(full) == fold(entity.name) else full
