"""Writes `docs/transcripts/`: the accounts, told to a running product, as they were answered.

python -m tests.functional.transcripts http://127.0.0.1:8080
"""

import sys

import httpx

from tests.functional.journeys import Told, accounts, tell
from tests.functional.product import ROOT

FOLDER = ROOT / "docs" / "transcripts"
HEAD = """# {title}

Made by `make transcripts`, against the running product: do not edit. Every name, number and plate
is made up; the receipt code opens nothing.

"""


def main(address: str) -> None:
    """Tell every account and write what was said."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with httpx.Client(base_url=address, timeout=60) as client:
        for account in accounts():
            told = tell(client, account)
            path = FOLDER / f"{account['id']}.md"
            path.write_text(written(account["id"], told), encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}: {told.person.sent} messages\n")


def written(name: str, told: Told) -> str:
    """One transcript in Markdown."""
    lines = []
    for speaker, text in told.person.transcript:
        who = "**Driver**" if speaker == "person" else "**Assistant**"
        body = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
        lines.append(f"{who}\n\n{body}\n")
    title = name.replace("_", " ").capitalize()
    return HEAD.format(title=title) + "\n".join(lines) + f"\n{told.person.sent} messages.\n"


if __name__ == "__main__":
    main(sys.argv[1])
