"""What the codes of the records are called on screens."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.alerts import AlertState
from tansiq.centre.cases import Outcome
from tansiq.centre.dispositions import Act, ClearingReason, Standing
from tansiq.centre.distinctions import Broken
from tansiq.centre.handover import Kind, LookFor
from tansiq.centre.results import Drug, Found, Hidden, Unit
from tansiq.centre.risk import Standing as ModelStanding
from tansiq.centre.rules.records import Effect, Stage, Step
from tansiq.centre.vetting import Concern
from tansiq.handling.purpose import Ground
from tansiq.handling.retention import RetentionClass
from tansiq.model.findings import Verdict
from tansiq.picture.manifest import FlightState, Presence
from tansiq.picture.silences import Lacking

VERDICTS: Final[dict[str, str | Promise]] = {
    Verdict.MATCH: _("match"),
    Verdict.POSSIBLE: _("possible"),
    Verdict.NO: _("no match"),
}
CLEARING_REASONS: Final[dict[str, str | Promise]] = {
    ClearingReason.OTHER_PERSON: _("Another person"),
    ClearingReason.OTHER_BIRTH_DATE: _("Another birth date"),
    ClearingReason.OTHER_DOCUMENT: _("Another document"),
    ClearingReason.KNOWN_TRAVELLER: _("Known and cleared before"),
    ClearingReason.COMMON_NAME: _("Only the name is alike"),
    ClearingReason.OTHER: _("Another reason"),
}
DISTINGUISHED_BY: Final[dict[str, str | Promise]] = {
    **CLEARING_REASONS,
    "redress": _("redress"),
    "wrong_person": _("the wrong person"),
}
BROKEN: Final[dict[str, str | Promise]] = {
    Broken.WITHDRAWN: _("It was withdrawn."),
    Broken.EXPIRED: _("Its time is over."),
    Broken.ENTRY_CHANGED: _("The list entry says something else since."),
    Broken.ENTRY_GONE: _("The entry is no longer listed."),
    Broken.OTHER_BIRTH_DATE: _("It was made for another birth date."),
    Broken.OTHER_NAME: _("It was made for another name in this document."),
    Broken.OTHER_DOCUMENT: _("It was made for another document."),
}
GROUNDS: Final[dict[str, str | Promise]] = {
    Ground.TRIAGE: _("triage"),
    Ground.CASE: _("a case"),
    Ground.REQUEST: _("a request"),
    Ground.REDRESS: _("redress"),
    Ground.AUDIT: _("audit"),
    Ground.MAINTENANCE: _("maintenance"),
}
RETENTIONS: Final[dict[str, str | Promise]] = {
    RetentionClass.API: _("passenger lists"),
    RetentionClass.PNR: _("bookings"),
    RetentionClass.CARGO: _("cargo"),
    RetentionClass.LIST: _("lists of persons"),
    RetentionClass.CASE: _("cases"),
    RetentionClass.AUDIT: _("access log"),
}
ALERT_STATES: Final[dict[str, str | Promise]] = {
    AlertState.OPEN: _("open"),
    AlertState.REFERRED: _("waits for a second officer"),
    AlertState.IN_CASE: _("in a case"),
    AlertState.CLEARED: _("cleared"),
    AlertState.WITHDRAWN: _("withdrawn"),
}
WITHDRAWN_BECAUSE: Final[dict[str, str | Promise]] = {
    "not_on_board": _("The airline reports that the traveller is not on board."),
    "delisted": _("What it rested on is no longer listed."),
    "list_expired": _("The list it rested on is no longer kept: its time is over."),
    "no_longer_found": _("What lists and messages say now no longer speaks for it."),
    "rule_not_true": _("The rule it rested on is no longer true of the traveller, or no longer in force."),
    "not_named": _("No message names this traveller on the flight any longer."),
    "same_person": _("Another alert is about the same traveller."),
}
ACTS: Final[dict[str, str | Promise]] = {Act.CLEAR: _("cleared"), Act.REFER: _("referred")}
STANDINGS: Final[dict[str, str | Promise]] = {
    Standing.EFFECTIVE: _("in effect"),
    Standing.PROPOSED: _("waits for a second officer"),
    Standing.CONFIRMED: _("confirmed"),
    Standing.DECLINED: _("declined"),
    Standing.UNDONE: _("undone"),
}
OUTCOMES: Final[dict[str, str | Promise]] = {
    Outcome.NOTHING_FOUND: _("nothing found"),
    Outcome.WRONG_PERSON: _("the wrong person"),
    Outcome.SEIZURE: _("seizure"),
    Outcome.ARREST: _("arrest"),
    Outcome.HANDED_OVER: _("handed over to another agency"),
    Outcome.PROTECTED: _("brought under protection"),
    Outcome.DID_NOT_ARRIVE: _("did not arrive"),
}
RISK_PARTS: Final[dict[str, str | Promise]] = {
    "names.match": _("a list entry whose verdict is match"),
    "names.possible": _("a list entry whose verdict is possible"),
}
MODEL_STANDINGS: Final[dict[str, str | Promise]] = {
    ModelStanding.PROPOSED: _("proposed"),
    ModelStanding.IN_FORCE: _("in use"),
    ModelStanding.DECLINED: _("set aside"),
    ModelStanding.REPLACED: _("replaced"),
}
RULE_STAGES: Final[dict[str, str | Promise]] = {
    Stage.DRAFT: _("draft"),
    Stage.PROPOSED: _("proposed"),
    Stage.ACTIVE: _("active"),
    Stage.DUE: _("due for review"),
    Stage.EXPIRED: _("expired"),
    Stage.SUSPENDED: _("suspended"),
    Stage.REPLACED: _("replaced"),
}
RULE_EFFECTS: Final[dict[str, str | Promise]] = {
    Effect.ALERT: _("puts the traveller before an officer"),
    Effect.CHECK: _("tells the airline to ask the state first"),
    Effect.NO_BOARD: _("tells the airline not to board"),
}
RULE_STEPS: Final[dict[str, str | Promise]] = {
    Step.DRAFTED: _("written"),
    Step.CHANGED: _("changed"),
    Step.ADOPTED: _("adopted"),
    Step.TRIED: _("run on past data"),
    Step.PROPOSED: _("proposed"),
    Step.APPROVED: _("approved"),
    Step.DECLINED: _("declined"),
    Step.SUSPENDED: _("suspended"),
    Step.REVIEWED: _("looked at again"),
    Step.REPLACED: _("replaced by version"),
}
DECIDED: Final[dict[str, str | Promise]] = {  # what AlreadyDecided says was first
    **ACTS,
    **STANDINGS,
    **OUTCOMES,
    **RULE_STEPS,
    AlertState.WITHDRAWN: _("withdrawn"),
    "changed": _("the alert changed since you opened it"),
    "task_done": _("the step is done"),
    "handed_to_hall": _("handed over to the arrival hall"),
    "accepted": _("has taken the traveller on"),
    "called_back": _("called back"),
    "given": _("given"),
    "granted": _("granted"),
    "ended": _("ended"),
    "removed": _("removed"),
}
CONCERNS: Final[dict[int, str | Promise]] = {
    Concern.ALERT: _("Not decided"),
    Concern.INSPECTION: _("To be inspected"),
    Concern.RULE: _("A rule is true of them"),
    Concern.PARTY: _("Travel with one of these"),
    Concern.SETTLED: _("Cleared or withdrawn"),
}
TRACES: Final[dict[str, str | Promise]] = {
    "phone": _("Same phone"),
    "email": _("Same mail address"),
    "card": _("Same card"),
    "agency": _("Same agency and hour"),
}
SEATS: Final[dict[str, str | Promise]] = {
    "chosen": _("this traveller"),
    "alert": _("alert, not decided"),
    "inspection": _("to be inspected"),
    "party": _("same booking"),
    "linked": _("travels with an alerted traveller, or a linked booking"),
    "taken": _("somebody else"),
}
HANDOVER_KINDS: Final[dict[str, str | Promise]] = {
    Kind.INSPECT: _("Inspect"),
    Kind.PROTECT: _("Protect: may be a victim"),
}
LOOK_FOR: Final[dict[str, str | Promise]] = {
    LookFor.IDENTITY: _("Ask for name, birth date and the reason of the journey, and compare them with the document."),
    LookFor.DOCUMENT: _("Check the travel document: photo, data page, signs of change."),
    LookFor.HAND_BAGGAGE: _("Search the hand baggage."),
    LookFor.HOLD_BAGGAGE: _("Search every checked bag with the tags on this page; look for false bottoms."),
    LookFor.TAGS: _("Compare the tags at the belt with this page; stop bags whose tag belongs to nobody."),
    LookFor.SWALLOWED: _("Watch for signs of swallowed packages. Call a doctor first: it is a danger to life."),
    LookFor.PARTY: _("Keep the party together until all of them have been inspected."),
    LookFor.ALONE: _("Speak with the person alone, away from those they travel with, in their own language."),
    LookFor.COMPANIONS: _("Ask those they travel with, each alone, who they are to each other."),
    LookFor.NO_SUSPECT: _("Treat the person as somebody to be helped, not as a suspect: no search, no handcuffs."),
    LookFor.CHILD: _("Do not give a child back to anybody before a child protection officer has spoken with it."),
    LookFor.CONTACT: _("Call the protection officer on duty before anything else is decided."),
}
FOUND: Final[dict[str, str | Promise]] = {
    Found.NOT_AT_GATE: _("Not found at the gate"),
    Found.OTHER_PERSON: _("Identity checked: another person"),
    Found.NOTHING: _("Bags searched: nothing found"),
    Found.SEIZED: _("Drugs found"),
    Found.REFUSED_ENTRY: _("Entry refused"),
    Found.POLICE: _("Handed to the police"),
    Found.PROTECTED: _("Victim protected"),
}
DRUGS: Final[dict[str, str | Promise]] = {  # classes of the UNODC's World Drug Report
    Drug.HEROIN: _("Heroin"),
    Drug.OPIUM: _("Opium"),
    Drug.MORPHINE: _("Morphine"),
    Drug.OTHER_OPIOID: _("Pharmaceutical opioids"),
    Drug.CANNABIS_HERB: _("Cannabis herb"),
    Drug.CANNABIS_RESIN: _("Cannabis resin (charas)"),
    Drug.COCAINE: _("Cocaine"),
    Drug.METHAMPHETAMINE: _("Methamphetamine (ice)"),
    Drug.AMPHETAMINE: _("Amphetamine (also captagon)"),
    Drug.ECSTASY: _("Ecstasy"),
    Drug.KETAMINE: _("Ketamine"),
    Drug.SEDATIVE: _("Sedatives and tranquillizers"),
    Drug.HALLUCINOGEN: _("Hallucinogens"),
    Drug.NPS: _("New psychoactive substances"),
    Drug.PRECURSOR: _("Precursors"),
    Drug.OTHER: _("Another drug, or not yet known"),
}
UNITS: Final[dict[str, str | Promise]] = {
    Unit.KG: _("kg"),
    Unit.G: _("g"),
    Unit.L: _("l"),
    Unit.TABLET: _("tablets"),
}
HIDDEN: Final[dict[str, str | Promise]] = {
    Hidden.SWALLOWED: _("in the body"),
    Hidden.ON_BODY: _("on the body"),
    Hidden.CLOTHING: _("in clothing or shoes"),
    Hidden.HAND_BAGGAGE: _("in the hand baggage"),
    Hidden.HOLD_BAGGAGE: _("in a checked bag"),
    Hidden.FALSE_BOTTOM: _("in a false bottom"),
    Hidden.GOODS: _("in goods or devices"),
    Hidden.FOOD: _("in food"),
    Hidden.OTHER: _("elsewhere"),
}
PRESENCES: Final[dict[str, str | Promise]] = {
    Presence.LISTED: _("listed"),
    Presence.ON_BOARD: _("on board"),
    Presence.NOT_ON_BOARD: _("not on board"),
    Presence.REMOVED: _("removed from the list"),
    Presence.WAITLISTED: _("on a waiting list"),
}
FLIGHT_STATES: Final[dict[str, str | Promise]] = {
    FlightState.EXPECTED: _("expected"),
    FlightState.CLOSED: _("closed"),
    FlightState.CANCELLED: _("cancelled"),
}
STEPS: Final[dict[str, str | Promise]] = {
    "meet_at_gate": _("Meet the traveller at the gate"),
    "inspect_documents_and_bags": _("Inspect documents and bags"),
    "record_result": _("Record the result"),
}
CASE_EVENTS: Final[dict[str, str | Promise]] = {
    "opened": _("{by} owns the case that the referral opened"),
    "handed_over": _("{by} handed the case over to {text}"),
    "task_added": _("{by} added the step: {text}"),
    "task_done": _("{by} finished the step: {text}"),
    "comment": _("{by}: {text}"),
    "closed": _("{by} closed the case: {text}"),
    "handed_to_hall": _("{by} handed the traveller over to the arrival hall"),
    "called_back": _("{by} called the traveller back from the arrival hall"),
    "accepted": _("{by} of the arrival hall took the traveller on"),
    "inspected": _("{by} inspected: {text}"),
    "inspection_undone": _("{by} took the result back: {text}"),
}
TRAVELLER_ROLES: Final[dict[str, str | Promise]] = {
    "passenger": _("passenger"),
    "crew": _("crew"),
    "transit": _("in transit"),
}
LACKING: Final[dict[str, str | Promise]] = {
    Lacking.BOOKINGS: _("no bookings came"),
    Lacking.LIST: _("no passenger list came"),
    Lacking.CLOSE_OUT: _("no close-out came"),
}
MESSAGE_FUNCTIONS: Final[dict[str, str | Promise]] = {  # BGM 1001: WCO/IATA/ICAO API guidelines, appendix IIA
    "745": _("passenger list"),
    "250": _("crew list"),
    "266": _("flight close-out"),
    "336": _("master crew list"),
    "22": _("all bookings"),  # PADIS 1225 (MSG of PNRGOV); no code is in both lists
    "141": _("changed bookings"),
}
LIST_ACTIONS: Final[dict[str, str | Promise]] = {  # BGM 1004, in the same place
    "CP": _("change of particulars"),
    "XR": _("reservations cancelled"),
    "RP": _("party reduced"),
    "CL": _("flight closed"),
    "CLNB": _("closed: those not on board"),
    "CLOB": _("closed: those on board"),
    "XF": _("flight cancelled"),
}
DOCUMENT_TYPES: Final[dict[str, str | Promise]] = {  # ICAO Doc 9303 part 4, 5 and 7: the first letter
    "P": _("passport"),
    "V": _("visa"),
    "I": _("identity card"),
    "A": _("identity card"),
    "C": _("identity card"),
    "R": _("redress number"),  # codes of SSR DOCO (IATA AIRIMP)
    "K": _("known-traveller number"),
}
FOUND_BY: Final[dict[str, str | Promise]] = {
    "document": _("by document number"),
    "booking": _("by booking"),
    "name": _("by name"),
    "alike": _("the name is read alike"),
}
CHANGES: Final[dict[str, str | Promise]] = {
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("removed"),
}
LIST_FIELDS: Final[dict[str, str | Promise]] = {  # readers/lists/columns.py
    "": _("kept in the record only"),
    "id": _("Number on the list"),
    "type": _("Person, organisation or vessel"),
    "names": _("Names"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "middle_name": _("Middle name"),
    "weak_names": _("Weak names"),
    "father_names": _("Father's name"),
    "birth_dates": _("Birth date"),
    "birth_places": _("Birth place"),
    "nationalities": _("Nationality"),
    "sex": _("Sex"),
    "documents": _("Documents"),
    "passports": _("Passport number"),
    "national_ids": _("Identity card number"),
    "programmes": _("Programme"),
    "reference": _("Reference"),
    "listed_on": _("Listed on"),
    "remarks": _("Remarks"),
}
DATE_ORDERS: Final[dict[str, str | Promise]] = {
    "": _("not known: only the year is taken"),
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
}
DELIMITERS: Final[dict[str, str | Promise]] = {
    ";": _("semicolon ;"),
    "|": _("bar |"),
    ",": _("comma ,"),
    "\t": _("tab"),
}
CHARSETS: Final[dict[str, str | Promise]] = {  # readers/lists/columns.py
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": _("Windows-1252, Western European"),
    "cp1256": _("Windows-1256, Arabic"),
}
BETWEEN: Final[dict[str, str | Promise]] = {**DELIMITERS, "": _("nothing: one value in each cell")}
SUBJECT_TYPES: Final[dict[str, str | Promise]] = {
    "person": _("person"),
    "organization": _("organisation"),
    "vessel": _("vessel"),
}
SCRIPTS: Final[dict[str, str | Promise]] = {
    "latin": _("Latin script"),
    "arabic": _("Arabic script"),
    "cyrillic": _("Cyrillic script"),
    "han": _("Chinese script"),
    "hebrew": _("Hebrew script"),
    "greek": _("Greek script"),
    "devanagari": _("Devanagari script"),
    "bengali": _("Bengali script"),
    "georgian": _("Georgian script"),
    "armenian": _("Armenian script"),
}
ACCESSES: Final[dict[str, str | Promise]] = {
    "desk": _("desk"),
    "alert": _("alert"),
    "flight manifest": _("flight manifest"),
    "person": _("traveller's page"),
    "search": _("search"),
    "comparison": _("comparison"),
    "cases": _("list of cases"),
    "case": _("case"),
    "access log": _("access log"),
    "access bundle": _("exported the proof"),
    "list entries": _("list entries"),
    "cleared": _("cleared"),
    "undone: clear": _("took the clearing back"),
    "undone: refer": _("took the referral back"),
    "proposed referral": _("proposed referral"),
    "confirmed referral": _("confirmed referral"),
    "declined referral": _("declined referral"),
    "assigned": _("took the alert"),
    "given back": _("gave the alert back"),
    "noted": _("left a note"),
    "added the officer": _("added the officer"),
    "changed the officer": _("changed the officer"),
    "closed the account": _("closed the account"),
    "reset the authenticator": _("reset the authenticator"),
    "added the feed": _("added the feed"),
    "changed the feed": _("changed the feed"),
    "read what was refused": _("read what was refused"),
    "had flights screened again": _("had flights screened again"),
    "renewed the intake token": _("renewed the intake token"),
    "mapped the columns of a list": _("mapped the columns of a list"),
    "removed missing entries of a list": _("removed missing entries of a list"),
    "told apart": _("who is told apart"),
    "kept back": _("kept back: known to be somebody else"),
    "distinction withdrawn": _("withdrew that somebody is told apart"),
    "asked to unmask": _("asked to unmask"),
    "granted unmasking": _("granted unmasking"),
    "declined unmasking": _("declined unmasking"),
    "ended unmasking": _("ended unmasking"),
    "unmasking ended": _("unmasking ended"),
    "unmasked": _("read what was masked"),
    "set how long the country keeps what": _("set how long the country keeps what"),
    "redress": _("redress"),
    "proposed redress": _("proposed redress"),
    "gave redress": _("gave redress"),
    "declined redress": _("declined redress"),
    "vetting list": _("vetting list"),
    "briefing on paper": _("printed a briefing for the hall"),
    "arrival hall": _("arrival hall"),
    "handover": _("referral to the hall"),
    "handover on paper": _("printed a referral to the hall"),
    "case handed_to_hall": _("handed over to the arrival hall"),
    "case called_back": _("called back"),
    "case accepted": _("has taken the traveller on"),
    "case inspected": _("recorded the result of an inspection"),
    "case inspection_undone": _("took the result of an inspection back"),
    "case handed_over": _("handed the case over"),
    "case task_added": _("added a step"),
    "case task_done": _("finished a step"),
    "case comment": _("commented on the case"),
    "case closed": _("closed the case"),
}
ABOUTS: Final[dict[str, str | Promise]] = {
    "told apart": _("told apart"),
    "distinction": _("told apart"),
    "redress": _("redress"),
    "alert": _("alert"),
    "arrival hall": _("arrival hall"),
    "case": _("case"),
    "flight": _("flight"),
    "feed": _("feed"),
    "unmasking": _("unmasking"),
    "masking": _("masking"),
    "officer": _("officer"),
    "search:": _("search:"),
    "compare:": _("compare:"),
    "lists:": _("lists:"),
}
