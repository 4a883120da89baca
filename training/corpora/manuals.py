"""Rows about options, flags and error codes of software that does not exist, put together from lists.

Few shapes and many names and values: what they teach a small model is to copy an identifier and its value from the
line that is asked about, and to abstain where that line is not there."""

import random

from .sources import Row, agent, results, snippet, user

TOOLS = "Alder Brisket Cobalt Dovetail Emberline Fathom Gannet Hollis Ibex Juniper Kelpie Larch Mistral Nettle Orrery Plover Quill Rushlight Sorrel Thicket Umber Vireo Wicket Yarrow Zephyr".split()  # noqa: E501
OPTIONS = [  # name, values, what it is, a question for it, the verb of the reply
    (
        "connectLimit",
        ("16", "64", "250"),
        "The largest number of connections that are open at once.",
        "limit the number of open connections",
    ),
    (
        "socketTimeout",
        ("3000", "12000", "45e3"),
        "Milliseconds without data after which a socket is closed.",
        "close sockets that are silent",
    ),
    (
        "retryCount",
        ("2", "4", "7"),
        "How many times a failed call is tried again.",
        "change how often a failed call is tried again",
    ),
    (
        "maxBody",
        ("65536", "524288", "2097152"),
        "The largest body in bytes; larger ones are answered with 413.",
        "set the largest body that is accepted",
    ),
    (
        "strictPaths",
        ("false", "true"),
        "Whether a path with a slash at its end is another path.",
        "treat /a and /a/ as different paths",
    ),
    (
        "logLevel",
        ("'warn'", "'info'", "'debug'"),
        "The least severe level that is written.",
        "choose which messages are logged",
    ),
    (
        "tempFolder",
        ("'/tmp'", "'.cache'", "'/var/tmp'"),
        "Where files that are being uploaded are kept.",
        "choose where uploads are kept",
    ),
    ("compress", ("true", "false"), "Compresses answers where the client allows it.", "switch compression of answers"),
    (
        "cacheSeconds",
        ("60", "900", "3600"),
        "How long an answer is kept before it is fetched again.",
        "set how long answers are cached",
    ),
    ("poolSize", ("5", "10", "32"), "How many workers are started.", "change the number of workers"),
    ("followLinks", ("0", "5", "20"), "How many redirects are followed.", "limit redirects"),
    (
        "requestIdName",
        ("'x-request-id'", "'trace-id'"),
        "The header that holds the id of a request.",
        "choose the header of the request id",
    ),
    ("delimiter", ("','", "';'", "'|'"), "The character between two fields.", "set the character between fields"),
    ("pageSize", ("20", "50", "100"), "How many rows one page holds.", "change the number of rows on a page"),
    (
        "graceSeconds",
        ("5", "15", "30"),
        "How long a stop waits for work that is under way.",
        "let running work finish before a stop",
    ),
    (
        "caseSensitive",
        ("true", "false"),
        "Whether names that differ only in case are different.",
        "ignore the case of names",
    ),
    (
        "hostname",
        ("'localhost'", "'0.0.0.0'"),
        "The address that the server listens on.",
        "choose the address to listen on",
    ),
    ("sampleRate", ("0.1", "0.25", "1"), "The share of requests that are traced.", "trace fewer requests"),
]
SECTIONS = (
    "Options",
    "Server > Options",
    "API > Constructor",
    "Configuration",
    "Reference > Settings",
    "Class: Client > Parameters",
)
CODES = [
    ("NO_ROUTE", "No route matches the request.", "Check the path.", "404"),
    ("TOO_LARGE", "The body is larger than the limit.", "Raise the limit.", "413"),
    ("BAD_SCHEMA", "The schema could not be compiled.", "Correct the schema.", "500"),
    ("CLOSED", "The instance was closed already.", "Open a new one.", "503"),
    ("TIMEOUT", "The other side did not answer in time.", "Raise the time-out.", "504"),
    ("NOT_FOUND", "The key does not exist.", "Create the key first.", "404"),
    ("LOCKED", "Another writer holds the file.", "Wait, or stop the other writer.", "423"),
    ("BAD_TOKEN", "The token is not valid any more.", "Get a new token.", "401"),
]
FLAGS = [
    ("--watch", "builds again when a file changes", "build again on changes"),
    ("--out DIR", "sets the folder that is written", "set the folder that is written"),
    ("--quiet", "prints errors only", "print errors only"),
    ("--jobs N", "runs N tasks at once", "run several tasks at once"),
    ("--dry-run", "shows what would be done and does nothing", "see what would be done without doing it"),
    ("--force", "writes over files that exist", "write over files that exist"),
    ("--port N", "listens on port N", "change the port"),
    ("--json", "prints JSON", "get JSON output"),
]

VARIABLES = [  # name, what it holds, a value, a question for it
    ("HOME", "Folder of the configuration", "~/.{}", "keep its configuration"),
    ("CACHE", "Folder of what was downloaded", "~/.cache/{}", "keep what it downloads"),
    ("TOKEN", "Key for private sources", "none", "find the key for private sources"),
    ("OFFLINE", "With 1, nothing is fetched", "0", "work without a network"),
    ("COLOR", "With 0, output has no colours", "1", "switch colours off"),
    ("LOG_FILE", "File that the log is written to", "stderr", "write its log"),
    ("PROXY", "Address of a proxy for all calls", "none", "send its calls through a proxy"),
    ("JOBS", "Tasks that run at once", "4", "set how many tasks run at once"),
]
KEYS = ("Ctrl+E", "Ctrl+J", "F3", "F6", "Alt+Left", "Ctrl+Shift+L", "Ctrl+Enter", "Esc", "Ctrl+.", "Shift+F9")
ACTIONS = (
    "opens the last file",
    "closes the panel",
    "runs the selection",
    "goes to the next result",
    "goes back",
    "marks all that match",
    "sends the message",
    "stops the run",
    "shows what can be repaired",
    "takes away the breakpoint",
)
SETTINGS = [  # section, key, values, what it is, how people ask for it
    ("server", "port", ("4000", "5173", "9090"), "the port", "On which port does {} listen?"),
    ("server", "host", ("127.0.0.1", "0.0.0.0"), "the host", "On which address does {} listen?"),
    ("build", "output", ("dist", "public", "out"), "the output folder", "Where does {} write what it builds?"),
    ("build", "target", ("es2021", "node20"), "the target", "What is the default target of {}?"),
    ("log", "level", ("info", "warn"), "the level of the log", "Which log level does {} use?"),
    ("cache", "seconds", ("120", "3600"), "the time of the cache", "For how long does {} cache?"),
    (
        "mail",
        "from",
        ("noreply@example.org", "team@example.org"),
        "the sender",
        "Which sender do the mails of {} have?",
    ),
]


def variable_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    some = rng.sample(VARIABLES, 4)
    name, holds, value, wish = rng.choice(some[:3]) if answered else some[3]
    of = lambda n: f"{tool.upper()}_{n}"
    body = "\n".join(f"| {of(n)} | {h}. | {v.format(tool.lower())} |" for n, h, v, _ in some[:3])
    lower, shown = holds[0].lower() + holds[1:], value.format(tool.lower())
    asked, reply = rng.choice(
        [
            (f"What is the default of {of(name)}?", f"The default of {of(name)} is {shown}."),
            (
                f"Which variable do I set to {wish}?"
                if holds.startswith("With")
                else f"Which variable holds the {lower}?",
                f"{of(name)} does that." if holds.startswith("With") else f"{of(name)} holds it: {lower}.",
            ),
            (f"How do I make {tool} {wish}?", f"Set {of(name)}, which is {shown} by default."),
            (f"what is {of(name)} for", f"{of(name)} is this: {lower}."),
        ]
    )
    return {
        "source": "manual",
        "turns": [
            user(asked),
            results([snippet(body, f"{tool} > Environment variables")]),
            agent(reply if answered else abstention),
        ],
    }


def key_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    keys, acts = rng.sample(KEYS, 4), rng.sample(ACTIONS, 4)
    at = rng.randrange(3) if answered else 3
    verb, rest = acts[at].split(" ", 1)
    bare = {"goes": "go", "closes": "close"}.get(verb, verb.removesuffix("s"))
    body = "\n".join(f"| {key} | {act} |" for key, act in zip(keys[:3], acts[:3]))
    asked, reply = rng.choice(
        [
            (f"Which key {acts[at]}?", f"{keys[at]} {acts[at]}."),
            (f"how do i {bare} {rest}", f"Press {keys[at]}, which {acts[at]}."),
            (f"What does {keys[at]} do in {tool}?", f"{keys[at]} {acts[at]}."),
        ]
    )
    return {
        "source": "manual",
        "turns": [
            user(asked),
            results([snippet(body, f"{tool} > Shortcuts")]),
            agent(reply if answered else abstention),
        ],
    }


def setting_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    some = rng.sample(SETTINGS, 4)
    lines = [(section, key, rng.choice(values), what, asked) for section, key, values, what, asked in some]
    section, key, value, what, question = rng.choice(lines[:3]) if answered else lines[3]
    yaml = rng.random() < 0.5
    body = "\n".join(f"{s}:\n  {k}: {v}" if yaml else f'[{s}]\n{k} = "{v}"' for s, k, v, _, _ in lines[:3])
    asked, reply = rng.choice(
        [
            (question.format(tool), f"The {key} in the section {section} is {value}."),
            (f"How do I change {what}?", f"Set {key} in the section {section}; it is {value} here."),
            (f"what is {section}.{key} set to", f"It is set to {value}."),
        ]
    )
    name = f"{tool.lower()}.{'yaml' if yaml else 'toml'}"
    return {
        "source": "manual",
        "turns": [user(asked), results([snippet(f"```\n{body}\n```", name)]), agent(reply if answered else abstention)],
    }


def option_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    some = rng.sample(OPTIONS, rng.choice([2, 3, 4]))
    lines = [(name, rng.choice(values), text, wish) for name, values, text, wish in some]
    missing, lines = (lines[0], lines[1:]) if not answered else (None, lines)
    shape = rng.choice(
        [
            "- {n} (default: {v}): {t}",
            "- {n} - Default: {v} - {t}",
            "- {n}: {t} Default: {v}.",
            "{n}\nDefault: {v}\n{t}",
        ]
    )
    name, value, text, wish = missing or rng.choice(lines)
    asked, reply = rng.choice(
        [
            (f"What is the default of {name}?", f"The default of {name} is {value}."),
            (f"What is the default {name} in {tool}?", f"The default of {name} in {tool} is {value}."),
            (f"How do I {wish} in {tool}?", f"Set the {name} option; its default is {value}."),
            (f"how can i {wish}", f"Set the {name} option, whose default is {value}."),
            (f"Which option lets me {wish}?", f"The {name} option does that; its default is {value}."),
            (f"What does {name} do?", f"The {name} option means this: {text[0].lower()}{text[1:]}"),
        ]
    )
    body = "\n".join(shape.format(n=n, v=v, t=t) for n, v, t, _ in lines)
    if len(lines) == 1 and rng.random() < 0.6:
        n, body = lines[0][0], f"- Default: {lines[0][1]}\n\n{lines[0][2]}"
        title = f"{tool} > {rng.choice(SECTIONS)} > {n}"
    else:
        title = f"{tool} > {rng.choice(SECTIONS)}"
    return {
        "source": "manual",
        "turns": [user(asked), results([snippet(body, title)]), agent(reply if answered else abstention)],
    }


def code_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    prefix = f"{tool[:2].upper()}_ERR_"
    some = rng.sample(CODES, 4)
    lines, asked_of = some[:3], rng.choice(some[:3]) if answered else some[3]
    name, text, cure, status = asked_of
    code = prefix + name
    lower = lambda words: words[0].lower() + words[1:].rstrip(".")
    asked, reply = rng.choice(
        [
            (f"What does {code} mean?", f"{code} means that {lower(text)}."),
            (
                f"what should I do about {code}",
                f"{cure}" if len(cure.split()) > 3 else f"{cure.rstrip('.')}, since {code} means that {lower(text)}.",
            ),
            (f"Which status does {code} have?", f"{code} has the status {status}."),
        ]
    )
    body = "\n".join(f"| {prefix}{n} | {t} | {c} | {s} |" for n, t, c, s in lines)
    return {
        "source": "manual",
        "turns": [
            user(asked),
            results([snippet(body, f"{tool} > Errors > Error codes")]),
            agent(reply if answered else abstention),
        ],
    }


def flag_row(tool: str, rng: random.Random, abstention: str, answered: bool) -> Row:
    some = rng.sample(FLAGS, 4)
    flag, does, wish = rng.choice(some[:3]) if answered else some[3]
    command = f"{tool.lower()} {rng.choice(['build', 'run', 'serve', 'sync'])}"
    body = f"Usage: {command} [options]\n\n" + "\n".join(f"{f} {d}." for f, d, _ in some[:3])
    asked = rng.choice([f"How do I {wish} with {tool}?", f"how do i {wish}", f"Which flag do I need to {wish}?"])
    reply = f"Use {command} {flag}, which {does}."
    return {
        "source": "manual",
        "turns": [
            user(asked),
            results([snippet(body, f"{tool} > Command line")]),
            agent(reply if answered else abstention),
        ],
    }


def manuals(rng: random.Random, count: int, abstention: str) -> list[Row]:
    kinds = (option_row, option_row, option_row, code_row, flag_row, variable_row, key_row, setting_row)
    return [rng.choice(kinds)(rng.choice(TOOLS), rng, abstention, rng.random() < 0.8) for _ in range(count)]
