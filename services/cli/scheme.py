"""``starledger scheme``: rule packs, and what a score sheet comes to under one; offline."""

from typing import Annotated

import typer

from services.cli.telling import REFUSED, complain, say, say_json, stop

app = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


@app.command("list")
def list_schemes(as_json: AsJson = False) -> None:
    """Every rule pack shipped: id and version, title, state."""
    from services.runtime.packs import shipped, shipped_names

    packs = [shipped(name) for name in shipped_names()]
    if as_json:
        say_json(
            [
                {
                    "scheme": pack.ref,
                    "state": pack.state,
                    "demo": pack.demo,
                    "title": {"zh": pack.title_zh, "en": pack.title_en},
                }
                for pack in packs
            ]
        )
        return
    for pack in packs:
        say(f"{pack.ref:<42} {pack.state:<9} {pack.title_zh}  {pack.title_en}")


@app.command()
def check(file: str, as_json: AsJson = False) -> None:
    """What keeps a rule pack, by path or name, from being activated; exit 1 where anything does."""
    from services.cli.scheme_reading import answering, pack_of
    from services.cli.scheme_scoring import checked

    with answering():
        found = checked(pack_of(file))
    if as_json:
        say_json(found)
    else:
        for failure in found["failures"]:
            facts = ", ".join(
                f"{name} {value}" for name, value in failure.items() if name != "code"
            )
            complain(f"{failure['code']}: {facts}" if facts else str(failure["code"]))
    if found["failures"]:
        raise stop(REFUSED)
    if not as_json:
        say(f"{found['scheme']} can be activated")


@app.command()
def score(
    file: Annotated[str, typer.Argument(help="a score sheet, JSON")],
    scheme: Annotated[
        str | None, typer.Option(help="ID, ID@VERSION or a path; else the sheet's own")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The score and grade of a sheet, every step of it exact."""
    from services.cli.scheme_reading import answering
    from services.cli.scheme_scoring import scored_file

    with answering():
        found = scored_file(file, scheme)
    if as_json:
        say_json(found)
        return
    label = found["grade_label"]
    failed = f"不合格 failed ({found['failed_by']})"
    verdict = f"{label['zh']} {label['en']}" if label else "通过 passed"
    say(f"{found['display']}  {verdict if found['passed'] else failed}")
    for section in found["sections"]:
        say(f"  {section['id']:<12} {section['obtained']} of {section['applicable']}")
    for reading in found["reading_sensitive"]:
        say(f"  read otherwise, {reading['parameter']} = {reading['other_value']}:"
            f" {reading['other_final']} {reading['other_band'] or 'failed'}")  # fmt: skip
