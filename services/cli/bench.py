"""``starledger bench NAME``: ours, a peer and a limit in turn in the same run, told as ratios."""

import importlib
from types import ModuleType
from typing import Annotated, Any

import typer

from services.cli.place import AsJson
from services.cli.telling import WRONG_USE, complain, say, say_json, stop

app = typer.Typer()

BENCHES = {
    "append.store": "tests.bench.append_store",
    "append.bus": "tests.bench.append_bus",
    "relay": "tests.bench.relay",
    "live": "tests.bench.live",
    "rebuild": "tests.bench.rebuild",
    "lookup": "tests.bench.lookup",
}
"""They live beside the tests, with their peers and limits, and need the source tree."""


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help=", ".join(BENCHES))],
    runs: Annotated[
        int | None, typer.Option(min=1, help="how often each is measured in its turn")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", hidden=True, help="tiny: only that it works")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure on servers of its own; medians, ratios, and a proof of the work done."""
    measured = _module(name).measure(runs=runs, quick=quick, tell=complain)
    if as_json:
        say_json(measured.as_json())
    else:
        _table(measured.as_json())


def _module(name: str) -> ModuleType:
    if name not in BENCHES:
        complain(f"there is no benchmark {name}; benchmarks are {', '.join(BENCHES)}")
        raise stop(WRONG_USE)
    try:
        return importlib.import_module(BENCHES[name])
    except ModuleNotFoundError as fault:
        complain(f"benchmarks need the source tree with its tests: {fault}")
        raise stop(WRONG_USE) from fault


def _table(line: dict[str, Any]) -> None:
    say(f"{line['bench']}, median of {line['runs']}, {line['unit']}")
    say(f"  ours   {line['ours']:>12,.1f}")
    for name in ("peer", "limit"):
        other = line[name]
        if other is not None:
            say(
                f"  {name:<6} {other['value']:>12,.1f}   "
                f"ours is {line[f'ratio_{name}']:.2f} × of it   {other['name']}"
            )
    reach = ", ".join(f"{name} {asked:g}" for name, asked in line["reach"].items())
    say(f"  reach  {reach}: {'met' if line['met'] else 'NOT met'}")
