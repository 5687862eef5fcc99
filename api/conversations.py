"""`/v1/conversations`: open one, send messages, read it again."""

from contextlib import suppress
from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from api.access import Services, Token
from api.schemas import NewConversation, NewMessage, Opened, Reply, View
from assistant.domain.errors import DialogueUnavailableError

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])


@router.post("", status_code=201, response_model=Opened, response_model_exclude_unset=True)
async def open_conversation(body: NewConversation, services: Services) -> dict[str, Any]:
    """Open a conversation. The token is not shown again."""
    opened = await run_in_threadpool(
        services.conversations.open, body.audience, body.area, body.language
    )
    return {"id": opened.id, "token": opened.token, **opened.reply}


@router.post("/{conversation_id}/messages", response_model=Reply, response_model_exclude_unset=True)
async def send_message(
    conversation_id: str, body: NewMessage, services: Services, token: Token
) -> dict[str, Any]:
    """Send a message. The same id again gives the same reply.

    Nothing is held open while Rasa is asked: no transaction, no lock, no pooled connection.
    """
    message_id = str(body.id)
    said = body.model_dump(mode="json", exclude_none=True)
    conversations = services.conversations
    received = await run_in_threadpool(
        conversations.receive, conversation_id, token, message_id, said
    )
    if received.reply is not None:
        return received.reply
    if received.text is not None:
        # Without Rasa the same function answers below, only with no intent to go by.
        with suppress(DialogueUnavailableError):
            await services.dialogue.send(conversation_id, message_id, received.text)
    return await run_in_threadpool(conversations.answer, conversation_id, message_id, None)


@router.get("/{conversation_id}", response_model=View)
async def read_conversation(
    conversation_id: str, services: Services, token: Token
) -> dict[str, Any]:
    """The transcript and the state as it is now."""
    return await run_in_threadpool(services.conversations.view, conversation_id, token)
