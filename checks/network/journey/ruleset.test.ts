import { describe, expect, it } from 'vitest';
import { readRuleset } from './ruleset.ts';

const NFT = `table inet guard { # handle 4
	set bad { # handle 9
		type ipv4_addr
		elements = { 192.0.2.1,
			     192.0.2.2 }
	}

	chain in { # handle 1
		type filter hook input priority filter; policy drop;
		ip saddr @bad counter packets 3 bytes 180 drop # handle 12
		tcp dport vmap { 80 : jump web,
				 443 : accept } # handle 14
	}

	chain web { # handle 2
		accept comment "# handle 99" # handle 15
	}
}
table ip nat { # handle 5
	chain PREROUTING { # handle 1
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 10.96.0.10 tcp dport 80 counter packets 2 bytes 120 dnat to 10.244.1.2:8080 # handle 3
	}
}
`;
const RULE = '-d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.1.2:8080';
const save = (...rules: string[]) =>
  [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ...rules.map((rule) => `[2:120] -A PREROUTING ${rule}`),
    'COMMIT',
  ].join('\n');

describe('a ruleset', () => {
  it('has hooks, and rules by handle, with their places and counters', () => {
    const chains = readRuleset(NFT, undefined);
    expect([...chains.keys()]).toEqual(['inet guard in', 'inet guard web', 'ip nat PREROUTING']);
    expect(chains.get('inet guard in')).toMatchObject({ hook: 'input' });
    expect(chains.get('inet guard web')?.hook).toBeUndefined();
    expect([...(chains.get('inet guard in')?.rules ?? [])]).toEqual([
      [12, { number: 1, text: 'ip saddr @bad drop', counters: { packets: 3, bytes: 180 } }],
      [14, { number: 2, text: 'tcp dport vmap { 80 : jump web, 443 : accept }' }],
    ]);
    expect(chains.get('inet guard web')?.rules.get(15)?.text).toBe('accept comment "# handle 99"');
  });
  it('has the words of iptables where it lists the same chain', () => {
    const rule = readRuleset(NFT, save(RULE)).get('ip nat PREROUTING')?.rules.get(3);
    expect(rule).toMatchObject({ number: 1, text: RULE, counters: { packets: 2, bytes: 120 } });
    expect(rule?.words?.slice(0, 2)).toEqual(['-d', '10.96.0.10/32']);
  });
  it('keeps nft’s words where iptables lists other rules', () => {
    const rules = readRuleset(NFT, save(RULE, RULE)).get('ip nat PREROUTING')?.rules;
    expect(rules?.get(3)?.text).toBe('ip daddr 10.96.0.10 tcp dport 80 dnat to 10.244.1.2:8080');
  });
  it('is empty when nothing was listed', () => {
    expect(readRuleset('', undefined).size).toBe(0);
  });
});
