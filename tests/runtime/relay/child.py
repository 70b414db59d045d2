"""A relay in a process of its own, which a test drives step by step and kills.

``python -m tests.runtime.relay.child steps`` takes the name of a step a line on stdin and says
``done`` after each; ``… run`` relays until SIGTERM. Both find the servers in the environment.
"""

import asyncio
import os
import sys
from itertools import islice

from services.runtime import host
from services.runtime.bus import connect
from services.runtime.event_store import EventStore
from services.runtime.place import BEGINNING
from services.runtime.relay import Relay
from services.runtime.relay_steps import FEW, Steps, messages, singles

DATABASE, NATS = os.environ["TEST_DATABASE_URL"], os.environ["TEST_NATS_URL"]


async def drive() -> None:
    """One relaying, step after step, as the lines come."""
    client = await connect(NATS, name="relay", lasting=False)
    steps = Steps(EventStore(DATABASE), client)
    place, rows = BEGINNING, ()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        match line.strip():
            case "head":
                place = await steps.head()
            case "select":
                rows = await steps.select(place)
            case "begin":
                many = len(rows) > FEW
                whole = messages("unfinished", place, rows) if many else singles(place, rows)
                for message in islice(whole, len(rows) // 2):
                    await client.publish(message.subject, message.body, headers=message.headers)
            case "publish":
                place = await steps.publish(place, rows)
            case "acknowledge":
                while steps.under_way:
                    await steps.acknowledge()
        await client.flush()
        print("done", flush=True)


async def run() -> None:
    """The relay as a process runs it."""
    store = EventStore(DATABASE)
    relay = Relay(store, database_url=DATABASE, nats_url=NATS)
    await host.run({"relay": relay.run})
    store.close()


if __name__ == "__main__":
    asyncio.run(drive() if sys.argv[1] == "steps" else run())
