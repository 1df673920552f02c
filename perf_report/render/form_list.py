"""The forms as a list: text, and JSON (`perf_report/schemas/forms.schema.json`)."""

from collections.abc import Iterator, Sequence
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.form import Form
from perf_report.model.text import Text
from perf_report.render.json_text import to_json
from perf_report.render.terminal import pad, width, wrap

FORMS_VERSION = 1


def list_forms(forms: Sequence[Form], say: Catalogue, columns: int) -> str:
    """Return a form a paragraph: its id and title, what it is for, and what it follows."""
    ids = max(width(form.id) for form in forms) + 2
    return "".join(f"{line}\n" for form in forms for line in _lines(form, say, ids, columns))


def name_forms(forms: Sequence[Form], say: Catalogue) -> str:
    """Return the id and the title of each form, a line each, without a line end at the end."""
    ids = max(width(form.id) for form in forms) + 2
    titles = ((form, say.format("cli", "form-title", title=_both(form.title))) for form in forms)
    return "\n".join(f"  {pad(form.id, ids)}{title}" for form, title in titles)


def render_json(forms: Sequence[Form]) -> str:
    """Return the forms as JSON."""
    data = {"version": FORMS_VERSION, "forms": [_record(form) for form in forms]}
    return to_json(data).decode()


def _lines(form: Form, say: Catalogue, ids: int, columns: int) -> Iterator[str]:
    subject = say.format("word", f"subject-{form.subject}")
    title = _both(form.title)
    seen = say.format("cli", "form-partly") if form.seen == "partly" else ""
    texts = (
        say.format("cli", "form-line", title=title, subject=subject, seen=seen),
        say.format("cli", "form-source", source=form.source),
    )
    lines = [line for text in texts for line in wrap(text, columns - ids)]
    yield pad(form.id, ids) + lines[0]
    yield from (" " * ids + line for line in lines[1:])


def _both(title: Text) -> Text:
    """A title; whoever looks for a form knows the Chinese one."""
    return Text(zh=title.zh, en=f"{title.zh} · {title.en}")


def _record(form: Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "title": _text(form.title),
        "subject": form.subject,
        "stage": form.stage,
        "source": _text(form.source),
        "frameworks": list(form.frameworks),
        "seen": form.seen,
    }


def _text(text: Text) -> dict[str, str]:
    return {key: value for key, value in (("zh", text.zh), ("en", text.en)) if value}
