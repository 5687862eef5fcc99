"""`/v1/submissions` and `/v1/receipts`: what was sent, and what became of it."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api.access import Services, Token
from api.schemas import ReceiptLookup, ReceiptShown

router = APIRouter(prefix="/v1", tags=["submissions"])

_PRIVATE = {"Cache-Control": "no-store"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/submissions/{reference}")
async def read_submission(reference: str, services: Services, token: Token) -> dict[str, Any]:
    """Where a submission stands."""
    found = await run_in_threadpool(services.handover.submission, reference, token)
    return await run_in_threadpool(services.handover.described, found)


@router.get("/submissions/{reference}/document.pdf", response_class=Response)
async def read_document(reference: str, services: Services, token: Token) -> Response:
    """The filled form as it was sent."""
    found = await run_in_threadpool(services.handover.submission, reference, token)
    name = {"Content-Disposition": f'inline; filename="{found.reference}.pdf"'}
    return Response(found.document, media_type="application/pdf", headers=_PRIVATE | name)


@router.get("/submissions/{reference}/document.docx", response_class=Response)
async def read_editable(reference: str, services: Services, token: Token) -> Response:
    """The same form as a Word document, for editing; the PDF is what was sent."""
    found = await run_in_threadpool(services.handover.submission, reference, token)
    document = await run_in_threadpool(services.word_document, found.payload)
    name = {"Content-Disposition": f'attachment; filename="{found.reference}.docx"'}
    return Response(document, media_type=_WORD, headers=_PRIVATE | name)


@router.get("/submissions/{reference}/payload.json")
async def read_payload(reference: str, services: Services, token: Token) -> JSONResponse:
    """The payload as it was sent; its schema is `/v1/forms/{form}/schema`."""
    found = await run_in_threadpool(services.handover.submission, reference, token)
    return JSONResponse(found.payload, headers=_PRIVATE)


@router.post("/receipts/lookup", response_model=ReceiptShown)
async def look_up_receipt(body: ReceiptLookup, services: Services) -> dict[str, Any]:
    """What happened to a report, by its receipt code. Nothing personal."""
    return await run_in_threadpool(services.handover.lookup, body.code)
