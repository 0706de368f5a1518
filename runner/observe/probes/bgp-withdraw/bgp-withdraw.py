# The withdrawal probe's hand on one host: looks what BIRD knows, withdraws a range and announces it again, waits for a
# route to go or to come. Reads requests and prints results as lines of JSON, until its input ends. Judges nothing.
import json
import os
import re
import subprocess
import sys
import time

POLL = 0.05
# The daemon is the host's, birdc is not. Where the socket leads is the learner's doing; outside of the host there is none.
BIRDC = ["birdc", "-s", os.environ["HOST_PROC"] + "/1/root/run/bird/bird.ctl"]
# More than a table of some thousand routes.
MOST = 1 << 20
# A shell in a session of its own: whatever ends this program before it has announced the range again, the shell does so.
GUARD = 'read -r word; [ "$word" = done ] || for name; do birdc -s "$SOCKET" enable "\\"$name\\""; done'

PROTOCOL = re.compile(r"^(\S+) +(\S+) +\S+ +(up|down|start|stop|flush) ")
# `10.0.0.0/24  blackhole [pods 10:48:46.955] * (200)`; another route to the same range has blanks for it.
SOURCE = re.compile(r"^(?:\S+)? +\w+ \[(\S+) ")


def birdc(*words):
    """What the daemon says, without the line of greeting; None and birdc's complaint when there is no daemon."""
    run = subprocess.Popen(
        [*BIRDC, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace")
    said = run.stdout.read(MOST)
    if len(said) == MOST:
        run.kill()
        return None, "the daemon says more than 1 MiB"
    if run.wait() != 0:
        return None, said.strip()
    return said.splitlines()[1:], ""


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
    global guard, withdrawn
    withdrawn = request["protocols"]
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, "sh", *withdrawn], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, env=os.environ | {"SOCKET": BIRDC[2]})
    for name in withdrawn:
        birdc("disable", quoted(name))
    return {"withdrawn": withdrawn}


def announce(_=None):
    global withdrawn
    for name in withdrawn:
        birdc("enable", quoted(name))
    if withdrawn:
        guard.communicate(b"done\n")
    announced, withdrawn = withdrawn, []
    return {"announced": announced}


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


guard, withdrawn = None, []
DEEDS = {"look": look, "withdraw": withdraw, "announce": announce, "wait": wait}
try:
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(DEEDS[request["do"]](request)), flush=True)
finally:
    announce()
