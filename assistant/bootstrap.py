"""Joins services to adapters: one container, made once in each process."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from assistant import model
from assistant.adapters import json_schema
from assistant.adapters.catalogues import load_languages
from assistant.adapters.clock import SystemClock
from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database.database import SqlDatabase
from assistant.adapters.definitions import check_areas, in_force, load_editions, load_wording
from assistant.adapters.docx import fill_docx
from assistant.adapters.folder import FolderSender
from assistant.adapters.pdf import TypstFiller
from assistant.adapters.rasa_client import RasaClient
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.webhook import Endpoint, WebhookSender
from assistant.adapters.yaml_files import RULEBOOK, build, load_areas, load_routing, load_urgency
from assistant.domain.areas import Areas, Recipient, Withheld
from assistant.domain.census import build_census
from assistant.domain.definition import FormDefinition
from assistant.domain.languages import ENGLISH, Language, Languages
from assistant.domain.reading import Reading
from assistant.domain.translating import form_in, wording_in
from assistant.services.accounts import Accounts
from assistant.services.assessing import AssessmentService
from assistant.services.conversing import ConversationService
from assistant.services.danger import DangerCheck
from assistant.services.deciding import Advisor
from assistant.services.delivering import DeliveryService
from assistant.services.handing_over import HandoverService
from assistant.services.ports import NarrativeReader, Sender
from assistant.services.purging import PurgeService
from assistant.services.recalling import Recalling
from assistant.services.replies import Speaker
from assistant.services.routing import RoutingService
from assistant.services.submitting import Submitter
from assistant.services.tabling import Tables
from assistant.services.turns import TurnTaker
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.adapters.narrative.learned import Learned

log = logging.getLogger(__name__)

# The areas are all in one time zone: "last night" is meant there, wherever the server stands.
ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Container:
    """Everything an entry point may use."""

    settings: Settings
    dialogue: RasaClient
    conversations: ConversationService
    handover: HandoverService
    deliveries: DeliveryService
    purging: PurgeService
    assessments: AssessmentService
    routing: RoutingService
    editions: tuple[FormDefinition, ...]
    languages: Languages
    area_names: Mapping[str, str]
    telephones: Callable[[str], list[dict[str, str | None]]]
    """The numbers that may be shown for an area today."""

    database_alive: Callable[[], bool]
    migrate: Callable[[], None]
    """Bring the database up to date; safe when several processes start at once."""

    word_document: Callable[[Mapping[str, Any]], bytes]
    """A payload as a Word document."""

    withheld: Callable[[], tuple[Withheld, ...]]
    """The contacts and recipients that are not served today, for the operator."""

    warm: Callable[[], None]
    """Load what the first message needs. Left out by programs that take no messages."""


def bootstrap(settings: Settings | None = None) -> Container:
    """Build the container. Raises DefinitionError if a form or rulebook file is broken."""
    settings = settings or Settings()
    models = settings.var / "model"
    danger = partial(_danger, models)
    editions, wording, areas = load_editions(), load_wording(), load_areas()
    check_areas(areas, editions)
    languages = load_languages(wording.said["emergency"], drafts=settings.draft_translations)
    keys = KeyRing(settings.keys)
    database = SqlDatabase(settings.database, FieldCipher(keys), keys.current().audit)
    clock, forms = SystemClock(), in_force(editions)
    assessments = AssessmentService(load_assessment_rulebook(), lambda: _today(clock))
    advisor = Advisor(assessments, forms)
    census = build(RULEBOOK / "cin_codes.yml", build_census)
    submitter = Submitter(
        TypstFiller(),
        partial(_recipients, areas, settings),
        wording.words,
        Tables(advisor, census, wording.words).of,
    )
    routing = RoutingService(
        rules=load_routing(),
        assessments=assessments,
        reader=LateReader(partial(_stories, models)),
        check=lambda text: danger().check(text),
        wording=wording,
        now=lambda: clock.now().astimezone(ZONE),
    )

    def turns_in(language: Language) -> TurnTaker:
        spoken = {id_: form_in(form, language.say) for id_, form in forms.items()}
        return TurnTaker(
            forms=spoken,
            speaker=Speaker(
                wording_in(wording, language.say),
                lambda area: areas.contacts(area, settings.mode, _today(clock)),
                areas.contact_names,
                {"unsent_days": str(settings.unsent_days)},
            ),
            accounts=Accounts(
                spoken,
                LateReader(_details),
                LateReader(partial(_stories, models)),
                routing.is_for_social_care,
            ),
            advisor=advisor,
            reaches=submitter.reaches,
            area_of=areas.area_for_place,
            problem=json_schema.problem,
            recall=Recalling(database, forms).find,
            danger_needs=lambda text: danger().check(text).needs,
            notes=_notes(language),
        )

    return Container(
        settings=settings,
        dialogue=RasaClient(settings.rasa, settings.rasa_timeout_seconds),
        conversations=ConversationService(
            database=database,
            languages=languages,
            turns={language.tag: turns_in(language) for language in languages.spoken},
            submitter=submitter,
            is_urgent=lambda text: danger().check(text).urgent,
            clock=clock,
            zone=ZONE,
            areas=areas.ids,
            default_area=settings.default_area,
        ),
        handover=HandoverService(database),
        deliveries=DeliveryService(database, _senders(settings, areas, clock), clock),
        purging=PurgeService(database, clock, settings.unsent_days),
        assessments=assessments,
        routing=routing,
        editions=editions,
        languages=languages,
        area_names=areas.names,
        telephones=lambda area: areas.telephones(area, settings.mode, _today(clock)),
        database_alive=database.alive,
        migrate=database.prepare,
        word_document=fill_docx,
        withheld=lambda: areas.withheld(settings.mode, _today(clock)),
        warm=partial(_warm, models),
    )


class LateReader:
    """A narrative reader that is loaded at its first use, and never in the way of a message.

    spaCy and the word lists take seconds to load, and the worker and most commands read nothing. If
    some words upset the reader, nothing is read from them and everything is asked: somebody who
    reports must not be stopped by that.
    """

    def __init__(self, load: Callable[[], NarrativeReader]) -> None:
        """`load` gives the reader, the same one each time."""
        self._load = load

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """As `NarrativeReader`."""
        try:
            return self._load().read(text, now, expecting)
        except Exception as error:
            place = extract_tb(error.__traceback__)[-1]
            log.error("Not read: %s at %s:%s", type(error).__name__, place.name, place.lineno)
            return Reading()


@cache
def _details() -> NarrativeReader:
    from assistant.adapters.narrative.reader import SpacyReader

    return SpacyReader()


@cache
def _stories(models: Path) -> NarrativeReader:
    """Details and indicators. A turn asks for details alone, so it doesn't pay for the rest."""
    from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader

    return StoryReader(_details(), IndicatorReader(), _learned(models))


@cache
def _learned(models: Path) -> "Learned | None":
    from assistant.adapters.narrative.learned import load_learned

    return load_learned(models, fits=model.is_ours(models, model.READER))


@cache
def _danger(models: Path) -> DangerCheck:
    learned = _learned(models)
    return DangerCheck(load_urgency(), learned.danger if learned else None)


def _notes(language: Language) -> tuple[str, ...]:
    """What is said of a language at the beginning, by the names of `forms/answers.yml`."""
    if language is ENGLISH:
        return ()
    return ("machine_draft", "english_only") if language.draft else ("english_only",)


def _warm(models: Path) -> None:
    _danger(models)
    _details()


def _recipients(
    areas: Areas, settings: Settings, form_id: str, area_id: str
) -> tuple[Recipient, ...]:
    return areas.served_recipients(form_id, area_id, settings.mode, _today(SystemClock()))


def _today(clock: SystemClock) -> date:
    return clock.now().astimezone(ZONE).date()


def _senders(settings: Settings, areas: Areas, clock: SystemClock) -> dict[str, Sender]:
    """One sender for each channel an area may name."""
    endpoints = {t: Endpoint(w.url, w.secrets) for t, w in settings.webhooks.items()}
    return {
        "folder": FolderSender(_folders(settings, areas)),
        "webhook": WebhookSender(endpoints, clock),
    }


def _folders(settings: Settings, areas: Areas) -> dict[str, Path]:
    """A folder for each target. Only those inside `var` are made: behind a share that is not
    mounted nobody would look for what was dropped."""
    targets = {r.target for a in areas.ids for r in areas.area(a).recipients}
    folders = {target: settings.delivered / target for target in targets}
    if settings.delivered.is_relative_to(settings.var):
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
    return folders
