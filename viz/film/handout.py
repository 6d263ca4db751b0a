"""What a lecturer gives out and what he reads from: HTML pages made from the same recipe as the film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from pathlib import Path
from shutil import copyfile, copytree

from viz.errors import UsageError, VizError
from viz.film.chromium import find_chromium, import_playwright
from viz.film.clock import FrameClock
from viz.film.encode import put_in_place, remove
from viz.film.letters import FAMILIES, carried_fonts
from viz.film.names import hidden
from viz.film.plan import Told, check_size
from viz.film.recipe import Recipe, find_recipe, tell
from viz.film.request import StillRequest
from viz.film.show import FactSheet, Show, Statement
from viz.film.stills import open_easel
from viz.film.temporary import OwnFolder
from viz.stage.quality import QualityWish, read_wish

PAGES = ("handout.html", "notes.html", "facts.html")
_FPS = Fraction(30)
_STYLE = f"""
body {{ font: 16px/1.45 {FAMILIES}; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #16191f; }}
article {{ break-inside: avoid; margin: 1.6rem 0; }}
img {{ width: 100%; height: auto; display: block; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.1rem; margin: .6rem 0 .2rem; }}
.time {{ color: #555c66; font-variant-numeric: tabular-nums; }}
.sources {{ color: #555c66; font-size: .8rem; }}
.beside {{ color: #555c66; font-size: .9rem; padding-left: 1.1rem; }}
dt {{ margin-top: .7rem; }} dd {{ margin: 0 0 .2rem 1.1rem; }}
blockquote {{ margin: .6rem 0; padding-left: .8rem; border-left: 3px solid #d9902f; }}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment of the film on paper."""

    part: int
    film_s: Fraction
    camera: str
    statement: Statement


def handout_show(
    name: str, output: Path, show: Show, *, language: str, size: tuple[int, int] = (960, 540), force: bool = False,
    quality: str = "auto",
) -> Path:  # fmt: skip
    """Write the pages and their stills into a folder, which appears whole or not at all."""
    _check_output(output, force=force)
    check_size(*size)
    wish = read_wish(quality)
    find_chromium()
    import_playwright()
    recipe = find_recipe(name, show)
    entries = entries_of(recipe, tell(recipe, show, language), show, language)
    with OwnFolder("handout") as made:  # where a killed program leaves nothing for long
        (made / "stills").mkdir()
        _draw(entries, show, made / "stills", language, size, wish)
        (made / PAGES[0]).write_text(handout_page(recipe, entries, show, language), encoding="utf-8")
        (made / PAGES[1]).write_text(notes_page(recipe, entries, show, language), encoding="utf-8")
        (made / PAGES[2]).write_text(facts_page(show, language), encoding="utf-8")
        _put_in_place(made, output)
    return output


def _put_in_place(made: Path, output: Path) -> None:
    partial = hidden(output, "part")
    try:
        remove(partial)
        partial.mkdir()
        for name in (*PAGES, "stills"):
            copy = copytree if (made / name).is_dir() else copyfile
            copy(made / name, partial / name)
        put_in_place(partial, output)
    except OSError as problem:
        remove(partial)
        why = problem.strerror or problem
        raise VizError(f"{output} could not be written: {why} - check the folder and its space") from problem
    except BaseException:
        remove(partial)
        raise


def _check_output(output: Path, *, force: bool) -> None:
    if output.exists():
        ours = output.is_dir() and {item.name for item in output.iterdir()} <= {*PAGES, "stills"}
        if not ours:
            raise UsageError(f"{output} holds other things than a handout - give another name")
        if any(output.iterdir()) and not force:
            raise UsageError(f"{output} exists - give another name, or --force to replace it")
    if not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: there is no folder {output.parent} - make it first")


def entries_of(recipe: Recipe, told: Told, show: Show, language: str) -> tuple[Entry, ...]:
    """Return the moments of a film that something is said of, in its order."""
    clock = FrameClock(told.spans, _FPS)
    entries = []
    for number, (span, scene) in enumerate(zip(told.spans, told.scenes, strict=True)):
        if scene.card is not None or span.rate == 0:
            continue
        for statement in show.statements(float(span.start_s), float(span.stop_s), language):
            film_s = clock.film_s(clock.first_frame_in(number, statement.met_s))
            entries.append(Entry(scene.part, film_s, scene.camera, statement))
    return tuple(entries)


def _draw(
    entries: tuple[Entry, ...], show: Show, folder: Path, language: str, size: tuple[int, int], quality: QualityWish
) -> None:
    width, height = size
    with open_easel(show, width, height, language, quality) as easel:
        for number, entry in enumerate(entries):
            file = folder / _still_name(number)
            request = StillRequest(
                file, at="", width=width, height=height, camera=entry.camera, language=language, caption=False
            )
            file.write_bytes(easel.draw_at(entry.statement.met_s, request))


def _still_name(number: int) -> str:
    return f"{number + 1:03d}.png"


def handout_page(recipe: Recipe, entries: tuple[Entry, ...], show: Show, language: str) -> str:
    """Return the handout: a still, the times, the caption and its sources for every moment."""
    words, title = show.own_words(language), recipe.title[language]
    articles = []
    for number, entry in enumerate(entries):
        said = entry.statement
        sources = "".join(f"<li>{escape(source)}</li>" for source in said.sources)
        articles.append(
            f'<article><img src="stills/{_still_name(number)}" alt="{escape(said.title, quote=True)}">'
            f"<h2>{escape(said.title)}</h2>{_times(entry, show, language, with_still=True)}<p>{escape(said.text)}</p>"
            f'<div class="sources">{escape(words["standing"])}: {escape(said.standing)} · {escape(words["sources"])}:'
            f"<ul>{sources}</ul></div>{_lines(said.beside)}{_sheets(said.facts)}</article>"
        )
    thanks = "".join(f"<p class=sources>{escape(line)}</p>" for line in show.credits(language))
    summary = f"<p>{escape(show.summary(language))}</p>"
    return _page(language, f"{title} · {words['handout']}", [summary, *articles, thanks])


def facts_page(show: Show, language: str) -> str:
    """Return all that is known: every fact by its subject, and every event with its other versions and its note."""
    words, blocks = show.own_words(language), []
    for subject, sheets in show.facts(language).items():
        blocks.append(f"<h2>{escape(subject)}</h2>{_sheets(sheets)}")
    blocks.append(f"<h2>{escape(words['events'])}</h2>")
    start_s, stop_s = show.range_s
    for said in show.statements(start_s, stop_s + 1.0, language):
        time = show.words(said.met_s, language).clock_zone
        basis = f"{said.standing} · {'; '.join(said.sources)}"
        blocks.append(
            f"<h3>{escape(' · '.join(filter(None, (time, said.title))))}</h3><p>{escape(said.text)}</p>"
            f'<p class="sources">{escape(basis)}</p>{_lines(said.beside)}'
        )
    return _page(language, f"{show.title(language)} · {words['facts']}", blocks)


def _lines(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<ul class="beside">{items}</ul>' if items else ""


def _sheets(sheets: Sequence[FactSheet]) -> str:
    """Return facts as a list: name and value, then what is said of it and by whom."""
    told = "".join(
        f"<dt>{escape(' · '.join(filter(None, (sheet.title, sheet.value))))}</dt>"
        f'<dd>{escape(sheet.text)} <span class="sources">{escape(sheet.basis)}</span>{_lines(sheet.beside)}</dd>'
        for sheet in sheets
    )
    return f"<dl>{told}</dl>" if told else ""


def notes_page(recipe: Recipe, entries: tuple[Entry, ...], show: Show, language: str) -> str:
    """Return the speaker's notes: what each part of the recipe says, with the moments it holds."""
    words, blocks = show.own_words(language), []
    for number, part in enumerate(recipe.parts):
        own = (part.notes or {}).get(language, "")
        moments = [entry for entry in entries if entry.part == number]
        if not own and not moments:
            continue
        blocks.append(f"<blockquote>{escape(own)}</blockquote>" if own else "<hr>")
        for entry in moments:
            title, text = escape(entry.statement.title), escape(entry.statement.text)
            blocks.append(f"{_times(entry, show, language)}<h2>{title}</h2><p>{text}</p>")
    return _page(language, f"{recipe.title[language]} · {words['notes']}", blocks)


def _times(entry: Entry, show: Show, language: str, *, with_still: bool = False) -> str:
    """Return the line of the clocks, and beside a still the word for what it rests on."""
    said, minutes = show.words(entry.statement.met_s, language, entry.camera), int(entry.film_s) // 60
    film = f"{show.own_words(language)['film_time']} {minutes}:{int(entry.film_s) % 60:02d}"
    told = (film, said.clock_zone, said.clock_elapsed, said.mark if with_still else "")
    return f'<p class="time">{escape(" · ".join(filter(None, told)))}</p>'


def _page(language: str, title: str, blocks: list[str]) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{carried_fonts()}{_STYLE}</style>'
    body = "\n".join(blocks)
    return f'<!doctype html>\n<html lang="{language}">\n{head}\n<h1>{escape(title)}</h1>\n{body}\n</html>\n'
