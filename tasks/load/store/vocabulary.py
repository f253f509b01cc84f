"""The topics, what people call them and what they are in the IPTC's vocabulary, as config/topics/ has them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select, tuple_, update

from schemas.tables import topic_iptc, topics
from schemas.topic import TopicDefinition
from tasks.load.fold import scrubbed
from tasks.load.rows import Row
from tasks.load.store.bulk import UNLESS_THERE, ensure, insert
from tasks.load.store.ledger import Ledger, tried_again


@tried_again
def store_topics(ledger: Ledger, definitions: Collection[TopicDefinition]) -> None:
    """Brings the ledger's topics up to what is defined; nothing is written if it is so already.

    A topic that is no longer defined stays, since articles may have it.
    """
    defined = {definition.key: definition.iptc for definition in definitions}
    labels = {definition.key: scrubbed(definition.label) for definition in definitions}
    wanted = {(key, id_, iptc.release.isoformat()) for key, iptc in defined.items() if iptc for id_ in iptc.ids}
    with ledger.read() as connection:
        listed = select(topics.c.name, topic_iptc.c.iptc_id, topic_iptc.c.release).join_from(topics, topic_iptc)
        stored = {tuple(row) for row in connection.execute(listed.where(topics.c.name.in_(defined)))}
        known = dict(connection.execute(select(topics.c.name, topics.c.label)).tuples().all())
    if wanted == stored and labels.items() <= known.items():
        return
    rows: dict[tuple[str, ...], Row] = {(key,): (key, label) for key, label in labels.items()}
    with ledger.write() as connection:
        ids = ensure(connection, topics, ["name"], rows)
        for key, label in sorted(labels.items()):
            if known.get(key, label) != label:
                connection.execute(update(topics).where(topics.c.name == key).values(label=label))
        gone = [(ids[key,], id_) for key, id_, _ in stored - wanted]
        connection.execute(delete(topic_iptc).where(tuple_(topic_iptc.c.topic_id, topic_iptc.c.iptc_id).in_(gone)))
        insert(connection, topic_iptc, sorted((ids[key,], id_, day) for key, id_, day in wanted), UNLESS_THERE)
