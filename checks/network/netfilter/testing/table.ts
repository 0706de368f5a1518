/** A nat table for tests, from the lines of iptables-save: `:CHAIN POLICY [p:b]` and `-A CHAIN ...`, counters optional. */
import type { IptablesChain, IptablesRule } from '../../state/network-state.ts';

export function natTable(text: string): IptablesChain[] {
  const chains = new Map<string, { policy: string | null; rules: IptablesRule[] }>();
  for (const name of ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'])
    chains.set(name, { policy: 'ACCEPT', rules: [] });
  const chain = (name: string) => {
    const known = chains.get(name) ?? { policy: null, rules: [] };
    chains.set(name, known);
    return known;
  };
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    const declared = /^:(\S+) (\S+)/.exec(line);
    if (declared) chain(declared[1] ?? '').policy = declared[2] === '-' ? null : (declared[2] ?? null);
    const appended = /^(?:\[(\d+):(\d+)\] )?-A (\S+) (.*)$/.exec(line);
    if (!appended) continue;
    const words = [...(appended[4] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
      (m) => m[1] ?? m[2] ?? '',
    );
    chain(appended[3] ?? '').rules.push({
      text: appended[4] ?? '',
      words,
      target: words[words.findIndex((word) => word === '-j' || word === '-g') + 1] ?? null,
      packets: Number(appended[1] ?? 0),
      bytes: Number(appended[2] ?? 0),
    });
  }
  return [...chains].map(([name, { policy, rules }]) => ({ name, policy, packets: 0, bytes: 0, rules }));
}

/** What iptables-save prints on a node for a service 10.96.0.10:80 with endpoints 10.244.1.2, .3 and 10.244.2.2, port 8080. */
export const KUBE = `
*nat
:PREROUTING ACCEPT [5:300]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [12:720]
:POSTROUTING ACCEPT [12:720]
:KUBE-MARK-MASQ - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-A - [0:0]
:KUBE-SEP-B - [0:0]
:KUBE-SEP-C - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-WEB - [0:0]
[5:300] -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
[12:720] -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
[12:720] -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
[0:0] -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
[12:720] -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
[0:0] -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
[0:0] -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
[0:0] -A KUBE-SEP-A -s 10.244.1.2/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ
[0:0] -A KUBE-SEP-A -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.1.2:8080
[0:0] -A KUBE-SEP-B -s 10.244.1.3/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ
[0:0] -A KUBE-SEP-B -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.1.3:8080
[0:0] -A KUBE-SEP-C -s 10.244.2.2/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ
[0:0] -A KUBE-SEP-C -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.2.2:8080
[0:0] -A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-WEB
[0:0] -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
[0:0] -A KUBE-SVC-WEB ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
[0:0] -A KUBE-SVC-WEB -m comment --comment "default/web -> 10.244.1.2:8080" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-A
[0:0] -A KUBE-SVC-WEB -m comment --comment "default/web -> 10.244.1.3:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-B
[0:0] -A KUBE-SVC-WEB -m comment --comment "default/web -> 10.244.2.2:8080" -j KUBE-SEP-C
:KUBE-NODEPORTS - [0:0]
COMMIT
`;
