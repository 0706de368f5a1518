import { describe, expect, it } from 'vitest';
import { parseIptablesSave } from '../../../../checks/network/state/iptables-save.ts';
import type { ProbeResult } from '../../../../checks/probe.ts';
import { GeneratorFailed } from '../support/hidden.ts';
import { gained } from './counters.ts';
import { portsBySource } from './remembered.ts';

const table = (a: number, b: number, extra = '') =>
  parseIptablesSave(`*nat
:OUTPUT ACCEPT [0:0]
:SEP - [0:0]
[9:9] -A OUTPUT -j SEP
[${a}:1] -A SEP -p tcp -m statistic --mode random --probability 0.50000000000 -j DNAT --to-destination 10.0.0.1:80
[${b}:1] -A SEP -p tcp -j DNAT --to-destination 10.0.0.2:80
${extra}COMMIT
`);

describe('gained', () => {
  it('gives what each DNAT rule counted in between', () => {
    expect(gained([table(5, 7)], [table(1005, 1007)])).toEqual([
      { chain: 'SEP', to: '10.0.0.1:80', packets: 1000 },
      { chain: 'SEP', to: '10.0.0.2:80', packets: 1000 },
    ]);
  });
  it('adds up equal rules of several hosts', () => {
    const [first] = gained([table(0, 0), table(0, 0)], [table(3, 0), table(4, 0)]);
    expect(first?.packets).toBe(7);
  });
  it('knows nothing of an empty table', () => {
    expect(gained([{ tables: {} }], [{ tables: {} }])).toEqual([]);
  });
  it.each([
    ['a rule more', table(1, 1, '[0:0] -A SEP -j DNAT --to-destination 10.0.0.3:80\n')],
    ['counters set to zero', table(0, 0)],
    ['rules gone', { tables: {} }],
  ])('refuses %s', (_, after) => {
    expect(() => gained([table(1, 1)], [after])).toThrow(GeneratorFailed);
  });
});

it('a failure is a result, and the origin is missing only when it is said', () => {
  const results: ProbeResult[] = [
    new GeneratorFailed('broken').result,
    new GeneratorFailed('gone', true).result,
  ];
  expect(results).toEqual([
    { probe: 'failed', reason: 'broken', originMissing: false },
    { probe: 'failed', reason: 'gone', originMissing: true },
  ]);
});

it('portsBySource reads the original direction of each flow, and tells open ones from those that are over', () => {
  const list = `tcp      6 118 SYN_SENT src=10.244.1.100 dst=10.96.0.10 sport=40001 dport=80 [UNREPLIED] src=10.96.0.10 dst=10.244.1.100 sport=80 dport=40001 mark=0 use=1
tcp      6 431999 ESTABLISHED src=10.244.1.100 dst=10.96.0.10 sport=40002 dport=80 src=10.244.1.2 dst=10.244.1.100 sport=8080 dport=40002 [ASSURED] mark=0 use=1
tcp      6 8 CLOSE src=10.244.1.100 dst=10.96.0.10 sport=40003 dport=80 src=10.244.1.2 dst=10.244.1.100 sport=8080 dport=40003 [ASSURED] mark=0 use=1
tcp      6 115 TIME_WAIT src=10.244.1.100 dst=10.96.0.10 sport=40004 dport=80 src=10.244.1.2 dst=10.244.1.100 sport=8080 dport=1025 [ASSURED] mark=0 use=1
`;
  expect(portsBySource(list)).toEqual({
    '10.244.1.100': { open: [40001, 40002], over: [40003, 40004, 1025] },
  });
  expect(portsBySource('')).toEqual({});
});
