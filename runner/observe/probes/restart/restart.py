# The survival probe: kills an app, looks what stays, starts it again, from beside the host (beside.py). Prints one result as
# JSON. Numbers of processes are the host's. Judges nothing.
import re
import time

POLL = 0.05
# Time for the kernel to end a killed process and for its parent to notice.
KILL_GRACE = 3
# How many times longer than on a quick machine all may take.
SLOWDOWN = REQUEST["slowdown"]


class Process:
    """A process as /proc shows it; pid and start time together name it for good."""

    def __init__(self, pid):
        fields = read(f"{pid}/stat").rpartition(b")")[2].split()
        self.argv = read(f"{pid}/cmdline").split(b"\0")[:-1]
        self.pid = pid
        self.dead = fields[0] in (b"Z", b"X")
        self.parent = int(fields[1])
        self.started = fields[19]
        self.command = b" ".join(self.argv).decode("utf-8", "replace")
        self.net = inode(f"{pid}/ns/net")

    def still(self):
        now = look(self.pid)
        return now is not None and not now.dead and now.started == self.started

    def shown(self):
        return {"pid": self.pid, "command": self.command}


def read(path):
    with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=PROC), "rb") as file:
        return file.read()


def inode(path):
    """Of a namespace: by its path in the host's /proc, or by its whole path in the host."""
    try:
        return os.stat(path, dir_fd=PROC).st_ino
    except OSError:
        return None


def look(pid):
    try:
        return Process(pid)
    except (OSError, IndexError, ValueError):
        return None


def living():
    found = [look(int(name)) for name in os.listdir(PROC) if name.isdigit()]
    return [one for one in found if one and not one.dead]


def the_one(pattern, processes):
    """The youngest match without a match below it: a wrapper (unshare, sh -c) has the same words and is older. Workers
    forked with the very same words belong to the one that forked them."""
    matching = {one.pid: one for one in processes if one.argv and re.search(pattern, one.command)}
    above = {one.parent for one in matching.values()}
    leaves = [one for one in matching.values() if one.pid not in above]
    if not leaves:
        return None
    one = max(leaves, key=lambda leaf: int(leaf.started))
    while one.parent in matching and matching[one.parent].argv == one.argv:
        one = matching[one.parent]
    return one


@contextlib.contextmanager
def opened(netns):
    """Not longer than needed: an open file keeps a namespace alive."""
    net = os.open(netns, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield net
    finally:
        os.close(net)


def addresses(netns):
    """Global IPv4 addresses with device and prefix length. The others come and go by themselves."""
    with opened(netns) as net:
        said = run("ip", "-4", "-j", "addr", "show", net=net)
    if said.returncode != 0:
        sys.exit(f"ip failed: {said.stderr.strip()}")
    return sorted(
        f"{link['ifname']} {entry['local']}/{entry['prefixlen']}"
        for link in json.loads(said.stdout)
        for entry in link.get("addr_info", [])
        if entry.get("scope") == "global"
    )


def answers(netns, url):
    with opened(netns) as net:
        return run("curl", "-s", "-m", str(SLOWDOWN), "-o", "/dev/null", url, net=net).returncode == 0


def wait_for(fact, seconds):
    deadline = time.monotonic() + SLOWDOWN * seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


class Container:
    """What it takes to start the same program once more, read while it lives. It keeps the mounts, and nothing of the
    network, IPC or UTS namespaces: whether those stay is what is asked."""

    def __init__(self, app):
        self.argv = app.argv
        self.mounts = namespace(app.pid, "mnt")
        self.folder = os.open(f"{app.pid}/cwd", os.O_PATH | os.O_CLOEXEC, dir_fd=PROC)
        pairs = [entry.partition(b"=") for entry in read(f"{app.pid}/environ").split(b"\0")]
        self.environment = {key: value for key, equals, value in pairs if key and equals}
        numbers = re.search(rb"^NSpid:(.*)$", read(f"{app.pid}/status"), re.M)[1].split()
        own = inode(f"{app.pid}/ns/pid") != inode("1/ns/pid")
        # A PID namespace ends with its first process: if that is the app, the next one needs a new one.
        self.first = own and numbers[-1] == b"1"
        self.pids = namespace(app.pid, "pid") if own and not self.first else HOST["pid"]

    def start(self, netns, holder):
        """As a runtime does: into the namespaces that the holder keeps, with the container's own mounts and PIDs."""
        kept = {"ipc": namespace(holder.pid, "ipc"), "uts": namespace(holder.pid, "uts")}
        fresh = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--"] if self.first else []
        with opened(netns) as net:
            start_inside(
                fresh + self.argv, HOST | kept | {"net": net, "mnt": self.mounts, "pid": self.pids}, self.folder,
                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )


def survive(request):
    netns, url = f"/run/netns/{request['netns']}", request["url"]
    net = inode(netns)
    if net is None:
        return {"originMissing": f"there is no network namespace named {request['netns']}"}
    if os.stat(netns).st_dev != os.fstat(HOST["net"]).st_dev:
        return {"originMissing": f"{netns} is a file, but no network namespace"}
    if net == os.fstat(HOST["net"]).st_ino:
        return {"outcome": "hosts-own"}
    everybody = living()
    inside = [one for one in everybody if one.net == net]
    holder = the_one(request["holder"], inside)
    app = the_one(request["app"], [one for one in inside if holder is None or one.pid != holder.pid])
    result = {"before": addresses(netns)}
    if app is None:
        stray = the_one(request["app"], everybody)
        return result | {"outcome": "no-app"} | ({"stray": stray.shown()} if stray else {})
    result["app"] = app.shown()
    if holder is None:
        stray = the_one(request["holder"], everybody)
        return result | {"outcome": "no-holder"} | ({"stray": stray.shown()} if stray else {})
    result["holder"] = holder.shown()
    if not wait_for(lambda: answers(netns, url), 1):
        return result | {"outcome": "silent-before"}

    container = Container(app)
    kill(app.pid)
    if not wait_for(lambda: not app.still(), KILL_GRACE):
        return result | {"outcome": "not-killed"}
    # What dies with the app dies in the same breath; the kernel takes devices away a little later.
    wait_for(lambda: inode(netns) != net or not holder.still(), 0.3)
    if not holder.still():
        result |= {"outcome": "holder-gone"}
    elif inode(netns) != net:
        result |= {"outcome": "namespace-gone"}
    else:
        result["after"] = addresses(netns)
        if result["after"] != result["before"]:
            result |= {"outcome": "addresses-changed"}
        elif answers(netns, url):
            again = the_one(request["app"], [one for one in living() if one.net == net])
            return result | {"outcome": "survived" if again else "another-answers", "byItself": again is not None}
    # Started again whatever was found: a check leaves as little changed as it can.
    if inode(netns) == net and holder.still():
        container.start(netns, holder)
        back = wait_for(lambda: answers(netns, url), request["timeoutMs"] / 1000)
        result.setdefault("outcome", "survived" if back else "silent-after")
    return result


among_its_files()
try:
    print(json.dumps(survive(REQUEST)))
except re.error as error:
    sys.exit(f"not a regular expression: {error}")
