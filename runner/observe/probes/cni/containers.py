# The CNI probe, first part: network namespaces of its own, and whoever clears them away. Judges nothing.
import hashlib
import secrets

NAMED = "/run/netns"
PREFIX = "cni-check-"


def new_id():
    """64 hexadecimal digits, as a runtime's. The second half follows from the first: so one of ours is known again."""
    half = secrets.token_hex(16)
    return half + hashlib.sha256(half.encode()).hexdigest()[:32]


def ours(identity):
    return hashlib.sha256(identity[:32].encode()).hexdigest()[:32] == identity[32:]


class Container:
    """A network namespace as a runtime makes it: empty, mounted over a file. Elsewhere: not where ip(8) looks for names."""

    def __init__(self, label, ifname="eth0", elsewhere=False):
        tag = secrets.token_hex(4)
        self.label = label
        self.ifname = ifname
        self.id = new_id()
        self.path = f"/run/{PREFIX}{tag}/net" if elsewhere else f"{NAMED}/{PREFIX}{tag}"
        self.net = None
        # The result of its last ADD, as the runtime keeps it, and whether a DEL is due.
        self.result = None
        self.begun = False

    def make(self):
        for folder in (NAMED, os.path.dirname(self.path)):
            if not os.path.isdir(folder):
                os.mkdir(folder)
                given_to_the_host(folder)
        open(self.path, "w").close()
        given_to_the_host(self.path)
        self.net = new_network_namespace()
        mount_namespace(self.net, self.path)
        return self

    def unmake(self):
        # An open file keeps a namespace alive.
        if self.net is not None:
            os.close(self.net)
            self.net = None
        unmake(self.path)

    def shown(self):
        return {"id": self.id, "netns": self.path, "ifname": self.ifname}


def given_to_the_host(path):
    """As if its root had made it."""
    owner = os.stat("/run")
    os.chown(path, owner.st_uid, owner.st_gid)


def unmake(path):
    # 2: MNT_DETACH, for whatever is still in there.
    LIBC.umount2(path.encode(), 2)
    try:
        os.unlink(path)
        if os.path.dirname(path) != NAMED:
            os.rmdir(os.path.dirname(path))
    except OSError:
        pass


def unmake_all():
    for folder, rest in ((NAMED, ""), ("/run", "/net")):
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                if name.startswith(PREFIX):
                    unmake(f"{folder}/{name}{rest}")
