# What stands before every probe that handles the host's own processes and files from beside it (Sandbox.open). Python, its
# modules and the tools are the machine's: nothing that a learner can write or mount is run but what he is to be judged by,
# and that as he would run it, as a process of the host. REQUEST is the first line of the input. Judges nothing.
import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys

REQUEST = json.loads(sys.stdin.readline())
# linux/sched.h, linux/prctl.h, linux/mount.h; open_tree(2) and move_mount(2) have the same number everywhere.
NEW = {"user": 0x10000000, "mnt": 0x20000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x8000000, "uts": 0x4000000, "cgroup": 0x2000000}
PR_SET_DUMPABLE = 4
OPEN_TREE, MOVE_MOUNT = 428, 429
AT_EMPTY_PATH, OPEN_TREE_CLONE, MOVE_MOUNT_F_EMPTY_PATH, AT_FDCWD = 0x1000, 1, 4, -100
LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result, what):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def setns(descriptor, kind):
    checked(LIBC.setns(descriptor, NEW[kind]), f"setns {kind}")


# No process of the host sees this one; a child that is about to become one shall not be looked into, either.
checked(LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
# The host's /proc as it is, whatever the learner has mounted over his; and the sandbox's, in which this process is.
PROC = os.open(os.environ["HOST_PROC"], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
OUTER_PROC = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def namespace(pid, kind, proc=PROC):
    return os.open(f"{pid}/ns/{kind}", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)


HOST = {kind: namespace(1, kind) for kind in NEW}
HOST["net"] = namespace("self", "net", OUTER_PROC)
OUTER = {kind: namespace("self", kind, OUTER_PROC) for kind in ("mnt", "pid")}
with open(os.open("1/setgroups", os.O_RDONLY, dir_fd=PROC)) as file:
    # One id is mapped only, and is this process's already.
    SINGLE = file.read().strip() == "deny"


def among_its_files():
    """From here on paths are the host's. What is not imported by then would be looked for there, and is refused."""
    setns(HOST["mnt"], "mnt")
    sys.path.clear()


@contextlib.contextmanager
def children_in(pids):
    """Children of this thread begin in that PID namespace."""
    setns(pids, "pid")
    try:
        yield
    finally:
        setns(OUTER["pid"], "pid")


def become_root(of):
    """Of that user namespace."""
    setns(of, "user")
    if not SINGLE:
        os.setgroups([])
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)


def start_inside(argv, namespaces=HOST, folder=None, **popen):
    """Starts a program of the learner's as a process of the host; like subprocess.Popen. namespaces: open files by kind."""

    def join():
        become_root(namespaces["user"])
        for kind in ("cgroup", "ipc", "uts", "net", "mnt"):
            setns(namespaces[kind], kind)
        if folder is not None:
            os.fchdir(folder)

    with children_in(namespaces["pid"]):
        return subprocess.Popen(argv, preexec_fn=join, start_new_session=True, **popen)


def tool(net=None):
    """What makes a tool of the machine of a child: in that network namespace, or the host's own. For preexec_fn."""

    def leave():
        if net is not None:
            setns(net, "net")
        setns(OUTER["mnt"], "mnt")

    return leave


def run(*argv, net=None):
    return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", preexec_fn=tool(net))


def kill(pid):
    """By a number of the host's own PID namespace."""
    with children_in(HOST["pid"]):
        child = os.fork()
        if child == 0:
            try:
                os.kill(pid, signal.SIGKILL)
            finally:
                os._exit(0)
    os.waitpid(child, 0)


def new_network_namespace():
    """An empty one that the host's root may do everything in, as an open file."""
    over_r, over_w = os.pipe()
    made_r, made_w = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            become_root(HOST["user"])
            checked(LIBC.unshare(NEW["net"]), "unshare net")
            os.write(made_w, b"y")
            os.close(over_w)
            os.read(over_r, 1)
        finally:
            os._exit(0)
    for end in (made_w, over_r):
        os.close(end)
    try:
        if not os.read(made_r, 1):
            sys.exit("no network namespace can be made")
        return namespace(child, "net", OUTER_PROC)
    finally:
        for end in (over_w, made_r):
            os.close(end)
        os.waitpid(child, 0)


def mount_namespace(descriptor, path):
    """Binds an open namespace to a file (mount(8), --bind), without a name of it in any /proc."""
    tree = checked(LIBC.syscall(OPEN_TREE, descriptor, b"", AT_EMPTY_PATH | OPEN_TREE_CLONE | os.O_CLOEXEC), "open_tree")
    try:
        checked(LIBC.syscall(MOVE_MOUNT, tree, b"", AT_FDCWD, path.encode(), MOVE_MOUNT_F_EMPTY_PATH), "move_mount")
    finally:
        os.close(tree)
