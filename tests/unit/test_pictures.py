"""Pictures for the documentation are small, and show what was on the screen."""

import struct
import zlib

import pytest

from tests.functional.pictures import SIGNATURE, with_palette

RED, GREEN, BLUE = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"


def picture(rows: list[bytes], width: int) -> bytes:
    """A true-colour PNG of rows that begin with their filter."""

    def part(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows))
    return SIGNATURE + part(b"IHDR", header) + part(b"IDAT", data) + part(b"IEND", b"")


def shown(png: bytes, width: int) -> list[list[bytes]]:
    """The colours of a picture with a palette, row by row."""
    palette, data = (content_of(png, name) for name in (b"PLTE", b"IDAT"))
    lines = zlib.decompress(data)
    return [
        [palette[3 * i : 3 * i + 3] for i in lines[at + 1 : at + 1 + width]]
        for at in range(0, len(lines), width + 1)
    ]


def content_of(png: bytes, name: bytes) -> bytes:
    at = png.index(name)
    (length,) = struct.unpack(">I", png[at - 4 : at])
    return png[at + 4 : at + 4 + length]


def filtered(kind: int, row: bytes, above: bytes) -> bytes:
    """A row as an encoder writes it, by the formulas of the PNG specification."""
    written = bytearray([kind])
    for i, value in enumerate(row):
        left, corner = (row[i - 3], above[i - 3]) if i > 2 else (0, 0)
        up = above[i]
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda one: abs(guess - one))
        written.append((value - (0, left, up, (left + up) // 2, paeth)[kind]) & 255)
    return bytes(written)


@pytest.mark.parametrize("kind", range(5))
def test_every_filter_is_undone(kind: int) -> None:
    rows = [RED + GREEN + BLUE, BLUE + RED + BLUE, b"\x07\x80\xf0" + GREEN + RED]
    above = [bytes(9), *rows]
    written = [filtered(kind, row, up) for row, up in zip(rows, above, strict=False)]
    seen = shown(with_palette(picture(written, 3)), 3)
    assert [b"".join(row) for row in seen] == rows


def test_a_colour_too_many_takes_the_nearest() -> None:
    greys = [bytes((i, i, i)) for i in range(256)]
    row = b"\0" + b"".join(greys + greys) + b"\xfe\xff\xff"
    assert shown(with_palette(picture([row], 513)), 513)[0][-1] == greys[255]
