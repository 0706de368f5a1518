/**
 * What a learner, root of his lab host, can and cannot do: one command each, as data. Run by namespaces.real.test.ts in
 * all three id maps. A command that is refused must fail of itself, not for want of a tool (127, 126).
 */
import { patientSeconds } from '../../../slowdown.ts';
import type { UidMapMode } from '../../linux-host/uid-map.ts';

export interface IsolationCase {
  readonly name: string;
  readonly sh: string;
  readonly expect: 'refused' | 'works';
  /** Only in these maps; default all. */
  readonly modes?: readonly UidMapMode[];
}

/** Calls a system call by number (x86_64 or aarch64) and fails with its error's name. */
const syscall = (x64: number, arm64: number, args: string): string =>
  `python3 -c 'import ctypes,os,platform,sys
libc=ctypes.CDLL(None,use_errno=True)
n=${x64} if platform.machine()=="x86_64" else ${arm64}
buf=ctypes.create_string_buffer(256)
sys.exit(0 if libc.syscall(n, ${args})>=0 else os.strerror(ctypes.get_errno()))'`;
const VSOCK = "python3 -c 'import socket; socket.socket(40, socket.SOCK_STREAM)'";

const refused = (name: string, sh: string, modes?: readonly UidMapMode[]): IsolationCase => ({
  name,
  sh,
  expect: 'refused',
  ...(modes && { modes }),
});
const works = (name: string, sh: string, modes?: readonly UidMapMode[]): IsolationCase => ({
  name,
  sh,
  expect: 'works',
  ...(modes && { modes }),
});
/** For an answer from another host. */
const ANSWER_S = patientSeconds(2);
/** tcpdump that ends with the first packet: pings until it has. */
const captured = (tcpdump: string): string =>
  `timeout ${patientSeconds(5)} ${tcpdump} & while kill -0 $! 2>/dev/null; do ping -qc1 -W${ANSWER_S} internet >/dev/null; done; wait $!`;
const MANY: readonly UidMapMode[] = ['root', 'range'];

/** $PORT: a TCP server on the machine's 127.0.0.1; $ABSTRACT: one on an abstract unix socket there; $RUNNER: a pid of
 *  the machine; SECRET_OF_THE_RUNNER: a variable of the runner's environment. */
export const ISOLATION: readonly IsolationCase[] = [
  // Files of the machine
  refused(
    'the root directory has nothing of the machine',
    "ls -A / | grep -vxE 'bin|sbin|lib(32|64|x32)?|dev|etc|home|mnt|opt|proc|root|run|srv|sys|tmp|usr|var|.lab'",
  ),
  refused("root's home is empty", "ls -A /root | grep -vxE '.bashrc|.profile'"),
  refused('homes of the machine', 'ls -A /home | grep -vx learner'),
  refused(
    'shadow, ssh, ssl, machine-id',
    'ls -d /etc/shadow /etc/gshadow /etc/ssh /etc/ssl /etc/machine-id /etc/sudoers 2>/dev/null | grep .',
  ),
  refused('an old root under the mounts', 'grep -E " /(old|hosts|mnt)" /proc/self/mounts'),
  refused("the runner's environment", 'grep -saz SECRET_OF_THE_RUNNER /proc/*/environ'),
  refused(
    'descriptors of process 1 that lead outside',
    "ls -l /proc/1/fd | grep -vE 'total|/dev/null|pipe:'",
  ),
  refused('write in /usr', 'touch /usr/x'),
  refused('remount /usr', 'mount -o remount,rw,bind /usr'),
  refused('unmount /usr', 'umount /usr'),
  refused('unmount /usr lazily', 'umount -l /usr'),
  refused('unmount a device', 'umount -l /dev/null'),
  refused('unmount the published files', 'umount -l /.lab/steps'),
  refused('make the root file system larger', 'mount -o remount,size=8g /'),
  refused('make /run larger', 'mount -o remount,size=8g /run'),
  refused(
    'fill more than the root file system has',
    'dd if=/dev/zero of=/tmp/fill bs=1M count=100; s=$?; rm -f /tmp/fill; exit $s',
  ),
  refused('a device node', 'mknod /tmp/disk b 254 0'),
  refused('a character device node', 'mknod /tmp/mem c 1 1'),
  ...['debugfs', 'tracefs', 'securityfs', 'devtmpfs', 'configfs', 'pstore'].map((type) =>
    refused(`mount ${type}`, `mount -t ${type} x /mnt`),
  ),
  refused('mount a disk', 'mount -t ext4 /dev/vda /mnt'),
  // The kernel
  ...[
    'kernel/core_pattern',
    'kernel/printk',
    'kernel/modprobe',
    'vm/drop_caches',
    'vm/overcommit_memory',
    'fs/file-max',
    'kernel/pid_max',
  ].map((key) => refused(`write ${key}`, `echo 1 > /proc/sys/${key}`)),
  refused('sysrq', 'echo h > /proc/sysrq-trigger'),
  refused('read kernel memory', 'head -c1 /proc/kcore'),
  refused('the kernel log', 'dmesg'),
  refused('the kernel log as a device', 'cat /dev/kmsg'),
  refused('set the clock', 'date -s 2001-01-01'),
  refused('load a module', syscall(175, 105, 'buf, 0, buf')),
  refused(
    'leave the user namespace (NS_GET_PARENT)',
    `python3 -c 'import fcntl; fcntl.ioctl(open("/proc/self/ns/user"), 0xb702)'`,
  ),
  // Seccomp, in exec, in nested namespaces, and in what process 1 starts
  refused('vsock', VSOCK),
  refused('vsock in a nested user namespace', `unshare -Ur ${VSOCK}`),
  refused('bpf', syscall(321, 280, '0, buf, 72')),
  refused('perf_event_open', syscall(298, 241, 'buf, 0, -1, -1, 0')),
  refused('io_uring', syscall(425, 425, '8, buf')),
  ...(
    [
      ['keyctl', 250, 219, '0, -3, 0'],
      ['add_key', 248, 217, 'b"user", b"name", b"x", 1, -3'],
      ['request_key', 249, 218, 'b"user", b"name", 0, -3'],
      ['userfaultfd', 323, 282, '0'],
      ['memfd_secret', 447, 447, '0'],
    ] as const
  ).map(([name, x64, arm64, args]) => refused(name, syscall(x64, arm64, args))),
  ...[0x5412, 0x541c].map((request) =>
    refused(
      `typing for somebody at a terminal (ioctl ${request.toString(16)})`,
      `python3 -c 'import fcntl, pty; fcntl.ioctl(pty.openpty()[1], ${request}, b"x")'`,
    ),
  ),
  works('the filter is on process 1', 'grep -qx "Seccomp:\t2" /proc/1/status'),
  // Processes and limits
  refused("the runner's processes", 'kill -0 $RUNNER'),
  refused(
    'more than its share of network namespaces',
    'for i in $(seq 200); do ip netns add n$i || break; done; test $i = 200; last=$?; for n in /run/netns/n*; do umount $n; rm $n; done; exit $last',
  ),
  refused(
    'more than its share of user namespaces, also one below the other',
    `python3 -c 'import ctypes, sys; libc = ctypes.CDLL(None); sys.exit(any(libc.unshare(0x10000000) < 0 for _ in range(31)))' && python3 -c 'import ctypes, os, signal, sys
libc = ctypes.CDLL(None)
children = []
for _ in range(40):
    r, w = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(w, b"n" if libc.unshare(0x10000000) < 0 else b"y"); signal.pause()
    children.append((child, os.read(r, 1)))
for child, _ in children: os.kill(child, 9)
sys.exit(any(said == b"n" for _, said in children))'`,
  ),
  refused(
    'more than its share of inotify instances',
    `python3 -c 'import ctypes, sys; libc = ctypes.CDLL(None); sys.exit(any(libc.inotify_init() < 0 for _ in range(100)))'`,
  ),
  refused(
    'more open files than any program of a lab needs',
    `python3 -c 'import os; [os.dup(0) for _ in range(5000)]'`,
  ),
  // Networks of the machine
  refused('links of the machine', "ls /sys/class/net | grep -vxE 'lo|eth0|bonding_masters'"),
  refused('a server on the loopback of the machine', 'curl -s --max-time 2 http://127.0.0.1:$PORT/'),
  refused(
    'an abstract unix socket of the machine',
    `python3 -c 'import os,socket; socket.socket(socket.AF_UNIX).connect("\\0"+os.environ["ABSTRACT"])'`,
  ),
  refused('a way out', 'ping -c1 -W1 192.0.2.1'),
  refused('a way out by the router', 'ip route add 192.0.2.0/24 via 172.18.0.1 && ping -c1 -W1 192.0.2.1'),
  refused('cgroups to be written', 'mkdir -p /tmp/cg && mount -t cgroup2 none /tmp/cg && mkdir /tmp/cg/x'),
  refused(
    'memory limits to be raised',
    'mkdir -p /tmp/cm && mount -t cgroup -o memory none /tmp/cm && echo -1 > /tmp/cm/memory.limit_in_bytes',
  ),
  // What a lab needs
  works(
    'netns, and commands in it',
    'ip netns add n1 && ip netns exec n1 ip link set lo up && ip netns exec n1 ping -qc1 127.0.0.1 && ip netns identify $$ && ip netns pids n1 && lsns -t net && ip netns del n1',
  ),
  works(
    'ip netns exec in ip netns exec',
    'ip netns add n2 && ip netns exec n2 ip netns exec n2 true && ip netns del n2',
  ),
  works(
    'nsenter into a netns',
    'ip netns add n3 && nsenter --net=/run/netns/n3 ip -br link && ip netns del n3',
  ),
  works(
    'veth, bridge, vxlan, fdb',
    'ip link add v0 type veth peer name v1 && ip link add b0 type bridge && ip link set v0 master b0 && ip link add x0 type vxlan id 9 dstport 4789 dev eth0 && bridge fdb append 00:00:00:00:00:00 dev x0 dst 172.18.0.2 && ip link del b0 && ip link del v0 && ip link del x0',
  ),
  works(
    'iptables as kube-proxy uses it',
    'iptables -t nat -N SVC && iptables -t nat -A SVC -m statistic --mode random --probability 0.5 -j RETURN && iptables -t nat -A SVC -p tcp -m tcp -j DNAT --to-destination 10.0.0.1:80 && iptables -t nat -A POSTROUTING -m mark --mark 0x4000/0x4000 -m comment --comment "kube" -j MASQUERADE --random-fully && iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT && iptables -t nat -L -nv && iptables-save -c && iptables -F && iptables -t nat -F && iptables -t nat -X',
  ),
  works('nft', 'nft add table ip t && nft -j list ruleset && nft delete table ip t'),
  works('conntrack', 'conntrack -L'),
  works(
    'sysctls of the network',
    'sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.eth0.proxy_arp=1 && sysctl -w net.ipv4.ip_forward=0 net.ipv4.conf.all.route_localnet=0 net.ipv4.conf.eth0.proxy_arp=0',
  ),
  works(
    'bridge-nf-call-iptables can be read and set',
    'v=$(sysctl -n net.bridge.bridge-nf-call-iptables) && sysctl -w net.bridge.bridge-nf-call-iptables=0 && sysctl -w net.bridge.bridge-nf-call-iptables=$v',
  ),
  works('ping', `ping -qc1 -W${ANSWER_S} internet`),
  works('arping', `arping -c1 -w${ANSWER_S} -I eth0 172.18.0.1`),
  works(
    'ping as another user',
    `setpriv --reuid 1000 --regid 1000 --clear-groups ping -qc1 -W${ANSWER_S} control-plane`,
    MANY,
  ),
  works('tcpdump', captured('tcpdump -c1 -ni eth0 icmp'), MANY),
  works('tcpdump that keeps its id', captured('tcpdump -c1 -Z root -ni eth0 icmp'), MANY),
  works('files of other users', 'touch /tmp/o && chown www-data:nogroup /tmp/o && rm /tmp/o', MANY),
  works('namespaces by unshare', 'unshare -npmuif --mount-proc true'),
  works('a nested user namespace', 'unshare -Ur true'),
  works('mount tmpfs', 'mkdir -p /tmp/t && mount -t tmpfs t /tmp/t && umount /tmp/t'),
  works(
    'a server and a client',
    'python3 -m http.server 8099 >/dev/null 2>&1 & until curl -sf 127.0.0.1:8099 >/dev/null; do sleep 0.05; done; kill $!',
  ),
  works('programs at the other end of a link', 'ss -tlnp && ps -ef && lsns'),
  works('another pseudo-terminal', "python3 -c 'import pty; pty.openpty()'"),
  works('process substitution', 'read -r x < <(echo yes) && test "$x" = yes'),
  works('a host by its name', 'getent hosts control-plane'),
];
