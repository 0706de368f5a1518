# The CNI probe, third part: plays the container runtime. Makes each plugin's request of a network configuration and runs the
# plugins, by sections 2 and 3 of the CNI specification 1.0.0.
import resource
import threading
from concurrent.futures import ThreadPoolExecutor

# So long a call may take, and so many times longer on a host that is slow.
CALL_SECONDS = 10 * REQUEST["slowdown"]
# A plugin that prints without end is ended by SIGXFSZ.
MOST_OUTPUT = 1 << 20
SHOWN = 4000


class Stuck(Exception):
    """A call did not end. Each that follows would most likely take as long."""


class Runtime:
    def __init__(self, request, guard):
        self.guard = guard
        self.network = request["network"]
        self.program = request.get("program")
        self.path = request["path"]
        self.capabilities = request["capabilities"]
        self.operations = []
        self.lock = threading.Lock()
        self.base = request["environment"]
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))

    def operate(self, part, purpose, command, container, change=None, without=(), previous=None, other=None):
        """
        One operation on a network: each plugin of the list in its turn, DEL from the last to the first, up to one that fails.
        change: of a request; without: variables that are not given; other: variables that are given otherwise.
        """
        plugins = self.network["plugins"][::-1 if command == "DEL" else 1]
        if command in ("CHECK", "DEL"):
            previous = previous or (container.result if container else None)
        calls = []
        for plugin in plugins:
            request = self.request(plugin, previous)
            environment = {"CNI_COMMAND": command, "CNI_PATH": ":".join(self.path)}
            if container is not None:
                environment |= {
                    "CNI_CONTAINERID": container.id,
                    "CNI_NETNS": container.path,
                    "CNI_IFNAME": container.ifname,
                }
            environment |= other or {}
            given = {name: value for name, value in environment.items() if name not in without}
            text = change(request) if change else json.dumps(request)
            call = self.call(plugin["type"], given, text)
            calls.append(call)
            if call["status"] != 0:
                break
            if command == "ADD":
                previous = parsed(call["stdout"])
        done = calls[-1]["status"] == 0
        if container is not None and command == "ADD":
            container.begun = True
            container.result = previous if done else container.result
        if container is not None and command == "DEL" and done:
            container.begun = False
        operation = {"part": part, "purpose": purpose, "command": command, "calls": calls}
        if container is not None:
            operation["container"] = container.label
        with self.lock:
            self.operations.append(operation)
        if calls[-1]["outcome"] == "late":
            raise Stuck
        return done

    def at_once(self, works):
        with ThreadPoolExecutor(len(works)) as pool:
            return all([done.result() for done in [pool.submit(work) for work in works]])

    def request(self, plugin, previous):
        request = {key: value for key, value in plugin.items() if key != "capabilities"}
        request |= {"cniVersion": self.network["cniVersion"], "name": self.network["name"]}
        wanted = plugin.get("capabilities") or {}
        given = {key: value for key, value in self.capabilities.items() if wanted.get(key)}
        if given:
            request["runtimeConfig"] = given
        if previous is not None:
            request["prevResult"] = previous
        return request

    def find(self, kind):
        if self.program is not None:
            return self.program
        for folder in self.path:
            if os.path.isfile(f"{folder}/{kind}"):
                return f"{folder}/{kind}"
        return None

    def call(self, kind, environment, text):
        program = self.find(kind)
        call = {"plugin": kind, "environment": environment, "stdin": text[:SHOWN], "status": None, "stdout": "", "stderr": ""}
        if program is None:
            return call | {"outcome": "missing"}
        out, err = os.memfd_create("out"), os.memfd_create("err")
        try:
            child = start_inside(
                [program], stdin=subprocess.PIPE, stdout=out, stderr=err, env=self.base | environment
            )
        except OSError as error:
            return call | {"outcome": why_not(error, program)}
        self.guard.tell("started", child.pid)
        try:
            child.communicate(text.encode(), timeout=CALL_SECONDS)
            outcome = "ran"
        except subprocess.TimeoutExpired:
            outcome = "late"
            os.killpg(child.pid, 9)
            child.wait()
        self.guard.tell("ended", child.pid)
        status = child.returncode
        if outcome == "ran" and status < 0:
            outcome = "killed"
        return call | {
            "outcome": outcome,
            "status": status if outcome == "ran" else None,
            "stdout": content(out),
            "stderr": content(err),
        }


def why_not(error, program):
    """As a runtime starts it: by execve(2), which needs permission and a first line that names an interpreter."""
    if isinstance(error, PermissionError):
        return "forbidden"
    if isinstance(error, FileNotFoundError):
        return "no-interpreter" if os.path.exists(program) else "missing"
    return "no-program"


def content(descriptor):
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        return file.read(65536).decode("utf-8", "replace")


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return None
