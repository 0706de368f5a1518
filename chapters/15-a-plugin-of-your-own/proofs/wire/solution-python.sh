# host: worker
mkdir -p /srv/cni
cat > /srv/cni/wire <<'PY'
#!/usr/bin/env python3
# Wires a container to a bridge. Only answers go to standard output.
import hashlib, json, os, subprocess, sys


class Refused(Exception):
    def __init__(self, code, message):
        self.answer = {"cniVersion": "1.0.0", "code": code, "msg": message}


def variable(name):
    if not os.environ.get(name):
        raise Refused(4, f"{name} is missing")
    return os.environ[name]


def run(*argv, must=True):
    done = subprocess.run(argv, capture_output=True, text=True)
    if must and done.returncode != 0:
        raise Refused(100, f"{' '.join(argv)}: {done.stderr.strip()}")
    return done.stdout


def ipam(text, config):
    folders = [folder for folder in os.environ["CNI_PATH"].split(":") if os.path.exists(f"{folder}/{config['ipam']['type']}")]
    if not folders:
        raise Refused(101, f"{config['ipam']['type']} is nowhere in CNI_PATH")
    done = subprocess.run([f"{folders[0]}/{config['ipam']['type']}"], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout)
        sys.exit(1)
    return json.loads(done.stdout or "{}")


def main(verb, text):
    if verb == "VERSION":
        return {"cniVersion": "1.0.0", "supportedVersions": ["1.0.0"]}
    try:
        config = json.loads(text)
    except ValueError as error:
        raise Refused(6, f"the configuration is not JSON: {error}")
    if config.get("cniVersion") != "1.0.0":
        raise Refused(1, "only cniVersion 1.0.0 is spoken here")
    container, name = variable("CNI_CONTAINERID"), variable("CNI_IFNAME")
    outer = "wire" + hashlib.sha1(f"{container} {name}".encode()).hexdigest()[:10]
    if verb == "DEL":
        ipam(text, config)
        run("ip", "link", "del", outer, must=False)
        return None
    netns = variable("CNI_NETNS")
    inside = ("nsenter", f"--net={netns}", "ip")
    if verb == "CHECK":
        ipam(text, config)
        shown = json.loads(run(*inside, "-j", "addr", "show", "dev", name))
        there = {f"{one['local']}/{one['prefixlen']}" for one in shown[0]["addr_info"]}
        lost = [one["address"] for one in config["prevResult"]["ips"] if one["address"] not in there]
        if lost:
            raise Refused(102, f"{name} lacks {', '.join(lost)}")
        return None
    if verb != "ADD":
        raise Refused(4, f"CNI_COMMAND {verb} is no verb")
    if any(link.get("ifname") == name for link in json.loads(run(*inside, "-j", "link"))):
        raise Refused(103, f"there is a device {name} already")
    lease = ipam(text, config)
    address, gateway = lease["ips"][0]["address"], lease["ips"][0]["gateway"]
    bridge = config["bridge"]
    run("ip", "link", "add", bridge, "type", "bridge", must=False)
    run("ip", "addr", "replace", f"{gateway}/{address.split('/')[1]}", "dev", bridge)
    run("ip", "link", "set", bridge, "up")
    run("ip", "link", "add", outer, "type", "veth", "peer", "name", name, "netns", netns)
    run("ip", "link", "set", outer, "master", bridge, "up")
    run(*inside, "addr", "add", address, "dev", name)
    run(*inside, "link", "set", name, "up")
    for route in lease.get("routes", []):
        run(*inside, "route", "add", route["dst"], "via", gateway)
    [link] = json.loads(run(*inside, "-j", "link", "show", name))
    lease["ips"][0]["interface"] = 1
    return lease | {"interfaces": [{"name": outer}, {"name": name, "mac": link["address"], "sandbox": netns}]}


try:
    answer = main(variable("CNI_COMMAND"), sys.stdin.read())
    if answer is not None:
        print(json.dumps(answer))
except Refused as refused:
    print(json.dumps(refused.answer))
    sys.exit(1)
PY
chmod +x /srv/cni/wire
