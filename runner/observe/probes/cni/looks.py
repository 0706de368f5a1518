# The CNI probe, fourth part: what the kernel and the file system hold at a moment. Judges nothing.
import math

# So long an answer to a ping may take; on a host that is slow so many times longer, in whole seconds.
PING_SECONDS = math.ceil(2 * REQUEST["answerSlowdown"])


def ip(net, *arguments):
    """Of an empty list `ip -j` prints nothing, or an empty object. net: None is the host's own."""
    done = run("ip", "-j", *arguments, net=net)
    try:
        return [one for one in json.loads(done.stdout or "[]") if one]
    except ValueError:
        return []


def links_of(net=None):
    return [
        {
            "name": link["ifname"],
            "index": link["ifindex"],
            "kind": link.get("linkinfo", {}).get("info_kind", ""),
            "up": "UP" in link["flags"],
            "carrier": "LOWER_UP" in link["flags"],
            "mac": link.get("address", ""),
            "peer": link.get("link_index"),
            "addresses": [f"{entry['local']}/{entry['prefixlen']}" for entry in link["addr_info"] if "local" in entry],
        }
        for link in ip(net, "-d", "addr", "show")
    ]


def routes_of(net=None):
    return sorted({destination(route["dst"]) for route in ip(net, "-4", "route", "show", "table", "main")})


def destination(text):
    if text == "default":
        return "0.0.0.0/0"
    return text if "/" in text else f"{text}/32"


def rules():
    """Of iptables, and of nft for those who write to it directly. Lines only: who is meant is found by address and ID."""
    lines = run("iptables-save").stdout.splitlines() + run("nft", "list", "ruleset").stdout.splitlines()
    return sorted({line.strip() for line in lines if re.search(r"\d+\.\d+\.\d+\.\d+|[0-9a-f]{64}", line)})


def look(moment, part, containers, sending=()):
    """sending: pairs of containers (None: the node), one of which pings the other's address."""
    found = {
        "moment": moment,
        "part": part,
        "links": links_of(),
        "routes": routes_of(),
        "rules": rules(),
        "kept": [],
        "inside": {},
        "pings": pings(sending),
    }
    for container in containers:
        if os.path.exists(container.path):
            found["inside"][container.label] = {"links": links_of(container.net), "routes": routes_of(container.net)}
    for path, text in kept_files():
        for container in containers:
            names = {container.id, *addresses(container)}
            if container.id in text or names & set(re.split(r"[/_:]", path)):
                found["kept"].append({"path": path, "container": container.label})
    return found


def addresses(container):
    """By its last result, without prefix length. Whatever is not of that form is left to the judgement."""
    ips = container.result.get("ips") if isinstance(container.result, dict) else None
    entries = ips if isinstance(ips, list) else []
    found = [entry.get("address") for entry in entries if isinstance(entry, dict)]
    return [one.split("/")[0] for one in found if isinstance(one, str) and re.match(r"[\d.]+/\d+$", one)]


def pings(sending):
    """All at once: those that stay silent each take the whole time that an answer has."""
    started = []
    for sender, target in sending:
        for address in addresses(target)[:1]:
            child = subprocess.Popen(
                ["ping", "-q", "-c", "1", "-W", str(PING_SECONDS), address],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                preexec_fn=tool(None if sender is None else sender.net),
            )
            started.append((sender, target, child))
    return [
        {"from": None if sender is None else sender.label, "to": target.label, "answered": child.wait() == 0}
        for sender, target, child in started
    ]
