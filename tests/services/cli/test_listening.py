"""A port taken for one of our servers."""

import asyncio
import socket

from services.cli.listening import listener


async def test_answers_are_sent_part_by_part_without_waiting_for_the_client() -> None:
    taken = listener("127.0.0.1", 0)
    accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def told(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kept: socket.socket = writer.get_extra_info("socket")
        accepted.set_result(kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(told, sock=taken):
        _reader, writer = await asyncio.open_connection(*taken.getsockname())
        assert await accepted == 1
        writer.close()
