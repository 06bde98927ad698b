"""The reference of the C++ and C headers as pages: Doxygen reads the headers, and this writes Markdown.

So the site has one generator, one search, one look and one check of links. Each header is a page: its first
comment, then what it declares, in the order of the file. Doxygen must have nothing to complain about.
"""
import collections
import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ("include", "capi/include")
HIDDEN = re.compile(r"(^|::)(detail|std|BOOST_\w+)(::|$)|^_|_H$")
VERSIONED = re.compile(r"\bv\d+::")  # the inline namespace of the version
TITLES = {
    "return": "Returns",
    "note": "Note",
    "warning": "Warning",
    "see": "See",
    "pre": "Before",
    "post": "After",
    "since": "Since"
}


def run_doxygen(out):
    """Doxygen's reading of the headers, as XML. It fails if Doxygen warns of anything."""
    settings = (ROOT / "docs/site/Doxyfile").read_text()
    out.mkdir(parents=True, exist_ok=True)
    # The file lies in the tree's root for Doxygen, so that the paths in it are relative.
    subprocess.run(["doxygen", "-"],
                   cwd=ROOT,
                   input=f"{settings}\nOUTPUT_DIRECTORY = {out}\n",
                   text=True,
                   check=True)
    return out / "xml"


def escaped(text):
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


def plain(element):
    if element is None:
        return ""
    text = re.sub(r"\s+", " ", "".join(element.itertext())).strip()
    return re.sub(r"\s+>", ">", text.replace("< ", "<"))


def code(text):
    return f"`` {text} ``" if "`" in text else f"`{text}`"


class Entry:
    """Something that a header declares: a type with members, a function, a constant."""

    def __init__(self, kind, node, name):
        self.kind, self.node, self.name = kind, node, name
        self.id = node.get("id")
        place = node.find("location")
        self.file, self.line = place.get("file"), int(place.get("line"))
        if name.startswith("@"):  # an enumeration without a name is called by what its constants share
            constants = [plain(value.find("name")) for value in node.findall("enumvalue")]
            self.name = os.path.commonprefix(constants).rstrip("_") + ("_..." if len(constants) > 1 else "")
        self.members = []

    @property
    def anchor(self):
        return re.sub(r"\W+", "-", self.name).strip("-").lower() + f"-{self.line}"


class Reference:

    def __init__(self, xml):
        self.pages = collections.defaultdict(list)  # header: its entries
        self.places = {}  # Doxygen's id: (header, anchor)
        groups = []
        for path in sorted(xml.glob("*.xml")):
            if path.name in ("index.xml", "Doxyfile.xml"):
                continue
            compound = xml_root(path).find("compounddef")
            if compound is None:
                continue
            kind, name = compound.get("kind"), VERSIONED.sub("", plain(compound.find("compoundname")))
            if HIDDEN.search(name):
                continue
            if kind in ("class", "struct", "union", "concept"):
                groups.append((Entry(kind, compound, name), compound))
            elif kind in ("namespace", "file"):
                for member in compound.iter("memberdef"):
                    self.add(Entry(member.get("kind"), member, plain(member.find("name"))))
        for entry, compound in groups:
            if "<" in entry.name.removeprefix("ecflink::"):
                continue  # a specialization, such as of a trait
            entry.name = entry.name.removeprefix("ecflink::")
            self.add(entry)
            for member in compound.iter("memberdef"):
                if member.get("prot") == "public" and member.get("kind") != "friend":
                    entry.members.append(Entry(member.get("kind"), member, plain(member.find("name"))))
                    self.places[member.get("id")] = (entry.file, entry.anchor)
            entry.members.sort(key=lambda one: one.line)
        for entries in self.pages.values():
            entries.sort(key=lambda one: one.line)

    def add(self, entry):
        if HIDDEN.search(entry.name) or entry.id in self.places or not entry.file.startswith(HEADERS):
            return
        if entry.file.endswith(".def") or "detail" in entry.node.findtext("definition", "").split("(")[0]:
            return
        self.pages[entry.file].append(entry)
        self.places[entry.id] = (entry.file, entry.anchor)
        for value in entry.node.iter("enumvalue"):
            self.places[value.get("id")] = (entry.file, entry.anchor)

    # ---- Doxygen's text as Markdown ----------------------------------------------------------------

    def link(self, node, page):
        text = plain(node)
        if node.get("refid") not in self.places:
            return escaped(text)
        file, anchor = self.places[node.get("refid")]
        target = f"#{anchor}" if file == page else f"{relative(page, file)}#{anchor}"
        return f"[{code(text)}]({target})"

    def inline(self, node, page):
        out = escaped(node.text or "")
        for child in node:
            if child.tag == "ref":
                out += self.link(child, page)
            elif child.tag == "computeroutput":
                out += code(plain(child))
            elif child.tag == "ulink":
                out += f"[{escaped(plain(child))}]({child.get('url')})"
            elif child.tag == "linebreak":
                out += "  \n"
            elif child.tag in BLOCKS:
                out += "\n\n" + self.block(child, page) + "\n\n"
            elif child.tag in ("emphasis", "bold"):
                out += f"*{self.inline(child, page)}*"
            elif child.tag in SIGNS:
                out += SIGNS[child.tag]
            else:
                out += self.inline(child, page)
            out += escaped(child.tail or "")
        return out

    def block(self, node, page):
        if node.tag in ("verbatim", "preformatted"):
            return fenced("".join(node.itertext()), "")
        if node.tag == "programlisting":
            lines = [listing(line) for line in node.findall("codeline")]
            return fenced("\n".join(lines), "cpp")
        if node.tag in ("itemizedlist", "orderedlist"):
            sign = "*" if node.tag == "itemizedlist" else "1."
            return "\n".join(f"{sign} " + indented(self.text(item, page), 4)
                             for item in node.findall("listitem"))
        if node.tag == "parameterlist":
            lines = []
            for item in node.findall("parameteritem"):
                names = ", ".join(code(plain(name)) for name in item.iter("parametername"))
                lines.append(f"* {names}: " + indented(self.text(item.find("parameterdescription"), page), 4))
            return "\n".join(lines)
        if node.tag == "simplesect":
            title = TITLES.get(node.get("kind"), "")
            return (f"*{title}:* " if title else "") + self.text(node, page)
        raise SystemExit(f"Doxygen's element {node.tag} is not known here")

    def text(self, node, page):
        """The paragraphs of a description."""
        if node is None:
            return ""
        parts = [
            self.inline(child, page) if child.tag in ("para", "title") else
            self.text(child, page) if child.tag not in BLOCKS else self.block(child, page) for child in node
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n\n".join(part.strip() for part in parts if part.strip()))

    def description(self, node, page):
        parts = [self.text(node.find(tag), page) for tag in ("briefdescription", "detaileddescription")]
        return "\n\n".join(part for part in parts if part)

    # ---- pages -------------------------------------------------------------------------------------

    def page(self, file):
        shown = file.removeprefix("capi/include/").removeprefix("include/")
        all_headers = "../" * (address(file).count("/") - 1) + "README.md"
        yield f"# {shown}\n\n[All headers]({all_headers})\n\n```cpp\n#include <{shown}>\n```\n\n"
        yield first_comment((ROOT / file).read_text(encoding="utf-8"))
        constants = []
        for entry in self.pages[file]:
            if entry.kind == "define" and not self.description(entry.node, file):
                constants.append(entry)
                continue
            yield from self.constants(constants)
            constants = []
            yield from self.entry(entry, file)
        yield from self.constants(constants)

    def constants(self, entries):
        """Macros without a comment of their own, together."""
        if entries:
            yield "\n" + "".join(f'<a id="{entry.anchor}"></a>' for entry in entries) + "\n\n"
            yield fenced("\n".join(declaration(entry) for entry in entries), "c") + "\n"

    def entry(self, entry, file):
        kind = {
            "function": "",
            "define": "macro ",
            "variable": "constant ",
            "typedef": "type "
        }.get(entry.kind, f"{entry.kind} ")
        if entry.name.endswith("..."):
            kind = "constants "
        yield f"\n## <small>{kind}</small>{escaped(entry.name)} {{ #{entry.anchor} }}\n\n"
        if entry.kind not in ("struct", "class", "union", "enum"):
            yield fenced(declaration(entry), "cpp") + "\n\n"
        yield self.description(entry.node, file) + "\n\n"
        if entry.kind == "enum":
            rows = [(plain(value.find("name")), plain(value.find("initializer")).removeprefix("= "),
                     self.description(value, file)) for value in entry.node.findall("enumvalue")]
            yield table(("value", "number", "meaning"), rows)
        data = [one for one in entry.members if one.kind == "variable"]
        if data:
            rows = [(one.name, plain(one.node.find("type")) + plain(one.node.find("argsstring")),
                     self.description(one.node, file)) for one in data]
            yield table(("member", "type", "meaning"), rows, codes=2)
        for one in entry.members:
            if one.kind not in ("variable", ) and not (one.kind == "function"
                                                       and one.name.startswith("operator")):
                text = self.description(one.node, file)
                yield fenced(declaration(one), "cpp") + "\n\n" + (text + "\n\n" if text else "")


BLOCKS = ("verbatim", "preformatted", "programlisting", "itemizedlist", "orderedlist", "parameterlist",
          "simplesect")
SIGNS = {"ndash": "-", "mdash": "-", "nonbreakablespace": " ", "sp": " "}


def xml_root(path):
    return xml.etree.ElementTree.parse(path).getroot()


def listing(line):
    out = ""
    for part in line.iter():
        out += " " if part.tag == "sp" else (part.text or "")
        out += (part.tail or "") if part is not line else ""
    return out


def indented(text, by):
    return text.replace("\n", "\n" + " " * by)


def fenced(text, language):
    return f"```{language}\n{text.strip(chr(10))}\n```"


def table(heads, rows, codes=1):

    def cell(text):
        return re.sub(r"\s+", " ", text.replace("```", "")).replace("|", "\\|" if "\\|" not in text else "|")

    shown = len(heads) if any(row[-1]
                              for row in rows) else len(heads) - 1  # without meanings, no column of them
    heads, rows = heads[:shown], [row[:shown] for row in rows]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for row in rows:
        cells = [
            code(one.replace("|", "\\|")) if at < codes and one else cell(one) for at, one in enumerate(row)
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n\n"


def declaration(entry):
    """The declaration as the header has it, without comments, attributes and bodies."""
    node = entry.node
    if entry.kind == "define":
        arguments = [plain(one) for one in node.findall("param")]
        value = "".join(node.find("initializer").itertext()) if node.find("initializer") is not None else ""
        called = f"({', '.join(arguments)})" if arguments else ""
        return f"#define {entry.name}{called} {value.strip()}".strip()
    template = ""
    if node.find("templateparamlist") is not None:
        arguments = [
            f"{plain(one.find('type'))} {plain(one.find('declname'))}".strip()
            for one in node.find("templateparamlist").findall("param")
        ]
        template = f"template <{', '.join(arguments)}>\n"
    if entry.kind == "concept":
        return plain(node.find("initializer"))
    kind = {
        "typedef": "using " if "using" in node.findtext("definition", "") else "typedef "
    }.get(entry.kind, "")
    words = plain(node.find("type")).replace("ECFLINK_API ", "")
    if kind == "using ":
        return f"{template}using {entry.name} = {words};"
    if entry.kind == "function":
        static = "static " if node.get("static") == "yes" else ""
        constexpr = "constexpr " if node.get("constexpr") == "yes" and "constexpr" not in words else ""
        head = f"{static}{constexpr}{words} {entry.name}".strip()
        return template + wrapped(head, plain(node.find("argsstring"))) + ";"
    value = plain(node.find("initializer"))
    name = entry.name + plain(node.find("argsstring"))
    return f"{template}{kind}{words} {name}{' ' + value if value else ''};"


def wrapped(head, arguments):
    """The declaration on one line, or with a line for each argument."""
    if len(head) + len(arguments) < 90 or "," not in arguments:
        return head + arguments
    parts, depth = [""], 0
    inner, _, tail = arguments[1:].rpartition(")")
    for sign in inner:
        depth += sign in "(<[{"
        depth -= sign in ")>]}"
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return head + "(\n    " + ",\n    ".join(part.strip() for part in parts) + ")" + tail


def first_comment(text):
    """The comment at the beginning of a header: its purpose, and examples, which are indented."""
    lines = []
    if text.startswith("//"):
        for line in text.splitlines():
            if not line.startswith("//"):
                break
            lines.append(re.sub(r"^// ?", "", line))
        lines[0] = re.sub(r"^[\w.]+: ", "", lines[0])
    elif text.startswith("/** \\file"):
        comment = text[:text.index("*/")]
        lines = [re.sub(r"^(/\*\*| \* ? ?| \*$)", "", line) for line in comment.splitlines()][1:]
        return escape_prose(fix_lists(lines))
    lines = [lines[0][:1].upper() + lines[0][1:], *lines[1:]] if lines else []
    return escape_prose(lines)


def fix_lists(lines):
    """Items "   1. ..." are paragraphs that begin with a number, not code."""
    return [re.sub(r"^ +", "", line) if line.strip() else "" for line in lines]


def escape_prose(lines):
    """Prose as it is, but for signs that Markdown would take; indented lines as code."""
    out, block = [], []
    for line in [*lines, ""]:
        if line.startswith("    ") or (block and not line.strip()):
            block.append(line[4:])
            continue
        if block:
            out += ["", *fenced("\n".join(block).rstrip(), "cpp").splitlines(), ""]
            block = []
        parts = re.split(r"(`[^`]*`)", line)
        out.append("".join(part if part.startswith("`") else re.sub(r"([<>*_\[\]])", r"\\\1", part)
                           for part in parts))
    if block:
        out += ["", *fenced("\n".join(block).rstrip(), "cpp").splitlines(), ""]
    return "\n".join(out).strip() + "\n"


def address(file):
    """The page of a header, below reference/."""
    if file.startswith("capi/"):
        return "c/" + pathlib.Path(file).stem + ".md"
    return "cpp/" + file.removeprefix("include/ecflink/").replace(".hpp", "_hpp.md")  # one is called index


def relative(from_file, to_file):
    start = pathlib.PurePosixPath(address(from_file)).parent
    return "../" * len(start.parts) + address(to_file)


def purpose(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    if text.startswith("/**"):
        lines = first_comment(text).split(".")[0] + "."
        return re.sub(r"\s+", " ", lines)
    first = re.sub(r"\s+", " ", first_comment(text).split("\n\n")[0])
    return re.match(r".*?[.](?= |$)", first + " ")[0] if "." in first else first


def write(out, work):
    """Writes a page for each header below `out`, and returns the pages as (title, address)."""
    reference = Reference(run_doxygen(work))
    files = sorted(
        str(path.relative_to(ROOT)) for folder in HEADERS for path in (ROOT / folder).rglob("*.h*"))
    for file in files:
        path = out / address(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(reference.page(file)), encoding="utf-8")
    return [(file, address(file), purpose(file)) for file in files], len(reference.places)
