# The withdrawal probe's hands on one host: looks what BIRD knows, withdraws a range until told otherwise, waits for a
# route to go or to come. Reads a request as a line of JSON, prints results as lines of JSON. Judges nothing.
import json
import re
import subprocess
import sys
import time

POLL = 0.05
# A shell in a session of its own: whatever ends this program before it says "done", the range is announced again.
GUARD = 'read -r word; [ "$word" = done ] || for name; do birdc enable "\\"$name\\""; done'

PROTOCOL = re.compile(r"^(\S+) +(\S+) +\S+ +(up|down|start|stop|flush) ")
# `10.0.0.0/24  blackhole [pods 10:48:46.955] * (200)`; another route to the same range has blanks for it.
SOURCE = re.compile(r"^(?:\S+)? +\w+ \[(\S+) ")


def birdc(*words):
    """What the daemon says, without the line of greeting; None and birdc's complaint when there is no daemon."""
    run = subprocess.run(["birdc", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if run.returncode != 0:
        return None, (run.stderr or run.stdout).strip()
    return run.stdout.splitlines()[1:], ""


def quoted(name):
    return f'"{name}"'


def look(request):
    lines, complaint = birdc("show", "protocols", "all")
    if lines is None:
        return {"silent": complaint}
    kinds, sessions = {}, []
    for line in lines:
        head = PROTOCOL.match(line)
        if head:
            kinds[head[1]] = head[2]
            if head[2] == "BGP":
                sessions.append({"name": head[1], "neighbour": "", "state": "Down", "error": ""})
            continue
        key, colon, value = line.strip().partition(":")
        field = {"BGP state": "state", "Neighbor address": "neighbour", "Last error": "error"}.get(key)
        if colon and field and sessions:
            sessions[-1][field] = value.strip()
    routes, _ = birdc("show", "route", request["range"])
    names = [found[1] for found in map(SOURCE.match, routes or []) if found]
    return {"routes": [{"protocol": name, "type": kinds.get(name, "")} for name in names], "sessions": sessions}


def withdraw(request):
    names = request["protocols"]
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, "sh", *names], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True)
    for name in names:
        birdc("disable", quoted(name))
    print(json.dumps({"withdrawn": names}), flush=True)
    # A line, or the end of the one who asked.
    sys.stdin.readline()
    for name in names:
        birdc("enable", quoted(name))
    guard.communicate(b"done\n")
    return {"announced": names}


def kernel(range_):
    listed = subprocess.run(["ip", "-4", "-j", "route", "show", "exact", range_], check=True, capture_output=True)
    return json.loads(listed.stdout or "[]")


def learnt(routes):
    return any(route.get("protocol") == "bird" and route.get("type", "unicast") == "unicast" for route in routes)


def wait(request):
    fact = learnt if request["want"] == "learnt" else lambda routes: not routes
    deadline = time.monotonic() + request["timeoutMs"] / 1000
    while not fact(kernel(request["range"])):
        if time.monotonic() > deadline:
            return {"reached": False}
        time.sleep(POLL)
    return {"reached": True}


request = json.loads(sys.stdin.readline())
print(json.dumps({"look": look, "withdraw": withdraw, "wait": wait}[request["do"]](request)), flush=True)
