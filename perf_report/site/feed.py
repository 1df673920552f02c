"""The Atom feed (RFC 4287) and the sitemap.

Both need absolute addresses, so they are made only if the site has an address.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Language
from perf_report.render.localized_text import TAGS
from perf_report.site.event_text import list_announcements
from perf_report.site.history import Event, History
from perf_report.site.page_frame import PageFrame
from perf_report.site.paths import FEED, FRONT, SITEMAP, absolute, localized, table_page

# A reader that looks in once a month misses nothing, though a city discloses the tables and the
# reports of three hundred departments in a week. More than the most would be too long to load.
_LATEST, _MOST = 100, 1_000
_MONTH = timedelta(days=31)

# What a sitemap may hold at most (sitemaps.org); more need an index over several.
_MAX_PLACES = 50_000


def make_feeds(frame: PageFrame, history: History, chinese_only: set[Identity]) -> dict[str, bytes]:
    """Return the feed in both languages; empty without an address or an event."""
    events = latest_events(history)
    if not frame.address or not events:
        return {}
    pages: dict[str, bytes] = {}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        path = localized(FEED, language)
        pages |= frame.render(
            "feed.xml.j2",
            FEED,
            language,
            feed_id=absolute(frame.address, path),
            own=absolute(frame.address, path),
            home=absolute(frame.address, localized(FRONT, language)),
            updated=events[-1].time.isoformat(),
            events=list(_entries(events, catalogue, frame.address, chinese_only)),
        )
    return pages


def latest_events(history: History) -> list[Event]:
    """Return what a feed announces, oldest first: the last month, and no less than a hundred."""
    events = sorted(history.announced(), key=lambda event: event.number)
    recent = sum(events[-1].time - event.time <= _MONTH for event in events[-_MOST:])
    return events[-max(_LATEST, recent) :]


def _entries(
    events: Sequence[Event], catalogue: Catalogue, address: str, chinese_only: set[Identity]
) -> Iterator[dict[str, Any]]:
    """Entries, the latest first."""
    told = list_announcements(events, catalogue, chinese_only)
    for event, said in zip(reversed(events), told, strict=True):
        language = catalogue.language if said.is_localized else "zh"
        page = localized(table_page(event.identity), language)
        yield {
            "id": f"{absolute(address, page)}#{event.number}",
            "label": said.label,
            "name": said.name,
            "project": said.project,
            "year": said.year,
            "time": said.time,
            "action": said.action,
            "address": absolute(address, page),
            "summary": _summary(event, catalogue),
        }


def _summary(event: Event, catalogue: Catalogue) -> str:
    """The reason of an event, and its changes."""
    language: Language = catalogue.language
    said = [event.note, *(change.text for change in event.changes)]
    words = [text.get(language) or text.zh or "" for text in said if text is not None]
    return "\n".join(words) or catalogue.format(
        "site", "disclosed-summary", revision=event.revision
    )


def make_sitemap(frame: PageFrame, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the sitemap of the pages for search engines; empty without an address."""
    if not frame.address:
        return {}
    places = list(_places(frame.address, sorted(paths)))
    pieces = [places[at : at + _MAX_PLACES] for at in range(0, len(places), _MAX_PLACES)]
    if len(pieces) == 1:
        return frame.render("sitemap.xml.j2", SITEMAP, "zh", places=pieces[0])
    pages: dict[str, bytes] = {}
    names = [f"sitemap-{number}.xml" for number in range(1, len(pieces) + 1)]
    for name, piece in zip(names, pieces, strict=True):
        pages |= frame.render("sitemap.xml.j2", name, "zh", places=piece)
    index = [absolute(frame.address, name) for name in names]
    return pages | frame.render("sitemap-index.xml.j2", SITEMAP, "zh", maps=index)


def _places(address: str, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    known = set(paths)
    for path in paths:
        bare = path.removeprefix("en/")
        places = {language: localized(bare, language) for language in LANGUAGES}
        yield {
            "address": absolute(address, path),
            "alternates": [
                {"lang": TAGS[language], "address": absolute(address, place)}
                for language, place in places.items()
                if place in known and len(known & set(places.values())) > 1
            ],
        }
