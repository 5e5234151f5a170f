"""Addresses: one line a screen."""

from django.urls import URLPattern, URLResolver, include, path

from tansiq.web import account, account_urls
from tansiq.web.api.health import healthz
from tansiq.web.api.intake import receive_message
from tansiq.web.screens.access import view as access
from tansiq.web.screens.alerts import view as alerts
from tansiq.web.screens.boarding import view as boarding
from tansiq.web.screens.cases import view as cases
from tansiq.web.screens.compare import view as compare
from tansiq.web.screens.desk import view as desk
from tansiq.web.screens.feeds import view as feeds
from tansiq.web.screens.flights import traveller as flight_traveller
from tansiq.web.screens.flights import view as flights
from tansiq.web.screens.handover import hall
from tansiq.web.screens.handover import view as handovers
from tansiq.web.screens.lists import take as list_columns
from tansiq.web.screens.lists import view as lists
from tansiq.web.screens.memory import view as memory
from tansiq.web.screens.persons import view as persons
from tansiq.web.screens.risk import view as risk
from tansiq.web.screens.rules import editor as rule_editor
from tansiq.web.screens.rules import view as rules
from tansiq.web.screens.search import view as search
from tansiq.web.screens.unmasking import view as unmasking
from tansiq.web.screens.vetting import view as vetting
from tansiq.web.screens.vocabulary import view as vocabulary

ALERT_ACTS = (
    *(("alert", what) for what in ("clear", "refer", "assign", "note")),
    *(("decision", what) for what in ("undo", "confirm", "decline")),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/intake/<str:code>", receive_message, name="intake"),
    path("account/", include(account_urls)),
    path("language/", account.choose_language, name="language"),
    path("", desk.show, name="desk"),
    path("alerts/<int:alert_id>/", alerts.show, name="alert"),
    path("alerts/<int:about>/clear", alerts.act, {"what": "clear"}, name="alert-clear"),
    path("alerts/<int:about>/refer", alerts.act, {"what": "refer"}, name="alert-refer"),
    path("alerts/<int:about>/assign", alerts.act, {"what": "assign"}, name="alert-assign"),
    path("alerts/<int:about>/note", alerts.act, {"what": "note"}, name="alert-note"),
    path("decisions/<int:about>/undo", alerts.act, {"what": "undo"}, name="decision-undo"),
    path("decisions/<int:about>/confirm", alerts.act, {"what": "confirm"}, name="decision-confirm"),
    path("decisions/<int:about>/decline", alerts.act, {"what": "decline"}, name="decision-decline"),
    path("feeds/", feeds.show, name="feeds"),
    path("feeds/screening/again", feeds.screen_again, name="feeds-screen-again"),
    path("feeds/<slug:code>/", feeds.show_one, name="feed"),
    path("feeds/<slug:code>/take-in", feeds.take_in, name="feed-take-in"),
    path("feeds/<slug:code>/token", feeds.renew_token, name="feed-token"),
    path("feeds/<slug:code>/messages/<int:message>/again", feeds.try_again, name="feed-try-again"),
    path("feeds/<slug:code>/messages/<int:message>/read-again", feeds.read_again, name="feed-read-again"),
    path("lists/", lists.show, name="lists"),
    path("lists/columns/", list_columns.map_columns, name="list-columns"),
    path("lists/versions/<int:version_id>/", lists.show_version, name="list-version"),
    path("lists/versions/<int:version_id>/missing/", lists.remove, name="list-remove-missing"),
    path("lists/<int:entry_id>/", lists.show_entry, name="list-entry"),
    path("boarding/", boarding.show, name="boarding"),
    path("boarding/propose", boarding.propose, name="boarding-propose"),
    path("boarding/answers/", boarding.answers, name="boarding-answers"),
    path("boarding/terms", boarding.offer_terms, name="boarding-terms"),
    path("boarding/terms/<int:policy_id>/<slug:answer>", boarding.settle_terms, name="boarding-terms-settle"),
    path("boarding/<int:decision_id>/", boarding.show_one, name="boarding-decision"),
    path("boarding/<int:decision_id>/confirm", boarding.confirm, name="boarding-confirm"),
    path("boarding/<int:decision_id>/decline", boarding.decline, name="boarding-decline"),
    path("boarding/<int:decision_id>/withdraw", boarding.withdraw, name="boarding-withdraw"),
    path("cases/", cases.show, name="cases"),
    path("cases/<str:number>/", cases.show_case, name="case"),
    path("cases/<str:number>/steps", cases.add_step, name="case-add-step"),
    path("cases/<str:number>/steps/<int:step_id>/done", cases.finish_step, name="case-step-done"),
    path("cases/<str:number>/comment", cases.comment, name="case-comment"),
    path("cases/<str:number>/hand-over", cases.hand_over, name="case-hand-over"),
    path("cases/<str:number>/close", cases.close, name="case-close"),
    path("unmasking/", unmasking.show, name="unmaskings"),
    path("unmasking/ask", unmasking.ask_one, name="unmasking-ask"),
    path("unmasking/<int:asked>/", unmasking.show_one, name="unmasking"),
    path("unmasking/<int:asked>/answer", unmasking.answer_one, name="unmasking-answer"),
    path("unmasking/<int:asked>/end", unmasking.end_one, name="unmasking-end"),
    path("unmasking/<int:asked>/read", unmasking.show_whole, name="unmasking-read"),
    path("flights/", flights.show, name="flights"),
    path("flights/<int:flight_id>/", flights.show_flight, name="flight"),
    path("flights/<int:flight_id>/travellers/<int:key>/", flight_traveller.show, name="flight-traveller"),
    path("flights/<int:flight_id>/vetting/", vetting.show, name="vetting"),
    path("flights/<int:flight_id>/vetting/paper", vetting.on_paper, name="vetting-paper"),
    path("flights/<int:flight_id>/vetting/looking", vetting.looking, name="vetting-looking"),
    path("flights/<int:flight_id>/vetting/<int:key>/", vetting.show_person, name="vetting-person"),
    path("flights/<int:flight_id>/seats/<int:key>/", vetting.seats, name="seats"),
    path("alerts/<int:alert_id>/hand-over", handovers.hand_over, name="alert-hand-over"),
    path("handovers/overdue", handovers.overdue, name="handovers-overdue"),
    path("handovers/<int:handover_id>/paper", handovers.paper, name="handover-paper"),
    path("handovers/<int:handover_id>/call-back", handovers.call_back, name="handover-call-back"),
    path("hall/", hall.show, name="hall"),
    path("hall/find", hall.find, name="hall-find"),
    path("hall/results/<int:inspection_id>/undo", hall.undo, name="hall-undo"),
    path("hall/<str:code>/", hall.show_one, name="hall-referral"),
    path("hall/<str:code>/accept", hall.accept, name="hall-accept"),
    path("hall/<str:code>/result", hall.record, name="hall-result"),
    path("vetting/alerts/<int:alert_id>/hand-over", vetting.hand_over),
    path("vetting/handovers/<int:handover_id>/call-back", vetting.call_back),
    *(path(f"vetting/{about}s/<int:about>/{what}", vetting.act, {"what": what}) for about, what in ALERT_ACTS),
    path("airport/", handovers.choose_airport, name="airport"),
    path("persons/<uuid:person>/", persons.show, name="person"),
    path("persons/<uuid:person>/told-apart/<int:distinction_id>/withdraw", persons.withdraw, name="person-withdraw"),
    path("persons/<uuid:person>/redress", persons.ask_redress, name="person-redress"),
    path("persons/<uuid:person>/redress/<int:redress_id>", persons.answer_redress, name="person-redress-answer"),
    path("rules/", rules.show, name="rules"),
    path("rules/-/write/", rule_editor.write, name="rule-write"),
    path("rules/-/compose/", rule_editor.compose, name="rule-compose"),
    path("rules/<slug:name>/", rules.show_rule, name="rule"),
    path("rules/<slug:name>/edit/", rule_editor.edit, name="rule-edit"),
    path("rules/<slug:name>/<int:number>/", rules.show_rule, name="rule-version"),
    path("rules/<slug:name>/<int:number>/run", rules.run, name="rule-run"),
    path("rules/<slug:name>/<int:number>/<slug:act>", rules.act, name="rule-act"),
    path("told-apart/", memory.show, name="told-apart"),
    path("risk/", risk.show, name="risk"),
    path("risk/<int:model_id>/use", risk.decide, {"act": "use"}, name="risk-use"),
    path("risk/<int:model_id>/decline", risk.decide, {"act": "decline"}, name="risk-decline"),
    path("search/", search.show, name="search"),
    path("compare/", compare.show, name="compare"),
    path("access/", access.show, name="access"),
    path("access/<uuid:person>/bundle", access.bundle, name="access-bundle"),
    path("vocabulary/", vocabulary.show, name="vocabulary"),
]

handler400 = "tansiq.web.errors.bad_request"
handler403 = "tansiq.web.errors.forbidden"
handler404 = "tansiq.web.errors.not_found"
handler500 = "tansiq.web.errors.server_error"
