"""One WARC record as it stands in a file, whatever it means."""

from __future__ import annotations

from dataclasses import dataclass

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One WARC record: its fields by lower-case name, its header's own bytes, its block.

    `offset` and `length` are those of the record in the file; of its gzip member, where it has one.
    `is_alone` is false when the member holds other records too, so that no offset leads to this one.
    """

    fields: Fields
    header: bytes
    block: bytes
    offset: int
    length: int
    is_alone: bool = True

    @property
    def type(self) -> str:
        """The WARC-Type, in lower case."""
        return self.fields.get("warc-type", "").lower()


def parse_fields(header: bytes) -> Fields:
    """Named fields by lower-case name, the first of each name, continued lines joined; the first line is left out."""
    try:
        text = header.decode()
    except UnicodeDecodeError:
        text = header.decode("latin-1")
    fields: Fields = {}
    name = ""
    for line in text.replace("\r\n", "\n").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name:
            fields[name] = f"{fields[name]} {line.strip()}"
        elif line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields.setdefault(name, value.strip(" \t"))
    return fields
