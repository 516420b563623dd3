"""The OpenAPI document as one page of HTML, with nothing in it that a browser would have to load or run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

CODE = re.compile(r"`([^`]+)`")
Table = Iterable[Sequence[str]]


def page(document: Mapping[str, Any], problems: Mapping[str, Mapping[str, Any]], style: str) -> str:
    """The page; each operation, schema and problem code has an anchor of its name."""
    info = document["info"]
    body = [f"<h1>{words(info['title'])}</h1>", prose(info["description"])]
    for path, methods in document["paths"].items():
        body += [operation(document, path, method, told) for method, told in methods.items()]
    body += [schema(name, told) for name, told in document["components"]["schemas"].items()]
    rows = [(anchor(code), str(kind["status"]), words(kind["title"])) for code, kind in problems.items()]
    body += ['<h2 id="problems">Problems</h2>', table(("code", "status", "what"), rows)]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(info["title"])}</title>'
    content = "\n".join(body)
    return f'<!doctype html><html lang="en"><head>{head}<style>{style}</style></head><body><main>{content}</main></body></html>\n'


def operation(document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]) -> str:
    """One method of one path."""
    parts = [f'<h2 id="{escape(told["operationId"])}"><code>{method.upper()} {escape(path)}</code></h2>']
    parts += [f"<p>{words(told['summary'])}.</p>", prose(told.get("description", ""))]
    given = [resolve(document, each) for each in told.get("parameters", ())]
    if given:
        rows = [(code(each["name"]), each["in"], kind(each["schema"]), words(each["description"])) for each in given]
        parts.append(table(("parameter", "in", "type", "what"), rows))
    for sent in content_of(told.get("requestBody", {})):
        parts += [f"<p>Body: {kind(sent['schema'])}. {words(told['requestBody'].get('description', ''))}</p>"]
        parts += [example(each["value"]) for each in sent.get("examples", {}).values()]
    answers = [(status, resolve(document, each)) for status, each in told["responses"].items()]
    met = [(status, kinds(each), words(each["description"])) for status, each in sorted(answers)]
    parts.append(table(("status", "body", "when"), met))
    for sent_by_us in told.get("callbacks", {}).values():
        parts += [callback(each) for each in sent_by_us.values()]
    return "\n".join(parts)


def callback(methods: Mapping[str, Any]) -> str:
    """What is posted to the client's own address."""
    told = methods["post"]
    sent = ", ".join(kind(each["schema"]) for each in content_of(told["requestBody"]))
    return f"<h3>{words(told['summary'])}</h3>{prose(told['description'])}<p>Body: {sent}.</p>"


def schema(name: str, told: Mapping[str, Any]) -> str:
    """One kind of object, with its fields."""
    parts = [f'<h2 id="{escape(name)}">{escape(name)}</h2>', prose(told.get("description", ""))]
    if "properties" not in told:
        parts.append(f"<p>{kind(told)}</p>")
        return "\n".join(parts)
    needed = told.get("required", ())
    rows = [
        (code(field), kind(each), "yes" if field in needed else "", words(each.get("description", "")))
        for field, each in told["properties"].items()
    ]
    return "\n".join([*parts, table(("field", "type", "always", "what"), rows)])


def kind(told: Mapping[str, Any]) -> str:
    """A schema in a few words of HTML."""
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    if "const" in told or "enum" in told:
        return " ".join(code(json.dumps(value)) for value in told.get("enum", [told.get("const")]))
    if "oneOf" in told:
        return " or ".join(map(kind, told["oneOf"]))
    if "items" in told:
        return f"list of {kind(told['items'])}"
    names = told["type"] if isinstance(told["type"], list) else [told["type"]]
    longest = f", at most {told['maxLength']} characters" if "maxLength" in told else ""
    inside = ": " + ", ".join(map(code, told["properties"])) if "properties" in told else ""
    return " or ".join(map(escape, names)) + longest + inside


def kinds(answer: Mapping[str, Any]) -> str:
    """What an answer's body holds."""
    return ", ".join(kind(each["schema"]) for each in content_of(answer)) or "nothing"


def content_of(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The bodies, one for each content type."""
    return list(told.get("content", {}).values())


def resolve(document: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference stands for."""
    found: Any = told
    if "$ref" in told:
        found = document
        for name in told["$ref"].removeprefix("#/").split("/"):
            found = found[name]
    resolved: Mapping[str, Any] = found
    return resolved


def table(titles: tuple[str, ...], rows: Table) -> str:
    """An HTML table; the cells are HTML already."""
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def anchor(name: str) -> str:
    """A name that a link can point at."""
    return f'<code id="{escape(name)}">{escape(name)}</code>'


def code(text: str) -> str:
    """A name or value as it is written."""
    return f"<code>{escape(text)}</code>"


def example(value: object) -> str:
    """A body as it could be sent."""
    return f"<pre>{escape(json.dumps(value, ensure_ascii=False))}</pre>"


def words(text: str) -> str:
    """One line of text, `names` in it as code."""
    return CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def prose(text: str) -> str:
    """Paragraphs, one a line."""
    return "".join(f"<p>{words(line)}</p>" for line in text.splitlines() if line.strip())
