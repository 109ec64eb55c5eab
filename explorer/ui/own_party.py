"""The note that says that a party is one's own organisation: the one that is there, or a new one to be filled in."""

from __future__ import annotations

from explorer.domain.annotation import Note, Subject
from explorer.domain.component import ComponentId, Kind
from explorer.ui.author import author
from explorer.ui.session import Session


def own_party_note(session: Session) -> Note | None:
    """The note on the party that is chosen, or that made what is chosen; None where no party is known."""
    from explorer.analysis.trust import party_of_nodes

    graph = session.snapshot.graph
    nodes = [node for each in session.selection[-1:] if (node := graph.find(each)) is not None]
    parties = [party for party in party_of_nodes(graph)[nodes].tolist() if party >= 0]
    if not parties or graph.kind_of(parties[0]) is not Kind.PARTY:
        return None
    return note_on(session, graph.id_of(parties[0]))


def note_on(session: Session, party: ComponentId) -> Note:
    """The note that calls this party one's own: the one that is there, or a new one."""
    from explorer.analysis.own_parties import OWN_PARTY, says_own

    subject = Subject(party)
    notes = [each for each in session.annotations if isinstance(each, Note) and each.subject == subject]
    return next(
        (each for each in notes if says_own(each)), Note(subject, "Our own organisation.", (OWN_PARTY,), author())
    )
