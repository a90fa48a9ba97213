"""findings: check and config at the program's edges: formats read back, exit codes, settings, suppressions, baselines."""
import json
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import ROOT, Checks  # noqa: E402

# Two findings in a paragraph that is not the first: a contested name (with what is left of the line in front of it in
# letters of one to four bytes), and a word that stirs.
STORY = "A quiet day.\n\nAs é and 😀 rose, the regime slammed it, and he said so.\n"
LEVELS = ["suggestion", "warning", "error"]


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def lines(result):
    return result.out.decode().splitlines()


def rules(result):
    return [re.search(r"\[([a-z.-]+)\]$", x).group(1) for x in lines(result)]


def exit_codes(c, d):
    story, jsonl = put(d / "story.txt", STORY), put(d / "a.jsonl", '{"text":"x"}\n')
    put(d / "folder/page.html", "<p>The regime fell.")
    put(d / "folder/binary.txt", b"%PDF-1.4 nothing")
    for name, args, rc in [
        ("no level", [story], 0),
        ("level not met", [story, "--fail-level", "error"], 0),
        ("level met", [story, "--fail-level", "suggestion"], 1),
        ("level met by a rule made an error", [story, "--rule", "loaded.label=error", "--fail-level", "error"], 1),
        ("no such level", [story, "--fail-level", "fatal"], 2),
        ("no such rule", [story, "--rule", "loaded.lable=off"], 2),
        ("no such severity", [story, "--rule", "loaded.label=bad"], 2),
        ("no such format", [story, "--format", "xml"], 2),
        ("no such file", [d / "none.txt"], 2),
        ("json lines", [jsonl], 2),
        ("baseline that is not there", [story, "--baseline", d / "none.tsv"], 2),
        ("writing a baseline without its name", [story, "--write-baseline"], 2),
        ("no such rule to explain", ["--explain", "nothing"], 2),
        ("a rule explained", ["--explain", "voice.terrorist"], 0),
        ("the list of rules", ["--list-rules"], 0),
        ("a file that is no text", [d / "folder"], 0),
        ("a file that is no text, strictly", [d / "folder", "--strict"], 3),
    ]:
        run = c.run("check", "--no-settings", *args)
        c.ok(f"exit code: {name}", run.rc == rc, f"wanted {rc}\n{run}")
    run = c.run("check", "--no-settings", d / "folder")
    c.ok("a file that is no text is said", "1 could not be checked" in run.words and "binary.txt" in run.words, run)
    with open("/dev/full", "wb") as full:
        c.ok("exit code: output that cannot be written", c.run("check", "--no-settings", story, stdout=full).rc == 74)
    run = c.run("check", "--list-rules")
    ids = [x.split()[0] for x in lines(run)]
    c.ok("the rules are in order and each is explained", ids == sorted(ids) and len(ids) > 20 and all(
        c.run("check", "--explain", i).rc == 0 for i in ids), ids)


def text_format(c, d):
    story = put(d / "text/story.txt", STORY)
    run = c.run("check", "--no-settings", "story.txt", cwd=story.parent)
    c.equal("text: path:line:column: severity: message [rule]", lines(run), [
        'story.txt:3:22: suggestion: "regime" is a contested name; plainer: government [loaded.label]',
        'story.txt:3:29: suggestion: "slammed" stirs where a plainer word would inform; plainer: criticise [loaded.emotive]'])
    c.ok("the sums go to stderr", "0 errors, 0 warnings, 2 suggestions in 1 file" in run.words, run)
    run = c.run("check", "--no-settings", "-q", "story.txt", cwd=story.parent)
    c.equal("... unless it is to be quiet", run.words, "")
    run = c.run("check", "--no-settings", "-", stdin=STORY.encode(), cwd=d)
    c.ok("standard input", lines(run)[0].startswith("-:3:22: "), run)
    run = c.run("check", "--no-settings", "--stdin-name", "x/page.html", stdin=b"<p>Quiet.<p>The <b>regime</b> fell, and he said so.", cwd=d)
    c.ok("standard input by a name, which says its markup", lines(run)[0].startswith("x/page.html:1:20: "), run)
    run = c.run("check", "--no-settings", put(d / "empty.txt", ""))
    c.ok("an empty file has no fault", run.rc == 0 and run.out == b"", run)


def markup(c, d):
    page = "---\ntitle: The regime\n---\n\n# Quiet day\n\nA [regime](http://slammed.example/regime) fell, and he said so.\n\n```\nregime\n```\n\n> The *regime* fell, and he said so.\n"
    run = c.run("check", "--no-settings", put(d / "m/a.md", page))
    places = [x.split(": ")[0].rsplit("/", 1)[1] for x in lines(run)]
    c.equal("Markdown: front matter, targets and code are no text; places are the file's", places, ["a.md:7:4", "a.md:13:8"])
    html = "<html><head><title>regime</title><style>.regime{}</style></head><body><!-- regime -->\n<p>Quiet.</p>\n<p>A caf&eacute; <a href='regime'>re&#103;ime</a> fell, and he said so.</p><script>regime</script>"
    run = c.run("check", "--no-settings", put(d / "m/a.html", html))
    c.equal("HTML: tags, comments, scripts are no text; references are characters", [x.split(": ")[0].rsplit("/", 1)[1] for x in lines(run)], ["a.html:3:35"])
    run = c.run("check", "--no-settings", "-q", "--format", "json", d / "m/a.html")
    c.equal("... and the words are the file's own", json.loads(run.out)["findings"][0]["text"], "re&#103;ime")
    run = c.run("check", "--no-settings", "-q", d / "m")
    c.equal("a folder's Markdown and HTML are checked", len(lines(run)), 3)


# ---- formats that other programs read ----

def resolve(text, line, column, unit):
    """The offset into text (a str) of a place given by line and column from 1, in code points or bytes."""
    row = re.split(r"\r\n|\n|\r", text)
    before = sum(len(x) for x in re.findall(r"[^\r\n]*(?:\r\n|\n|\r)", text)[: line - 1])
    if unit == "bytes":
        return before + len(row[line - 1].encode()[: column - 1].decode())
    return before + column - 1


class Sarif:
    """What SARIF 2.1.0 asks of the objects that slant writes (the standard's sections 3.13 to 3.58), and nothing else allowed."""

    SHAPES = {
        "log": ({"version", "runs"}, {"$schema"}),
        "run": ({"tool", "results"}, {"columnKind"}),
        "tool": ({"driver"}, set()),
        "driver": ({"name", "rules"}, {"version", "semanticVersion"}),
        "rule": ({"id"}, {"shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"}),
        "text": ({"text"}, set()),
        "configuration": (set(), {"enabled", "level"}),
        "properties": (set(), {"source"}),
        "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "fixes"}),
        "location": ({"physicalLocation"}, set()),
        "physicalLocation": ({"artifactLocation", "region"}, set()),
        "artifactLocation": ({"uri"}, set()),
        "region": ({"startLine"}, {"startColumn", "endLine", "endColumn", "byteOffset", "byteLength", "snippet"}),
        "fix": ({"artifactChanges"}, {"description"}),
        "artifactChange": ({"artifactLocation", "replacements"}, set()),
        "replacement": ({"deletedRegion"}, {"insertedContent"}),
    }

    def __init__(self):
        self.wrong = []

    def take(self, shape, value):
        must, may = self.SHAPES[shape]
        if not isinstance(value, dict):
            self.wrong.append(f"{shape} is no object")
            return {}
        for name in must - value.keys():
            self.wrong.append(f"{shape} has no {name}")
        for name in value.keys() - must - may:
            self.wrong.append(f"{shape} has a {name}")
        return value

    def words(self, value):
        text = self.take("text", value).get("text")
        if not isinstance(text, str) or not text:
            self.wrong.append(f"no text: {value!r}")

    def level(self, value):
        if value not in ("none", "note", "warning", "error"):
            self.wrong.append(f"no level: {value!r}")

    def region(self, value):
        region = self.take("region", value)
        for name, number in region.items():
            least = 1 if name.endswith(("Line", "Column")) else 0
            if name == "snippet":
                self.words(number)
            elif type(number) is not int or number < least:
                self.wrong.append(f"region: {name} is {number!r}")
        start, end = (region.get("startLine", 0), region.get("startColumn", 0)), (region.get("endLine", 0), region.get("endColumn", 0))
        if end < start:
            self.wrong.append(f"region ends before it starts: {region}")

    def artifact(self, value):
        uri = self.take("artifactLocation", value).get("uri", "")
        if not re.fullmatch(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri):
            self.wrong.append(f"no URI reference: {uri!r}")

    def rule(self, value):
        rule = self.take("rule", value)
        for name in ("shortDescription", "fullDescription", "help"):
            self.words(rule.get(name))
        self.level(self.take("configuration", rule.get("defaultConfiguration")).get("level"))
        self.take("properties", rule.get("properties"))

    def result(self, value, ids):
        result = self.take("result", value)
        self.words(result.get("message"))
        self.level(result.get("level"))
        if ids[result["ruleIndex"]] != result["ruleId"]:
            self.wrong.append(f"ruleIndex of {result['ruleId']} is another's")
        for where in result["locations"]:
            place = self.take("physicalLocation", self.take("location", where).get("physicalLocation"))
            self.artifact(place.get("artifactLocation"))
            self.region(place.get("region"))
        if not all(isinstance(x, str) and x for x in result["partialFingerprints"].values()):
            self.wrong.append("a fingerprint is no text")
        for fix in result.get("fixes", []):
            for change in self.take("fix", fix)["artifactChanges"]:
                self.artifact(self.take("artifactChange", change)["artifactLocation"])
                for one in change["replacements"]:
                    self.region(self.take("replacement", one)["deletedRegion"])
                    self.words(one["insertedContent"])

    def log(self, value):
        log = self.take("log", value)
        if log.get("version") != "2.1.0" or len(log.get("runs", [])) != 1:
            self.wrong.append("not one run of version 2.1.0")
            return
        run = self.take("run", log["runs"][0])
        if run.get("columnKind") not in ("utf16CodeUnits", "unicodeCodePoints"):
            self.wrong.append(f"columnKind is {run.get('columnKind')!r}")
        driver = self.take("driver", self.take("tool", run["tool"])["driver"])
        ids = [r.get("id") for r in driver["rules"]]
        if len(set(ids)) != len(ids):
            self.wrong.append("two rules have one id")
        for r in driver["rules"]:
            self.rule(r)
        for r in run["results"]:
            self.result(r, ids)


def official_schema(c, log):
    """Against the standard's own schema, where somebody has it: SARIF_SCHEMA=FILE, with Python's jsonschema."""
    path = os.environ.get("SARIF_SCHEMA")
    if not path:
        c.skip("SARIF by the standard's schema", "SARIF_SCHEMA names no file")
        return
    import importlib
    validator = importlib.import_module("jsonschema").Draft7Validator(json.loads(pathlib.Path(path).read_text()))
    c.equal("SARIF by the standard's schema", [e.message[:200] for e in validator.iter_errors(log)], [])


def sarif(c, d):
    story = put(d / "sarif/a story é.txt", STORY.replace("\n\n", "\r\n\r\n"))
    run = c.run("check", "--no-settings", "-q", "--format", "sarif", story.name, d / "sarif", cwd=story.parent)
    log = json.loads(run.out)
    check = Sarif()
    check.log(log)
    c.equal("SARIF has the standard's shape", check.wrong, [])
    official_schema(c, log)
    results = log["runs"][0]["results"]
    c.equal("... the rules found", [r["ruleId"] for r in results], ["loaded.label", "loaded.emotive"] * 2)
    text = story.read_bytes().decode()
    for r in results:
        region = r["locations"][0]["physicalLocation"]["region"]
        start = resolve(text, region["startLine"], region["startColumn"], "points")
        end = resolve(text, region["endLine"], region["endColumn"], "points")
        c.equal("... its columns are code points", text[start:end], region["snippet"]["text"])
        raw = story.read_bytes()[region["byteOffset"]:][: region["byteLength"]]
        c.equal("... its bytes are the file's", raw.decode(), region["snippet"]["text"])
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    c.ok("... its URIs are escaped", uris[0] == "a%20story%20%C3%A9.txt" and uris[2].startswith("file:///"), uris)
    empty = json.loads(c.run("check", "--no-settings", "-q", "--format", "sarif", put(d / "sarif2/q.txt", "Quiet.\n")).out)
    check = Sarif()
    check.log(empty)
    c.equal("SARIF without findings", (check.wrong, empty["runs"][0]["results"]), ([], []))
    broken = json.loads(run.out)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    del broken["runs"][0]["results"][1]["message"]
    check = Sarif()
    check.log(broken)
    c.ok("the check of the shape can fail", len(check.wrong) >= 2, check.wrong)


def rdjsonl(c, d):
    story = put(d / "rd/story.txt", STORY)
    run = c.run("check", "--no-settings", "-q", "--format", "rdjsonl", "story.txt", cwd=story.parent)
    fixed = STORY
    for row in reversed([json.loads(x) for x in lines(run)]):
        c.ok("rdjsonl: fields", set(row) == {"message", "location", "severity", "source", "code", "suggestions"}
             and row["severity"] in ("INFO", "WARNING", "ERROR") and row["location"]["path"] == "story.txt", row)
        for s in row["suggestions"]:
            where = s["range"]
            start, end = (resolve(STORY, where[k]["line"], where[k]["column"], "bytes") for k in ("start", "end"))
            fixed = fixed[:start] + s["text"] + fixed[end:]
    c.equal("rdjsonl: its suggestions put in by bytes", fixed, STORY.replace("regime", "government").replace("slammed", "criticised"))


def github(c, d):
    story = put(d / "gh/a,b:c%.txt", STORY)
    run = c.run("check", "--no-settings", "-q", "--format", "github", story.name, cwd=story.parent)
    c.equal("github", lines(run)[0], "::notice file=a%2Cb%3Ac%25.txt,line=3,col=22,endColumn=28,title=loaded.label::"
            '"regime" is a contested name; plainer: government')


def as_json(c, d):
    story = put(d / "json/story.txt", STORY)
    run = c.run("check", "--no-settings", "-q", "--format", "json", story)
    got = json.loads(run.out)
    first = got["findings"][0]
    c.equal("json: places", (first["start"], first["end"]["utf16_column"]),
            ({"line": 3, "column": 22, "byte_column": 26, "utf16_column": 23, "byte": 39}, 29))
    c.equal("json: words", [first[k] for k in ("rule", "severity", "text", "plainer", "replacements", "lexicon")],
            ["loaded.label", "suggestion", "regime", "government", ["government"], "en/loaded"])
    c.equal("json: sums", got["summary"]["suggestion"], 2)
    c.ok("json: a fingerprint", re.fullmatch("[0-9a-f]{16}", first["fingerprint"]), first)


# ---- settings ----

def settings(c, d):
    home = d / "house"
    put(home / "wire/deep/story.txt", STORY)
    put(home / "own/story.txt", STORY)
    put(home / ".slant.ini", "# ours\nfail-level = error\n\n[rules]\nloaded.* = warning\nloaded.emotive = error\n\n[path own/]\nloaded.emotive = off\n")
    put(d / "user/slant/config.ini", "[rules]\nloaded.label = error\n")
    env = {"XDG_CONFIG_HOME": str(d / "user")}
    run = c.run("check", "wire/deep/story.txt", cwd=home, env=env)
    c.ok("settings are searched upward", [x.split(": ")[1] for x in lines(run)] == ["warning", "error"] and run.rc == 1, run)
    run = c.run("check", "own/story.txt", cwd=home, env=env)
    c.ok("settings by path", rules(run) == ["loaded.label"] and run.rc == 0, run)
    run = c.run("check", home / "own", cwd=d, env=env)
    c.ok("settings go with the file, not with the working folder", rules(run) == ["loaded.label"], run)
    other = put(d / "elsewhere/story.txt", STORY)
    run = c.run("check", other, env=env)
    c.ok("else the user's own", [x.split(": ")[1] for x in lines(run)] == ["error", "suggestion"], run)
    run = c.run("check", "--no-settings", other, env=env)
    c.ok("or none", [x.split(": ")[1] for x in lines(run)] == ["suggestion"] * 2, run)
    run = c.run("check", "--settings", home / ".slant.ini", other, env=env)
    c.ok("or those that are named", [x.split(": ")[1] for x in lines(run)] == ["warning", "error"], run)
    run = c.run("check", "--rule", "loaded.*=off", "wire/deep/story.txt", cwd=home, env=env)
    c.equal("an option is stronger", run.out, b"")

    run = c.run("config", "own/story.txt", "--rule", "booster=warning", cwd=home, env=env)
    told = run.text
    c.ok("config says what is in force, and from where", run.rc == 0 and str(home / ".slant.ini") in told
         and re.search(r"^loaded\.emotive +off +\S+\.slant\.ini:9 \[path own/\]$", told, re.M)
         and re.search(r"^loaded\.label +warning +\S+\.slant\.ini:5$", told, re.M)
         and re.search(r"^agentless +suggestion +default$", told, re.M)
         and re.search(r"^booster +warning +--rule booster=warning$", told, re.M)
         and re.search(r"^fail-level +error +\(\S+:2\)$", told, re.M), run)

    for name, text, line in [
        ("a rule that there is not", "[rules]\n\nloaded.lable = off\n", 3),
        ("a severity that there is not", "[rules]\nloaded.label = bad\n", 2),
        ("a key that there is not", "lexicon = x\n", 1),
        ("a folder that is not there", "# a\nlexicons = nowhere\n", 2),
        ("a section that there is not", "[rulez]\n", 1),
        ("a line that says nothing", "[rules]\nloaded.label\n", 2),
        ("a level that there is not", "fail-level = high\n", 1),
        ("a style package that goes in a circle", "style = .\n", None),
        ("a style package that is empty", "style = sub\n", 1),
    ]:
        place = d / "bad" / re.sub(r"\W", "", name)
        (place / "sub").mkdir(parents=True)
        put(place / ".slant.ini", text)
        if line is None:
            put(place / "rules.ini", "style = .\n")
        put(place / "story.txt", STORY)
        run = c.run("check", "story.txt", cwd=place)
        where = f"{place}/.slant.ini:{line}: " if line else "rules.ini:1: "
        c.ok(f"settings: {name}", run.rc == 2 and where in run.words and run.out == b"", run)


def packages(c, d):
    home = d / "press"
    header = "pattern\tkind\tstance\tplainer\tyes\tno\twhy\tsource\n"
    put(home / "agency/lexicons/loaded.tsv", header + "tent city\tlabel\t\tcamp\tThe tent city fell.\t\tjudges the place\thouse style\n")
    put(home / "agency/rules.ini", "[rules]\nloaded.label = error\nloaded.emotive = off\n")
    put(home / ".slant.ini", "style = agency\n\n[rules]\nloaded.emotive = warning\n")
    put(home / "a.txt", "A quiet day.\n\nThe tent city fell and they slammed it, and he said so.\n")
    run = c.run("check", "a.txt", cwd=home)
    c.equal("a style package: its words and its rules, ours stronger", [x.split(": ")[1] for x in lines(run)], ["error", "warning"])
    run = c.run("config", "a.txt", cwd=home)
    c.ok("config names the package", "agency/lexicons" in run.text and "agency/rules.ini:2" in run.text, run)
    put(home / "agency/lexicons/taboo.tsv", "pattern\tplainer\nvery unique\tunique\n")
    put(home / "b.txt", "A quiet day.\n\nIt was very unique, and he said so.\n")
    run = c.run("check", "b.txt", cwd=home)
    c.ok("a list of the house's own is a rule", rules(run) == ["house.word"] and "plainer: unique" in run.text, run)
    (home / "agency/lexicons/taboo.tsv").unlink()
    put(home / "other/a.txt", "A quiet day.\n\nThe tent city fell, and he said so.\n")
    put(home / "other/.slant.ini", "[rules]\n")
    run = c.run("check", "-q", "a.txt", "other/a.txt", cwd=home)
    c.equal("each file has the lexicons of its own settings", len(lines(run)), 2)


# ---- what is left alone, and what was there before ----

def suppressions(c, d):
    home = d / "sup"
    put(home / "wire/a.txt", STORY)
    put(home / "wire/b.txt", STORY)
    put(home / "known.txt", '# ours\nwire/a.txt loaded.label "regime" -- the court says so\n*.txt loaded.emotive -- house style\n'
                            "wire/a.txt voice.* -- long gone\nelsewhere/*.txt all -- not checked now\nwire/b.txt loaded.label\n")
    run = c.run("check", "wire", "--suppressions", "known.txt", cwd=home)
    c.equal("a suppression file", [(x.split(": ")[0], r) for x, r in zip(lines(run), rules(run))],
            [("known.txt:4:1", "suppression.unused"), ("known.txt:6:1", "suppression.no-reason")])
    put(home / ".slant.ini", "suppressions = known.txt\n")
    run = c.run("check", "wire/b.txt", cwd=home)
    c.ok("... named by settings", rules(run) == ["suppression.no-reason"] and "2 suppressed" in run.words, run)
    put(home / "known.txt", "wire/a.txt\n")
    run = c.run("check", "wire", cwd=home)
    c.ok("... that cannot be read", run.rc == 2 and "known.txt:1: " in run.words, run)


def baseline(c, d):
    home = d / "base"
    story = put(home / "a.md", STORY)
    run = c.run("check", "a.md", "--baseline", "base.tsv", "--write-baseline", "--fail-level", "suggestion", cwd=home)
    c.ok("a baseline is written", run.rc == 0 and run.out == b"" and (home / "base.tsv").read_text().count("\n") == 4, run)
    first = (home / "base.tsv").read_bytes()
    c.run("check", "a.md", "--baseline", "base.tsv", "--write-baseline", cwd=home)
    c.equal("... the same again", (home / "base.tsv").read_bytes(), first)
    run = c.run("check", "a.md", "--baseline", "base.tsv", "--fail-level", "suggestion", cwd=home)
    c.ok("what stands in it is not reported", run.rc == 0 and run.out == b"" and "2 in the baseline" in run.words, run)
    story.write_text("New words.\n\nAnd more of them.\n\n" + STORY.replace("the regime", "the\nregime") + "\nA thug ran, and he said so.\n")
    run = c.run("check", "a.md", "--baseline", "base.tsv", "--fail-level", "suggestion", cwd=home)
    c.ok("... when lines move neither, and what is new is", run.rc == 1 and len(lines(run)) == 1 and "thug" in run.text, run)
    story.write_text("Quiet.\n")
    run = c.run("check", "a.md", "--baseline", "base.tsv", cwd=home)
    c.ok("lines of it without a use are said", "2 of the baseline's lines were not met" in run.words, run)
    put(home / "base.tsv", "nonsense\n")
    run = c.run("check", "a.md", "--baseline", "base.tsv", cwd=home)
    c.ok("a baseline that is none", run.rc == 2 and "base.tsv:1: " in run.words, run)


def shipped(c, d):
    """With the shipped lexicons: the harbour's wire agency is written plainly, its tabloid is not."""
    env = {"SLANT_DATA": str(ROOT)}
    counts = {}
    for outlet in ("wire", "beacon"):
        run = c.run("check", "--no-settings", "-q", "--format", "json", ROOT / "corpus/harbour/texts" / outlet, env=env)
        counts[outlet] = json.loads(run.out)["summary"]
    c.ok("the wire agency has few findings, the tabloid many", counts["wire"]["warning"] * 4 <= counts["beacon"]["warning"] and
         counts["wire"]["suggestion"] * 4 <= counts["beacon"]["suggestion"], counts)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-findings-") as temp:
        d = pathlib.Path(temp).resolve()
        c.env["XDG_CONFIG_HOME"] = str(d / "no-user")
        for part in (exit_codes, text_format, markup, sarif, rdjsonl, github, as_json, settings, packages, suppressions, baseline, shipped):
            part(c, d)
    c.done()


main()
