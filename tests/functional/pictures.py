"""Small PNG files: a screenshot with a palette takes a third of the room, and looks the same."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def with_palette(png: bytes) -> bytes:
    """A screenshot with its 256 most frequent colours; the others take the nearest of them."""
    parts: dict[bytes, bytes] = {}
    for name, content in _parts(png):
        parts[name] = parts.get(name, b"") + content
    width, height, depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    if depth != 8 or kind not in (2, 6):
        raise ValueError("Only true colour of 8 bits is expected.")
    size = 3 if kind == 2 else 4
    rows = _rows(zlib.decompress(parts[b"IDAT"]), width * size, size)
    pixels = [[row[i : i + 3] for i in range(0, len(row), size)] for row in rows]
    counts = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    place = _places(counts, palette)
    data = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in pixels)
    return SIGNATURE + b"".join(
        (
            _part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _part(b"PLTE", b"".join(palette)),
            _part(b"IDAT", zlib.compress(data, 9)),
            _part(b"IEND", b""),
        )
    )


def _places(counts: Mapping[bytes, int], palette: list[bytes]) -> dict[bytes, int]:
    """Where in the palette each colour stands, or the one nearest to it."""
    places = {colour: i for i, colour in enumerate(palette)}

    def distance(one: bytes, other: bytes) -> int:
        return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

    for colour in counts:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda i: distance(palette[i], colour))
    return places


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _part(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _rows(data: bytes, length: int, size: int) -> Iterator[bytes]:
    """The rows with their filters undone (PNG specification, section 9)."""
    above = bytes(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1 : start + 1 + length])
        kind = data[start]
        for i, given in enumerate(row if kind else b""):
            left = row[i - size] if i >= size else 0
            corner = above[i - size] if i >= size else 0
            row[i] = (given + _expected(kind, left, above[i], corner)) & 255
        above = bytes(row)
        yield above


def _expected(kind: int, left: int, up: int, corner: int) -> int:
    match kind:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case _:
            guess = left + up - corner
            return min((left, up, corner), key=lambda one: abs(guess - one))
