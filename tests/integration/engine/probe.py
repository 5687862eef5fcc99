"""Run by Rasa's interpreter, not by pytest: tries the engine and prints what it found."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from assistant.engine import quiet

quiet.prepare()

from rasa.core.actions.action import RemoteAction  # type: ignore[import-not-found] # noqa: E402
from rasa.core.tracker_store import (  # type: ignore[import-not-found] # noqa: E402
    TrackerStore,
    check_if_tracker_store_async,
)
from rasa.shared.core.domain import Domain  # type: ignore[import-not-found] # noqa: E402
from rasa.shared.core.events import UserUttered  # type: ignore[import-not-found] # noqa: E402
from rasa.shared.nlu.training_data.message import (  # type: ignore[import-not-found] # noqa: E402
    Message,
)

from assistant.engine import validator  # noqa: E402
from assistant.engine.classifier import TextClassifier, TextModel, plain  # noqa: E402
from assistant.engine.tracker_store import ConstantTrackerStore  # noqa: E402

EXAMPLES = {
    "greet": ["hello there", "good morning", "hiya", "good evening to you"],
    "stop": ["please stop now", "stop this chat", "i want to stop", "end the chat please"],
    "plate": ["the plate was AB12 CDE", "plate FN19 XYZ", "reg KL07 ABC", "its plate is YK21 AAA"],
}


async def tracker_store() -> dict[str, Any]:
    """Two visits of one conversation, and one of another."""
    domain = Domain.load("domain.yml")
    store = ConstantTrackerStore(domain, host=None)
    first = await store.get_or_create_tracker("one")
    first.update(UserUttered("a secret"), domain)
    await store.save(first)
    again = await store.get_or_create_tracker("one")
    return {
        "is_rasas": isinstance(store, TrackerStore) and check_if_tracker_store_async(store),
        "loop": again.active_loop_name,
        "requested": again.get_slot("requested_slot"),
        "listening": again.latest_action_name,
        "messages_kept": sum(isinstance(event, UserUttered) for event in again.events),
        "events_after_a_turn": len(again.events),
        "events_at_first": len((await store.retrieve("two")).events),
        "sender": (await store.retrieve("two")).sender_id,
        "keys": list(await store.keys()),
        "loop_in_domain": list(domain.form_names),
    }


def classifier(directory: Path) -> dict[str, Any]:
    """Train on a few lines, store, read back, and ask."""
    texts = [text for lines in EXAMPLES.values() for text in lines]
    intents = [intent for intent, lines in EXAMPLES.items() for _ in lines]
    trained = TextModel.fit(texts, intents, 10.0)
    trained.save(directory)
    opened = TextModel.open(directory)
    component = TextClassifier({"ranking_length": 2}, None, None)
    component.model = opened
    said, silent = Message({"text": "morning"}), Message({"text": ""})
    component.process([said, silent])
    return {
        "files": sorted(path.name for path in directory.iterdir()),
        "before": trained.ranking("stop it"),
        "after": opened.ranking("stop it"),
        "sum": sum(share for _, share in opened.ranking("stop it")),
        "typo": opened.ranking("plese stpo the chatt")[0][0],
        "digits": opened.ranking("plate ZZ99 QQQ")[0][0],
        "unseen": len(opened.ranking("\u4f60\u597d")),
        "plain": plain("\u200bDON\u2019T 42"),
        "intent": said.get("intent"),
        "ranking": said.get("intent_ranking"),
        "silent": silent.get("intent"),
    }


def action_results() -> dict[str, Any]:
    """Which results Rasa accepts with and without our validator."""
    results: list[Any] = [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "answer", "value": None}], "responses": []},
        {"events": [{"event": "no such event"}], "responses": []},
        {"events": {}, "responses": []},
        {"events": [], "responses": ["text"]},
        None,
        {},
    ]

    def verdicts() -> list[bool]:
        found = []
        for result in results:
            try:
                found.append(bool(RemoteAction("a", None)._validate_action_result(result)))
            except Exception:
                found.append(False)
        return found

    before = verdicts()
    validator.install()
    return {"rasas": before, "ours": verdicts()}


if __name__ == "__main__":
    found = {
        "tracker_store": asyncio.run(tracker_store()),
        "classifier": classifier(Path(sys.argv[1])),
        "action_results": action_results(),
    }
    sys.stdout.write(json.dumps(found) + "\n")
