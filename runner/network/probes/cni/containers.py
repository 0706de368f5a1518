# The CNI probe, first part: network namespaces of its own, and whoever clears them away. Judges nothing.
import ctypes
import hashlib
import os
import secrets
import subprocess
import sys

NAMED = "/run/netns"
PREFIX = "cni-check-"


def run(*argv):
    return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def must(*argv):
    done = run(*argv)
    if done.returncode != 0:
        sys.exit(f"{argv[0]} failed: {done.stderr.strip()}")


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
        # The result of its last ADD, as the runtime keeps it, and whether a DEL is due.
        self.result = None
        self.begun = False

    def make(self):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        open(self.path, "w").close()
        must("unshare", f"--net={self.path}", "true")
        return self

    def unmake(self):
        unmake(self.path)

    def shown(self):
        return {"id": self.id, "netns": self.path, "ifname": self.ifname}


def entering(container):
    """Not `ip -n`, which knows names and no paths."""
    return ["nsenter", f"--net={container.path}", "--"]


def unmake(path):
    # Not umount(8), which makes folders of its own in /run. 2: MNT_DETACH, for whatever is still in there.
    ctypes.CDLL(None).umount2(path.encode(), 2)
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
