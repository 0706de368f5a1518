/** A host with a bridge, pods that answer with their names, and a client, for tests and the benchmark of the probes. */
import type { HostName, Sandbox } from '../../../sandbox/driver.ts';
import { patient } from '../../../slowdown.ts';

/** Answers every HTTP request with its name, one connection at a time. */
const POD = `
import socket, sys
name, port = sys.argv[1], int(sys.argv[2])
body = f"{name}\\n".encode()
answer = b"HTTP/1.0 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n%s" % (len(body), body)
server = socket.create_server(("", port), backlog=1024)
while True:
    client, _ = server.accept()
    client.settimeout(${patient(1_000) / 1000})
    try:
        client.recv(4096)
        client.sendall(answer)
    except OSError:
        pass
    client.close()
`;

export const PODS = ['pod-a', 'pod-b', 'pod-c', 'pod-d', 'pod-e'] as const;
export const podAddress = (i: number): string => `10.244.1.${i + 2}:8080`;
export const SERVICE = '10.96.0.10:80';

/** Pods 10.244.1.2 and on, port 8080; namespace `client` 10.244.1.100; the bridge's 10.244.1.1 is their gateway. */
export async function buildPods(sandbox: Sandbox, host: HostName, pods: number): Promise<void> {
  const member = (name: string, address: string) => `
ip netns add ${name}
ip link add v-${name} type veth peer name eth0 netns ${name}
ip link set v-${name} master br0 up
ip -n ${name} addr add ${address}/24 dev eth0
ip -n ${name} link set lo up
ip -n ${name} link set eth0 up
ip -n ${name} route add default via 10.244.1.1`;
  const lines = PODS.slice(0, pods).map((name, i) => {
    const [address = '', port = ''] = podAddress(i).split(':');
    return `${member(name, address)}
setsid ip netns exec ${name} python3 -c "$POD" ${name} ${port} >/dev/null 2>&1 </dev/null &`;
  });
  const ready = PODS.slice(0, pods).map((_, i) => `curl -s http://${podAddress(i)}/ >/dev/null`);
  await run(
    sandbox,
    host,
    `POD='${POD}'
sysctl -qw net.ipv4.ip_forward=1
ip link add br0 type bridge
ip addr add 10.244.1.1/24 dev br0
ip link set br0 up
${member('client', '10.244.1.100')}
${lines.join('\n')}
until ${ready.join(' && ')}; do sleep 0.05; done`,
  );
}

export interface Rule {
  /** `10.244.1.2:8080` */
  readonly to: string;
  /** Absent: the rule takes everything that reaches it. */
  readonly probability?: number;
}

/** Replaces the nat table: SERVICE leads through KUBE-SERVICES and KUBE-SVC-WEB to these DNAT rules, from the hooks given. */
export async function writeRules(
  sandbox: Sandbox,
  host: HostName,
  rules: readonly Rule[],
  hooks: readonly string[] = ['PREROUTING', 'OUTPUT'],
): Promise<void> {
  const [address, port] = SERVICE.split(':');
  await run(
    sandbox,
    host,
    `iptables -t nat -F
iptables -t nat -X
iptables -t nat -N KUBE-SERVICES
iptables -t nat -N KUBE-SVC-WEB
${hooks.map((hook) => `iptables -t nat -A ${hook} -j KUBE-SERVICES`).join('\n')}
iptables -t nat -A KUBE-SERVICES -d ${address} -p tcp --dport ${port} -j KUBE-SVC-WEB
${rules
  .map(({ to, probability }, i) => {
    const chance = probability === undefined ? '' : `-m statistic --mode random --probability ${probability}`;
    return `iptables -t nat -N KUBE-SEP-${i}
iptables -t nat -A KUBE-SEP-${i} -p tcp -j DNAT --to-destination ${to}
iptables -t nat -A KUBE-SVC-WEB ${chance} -j KUBE-SEP-${i}`;
  })
  .join('\n')}`,
  );
}

/** Runs a bash script on the host; throws with its words when it fails. */
export async function run(sandbox: Sandbox, host: HostName, script: string): Promise<string> {
  const { status, stdout, stderr } = await sandbox.exec(host, ['bash', '-e'], { stdin: script });
  if (status !== 0) throw new Error(`on ${host}: status ${status}\n${stderr}`);
  return stdout;
}
