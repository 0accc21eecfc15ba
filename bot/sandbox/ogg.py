"""Voice notes as Telegram has them: Ogg with Opus inside, whatever the browser recorded.

Chromium records Opus into WebM. The sound is the same; only the wrapping changes, packet by packet, so nothing
is decoded here (RFC 7845 for Ogg Opus, RFC 8794 and 9559 for WebM).
"""

import struct
from collections.abc import Iterator

HEAD = b"OpusHead"
SERIAL = 0x0F1E1D
PACKETS_A_PAGE = 50
MOST_PIECES = 255  # of 255 bytes, in one page
CLOCK = 48_000  # Opus counts so many ticks a second, whatever was recorded
TICKS = (480, 960, 1920, 2880)  # of a 48 kHz clock, in one frame of SILK: 10, 20, 40, 60 ms
OPENED = frozenset({0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0})  # segment, cluster, tracks, track, group
CODEC_PRIVATE, SIMPLE_BLOCK, BLOCK = 0x63A2, 0xA3, 0xA1
UNKNOWN_SIZES = frozenset((1 << 7 * width) - 1 for width in range(1, 9))


def ogg_from_webm(data: bytes) -> bytes:
    """The same sound in Ogg; ValueError when this is no WebM with Opus."""
    head, packets = b"", list[bytes]()
    for kind, body in _elements(data):
        if kind == CODEC_PRIVATE:
            head = body
        else:
            packets.append(_packet(body))
    if not head.startswith(HEAD) or not packets:
        raise ValueError("no Opus sound in it")
    return ogg(packets, head)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The codec's header and the blocks, in order; what holds them is opened, all else passed over."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at)
        if kind in OPENED:
            continue
        if kind in (CODEC_PRIVATE, SIMPLE_BLOCK, BLOCK):
            yield kind, data[at : at + size]
        at += 0 if size in UNKNOWN_SIZES else size


def _number(data: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    """A number of variable width, and where it ends; the leading one bit tells the width."""
    if at >= len(data) or data[at] == 0:
        raise ValueError("this is no WebM")
    width = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + width], "big")
    return (value if keep_mark else value & ((1 << 7 * width) - 1)), at + width


def _packet(block: bytes) -> bytes:
    """The sound of a block: behind the track, two bytes of time and one of flags. A recorder laces nothing."""
    _, at = _number(block, 0)
    return block[at + 3 :]


def ogg(packets: list[bytes], head: bytes = b"") -> bytes:
    """An Ogg Opus file of these packets; without `head` for one channel."""
    head = head or HEAD + struct.pack("<BBHIHB", 1, 1, 0, CLOCK, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 7) + b"sandbox" + struct.pack("<I", 0)
    pages = [_page([head], 0, 0, first=True), _page([tags], 0, 1)]
    clock = 0
    for start in range(0, len(packets), PACKETS_A_PAGE):
        some = packets[start : start + PACKETS_A_PAGE]
        clock += sum(map(_ticks, some))
        pages.append(_page(some, clock, len(pages), last=start + PACKETS_A_PAGE >= len(packets)))
    return b"".join(pages)


def seconds_in(data: bytes) -> float:
    """How long an Ogg Opus file plays, by the clock of its last page; 0 for anything else."""
    last = data.rfind(b"OggS")
    if not data.startswith(b"OggS") or last + 14 > len(data):
        return 0.0
    return float(max(0, struct.unpack_from("<q", data, last + 6)[0])) / CLOCK


def _ticks(packet: bytes) -> int:
    """How long a packet plays, by its first byte (RFC 6716, 3.1)."""
    if not packet:
        return 0
    config, count = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = TICKS[config % 4]
    elif config < 16:
        frame = (480, 960)[config % 2]
    else:
        frame = (120, 240, 480, 960)[config % 4]
    frames = (packet[1] & 63 if len(packet) > 1 else 1) if count == 3 else (1, 2, 2)[count]
    return frame * frames


def _page(packets: list[bytes], clock: int, number: int, *, first: bool = False, last: bool = False) -> bytes:
    pieces = b"".join(bytes([255]) * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    if len(pieces) > MOST_PIECES:
        raise ValueError("too much sound for one page")
    kind = (2 if first else 0) | (4 if last else 0)
    start = b"OggS" + struct.pack("<BBqII", 0, kind, clock, SERIAL, number)
    rest = bytes([len(pieces)]) + pieces + b"".join(packets)
    return start + struct.pack("<I", _checksum(start + bytes(4) + rest)) + rest


def _table() -> tuple[int, ...]:
    values = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1
        values.append(value)
    return tuple(values)


_TABLE = _table()


def _checksum(data: bytes) -> int:
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
