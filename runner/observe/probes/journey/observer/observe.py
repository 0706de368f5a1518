# Last part: hears the packet in every network namespace of the host, in which the runner has one such program on each
# host at a time. On standard input come the request and then orders, a line each; each is answered by a line.
import itertools
import select
import time

# Each has five open files. What there is more is only counted.
MOST_NAMESPACES = 100
# Characters of a tool's: several times what a lab's rules take.
MOST_OUTPUT = 1_000_000
TOOLS = {
    "nft": ["nft", "-a", "list", "ruleset"],
    "iptables": ["iptables-save", "-c"],
    "sockets": ["ss", "-lntuHp"],
    "routes": ["ip", "-j", "-d", "route", "show", "table", "all"],
}


def named_namespaces():
    """(name, open file) of each name in /run/netns that stands for one; names may be links, and files of any kind."""
    try:
        names = sorted(os.listdir("/run/netns"))
    except OSError:
        return
    for name in names:
        try:
            yield name, os.open(f"/run/netns/{name}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            continue


def all_namespaces():
    """Each once: the host's own first (its name is ''), then those with names, then those of processes."""
    device, seen = os.fstat(HOST["net"]).st_dev, set()
    candidates = [("", HOST["net"]), *named_namespaces()]
    for pid in filter(str.isdigit, os.listdir(PROC)):
        try:
            candidates.append((None, namespace(pid, "net")))
        except OSError:
            continue
    for name, file in candidates:
        status = os.fstat(file)
        if status.st_dev != device or status.st_ino in seen:
            os.close(file)
            continue
        try:
            setns(file, "net")
        except OSError:
            os.close(file)  # A namespace of another kind.
            continue
        seen.add(status.st_ino)
        yield name, file


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def read_all(places):
    for place in places:
        for opened in place.readers:
            place.read(opened)


def told(place):
    """What happened in it."""
    after = counters_of(place)
    changed = {name: value - place.counters.get(name, 0) for name, value in after.items() if value != place.counters.get(name, 0)}
    return {
        "namespace": place.inode,
        "frames": place.frames,
        "events": place.events,
        "hooks": place.hooks,
        "flows": [{key: value for key, value in flow.items() if key not in ("key", "zone")} for flow in place.flows],
        "counters": changed,
        "full": place.full,
    }


def counters_of(place):
    setns(place.file, "net")
    return counters()


def explain(place, order):
    """What the namespace holds that explains what happened: routes, rules, sockets."""
    setns(place.file, "net")
    opened = netlink(NETLINK_ROUTE)
    found = {"namespace": place.inode, "lookups": [lookup(opened, asked) for asked in order["lookups"]], "policies": policy_rules(opened)}
    opened.close()
    for tool in order["tools"]:
        output = run(*TOOLS[tool], net=place.file).stdout
        if len(output) <= MOST_OUTPUT:
            found[tool] = output
    for asked in order["settings"]:
        value = outer(f"sys/{asked}").strip()
        if value:
            found.setdefault("settings", {})[asked] = value
    return found


def main():
    among_its_files()
    marks = marks_of(REQUEST["protocol"], REQUEST["nonce"])
    found = all_namespaces()
    places = [Place(name, file, marks, REQUEST["protocol"] == "udp") for name, file in itertools.islice(found, MOST_NAMESPACES)]
    by_inode = {place.inode: place for place in places}
    answer({"namespaces": [place.described() for place in places], "more": sum(1 for _ in found)})
    owners = {opened: place for place in places for opened in place.readers}
    sending = None
    while True:
        ready, _, _ = select.select([sys.stdin, *owners], [], [])
        for opened in ready:
            if opened is not sys.stdin:
                owners[opened].read(opened)
        if sys.stdin not in ready:
            continue
        line = sys.stdin.readline()
        if not line:
            return
        order = json.loads(line)
        if order["do"] == "send":
            origin = [place for place in places if place.name == order["netns"]]
            if not origin:
                answer({"originMissing": order["netns"]})
                continue
            setns(origin[0].file, "net")
            sending = packet_socket(order)
            sent = send_packet(sending, order, owners)
            if not sent["answered"]:
                # Before the kernel sends it again.
                sending.close()
                sending = None
            answer({"namespace": origin[0].inode, **sent})
        elif order["do"] == "stop":
            read_all(places)
            answer({"seen": [told(place) for place in places]})
            for place in places:
                place.tables.close()
        elif order["do"] == "explain":
            answer({"explained": [explain(by_inode[one["namespace"]], one) for one in order["namespaces"]]})
        elif order["do"] == "forget":
            if sending is not None:
                hang_up(sending, REQUEST["slowdown"])
            for one in order["flows"]:
                setns(by_inode[one["namespace"]].file, "net")
                place = by_inode[one["namespace"]]
                place.forget(place.flows[one["flow"]])
            answer({"forgotten": len(order["flows"])})


main()
