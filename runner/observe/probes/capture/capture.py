# Listens with tcpdump until the other side says on standard input that its traffic is over; then gives the capture file.
import base64
import ctypes
import json
import signal
import subprocess
import sys
import threading

# What tcpdump says on SIGUSR1 in one line, and at its end in three.
COUNTS = re.compile(r"(\d+) packets? captured(?:, |\n)(\d+) packets? received by filter(?:, |\n)(\d+) packets? dropped by kernel")
SNAPSHOT = 256
DRAIN_DEADLINE = 10.0
PR_SET_PDEATHSIG = 1


def die_with_parent(libc=ctypes.CDLL(None)):
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Complaints:
    """Standard error of tcpdump, read as it comes."""

    def __init__(self, stream):
        self.text = ""
        self.over = False
        self.changed = threading.Condition()
        threading.Thread(target=self.read, args=[stream], daemon=True).start()

    def read(self, stream):
        for line in stream:
            with self.changed:
                self.text += line.decode("utf-8", "replace")
                self.changed.notify_all()
        with self.changed:
            self.over = True
            self.changed.notify_all()

    def wait(self, fact, deadline=None):
        with self.changed:
            self.changed.wait_for(lambda: self.over or fact(self.text), deadline and max(0, deadline - time.monotonic()))


def capture(request):
    tcpdump = subprocess.Popen(
        ["tcpdump", "-i", request["device"], "-n", "-Z", "root", "--immediate-mode", "-U", "-s", str(SNAPSHOT),
         "-c", str(request["packets"]), "-w", "-", request["filter"]],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=die_with_parent)
    complaints = Complaints(tcpdump.stderr)
    written = []
    reader = threading.Thread(target=lambda: written.append(tcpdump.stdout.read()))
    reader.start()
    complaints.wait(lambda text: "listening on" in text)
    if "listening on" in complaints.text:
        print(json.dumps({"listening": True}), flush=True)
        sys.stdin.readline()
        seconds = request["slowdown"] * DRAIN_DEADLINE
        if not drain(tcpdump, complaints, time.monotonic() + seconds):
            tcpdump.kill()
            return {"trouble": f"it did not write down all that it had received within {seconds} s"}
        if tcpdump.poll() is None:
            tcpdump.send_signal(signal.SIGINT)
    status = tcpdump.wait()
    reader.join()
    complaints.wait(lambda text: False)
    counts = COUNTS.findall(complaints.text)
    if status != 0 or not counts:
        return {"trouble": complaints.text.strip() or f"tcpdump ended with status {status}"}
    captured, _, dropped = map(int, counts[-1])
    return {"pcap": base64.b64encode(written[0]).decode(), "filled": captured >= request["packets"], "dropped": dropped}


def drain(tcpdump, complaints, deadline):
    """Waits until tcpdump has written down all that the kernel's filter had let through when it was first asked."""
    owed = None
    while tcpdump.poll() is None:
        asked = len(COUNTS.findall(complaints.text))
        tcpdump.send_signal(signal.SIGUSR1)
        complaints.wait(lambda text: len(COUNTS.findall(text)) > asked, deadline)
        counts = COUNTS.findall(complaints.text)
        if len(counts) > asked:
            captured, received, dropped = map(int, counts[-1])
            owed = received - dropped if owed is None else owed
            if captured >= owed:
                return True
        if time.monotonic() > deadline:
            return False
    return True
