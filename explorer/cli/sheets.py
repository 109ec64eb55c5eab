"""`catchment sheet`, `respond` and `handout`: a party, a component gone bad, a workshop on paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from explorer.cli.asking import answers_for, find_component, load
from explorer.cli.printing import as_csv, as_json, as_text, deliver
from explorer.domain.component import Kind
from explorer.errors import InputError
from explorer.exports.report import Document, Section, html_document
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.as_of import as_of
from explorer.pipeline.findings import SETTING, findings_for
from explorer.pipeline.handout import handout
from explorer.pipeline.judgement_settings import kept_scale
from explorer.pipeline.masking import mask_of
from explorer.pipeline.response import respond, response_document, systems_table
from explorer.pipeline.stories import stories_in
from explorer.pipeline.system_profile import profile_document
from explorer.pipeline.table import Table
from explorer.pipeline.trend import trend
from explorer.pipeline.vendor_sheet import questionnaire, sheet_document, vendor_sheet


def sheet(options: Namespace) -> int:
    """Print or write the sheet of one party, the questions to it, or the profile of one system."""
    if options.party is None:
        return _deliver(_profile(options), options)
    snapshot, answers = _asked(options)
    found = vendor_sheet(snapshot, answers, snapshot.graph.id_of(_party(snapshot, options.party)))
    document = questionnaire(snapshot, found) if options.questions else sheet_document(snapshot, answers, found)
    return _deliver(document, options)


def _profile(options: Namespace) -> Document:
    """The risk profile of the system that is named. Raises `InputError` where none is."""
    from explorer.storage.workspace import Workspace

    if options.system is None or options.questions:
        raise InputError("Nobody is named.", "Give a party, or --system NAME for the profile of a system.")
    snapshot, answers = _asked(options)
    with Workspace.open(Path(options.workspace)) as workspace:
        found = findings_for(snapshot, answers, workspace.setting(SETTING) or None)
        history = trend(workspace, answers.scope or snapshot.systems()[0], answers.annotations, answers.today)
    return profile_document(snapshot, answers, found, history)


def response(options: Namespace) -> int:
    """Print or write what it comes to if a component goes bad."""
    snapshot, answers = _asked(options)
    node = find_component(snapshot, options.component)
    found = respond(snapshot, answers, snapshot.graph.id_of(node))
    if options.format == "csv" or (options.output or "").endswith(".csv"):
        deliver(as_csv(systems_table(snapshot, answers, found)), options.output)
        return 0
    return _deliver(response_document(snapshot, answers, found), options)


def paper(options: Namespace) -> int:
    """Print or write the handout of a story. Raises `InputError` where the workspace has none of that name."""
    from explorer.storage.workspace import Workspace

    snapshot, annotations = load(options.workspace)
    with Workspace.open(Path(options.workspace)) as workspace:
        answers = answers_for(snapshot, annotations, options.system, as_of(workspace, options.as_of))
        scale = kept_scale(workspace)
    stories = stories_in(answers.annotations)
    story = options.story or next(iter(stories), "")
    if story not in stories:
        known = ", ".join(stories) or "none; make slides in the window's view Workshop first"
        raise InputError(f"No story is called {story or 'anything'}.", f"Known are: {known}.")
    document = handout(snapshot, answers, story, stories[story], scale)
    return _deliver(mask_of(snapshot).document(document) if options.hide_names else document, options)


def _asked(options: Namespace) -> tuple[Snapshot, Answers]:
    snapshot, annotations = load(options.workspace)
    return snapshot, answers_for(snapshot, annotations, options.system)


def _party(snapshot: Snapshot, text: str) -> int:
    """The party of this name, or whoever supplies the component that was named. Raises `InputError` where nobody is known."""
    wanted = text.casefold()
    named = [
        place
        for place, each in enumerate(snapshot.components)
        if each.kind is Kind.PARTY and each.name.casefold() == wanted
    ]
    of_identity = snapshot.graph.find(f"party:{wanted}")
    if of_identity is not None:
        return of_identity
    node = named[0] if len(named) == 1 else find_component(snapshot, text)
    if snapshot.graph.kind_of(node) is Kind.PARTY:
        return node
    supplier = int(snapshot.graph.supplier[node])
    if supplier < 0:
        name = snapshot.components[node].name
        raise InputError(f"Nobody is named as the supplier of {name}.", "Give a party, such as party:meta.")
    return supplier


def _deliver(document: Document, options: Namespace) -> int:
    ending = Path(options.output).suffix.lower() if options.output else ""
    if ending == ".pdf":
        from explorer.cli.window import print_pdf

        print_pdf(document, Path(options.output), options.paper)
    elif ending in (".html", ".htm"):
        deliver(html_document(document), options.output)
    elif options.format == "json":
        deliver("[\n" + ",\n".join(as_json(each).rstrip() for each in _tables(document)) + "\n]\n", options.output)
    else:
        lead = "\n".join((document.title, document.age, *document.lead)) + "\n\n"
        render = as_csv if options.format == "csv" else as_text
        parts = [
            _listed(each) if each.columns[:1] == ("no",) and render is as_text else render(each)
            for each in _tables(document)
        ]
        deliver(lead + "\n".join(parts), options.output)
    return 0


def _listed(table: Table) -> str:
    """A numbered list with its sentences whole, where a table would cut them."""
    lines = [f"{row[0]:>3}. {row[1]}" for row in table.rows]
    return "\n".join([table.headline, "", *lines]) + "\n"


def _tables(document: Document) -> list[Table]:
    return [
        Table(each.title, f"{each.title}: {each.headline}", each.columns, each.rows[: each.most], _note(each))
        for each in document.sections
    ]


def _note(section: Section) -> str:
    """What is said below a table, with how many rows are left out and how to see them."""
    left_out = len(section.rows) - len(section.rows[: section.most])
    more = f"{left_out:,} more rows are not printed here: {section.query}." if left_out else ""
    return "\n".join(filter(None, (more, section.note)))
