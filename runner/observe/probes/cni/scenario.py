# The CNI probe, last part: which operations, on which containers, and when to look. Reads REQUEST, prints one result as JSON.


class Scenario:
    def __init__(self, runtime, request):
        self.runtime = runtime
        self.direct = "program" in request
        self.pool = request.get("pool")
        self.parts = request["parts"]
        self.containers = {}
        self.looks = []
        self.part = ""

    def play(self):
        for self.part in self.parts:
            self.containers[self.part] = {}
            try:
                PARTS[self.part](self)
                self.leave()
            except Stuck:
                pass

    def container(self, label, **how):
        made = Container(label, **how).make()
        self.containers[self.part][label] = made
        return made

    def three(self):
        """Each unlike the one before: another name for the device, another folder for the namespace."""
        return [
            self.container("first"),
            self.container("second", ifname="net7"),
            self.container("third", elsewhere=True),
        ]

    def operate(self, purpose, command, container, **how):
        return self.runtime.operate(self.part, purpose, command, container, **how)

    def look(self, moment, sending=()):
        self.looks.append(look(moment, self.part, self.containers[self.part].values(), sending))

    def leave(self):
        """As a good runtime: a DEL for whatever was begun. What is left by then is the guard's."""
        for container in self.containers[self.part].values():
            if container.begun:
                self.operate("leave", "DEL", container)
            container.unmake()

    def version(self):
        config = json.dumps({"cniVersion": self.runtime.network["cniVersion"]})
        for purpose in ("version", "version-again"):
            self.operate(purpose, "VERSION", None, change=lambda _: config)

    def add(self):
        self.taken()
        first, second, third = self.three()
        self.look("before")
        if not self.operate("add", "ADD", first):
            return
        both = [lambda one=one: self.operate("add", "ADD", one) for one in (second, third)]
        self.runtime.at_once(both)
        self.look("added", [(None, first), (None, second), (None, third), (first, second), (second, third)])
        kept = first.result
        self.operate("add-again", "ADD", first)
        first.result = kept
        self.look("added-again")

    def taken(self):
        """Somebody else has given the container a device of that name."""
        other = self.container("occupied")
        run("ip", "link", "add", other.ifname, "type", "veth", "peer", "name", "other", net=other.net)
        self.operate("add-taken", "ADD", other)
        self.look("taken")
        self.operate("leave", "DEL", other)
        # Whoever has not written DEL yet shall see what ADD does all the same.
        forget()
        other.unmake()
        other.begun, other.result = False, None

    def check(self):
        first, second, third = self.three()
        if not all([self.operate("add", "ADD", one) for one in (first, second, third)]):
            return
        self.operate("check", "CHECK", first)
        self.operate("check-again", "CHECK", first)
        self.operate("check-other-address", "CHECK", first, previous=with_other_address(first.result))
        run("ip", "link", "del", second.ifname, net=second.net)
        self.operate("check-no-device", "CHECK", second)
        for one in addresses(third):
            run("ip", "addr", "flush", "to", one, "dev", third.ifname, net=third.net)
        self.operate("check-no-address", "CHECK", third)
        self.operate("check-still", "CHECK", first)

    def delete(self):
        first, second, third = self.three()
        self.look("before")
        if not all([self.operate("add", "ADD", one) for one in (first, second, third)]):
            return
        self.look("added")
        self.operate("del", "DEL", first)
        self.look("deleted-first", [(None, second), (second, third)])
        self.operate("del-again", "DEL", first)
        if self.direct:
            run("ip", "link", "del", second.ifname, net=second.net)
            third.unmake()
        self.operate("del-no-device" if self.direct else "del", "DEL", second)
        self.operate("del-no-namespace" if self.direct else "del", "DEL", third)
        self.operate("del-no-netns", "DEL", third, without=["CNI_NETNS"])
        never = self.container("fourth")
        self.operate("del-never-added", "DEL", never)
        self.look("deleted")
        for label in ("fifth", "sixth", "seventh"):
            if not self.operate("add-next", "ADD", self.container(label)):
                return

    def errors(self):
        one = self.container("first")
        self.look("before")
        request = lambda purpose, **how: self.operate(purpose, "ADD", one, **how)
        request("broken-json", change=lambda config: json.dumps(config)[:-1])
        request("unknown-version", change=lambda config: json.dumps(config | {"cniVersion": "9.9.9"}))
        request("no-container-id", without=["CNI_CONTAINERID"])
        request("no-netns", without=["CNI_NETNS"])
        request("no-ifname", without=["CNI_IFNAME"])
        request("unknown-command", other={"CNI_COMMAND": "JUMP"})
        request("absent-netns", other={"CNI_NETNS": f"{NAMED}/{PREFIX}absent"})
        self.look("refused")
        if self.pool is None:
            return
        for number in range(self.pool):
            if not self.operate("add", "ADD", one if number == 0 else self.container(f"number {number + 1}")):
                return
        self.look("full")
        late = self.container("last")
        self.operate("pool-empty", "ADD", late)
        self.operate("del-after-error", "DEL", late)
        self.look("still-full")


PARTS = {
    "version": Scenario.version,
    "add": Scenario.add,
    "check": Scenario.check,
    "del": Scenario.delete,
    "errors": Scenario.errors,
}


def with_other_address(result):
    """What the runtime remembers is not what is there any more."""
    if not isinstance(result, dict):
        return result
    other = [entry | {"address": "192.0.2.77/24"} for entry in result.get("ips", []) if isinstance(entry, dict)]
    return result | {"ips": other}


def network_of(request):
    """As given, or the list in the learner's file. A string says what is wrong with that."""
    if "network" in request:
        return request["network"]
    try:
        with open(request["conflist"], encoding="utf-8") as file:
            network = json.load(file)
    except OSError as error:
        return error.strerror
    except ValueError as error:
        return f"it is not JSON: {error}"
    if not isinstance(network, dict):
        return "it is no JSON object"
    for key, kind in (("cniVersion", str), ("name", str), ("plugins", list)):
        if not isinstance(network.get(key), kind) or not network[key]:
            return f'it has no "{key}"' + (": one plugin's configuration is no list" if "type" in network else "")
    for plugin in network["plugins"]:
        if not isinstance(plugin, dict) or not isinstance(plugin.get("type"), str):
            return 'an entry of "plugins" has no "type"'
    return network


def main(request):
    network = network_of(request)
    if isinstance(network, str):
        return {"unusable": network}
    with Guard() as guard:
        runtime = Runtime(request | {"network": network}, guard)
        scenario = Scenario(runtime, request)
        scenario.play()
    return {
        "plugins": [plugin["type"] for plugin in network["plugins"]],
        "cniVersion": network["cniVersion"],
        "containers": {
            part: {label: one.shown() for label, one in made.items()} for part, made in scenario.containers.items()
        },
        "operations": runtime.operations,
        "looks": scenario.looks,
    }


among_its_files()
print(json.dumps(main(REQUEST)))
