"""What comes as a body: one JSON object, in time, of at most 1 MB, without tricks."""

import asyncio
from collections.abc import AsyncIterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from services.api.reading import DEEPEST, DRAINED, MOST
from tests.runtime.bus.serving import Running
from tests.services.api.serving import Address, Caller
from tests.services.api.test_commands import REGISTER, problem


def long(size: int) -> bytes:
    """A JSON object of so many bytes."""
    return b'{"person":"' + b"a" * (size - 13) + b'"}'


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """In chunks, the length untold."""
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b"NaN",
        b'{"person": NaN}',
        b'{"person": -Infinity}',
        b'{"person": "wei", "person": "lin"}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"person": "\xff"}',
        b'{"person": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"person": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST,
        b"person=wei",
        "{}".encode("utf-16"),
        b"{} {}",
    ],
)
async def test_what_is_no_plain_json_object_is_a_bad_request(ada: Caller, content: bytes):
    problem(await ada.send(REGISTER, content), 400)


async def test_a_body_as_deep_as_it_may_be_is_judged_by_its_fields(ada: Caller):
    depth = DEEPEST - 1
    content = b'{"a":' * depth + b"1" + b"}" * depth
    problem(await ada.send(REGISTER, content), 422)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/x"]
)
async def test_only_json_is_understood(ada: Caller, kind: str):
    problem(await ada.send(REGISTER, b"{}", kind=kind), 415)


async def test_json_with_a_charset_is_json(ada: Caller):
    problem(await ada.send(REGISTER, b"{}", kind="Application/JSON; charset=utf-8"), 422)


async def test_a_megabyte_is_read_and_a_byte_more_is_not(ada: Caller):
    problem(await ada.send(REGISTER, long(MOST)), 422)
    problem(await ada.send(REGISTER, long(MOST + 1)), 413)


async def test_a_megabyte_in_chunks_is_counted_too(ada: Caller):
    problem(await ada.send(REGISTER, pieces(long(MOST))), 422)
    problem(await ada.send(REGISTER, pieces(long(MOST + 1))), 413)


async def test_a_megabyte_that_grows_on_the_way_is_refused_in_time(ada: Caller):
    """A short number in JSON may be a long one when written again."""
    problem(await ada.send(REGISTER, b'{"a": [' + b"1e15," * 190_000 + b"1]}"), 413)


async def test_a_sender_that_only_reads_when_all_is_sent_still_sees_why(ada: Caller):
    def by_the_standard_library(size: int) -> int:
        request = Request(
            f"{ada.http.base_url}/api/v1/commands/{REGISTER}",
            data=long(size),
            headers={"Authorization": f"Bearer {ada.token}", "content-type": "application/json"},
        )
        try:
            with urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as answer:
            with answer:
                return answer.code

    for size in (MOST + 1, 3 * MOST, DRAINED - 1):
        assert await asyncio.to_thread(by_the_standard_library, size) == 413


async def test_a_sender_that_asks_first_is_not_asked_for_a_body_too_large(
    api: Address, ada: Caller
):
    reader, writer = await asyncio.open_connection(api.http.base_url.host, api.http.base_url.port)
    head = (
        f"POST /api/v1/commands/{REGISTER} HTTP/1.1\r\nHost: api\r\n"
        f"Authorization: Bearer {ada.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n"
    )
    writer.write(head.encode())
    first = await asyncio.wait_for(reader.readline(), 5)
    assert first.startswith(b"HTTP/1.1 413")
    writer.close()
    await writer.wait_closed()


async def test_a_sender_that_goes_away_leaves_nothing_behind(
    personnel: Running, api: Address, ada: Caller
):
    _reader, writer = await asyncio.open_connection(api.http.base_url.host, api.http.base_url.port)
    head = (
        f"POST /api/v1/commands/{REGISTER} HTTP/1.1\r\nHost: api\r\n"
        f"Authorization: Bearer {ada.token}\r\nContent-Type: application/json\r\n"
        f'Content-Length: 100\r\n\r\n{{"person": "wei", '
    )
    writer.write(head.encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await ada.register("lin")).status_code == 200
    assert personnel.handler.store.stream("personnel-wei") == []
