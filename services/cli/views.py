"""``starledger views``: the projections."""

import asyncio
from typing import Annotated

import typer

from services.cli.place import AsJson, Data, opened
from services.cli.telling import REFUSED, WRONG_USE, complain, say, say_json, stop

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="registry, schedules …")]


@app.command("list")
def list_views(data: Data = None, as_json: AsJson = False) -> None:
    """Every view: its position, how far behind it is, its size, what is parked."""
    from services.cli.viewing import listed

    with opened(data) as place:
        rows = asyncio.run(listed(place))
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(
            f"{row['name']:<14} position {row['position']:>9}  lag {row['lag']:>6}"
            f"  {row['bytes']:>12} bytes  parked {row['parked']}"
        )


@app.command()
def rebuild(name: Name, data: Data = None) -> None:
    """Build a view anew beside the live one and swap; readers notice nothing."""
    from services.cli.viewing import rebuilt

    name = _known(name)
    with opened(data) as place:
        position = asyncio.run(rebuilt(place, name))
    say(f"{name} was rebuilt and swapped at position {position}")


@app.command()
def check(data: Data = None) -> None:
    """Prove that every live view equals a rebuild of it."""
    from services.cli.viewing import differences

    with opened(data) as place:
        found = asyncio.run(differences(place))
    for name, difference in found:
        complain(f"{name}: {difference}")
    if found:
        raise stop(REFUSED)
    say("every view equals its rebuild")


@app.command()
def parked(data: Data = None, as_json: AsJson = False) -> None:
    """Events set aside, of views and policies, and why."""
    from services.cli.viewing import set_aside

    with opened(data) as place:
        rows = asyncio.run(set_aside(place))
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(f"{row['reader']:<14} {row['position']:>9}  {row['stream']}  {row['topic']}")
        say(f"               since {row['parked_at']}: {row['reason']}")
    if not rows:
        say("nothing is parked")


@app.command()
def redrive(
    name: Annotated[str, typer.Argument(help="a view, or a service for its policies")],
    stream: Annotated[str | None, typer.Argument(help="only this stream")] = None,
    data: Data = None,
) -> None:
    """Take parked events again, in order; what still fails stays parked."""
    from services.cli.composition import POLICIES
    from services.cli.viewing import taken_again

    if not any(service.name == name for service in POLICIES):
        name = _known(name)
    with opened(data) as place:
        taken, left = asyncio.run(taken_again(place, name, stream))
    say(f"{taken} events taken")
    for line in left:
        complain(f"still parked: {line}")
    if left:
        raise stop(REFUSED)


def _known(name: str) -> str:
    from services.cli.composition import VIEWS

    names = [view.name for view in VIEWS]
    if name not in names:
        complain(f"there is no view {name}; views are {', '.join(names)}")
        raise stop(WRONG_USE)
    return name
