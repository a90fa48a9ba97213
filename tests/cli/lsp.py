"""lsp: the language server by its frames: the life of it, documents, hovers, code actions, and what is broken."""
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import Checks  # noqa: E402

STORY = "A quiet day.\n\nAs é and 😀 rose, the regime slammed it, and he said so.\n"


class Client:
    """A pipe to one server."""

    def __init__(self, c, *args, cwd=None, env=None):
        self.child = subprocess.Popen([c.slant, "lsp", *map(str, args)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, env={**c.env, **(env or {})}, cwd=cwd)
        self.data, self.last, self.limit = b"", 0, 20 * c.slow

    def raw(self, data):
        self.child.stdin.write(data)
        self.child.stdin.flush()

    @staticmethod
    def frame(message):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return b"Content-Length: %d\r\n\r\n" % len(body) + body

    def send(self, method, params=None, request=False):
        message = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            message["params"] = params
        if request:
            self.last += 1
            message["id"] = self.last
        self.raw(self.frame(message))

    def more(self):
        ready, _, _ = select.select([self.child.stdout], [], [], self.limit)
        data = os.read(self.child.stdout.fileno(), 1 << 16) if ready else b""
        if not data:
            raise EOFError("no more from the server")
        self.data += data

    def read(self):
        while b"\r\n\r\n" not in self.data:
            self.more()
        head, _, rest = self.data.partition(b"\r\n\r\n")
        length = int(head.split(b":")[1])
        while len(rest) < length:
            self.more()
            rest = self.data.partition(b"\r\n\r\n")[2]
        self.data = rest[length:]
        return json.loads(rest[:length])

    def ask(self, method, params=None):
        """The answer; notifications before it are passed over."""
        self.send(method, params, request=True)
        while True:
            message = self.read()
            if message.get("id") == self.last:
                return message

    def told(self, method="textDocument/publishDiagnostics"):
        while True:
            message = self.read()
            if message.get("method") == method:
                return message["params"]

    def start(self, encodings=None):
        general = {"positionEncodings": encodings} if encodings else {}
        answer = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {"general": general}})
        self.send("initialized", {})
        return answer["result"]

    def open(self, text, uri="file:///nowhere/story.md", language="markdown"):
        self.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})
        return self.told()

    def change(self, text, version=2, uri="file:///nowhere/story.md"):
        self.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]})

    def end(self):
        self.child.stdin.close()
        self.child.stdout.close()
        try:
            return self.child.wait(self.limit)
        except subprocess.TimeoutExpired:
            self.child.kill()
            return "never"


def place(line, character):
    return {"line": line, "character": character}


def codes(told):
    return [d["code"] for d in told["diagnostics"]]


def life(c):
    s = Client(c, "--no-settings")
    answer = s.ask("textDocument/hover", {})
    c.equal("before initialize", answer["error"]["code"], -32002)
    got = s.start()
    c.ok("initialize", got["capabilities"]["positionEncoding"] == "utf-16" and got["serverInfo"]["name"] == "slant" and
         got["capabilities"]["textDocumentSync"]["change"] == 1 and got["capabilities"]["hoverProvider"] is True, got)
    c.equal("initialize twice", s.ask("initialize", {})["error"]["code"], -32600)
    c.equal("an unknown request", s.ask("textDocument/definition", {})["error"]["code"], -32601)
    s.send("$/unheard", {})
    s.send("workspace/unheard")
    answer = s.ask("shutdown")
    c.ok("shutdown", answer == {"jsonrpc": "2.0", "id": s.last, "result": None}, answer)
    c.equal("after shutdown", s.ask("textDocument/hover", {})["error"]["code"], -32600)
    s.send("exit")
    c.equal("exit", s.end(), 0)
    s = Client(c, "--no-settings")
    s.start()
    s.send("exit")
    c.equal("exit without shutdown", s.end(), 1)
    s = Client(c, "--no-settings")
    c.equal("a client that goes away", s.end(), 1)
    for args, rc in ((["--stdio", "extra"], 2), (["--rule", "nothing=off"], 2), (["--help"], 0)):
        c.equal(f"lsp {' '.join(args)}", c.run("lsp", *args).rc, rc)


def documents(c):
    s = Client(c, "--no-settings", "--stdio")
    s.start()
    told = s.open(STORY)
    c.equal("open: diagnostics", [(d["code"], d["range"]["start"], d["range"]["end"], d["severity"], d["source"]) for d in told["diagnostics"]],
            [("loaded.label", place(2, 22), place(2, 28), 3, "slant"), ("loaded.emotive", place(2, 29), place(2, 36), 3, "slant")])
    c.equal("open: which document", (told["uri"], told["version"]), ("file:///nowhere/story.md", 1))
    s.change(STORY.replace("regime", "ministry"), 2)
    told = s.told()
    c.equal("change: diagnostics anew", (codes(told), told["version"]), (["loaded.emotive"], 2))
    s.send("textDocument/didClose", {"textDocument": {"uri": "file:///nowhere/story.md"}})
    c.equal("close: diagnostics gone", s.told()["diagnostics"], [])
    c.equal("hover in what is not open", s.ask("textDocument/hover", {"textDocument": {"uri": "file:///x"}, "position": place(0, 0)})["result"], None)
    told = s.open("---\ntitle: regime\n---\n\nQuiet.\n\nThe regime fell, and he said so.\n", uri="untitled:Untitled-1")
    c.equal("a document without a file is read by its language", [d["range"]["start"]["line"] for d in told["diagnostics"]], [6])
    told = s.open("<p>Quiet.<p title='regime'>The regime fell, and he said so.", uri="file:///a%20b/%C3%A9.html", language="html")
    c.equal("a file is read by its name", [d["range"]["start"]["character"] for d in told["diagnostics"]], [31])
    s.change(12, 3)
    s.send("textDocument/didChange", {"textDocument": {}})
    s.send("textDocument/didOpen")
    s.send("textDocument/didChange", {"textDocument": {"uri": "file:///other", "version": 1}, "contentChanges": []})
    c.equal("params that are none are passed over", s.ask("shutdown")["result"], None)
    s.send("exit")
    c.equal("... to the end", s.end(), 0)


def encodings(c):
    for wanted, got, start in ((["utf-8", "utf-16"], "utf-8", 25), (["utf-16"], "utf-16", 22), (["utf-32"], "utf-32", 21),
                               (["x", "utf-8"], "utf-8", 25), (None, "utf-16", 22)):
        s = Client(c, "--no-settings")
        c.equal(f"encoding: {wanted}", s.start(wanted)["capabilities"]["positionEncoding"], got)
        told = s.open(STORY)
        c.equal(f"encoding: {wanted}: where", told["diagnostics"][0]["range"]["start"], place(2, start))
        hover = s.ask("textDocument/hover", {"textDocument": {"uri": told["uri"]}, "position": place(2, start + 2)})["result"]
        c.ok(f"encoding: {wanted}: hover there", "regime" in hover["contents"]["value"], hover)
        hover = s.ask("textDocument/hover", {"textDocument": {"uri": told["uri"]}, "position": place(2, start - 2)})["result"]
        c.equal(f"encoding: {wanted}: nothing before it", hover, None)
        s.end()


def apply(text, edits):
    """Edits with UTF-16 positions, as a client applies them."""
    lines = text.split("\n")

    def offset(p):
        units = lines[p["line"]].encode("utf-16-le")[: 2 * p["character"]]
        return sum(len(x) + 1 for x in lines[: p["line"]]) + len(units.decode("utf-16-le"))
    for e in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        text = text[: offset(e["range"]["start"])] + e["newText"] + text[offset(e["range"]["end"]):]
    return text


def actions(c):
    s = Client(c, "--no-settings")
    s.start()
    uri = s.open(STORY)["uri"]

    def ask(line, start, end, **context):
        return s.ask("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": {"start": place(line, start), "end": place(line, end)},
                                                 "context": {"diagnostics": [], **context}})["result"]
    got = ask(2, 24, 24)
    c.equal("actions: what they are", [(a["title"], a["kind"], a["isPreferred"]) for a in got],
            [('Write "government"', "quickfix", True), ("Leave it, with a reason (loaded.label off here)", "quickfix", False)])
    c.equal("actions: the plainer wording", apply(STORY, got[0]["edit"]["changes"][uri]), STORY.replace("regime", "government"))
    left = apply(STORY, got[1]["edit"]["changes"][uri])
    c.equal("actions: a comment above a paragraph", left, STORY.replace("As é", "<!-- slant off-next-line loaded.label --  -->\nAs é"))
    s.change(left)
    c.equal("... which asks for its reason", codes(s.told()), ["suppression.no-reason", "loaded.emotive"])
    s.change(left.replace("label --  -->", "label -- the court's word -->"))
    c.equal("... until it has one", codes(s.told()), ["loaded.emotive"])
    inside = STORY.replace("the regime", "the\nregime")
    s.change(inside)
    s.told()
    left = apply(inside, ask(3, 0, 6)[1]["edit"]["changes"][uri])
    c.ok("actions: comments around words inside a paragraph", "\n<!-- slant off loaded.label --  -->regime<!-- slant on loaded.label --> slammed" in left, left)
    s.change(left)
    c.equal("... that hold", codes(s.told()), ["suppression.no-reason", "loaded.emotive"])
    c.equal("actions: none where nothing is", ask(0, 0, 3), [])
    c.equal("actions: of another kind", ask(3, 0, 80, only=["refactor"]), [])
    c.ok("actions: asked for by kind", len(ask(3, 0, 400, only=["quickfix"])) > 0)
    answer = s.ask("textDocument/codeAction", {"textDocument": {"uri": uri}})
    c.equal("actions: without a range", answer["error"]["code"], -32602)
    answer = s.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": -1, "character": "x"}})
    c.equal("hover: no position", answer["error"]["code"], -32602)
    s.change(STORY)
    hover = s.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place(2, 24)})["result"]["contents"]
    c.ok("hover: reason and source of the entry", hover["kind"] == "markdown" and "Plainer: government" in hover["value"] and
         "Entry `regime` of en/loaded; source: " in hover["value"] and "(loaded.label)" in hover["value"], hover)
    s.end()


def queue(c):
    s = Client(c, "--no-settings")
    s.start()
    uri = s.open(STORY)["uri"]
    hover = {"jsonrpc": "2.0", "method": "textDocument/hover", "params": {"textDocument": {"uri": uri}, "position": place(2, 24)}}
    s.raw(b"".join([s.frame({**hover, "id": 100}), s.frame({**hover, "id": "a"}), s.frame({**hover, "id": 101}),
                    s.frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "a"}}),
                    s.frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 999}}),
                    s.frame({"jsonrpc": "2.0", "method": "$/cancelRequest"})]))
    got = {m["id"]: m for m in (s.read() for _ in range(3))}
    c.ok("cancel: a request that waits", got["a"]["error"]["code"] == -32800 and "result" in got[100] and "result" in got[101], got)
    burst = b"".join(s.frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
        "textDocument": {"uri": uri, "version": v}, "contentChanges": [{"text": STORY * v}]}}) for v in range(2, 12))
    s.raw(burst)
    versions = []
    while not versions or versions[-1] != 11:
        versions.append(s.told()["version"])
    c.ok("changes in a row are checked once, the last", len(versions) <= 3, versions)
    s.end()


def broken(c):
    s = Client(c, "--no-settings")
    s.start()

    def alive(name, raw, code=None):
        s.raw(raw)
        if code is not None:
            answer = s.read()
            c.ok(f"{name}: an error", answer["error"]["code"] == code and answer["id"] is None, answer)
        answer = s.ask("textDocument/hover", {"textDocument": {"uri": "file:///x"}, "position": place(0, 0)})
        c.ok(f"{name}: and on it goes", "result" in answer, answer)
    alive("bad JSON", s.frame(b"{\"a\":"), -32700)
    alive("no JSON", s.frame(b"\xff\xfe\x00"), -32700)
    alive("nothing", s.frame(b""), -32700)
    alive("an array", s.frame([1, 2]), -32600)
    alive("a number", s.frame(b"[[[[1]]]]"), -32600)
    alive("no method", s.frame({"jsonrpc": "2.0"}), -32600)
    alive("a method that is none", s.frame({"jsonrpc": "2.0", "method": 5, "id": 1}), -32600)
    alive("an id that is none", s.frame({"jsonrpc": "2.0", "method": "shutdown", "id": {}}), -32600)
    alive("an answer to nothing", s.frame({"jsonrpc": "2.0", "id": 7, "result": None}))
    alive("no length", b"Content-Type: x\r\n\r\n", -32700)
    alive("a length that is none", b"Content-Length: many\r\n\r\n", -32700)
    alive("a negative length", b"Content-Length: -5\r\n\r\n", -32700)
    alive("more than one header", b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n" + s.frame({"jsonrpc": "2.0", "method": "x"}))
    alive("a length in small letters", b"content-length:" + s.frame({"jsonrpc": "2.0", "method": "x"})[15:])
    alive("deep nesting", s.frame(b"[" * 100000), -32700)
    alive("a name twice", s.frame(b'{"jsonrpc":"2.0","method":"x","method":"y"}'))
    alive("a NUL", s.frame(b'{"jsonrpc":"2.0","method":"x\\u0000y"}'))
    s.raw(b"Content-Length: 10\r\n\r\n" + json.dumps({"jsonrpc": "2.0", "method": "x"}).encode())
    s.read()
    alive("a length too short", b"")
    s.raw(b"rubbish " * 20000)
    alive("rubbish without an end", b"")
    huge = 65 << 20
    s.raw(b"Content-Length: %d\r\n\r\n" % huge)
    answer = s.read()
    for _ in range(65):
        s.raw(b"x" * (1 << 20))
    alive("a frame over the cap", b"")
    c.equal("... an error", answer["error"]["code"], -32700)
    for piece in s.frame({"jsonrpc": "2.0", "id": "slow", "method": "shutdown"}):
        s.raw(bytes([piece]))
        time.sleep(0.0005)
    c.equal("a frame byte by byte", s.read(), {"jsonrpc": "2.0", "id": "slow", "result": None})
    s.send("exit")
    c.equal("still a good end", s.end(), 0)


def settings(c, d):
    d.mkdir()
    (d / ".slant.ini").write_text("[rules]\nloaded.label = error\nloaded.emotive = off\n")
    uri = (d / "story.md").as_uri()
    s = Client(c)
    s.start()
    told = s.open(STORY, uri=uri)
    c.equal("settings of the document's folder", [(x["code"], x["severity"]) for x in told["diagnostics"]], [("loaded.label", 1)])
    (d / ".slant.ini").write_text("[rules]\nloaded.* = warning\n")
    s.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    c.equal("settings read again on save", [x["severity"] for x in s.told()["diagnostics"]], [2, 2])
    (d / ".slant.ini").write_text("[rules]\nloaded.* = nonsense\n")
    s.send("workspace/didChangeConfiguration", {"settings": None})
    told = s.told()["diagnostics"]
    c.ok("settings that cannot be used", len(told) == 1 and f"{d}/.slant.ini:2: " in told[0]["message"] and told[0]["severity"] == 1, told)
    hover = s.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place(2, 24)})
    c.equal("... nothing to hover over", hover["result"], None)
    (d / ".slant.ini").unlink()
    s.send("workspace/didChangeWatchedFiles", {"changes": []})
    c.equal("... and mended", [x["severity"] for x in s.told()["diagnostics"]], [3, 3])
    s.end()


def neovim(c, d):
    """A client that people use: it opens the story, sees the findings, hovers, and takes the plainer wording."""
    program = shutil.which("nvim")
    if not program:
        c.skip("Neovim", "there is no nvim here")
        return
    d.mkdir()
    (d / "story.txt").write_text(STORY)
    env = {**c.env, "SLANT": c.slant, "STORY": str(d / "story.txt"), "OUT": str(d / "seen.json"), "LIMIT": str(int(10000 * c.slow)),
           "HOME": str(d), "XDG_STATE_HOME": str(d), "XDG_DATA_HOME": str(d), "XDG_CACHE_HOME": str(d)}
    run = subprocess.run([program, "--headless", "--clean", "-n", "-c", f"luafile {pathlib.Path(__file__).parent / 'neovim.lua'}"],
                         env=env, cwd=d, capture_output=True, timeout=120 * c.slow, stdin=subprocess.DEVNULL)
    seen = json.loads((d / "seen.json").read_text()) if (d / "seen.json").exists() else {}
    told = f"{seen}\n{run.stderr.decode(errors='replace')}"
    c.ok("Neovim: no trouble", seen and "trouble" not in seen, told)
    # Neovim's columns are bytes.
    c.ok("Neovim: diagnostics", seen.get("before") == [[2, 25, 31, "loaded.label", 3], [2, 32, 39, "loaded.emotive", 3]], told)
    c.ok("Neovim: hover", "Plainer: government" in seen.get("hover", ""), told)
    c.ok("Neovim: code actions", 'Write "government"' in str(seen.get("titles")), told)
    c.ok("Neovim: the action taken", seen.get("line") == STORY.splitlines()[2].replace("regime", "government"), told)
    c.ok("Neovim: diagnostics after it", [x[3] for x in seen.get("after", [])] == ["loaded.emotive"], told)
    c.ok("Neovim: the server stopped", seen.get("stopped") is True, told)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-lsp-") as temp:
        c.env["XDG_CONFIG_HOME"] = temp + "/no-user"
        life(c)
        documents(c)
        encodings(c)
        actions(c)
        queue(c)
        broken(c)
        settings(c, pathlib.Path(temp).resolve() / "house")
        neovim(c, pathlib.Path(temp).resolve() / "neovim")
    c.done()


main()
