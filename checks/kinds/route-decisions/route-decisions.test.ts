import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import type { ProbeResult } from '../../probe.ts';
import type { Decision } from '../../probes/lookup.ts';
import { address, findings, host, link, netns, route, without } from '../../testing/fixtures.ts';
import { reverts } from '../../testing/table.ts';
import { routeDecisions } from './route-decisions.ts';

const LINK = '10.8.79.7';
const LONGER = '10.8.72.7';
const REFUSED = '10.8.96.7';
const DEFAULT = '192.168.5.7';
const args = routeDecisions.schema.parse({
  host: 'worker',
  netns: 'sorter',
  file: '/root/decisions',
  addresses: [LINK, LONGER, REFUSED, DEFAULT],
});
const sorter = netns('sorter', {
  links: [link('eth0', { addresses: [address('10.8.64.10/20')] })],
  routes: [
    route('default', { gateway: '10.8.64.1', device: 'eth0' }),
    route('10.8.64.0/20', { device: 'eth0', scope: 'link' }),
    route('10.8.72.0/22', { gateway: '10.8.64.3', device: 'eth0' }),
    route('10.8.96.0/19', { type: 'unreachable' }),
    route('10.9.0.0/16', {
      nexthops: [
        { gateway: '10.8.64.5', device: 'eth0' },
        { gateway: '10.8.64.6', device: 'eth0' },
      ],
    }),
    route('fd00::/64', { family: 'inet6', device: 'eth0' }),
    route('10.0.0.0/8', { table: '100', gateway: '10.8.64.9', device: 'eth0' }),
  ],
});
const worker = host([
  netns('', { routes: [route('default', { gateway: '172.18.0.1', device: 'eth0' })] }),
  sorter,
]);
const kernel: Decision[] = [
  { is: 'on-link', detail: '' },
  { is: 'gateway', gateway: '10.8.64.3', detail: '' },
  { is: 'unreachable', detail: 'No route to host' },
  { is: 'gateway', gateway: '10.8.64.1', detail: '' },
];
const RIGHT = { [LINK]: 'on-link', [LONGER]: '10.8.64.3', [REFUSED]: 'unreachable', [DEFAULT]: '10.8.64.1' };
const text = (decisions: Record<string, string>) =>
  Object.entries(decisions)
    .map((line) => `${line.join(' ')}\n`)
    .join('');
const lookup: ProbeResult = { probe: 'lookup', decisions: kernel };
const judge = (content: string | undefined, hosts = [worker], first: ProbeResult = lookup) =>
  routeDecisions.judge(args, {
    ...findings(...hosts),
    probes: [first, { probe: 'file', ...(content !== undefined && { content }) }],
  });

it('asks for both at once', () => {
  expect(routeDecisions.probes?.(args)).toEqual([
    { probe: 'lookup', from: { host: 'worker', netns: 'sorter' }, addresses: args.addresses },
    { probe: 'file', host: 'worker', path: '/root/decisions' },
  ]);
  expect(routeDecisions.title(args)).toBe('/root/decisions says where sorter sends packets for 4 addresses');
});

it('passes when all are as the kernel decides, in any order, and said twice alike', () => {
  expect(judge(text(RIGHT))).toMatchObject({ verdict: 'pass' });
  expect(judge(`# mine\n${text(RIGHT).split('\n').reverse().join('\n')}\n${LINK} onlink`)).toMatchObject({
    verdict: 'pass',
  });
});

describe('fails, and says which mistake leads there', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the own mask only', { [LONGER]: 'on-link' }, '10.8.64.0/20 matches it, but so does a longer prefix'],
    ['the first line', { [LINK]: '10.8.64.1' }, '0.0.0.0/0 matches it, but so does a longer prefix'],
    ['refusal overlooked', { [REFUSED]: '10.8.64.1' }, '0.0.0.0/0 matches it, but so does a longer prefix'],
    ['wrong arithmetic', { [LINK]: '10.8.64.3' }, '10.8.79.7 AND 255.255.252.0 is 10.8.76.0, not 10.8.72.0'],
    ['wrong arithmetic', { [REFUSED]: 'on-link' }, '10.8.96.7 AND 255.255.240.0 is 10.8.96.0, not 10.8.64.0'],
    ['one of several hops', { [LINK]: '10.8.64.6' }, '10.8.79.7 AND 255.255.0.0 is 10.8.0.0, not 10.9.0.0'],
    ['the default forgotten', { [DEFAULT]: 'unreachable' }, 'the default route has the mask 0.0.0.0'],
    ['thought refused', { [LONGER]: 'unreachable' }, 'the longest that does lets the packet go'],
    ['the destination as gateway', { [LINK]: LINK }, 'that is the destination itself'],
    ['itself as gateway', { [DEFAULT]: '10.8.64.10' }, '10.8.64.10 is its own address'],
    [
      "the host's gateway",
      { [DEFAULT]: '172.18.0.1' },
      "is a gateway of the host's namespace: another stack",
    ],
    ['somebody', { [DEFAULT]: '10.8.64.77' }, 'no route leads by 10.8.64.77'],
    ['another table', { [LINK]: '10.8.64.9' }, 'no route leads by 10.8.64.9'],
    ['no such thing', { [LINK]: 'broadcast' }, 'it is not a broadcast address here'],
  ])('%s', (_, wrong, words) => {
    const judgement = judge(text({ ...RIGHT, ...wrong }));
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
    expect(judgement.diagnosis).toMatch(/^3 of 4 are right\. /);
    const [changed = ''] = Object.keys(wrong);
    expect(judgement.evidence[1]?.command).toBe(`ip -n sorter route get ${changed}`);
    // What would be right is for the learner to find: only what was written is shown.
    expect(judgement.evidence[0]?.found).toBe(`${changed} ${wrong[changed]}`);
    expect(judgement.evidence[1]?.found).toBe('shows what the kernel decides');
  });
  it('an address of the table local', () => {
    const local: ProbeResult = {
      probe: 'lookup',
      decisions: kernel.with(0, { is: 'broadcast', detail: '' }),
    };
    expect(judge(text(RIGHT), [worker], local).diagnosis).toContain('the table local is asked first');
    expect(judge(text({ ...RIGHT, [LINK]: 'broadcast' }), [worker], local)).toMatchObject({
      verdict: 'pass',
    });
  });
  it.each([
    [undefined, 'there is no /root/decisions on worker yet'],
    ['', '0 of 4 are right, and there is no line for 10.8.79.7'],
    [`${LINK} on-link\n`, '1 of 4 are right, and there is no line for 10.8.72.7'],
    [`${LINK} on-link\n${LONGER}\n`, 'no decision stands behind 10.8.72.7'],
    [`${text(RIGHT)}maybe\n`, 'line 5 cannot be read'],
    [`${text(RIGHT)}10.8.7.7 on-link\n`, '10.8.7.7 is not one of the addresses'],
    [`${text(RIGHT)}${LINK} unreachable\n`, 'there are two decisions about 10.8.79.7'],
  ])('%j', (content, words) => {
    expect(judge(content)).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
  });
  it('the namespace is not there', () => {
    const gone = {
      probe: 'failed',
      reason: 'worker has no network namespace named sorter',
      originMissing: true,
    } as const;
    expect(judge(text(RIGHT), [worker], gone)).toMatchObject({
      verdict: 'fail',
      diagnosis: expect.stringContaining('no network namespace named sorter'),
    });
  });
});

describe('cannot judge', () => {
  const broken = { probe: 'failed', reason: 'ip: not found', originMissing: false } as const;
  it.each<[string, ProbeResult[]]>([
    ['nothing was asked', []],
    ['ip is missing', [broken, { probe: 'file', content: text(RIGHT) }]],
    ['the file was not read', [lookup]],
    ['the file is unreadable', [lookup, broken]],
    ['the file is missing and ip, too', [broken, { probe: 'file' }]],
    [
      'too few answers',
      [
        { probe: 'lookup', decisions: kernel.slice(1) },
        { probe: 'file', content: text(RIGHT) },
      ],
    ],
  ])('when %s', (_, probes) => {
    expect(() => routeDecisions.judge(args, { ...findings(worker), probes })).toThrow(Inconclusive);
  });
  it('why it is wrong, without the routes', () => {
    const wrong = text({ ...RIGHT, [LINK]: 'unreachable' });
    expect(() => judge(wrong, [host([netns(''), without(sorter, 'routes')])])).toThrow(Inconclusive);
    expect(() => judge(wrong, [host([netns('')])])).toThrow(Inconclusive);
  });
});

it.each([
  { file: 'decisions' },
  { file: '/root/my decisions' },
  { file: '/root/' },
  { addresses: [] },
  { addresses: ['10.0.0.300'] },
  { addresses: ['10.0.0.$A'] },
  { addresses: ['10.0.0.1', '10.0.0.1'] },
  { netns: '' },
])('refuses %j', (wrong) => {
  const given = { host: 'worker', file: '/root/decisions', addresses: ['10.0.0.1'], ...wrong };
  expect(routeDecisions.schema.safeParse(given).success).toBe(false);
});

reverts(routeDecisions, [[{ file: '/root/d', addresses: ['10.0.0.2'] }, /^rm -f '\/root\/d'$/]]);
