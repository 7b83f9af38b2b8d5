"""Prints the records of an .evtx file as JSON, one per line, read by python-evtx.

Its own XML view deletes control characters and byte order marks, and rounds times, so values are
taken from its nodes.
"""
import json
import sys
import warnings

warnings.simplefilter("ignore")

import Evtx.Evtx
import Evtx.Nodes as nodes


def escaped(text):
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&apos;")):
        text = text.replace(character, entity)
    return text


def text_of(value):
    if isinstance(value, nodes.WstringTypeNode) and value._length is not None:
        return escaped(value.unpack_binary(0, value._length).decode("utf-16-le"))
    if not isinstance(value, nodes.FiletimeTypeNode):
        return escaped(value.string())
    ticks = value.unpack_qword(0)
    return value.filetime().strftime("%Y-%m-%dT%H:%M:") + "%02d.%07dZ" % divmod(ticks % 600000000, 10000000)


def render(node, values):
    if isinstance(node, nodes.ValueNode):
        return text_of(node.value())
    if isinstance(node, nodes.NormalSubstitutionNode):
        return text_of(values[node.index()])
    if not isinstance(node, nodes.OpenStartElementNode):
        return ""
    attributes = ""
    content = ""
    for child in node.children():
        if isinstance(child, nodes.AttributeNode):
            attributes += " %s='%s'" % (child.attribute_name().string(), render(child.attribute_value(), values))
        else:
            content += render(child, values)
    return "<%s%s>%s</%s>" % (node.tag_name(), attributes, content, node.tag_name())


with Evtx.Evtx.Evtx(sys.argv[1]) as log:
    header = log.get_file_header()
    for chunk in header.chunks():
        is_whole = header.verify() and chunk.verify()
        for record in chunk.records():
            values = record.root().substitutions()
            xml = "".join(render(node, values) for node in record.root().template().children())
            print(json.dumps({"number": record.record_num(), "isWhole": is_whole and record.verify(), "xml": xml}))
