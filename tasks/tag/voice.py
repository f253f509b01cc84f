"""How a verb of speech stands to its subject: before it, behind "by", behind "and", in a clause of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile

from schemas.lexicon import QuoteWords
from tasks.tag.clauses import Clause, Kind
from tasks.tag.subjects import Subjects

SAYING = 6  # items between a noun such as "claim" and the quote
ABSOLUTE = 4  # items between "with" and its participle


@dataclass(frozen=True, slots=True)
class Voice:
    """Tells it by the words around the verb that stands at `index` of a clause."""

    words: QuoteWords
    subjects: Subjects

    def shares_subject(self, clause: Clause, index: int) -> bool:
        """Whether a verb's subject is the sentence's: "left, adding", "went on to say", "left and said"."""
        infinitive = index > 0 and clause[index - 1].word == self.words.infinitive
        kind = clause[index].kind
        return kind is Kind.PARTICIPLE or (kind is Kind.VERB and infinitive) or self._is_joined(clause, index)

    def is_inverted(self, clause: Clause, index: int) -> bool:
        """Whether a verb stands before its subject: `"...," said Mr Hale`; `The law, said Mr Hale, is`."""
        before = clause[index - 1].kind
        inserted = before is Kind.COMMA and any(item.kind is Kind.COMMA for item in clause[index + 2 :])
        return before is Kind.QUOTE or inserted

    def is_passive(self, clause: Clause, index: int) -> bool:
        """Whether a verb's subject follows "by": "described by Mr Hale as"."""
        return index + 1 < len(clause) and clause[index + 1].word == self.words.agent

    def is_suffered(self, clause: Clause, index: int) -> bool:
        """Whether the subject is spoken to or of: "was accused of"."""
        if clause[index].word not in self.words.suffered:
            return False
        before = takewhile(lambda item: item.kind is Kind.FILLER, reversed(clause[:index]))
        return any(item.word in self.words.passive for item in before)

    def is_saying(self, clause: Clause, index: int) -> bool:
        """Whether a noun stands for what its owner said, which follows: "Mr Hale's claim that it"."""
        after = clause[index + 1 : index + 1 + SAYING]
        near = clause[index].word in self.words.sayings and index + 1 + SAYING >= len(clause)
        says = near and bool(after) and after[0].word in self.words.sayings_say
        return says and self.subjects.owner(clause[:index]) is not None

    def has_subject(self, clause: Clause, index: int) -> bool:
        """Whether a participle's subject stands before it: "with Mr Hale adding", "with one driver adding"."""
        opens = self.words.absolute
        near = takewhile(lambda i: i.kind not in (Kind.COMMA, Kind.VERB, Kind.QUOTE), reversed(clause[:index]))
        phrase = list(islice(near, ABSOLUTE + 1))
        return any(item.word == opens for item in phrase[1:])

    def _is_joined(self, clause: Clause, index: int) -> bool:
        """Whether a verb follows "and"; a base form there may be a noun: "imports and demand"."""
        item = clause[index]
        finite = item.kind is Kind.VERB and f"{item.word}s" not in self.words.verbs
        before = next((i for i in reversed(clause[:index]) if not self.subjects.is_adverb(i)), None)
        return finite and before is not None and before.word in self.words.joiners
