import { expect, test } from 'vitest';
import { mutantsOf } from './mutants.ts';
import { representatives } from './representatives.ts';

const script = `ip netns add red
ip netns add blue
ip -n red addr add 10.0.0.2/24 dev eth0
ip -n blue addr add 10.0.0.3/24 dev eth0
ip netns exec red ip link set lo up
ip -n blue link set lo up
sysctl -qw net.ipv4.ip_forward=1
`;
const proof = {
  file: 'proofs/pods/solution.sh',
  sections: [
    { host: 'worker', script, line: 3 },
    { host: 'worker2', script: 'ip netns add green\nip route add default via 10.0.0.1\n', line: 12 },
  ],
} as const;

test('of the same mistake in like commands the first is left, of each kind of mistake one', () => {
  const mutants = mutantsOf(proof).mutants.map((mutant) => ({ proof, mutant }));
  expect(representatives(mutants, 100).map(({ mutant }) => mutant.name)).toEqual([
    'solution.sh:3 leaves out "ip netns add red"',
    'solution.sh:5 leaves out "ip -n red addr add 10.0.0.2/24 dev eth0"',
    expect.stringMatching(/^solution.sh:5 10\.0\.0\.2 -> /),
    expect.stringMatching(/^solution.sh:5 24 -> /),
    'solution.sh:7 leaves out "ip netns exec red ip link set lo up"',
    expect.stringMatching(/^solution.sh:7 drops "up"/),
    'solution.sh:9 leaves out "sysctl -qw net.ipv4.ip_forward=1"',
    'solution.sh:13 leaves out "ip route add default via 10.0.0.1"',
    expect.stringMatching(/^solution.sh:13 10\.0\.0\.1 -> /),
  ]);
});

test('of more than are wanted, some from the first to the last script', () => {
  const mutants = mutantsOf(proof).mutants.map((mutant) => ({ proof, mutant }));
  expect(representatives(mutants, 3).map(({ mutant }) => mutant.line)).toEqual([3, 5, 9]);
  expect(representatives(mutants, 9)).toHaveLength(9);
});

test('no mutants, no representatives', () => expect(representatives([], 3)).toEqual([]));
