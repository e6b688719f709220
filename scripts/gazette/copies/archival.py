"""Archival form (存档格式): the metadata that declares a file PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import pydyf

_FIELDS = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li><rdf:li xml:lang="{language}">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""
# PDF/A does not define pdfuaid: 6.6.2.3 requires an undefined schema to be described in the file itself.
_EXTENSION = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class CopyMetadata:
    """The metadata of a copy; `created` is a date of the publication, so that a copy made later has the same bytes."""

    title: str
    language: str
    author: str
    created: date
    identifier: str


def write_metadata(pdf: Any, metadata: CopyMetadata) -> None:
    """Write the same metadata into the document information and the XMP packet of a PDF before WeasyPrint saves it."""
    created = metadata.created.isoformat()
    producer = pdf.info["Producer"].string
    pdf.info.clear()
    pdf.info.update(
        {
            "Title": pydyf.String(metadata.title),
            "Author": pydyf.String(metadata.author),
            "Producer": pydyf.String(producer),
            "CreationDate": pydyf.String(f"D:{created.replace('-', '')}"),
            "ModDate": pydyf.String(f"D:{created.replace('-', '')}"),
        }
    )
    pdf.catalog["Lang"] = pydyf.String(metadata.language)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    packet = _describe(metadata, producer).encode()
    _metadata_stream(pdf).stream = [packet]


def _describe(metadata: CopyMetadata, producer: str) -> str:
    values = {
        "title": metadata.title,
        "language": metadata.language,
        "author": metadata.author,
        "identifier": metadata.identifier,
        "created": metadata.created.isoformat(),
        "producer": producer,
    }
    return _FIELDS.format(**{name: escape(value, {'"': "&quot;"}) for name, value in values.items()}) + _EXTENSION


def _metadata_stream(pdf: Any) -> Any:
    """Return the XMP stream, uncompressed so that tools find the packet without parsing the PDF (ISO 16684-1, 7.1)."""
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = next(each for each in pdf.objects if each.number == number)
    stream.compress = False
    return stream
