"""Writes `docs/transcripts/`: the accounts and one assessment, told to a running product.

python -m tests.functional.transcripts http://127.0.0.1:8080
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.functional.journeys import WALKS, accounts, tell, walked
from tests.functional.product import ROOT, Person, Product

FOLDER = ROOT / "docs" / "transcripts"
HEAD = """# {title}

Made by `make transcripts`, against the running product: do not edit. Every name, number and plate
is made up; the receipt code opens nothing.

"""


def main() -> None:
    """Start the product, tell every account and write what was said."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as var:
        product = Product(Path(var)).start()
        try:
            for account in accounts():
                write(account["id"], tell(product.client(), account).person, "Driver")
            write("whole_assessment", walked(product.client(), WALKS["typed"]), "Practitioner")
        finally:
            product.stop()


def write(name: str, person: Person, speaker: str) -> None:
    """Write one transcript, and say so."""
    path = FOLDER / f"{name}.md"
    path.write_text(written(name, person, speaker), encoding="utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}: {person.sent} messages\n")


def written(name: str, person: Person, speaker: str) -> str:
    """One transcript in Markdown."""
    lines = []
    for who_spoke, text in person.transcript:
        who = f"**{speaker}**" if who_spoke == "person" else "**Assistant**"
        body = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
        lines.append(f"{who}\n\n{body}\n")
    title = name.replace("_", " ").capitalize()
    return HEAD.format(title=title) + "\n".join(lines) + f"\n{person.sent} messages.\n"


def show_in_readme() -> None:
    """Put one transcript into the README, between its two comments."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, name, _, after = re.split(
        r"(?s)(?<=<!-- transcript: )(\w+)( -->\n.*?)(?=<!-- /transcript -->)", text
    )
    shown = (FOLDER / f"{name}.md").read_text(encoding="utf-8").split("\n\n", 2)[2].strip()
    readme.write_text(f"{before}{name} -->\n\n{shown}\n\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
    show_in_readme()
