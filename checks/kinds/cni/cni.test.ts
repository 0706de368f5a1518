import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { CniCall, CniLook, CniOperation, CniPart, CniResult } from '../../probes/cni.ts';
import { reverts } from '../../testing/table.ts';
import { cni } from './cni.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends object ? Draft<T[K]> : T[K] };

/** What the probe saw of the real `bridge` plugin, with a pool of three addresses. */
const recorded = readFileSync(new URL('./fixtures/bridge.json', import.meta.url), 'utf8');
const state = { depth: 'light', takenAt: 0, hosts: {} } as const;
const config = {
  cniVersion: '1.0.0',
  name: 'wired',
  type: 'bridge',
  ipam: { type: 'host-local', routes: [{ dst: '0.0.0.0/0' }] },
};
const entry = { host: 'worker', plugin: '/opt/cni/bin/bridge', config };

function judge(calls: readonly CniPart[], edit: (draft: Draft<CniResult>) => void = () => {}) {
  const draft = JSON.parse(recorded) as Draft<CniResult>;
  edit(draft);
  return cni.judge(cni.schema.parse({ ...entry, calls }), {
    topology: DEFAULT_TOPOLOGY,
    state,
    probes: [draft as CniResult],
  });
}

function operation(
  draft: Draft<CniResult>,
  part: CniPart,
  purpose: string,
  label?: string,
): Draft<CniOperation> {
  const found = draft.operations.find(
    (one) => one.part === part && one.purpose === purpose && (!label || one.container === label),
  );
  if (!found) throw new Error(`no ${purpose}`);
  return found;
}
const call = (...of: Parameters<typeof operation>): Draft<CniCall> =>
  operation(...of).calls.at(-1) as Draft<CniCall>;
function look(draft: Draft<CniResult>, part: CniPart, moment: string): Draft<CniLook> {
  const found = draft.looks.find((one) => one.part === part && one.moment === moment);
  if (!found) throw new Error(`no look ${moment}`);
  return found;
}
const inside = (draft: Draft<CniResult>, label: string, moment = 'added', part: CniPart = 'add') => {
  const found = look(draft, part, moment).inside[label];
  if (!found) throw new Error(`no ${label}`);
  return found;
};
const device = (draft: Draft<CniResult>, label: string, moment = 'added', part: CniPart = 'add') => {
  const found = inside(draft, label, moment, part).links.find(
    ({ name }) => name === 'eth0' || name === 'net7',
  );
  if (!found) throw new Error(`no device in ${label}`);
  return found;
};
/** Edits a result that was printed. */
function result(
  draft: Draft<CniResult>,
  label: string,
  edit: (printed: {
    cniVersion: unknown;
    interfaces: Record<string, unknown>[];
    ips: Record<string, unknown>[];
    routes: unknown[];
    dns: unknown;
  }) => void,
) {
  const target = call(draft, 'add', 'add', label);
  const printed = JSON.parse(target.stdout);
  edit(printed);
  target.stdout = JSON.stringify(printed);
}
const failing = (stdout: string, stderr = ''): Partial<CniCall> => ({ status: 1, stdout, stderr });
const error = (code: number, msg: string) => JSON.stringify({ cniVersion: '1.0.0', code, msg });

describe('passes', () => {
  it.each(['version', 'add', 'check', 'del', 'errors'] as const)('the real bridge plugin: %s', (part) => {
    expect(judge([part])).toMatchObject({ verdict: 'pass' });
  });
  it('all at once, when no call is named; and what it says of itself', () => {
    expect(
      cni.judge(cni.schema.parse(entry), {
        topology: DEFAULT_TOPOLOGY,
        state,
        probes: [JSON.parse(recorded)],
      }),
    ).toMatchObject({
      verdict: 'pass',
      diagnosis: expect.stringMatching(/was called \d\d times for \d\d containers/),
    });
    expect(cni.title(cni.schema.parse({ ...entry, calls: ['del'] }))).toBe(
      '/opt/cni/bin/bridge deletes them and leaves nothing',
    );
  });
  it('a result without what is optional, and keys that nobody knows', () => {
    const edit = (draft: Draft<CniResult>) =>
      result(draft, 'first', (printed) => {
        Object.assign(printed, { dns: undefined, routes: undefined, colour: 'red' });
      });
    expect(judge(['add'], edit)).toMatchObject({ verdict: 'pass' });
  });
});

type Case = [string, CniPart, (draft: Draft<CniResult>) => void, string];

const VERSION: Case[] = [
  ['fails', 'version', (d) => Object.assign(call(d, 'version', 'version'), failing('')), 'VERSION failed'],
  [
    'says nothing',
    'version',
    (d) => {
      call(d, 'version', 'version').stdout = '';
    },
    'nothing on standard output',
  ],
  [
    'prints its own version',
    'version',
    (d) => {
      call(d, 'version', 'version').stdout = 'wire 1.2';
    },
    'not one JSON value',
  ],
  [
    'lists nothing',
    'version',
    (d) => {
      call(d, 'version', 'version').stdout = '{"cniVersion": "1.0.0"}';
    },
    'supportedVersions is missing',
  ],
  [
    'lists others',
    'version',
    (d) =>
      Object.assign(call(d, 'version', 'version'), {
        stdout: '{"cniVersion": "1.0.0", "supportedVersions": ["0.4.0"]}',
      }),
    'supportedVersions lacks 1.0.0',
  ],
  [
    'answers in another version',
    'version',
    (d) =>
      Object.assign(call(d, 'version', 'version'), {
        stdout: '{"cniVersion": "0.4.0", "supportedVersions": ["1.0.0"]}',
      }),
    'answers in cniVersion 0.4.0, and was asked in 1.0.0',
  ],
  [
    'is not there',
    'version',
    (d) => Object.assign(call(d, 'version', 'version'), { outcome: 'missing', status: null }),
    'there is no program',
  ],
  [
    'may not be executed',
    'version',
    (d) => Object.assign(call(d, 'version', 'version'), { outcome: 'forbidden', status: null }),
    'chmod +x',
  ],
  [
    'has no first line',
    'version',
    (d) => Object.assign(call(d, 'version', 'version'), { outcome: 'no-program', status: null }),
    '#!/bin/bash',
  ],
  [
    'has an odd first line',
    'version',
    (d) => Object.assign(call(d, 'version', 'version'), { outcome: 'no-interpreter', status: null }),
    'interpreter',
  ],
  [
    'does not end',
    'version',
    (d) => Object.assign(call(d, 'version', 'version'), { outcome: 'late', status: null }),
    'did not end in time',
  ],
  [
    'crashes',
    'version',
    (d) => Object.assign(call(d, 'version', 'version-again'), { outcome: 'killed', status: null }),
    'ended by a signal',
  ],
];

const ADD: Case[] = [
  [
    'fails with an error result',
    'add',
    (d) => Object.assign(call(d, 'add', 'add', 'first'), failing(error(100, 'no bridge'))),
    'ADD failed for the first container: no bridge',
  ],
  [
    'fails and says why somewhere',
    'add',
    (d) => Object.assign(call(d, 'add', 'add', 'first'), failing('', 'one\nlast words\n')),
    'ADD failed for the first container: last words',
  ],
  [
    'fails with another device name',
    'add',
    (d) => Object.assign(call(d, 'add', 'add', 'second'), failing('')),
    '(CNI_IFNAME is net7): it said nothing',
  ],
  [
    'fails with a namespace elsewhere',
    'add',
    (d) => Object.assign(call(d, 'add', 'add', 'third'), failing('')),
    'so that ip -n does not find it',
  ],
  [
    'writes for its author',
    'add',
    (d) => {
      const target = call(d, 'add', 'add', 'first');
      target.stdout = `adding a container\n${target.stdout}`;
    },
    '"adding a container" beside the JSON on standard output',
  ],
  [
    'prints two results',
    'add',
    (d) => {
      const target = call(d, 'add', 'add', 'first');
      target.stdout += target.stdout;
    },
    'not one JSON value',
  ],
  [
    'prints no object',
    'add',
    (d) => {
      call(d, 'add', 'add', 'first').stdout = '[]';
    },
    'the whole must be an object',
  ],
  [
    'a result without addresses',
    'add',
    (d) => result(d, 'first', (r) => void Reflect.deleteProperty(r, 'ips')),
    'ips is missing',
  ],
  [
    'an empty list of addresses',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r, { ips: [] })),
    'ips is empty',
  ],
  [
    'an address without prefix length',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.ips[0] ?? {}, { address: '10.77.0.10' })),
    'ips[0].address must be an address with its prefix length',
  ],
  [
    'a gateway with a prefix length',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.ips[0] ?? {}, { gateway: '10.77.0.1/24' })),
    'ips[0].gateway must be an IP address without',
  ],
  [
    'default is no destination',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r, { routes: [{ dst: 'default' }] })),
    'routes[0].dst must be an address with its prefix length',
  ],
  [
    'an index as text',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.ips[0] ?? {}, { interface: '2' })),
    'ips[0].interface must be a whole number',
  ],
  [
    'nameservers that are no list',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r, { dns: { nameservers: '10.96.0.10' } })),
    'dns.nameservers must be a list',
  ],
  [
    'another version than asked for',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r, { cniVersion: '0.4.0' })),
    'the result is in cniVersion 0.4.0',
  ],
  [
    'no device',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r, { interfaces: [] })),
    'interfaces is empty',
  ],
  [
    'the same address twice',
    'add',
    (d) => result(d, 'third', (r) => Object.assign(r.ips[0] ?? {}, { address: '10.77.0.10/24' })),
    'the first container and the third container both got 10.77.0.10',
  ],
  [
    'a device of another name',
    'add',
    (d) => {
      device(d, 'second').name = 'eth0';
    },
    'there is no net7 in the second container, but eth0',
  ],
  [
    'no device in the namespace',
    'add',
    (d) => {
      inside(d, 'first').links = [];
    },
    'there is no eth0 in the first container: CNI_IFNAME',
  ],
  [
    'a device that is down',
    'add',
    (d) => {
      device(d, 'first').up = false;
    },
    'eth0 of the first container is DOWN',
  ],
  [
    'the other end is down',
    'add',
    (d) => {
      device(d, 'first').carrier = false;
    },
    'no carrier: its other end is DOWN',
  ],
  [
    'another prefix length than said',
    'add',
    (d) => {
      device(d, 'first').addresses = ['10.77.0.10/32'];
    },
    'the result says 10.77.0.10/24, and eth0 of the first container has 10.77.0.10/32',
  ],
  [
    'no address at all',
    'add',
    (d) => {
      device(d, 'first').addresses = [];
    },
    'the result says 10.77.0.10/24, and eth0 of the first container has no address',
  ],
  [
    'the device is not named',
    'add',
    (d) => result(d, 'first', (r) => void r.interfaces.pop()),
    'interfaces of the result does not name eth0',
  ],
  [
    'a sandbox that is not the namespace',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.interfaces[2] ?? {}, { sandbox: 'first' })),
    'eth0 is in "first": sandbox must be what CNI_NETNS said',
  ],
  [
    "a MAC of the node's",
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.interfaces[2] ?? {}, { mac: '02:42:ac:12:00:03' })),
    '(02:42:ac:12:00:03 is eth0 of the node)',
  ],
  [
    'the number of another device',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.ips[0] ?? {}, { interface: 0 })),
    'ips[0].interface is 0, which is wire0: 10.77.0.10/24 is on eth0, number 2',
  ],
  [
    'a number beyond the list',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.ips[0] ?? {}, { interface: 3 })),
    'ips[0].interface is 3, and interfaces has 3',
  ],
  [
    'no number',
    'add',
    (d) => result(d, 'first', (r) => void Reflect.deleteProperty(r.ips[0] ?? {}, 'interface')),
    'ips[0].interface is missing',
  ],
  [
    'a device that does not exist',
    'add',
    (d) => result(d, 'first', (r) => Object.assign(r.interfaces[1] ?? {}, { name: 'veth9' })),
    'names veth9, and the node has no such device',
  ],
  [
    'a route that was asked for',
    'add',
    (d) => {
      inside(d, 'first').routes = ['10.77.0.0/24'];
    },
    'the first container has no route to 0.0.0.0/0, which the configuration asks for',
  ],
  [
    'a route that is only named',
    'add',
    (d) => result(d, 'first', (r) => void r.routes.push({ dst: '10.9.0.0/16' })),
    'no route to 10.9.0.0/16, which the result names',
  ],
  [
    'nobody answers',
    'add',
    (d) => {
      for (const ping of look(d, 'add', 'added').pings) ping.answered = ping.from !== null;
    },
    'the node gets no answer from 10.77.0.10, the first container',
  ],
  [
    'one container does not reach another',
    'add',
    (d) => {
      for (const ping of look(d, 'add', 'added').pings) ping.answered = ping.from === null;
    },
    'the first container gets no answer from',
  ],
  [
    'a second ADD is accepted',
    'add',
    (d) => {
      call(d, 'add', 'add-again').status = 0;
    },
    'a second ADD, with eth0 there already: ADD must be refused, and ended with status 0',
  ],
  [
    'a second ADD takes the address away',
    'add',
    (d) => {
      device(d, 'first', 'added-again').addresses = [];
    },
    'the second ADD took 10.77.0.10/24 away',
  ],
  [
    'a second ADD leaves a device',
    'add',
    (d) => {
      const { links } = look(d, 'add', 'added-again');
      links.push({ ...links[0], index: 999, name: 'veth9' } as (typeof links)[0]);
    },
    'left veth9 on the node',
  ],
];

const TAKEN: Case[] = [
  [
    "a device of somebody else's is taken for its own",
    'add',
    (d) => Object.assign(call(d, 'add', 'add-taken'), { status: 0 }),
    'the container already has a device eth0 that another program made: ADD must be refused',
  ],
  [
    "a device of somebody else's gets an address",
    'add',
    (d) => device(d, 'occupied', 'taken').addresses.push('10.77.0.10/24'),
    'another program had made eth0 before, and ADD put 10.77.0.10/24 on it',
  ],
];

const CHECK: Case[] = [
  [
    'an ADD before it failed',
    'check',
    (d) => Object.assign(call(d, 'check', 'add', 'second'), failing('')),
    'ADD failed for the second container',
  ],
  [
    'fails at once',
    'check',
    (d) => Object.assign(call(d, 'check', 'check'), failing(error(100, 'no prevResult'))),
    'CHECK fails right after ADD: no prevResult',
  ],
  [
    'fails the second time',
    'check',
    (d) => Object.assign(call(d, 'check', 'check-again'), failing('')),
    'CHECK fails the second time',
  ],
  [
    'complains of the wrong one',
    'check',
    (d) => Object.assign(call(d, 'check', 'check-still'), failing('')),
    'when only the others were broken',
  ],
  [
    'does not look at prevResult',
    'check',
    (d) => {
      call(d, 'check', 'check-other-address').status = 0;
    },
    'prevResult names 192.0.2.77/24, which no device has: CHECK must be refused',
  ],
  [
    'does not miss the device',
    'check',
    (d) => {
      call(d, 'check', 'check-no-device').status = 0;
    },
    'net7 of the second container was deleted',
  ],
  [
    'does not miss the address',
    'check',
    (d) => {
      call(d, 'check', 'check-no-address').status = 0;
    },
    'the address of eth0 of the third container was removed',
  ],
  [
    'finds it, and does not say so',
    'check',
    (d) => Object.assign(call(d, 'check', 'check-no-address'), failing('')),
    'CHECK ended with status 1, but without an error result: nothing on standard output',
  ],
];

const DEL: Case[] = [
  [
    'fails',
    'del',
    (d) => Object.assign(call(d, 'del', 'del'), failing('')),
    'DEL failed for the first container',
  ],
  [
    'leaves the device',
    'del',
    (d) => inside(d, 'first', 'deleted-first', 'del').links.push(device(d, 'first', 'added', 'del')),
    'eth0 is still in the first container after DEL',
  ],
  [
    'leaves the lease',
    'del',
    (d) => look(d, 'del', 'deleted-first').kept.push({ path: '/var/lib/cni/x', container: 'first' }),
    'the address of the first container is still reserved after DEL: /var/lib/cni/x',
  ],
  [
    'leaves the route',
    'del',
    (d) => look(d, 'del', 'deleted-first').routes.push('10.77.0.10/32'),
    'the route to 10.77.0.10/32 is left',
  ],
  [
    'leaves a rule with the address',
    'del',
    (d) => look(d, 'del', 'deleted-first').rules.push('-A POSTROUTING -s 10.77.0.10/32 -j MASQUERADE'),
    'a rule is left after DEL: -A POSTROUTING -s 10.77.0.10/32',
  ],
  [
    'leaves a rule with the ID',
    'del',
    (d) => look(d, 'del', 'deleted').rules.push(`# ${d.containers.del?.second?.id}`),
    'a rule is left after DEL',
  ],
  [
    'leaves the other end',
    'del',
    (d) => {
      const { peer } = device(d, 'first', 'added', 'del');
      const { links } = look(d, 'del', 'deleted-first');
      links.push({ ...links[0], index: peer, name: 'veth9' } as (typeof links)[0]);
    },
    'veth9, the other end of the first container',
  ],
  [
    'takes a device of another container',
    'del',
    (d) => {
      inside(d, 'second', 'deleted-first', 'del').links = [];
    },
    'DEL of the first container took net7 from the second container',
  ],
  [
    'takes an address of another container',
    'del',
    (d) => {
      device(d, 'third', 'deleted-first', 'del').addresses = [];
    },
    'from the third container',
  ],
  [
    'gives back the lease of another container',
    'del',
    (d) => {
      look(d, 'del', 'deleted-first').kept = [];
    },
    'gave back the address of the second container, too',
  ],
  [
    'cuts the others off',
    'del',
    (d) => {
      for (const ping of look(d, 'del', 'deleted-first').pings) ping.answered = false;
    },
    'since DEL of the first container, the second container does not answer',
  ],
  ...(
    [
      ['del-again', 'the second time: what is gone already is no error'],
      ['del-no-device', 'whose device had been deleted before'],
      ['del-no-namespace', 'whose namespace was gone already'],
      ['del-no-netns', 'without CNI_NETNS, which is optional'],
      ['del-never-added', 'which was never added'],
    ] as const
  ).map(
    ([purpose, words]): Case => [
      purpose,
      'del',
      (d) => Object.assign(call(d, 'del', purpose), failing('', 'Cannot find device')),
      words,
    ],
  ),
  [
    'leaves something on the node in the end',
    'del',
    (d) => {
      const { links } = look(d, 'del', 'deleted');
      links.push({ ...links[0], index: 999, name: 'ifb9', kind: 'ifb' } as (typeof links)[0]);
    },
    'ifb9 is left on the node after DEL',
  ],
  [
    'has no room afterwards',
    'del',
    (d) => Object.assign(call(d, 'del', 'add-next'), failing(error(999, 'no IP addresses available'))),
    'three containers came and went, and now there is no room for three new ones',
  ],
];

const ERRORS: Case[] = [
  ...(
    [
      ['broken-json', 'is not JSON'],
      ['unknown-version', 'cniVersion 9.9.9'],
      ['no-container-id', 'CNI_CONTAINERID is not set'],
      ['no-netns', 'CNI_NETNS is not set'],
      ['no-ifname', 'CNI_IFNAME is not set'],
      ['unknown-command', 'CNI_COMMAND is JUMP'],
      ['absent-netns', 'there is nothing at the path that CNI_NETNS says'],
      ['pool-empty', 'the network has no address left'],
    ] as const
  ).map(
    ([purpose, words]): Case => [
      `accepts ${purpose}`,
      'errors',
      (d) => {
        call(d, 'errors', purpose).status = 0;
      },
      `${words}: ADD must be refused, and ended with status 0`,
    ],
  ),
  [
    'another code',
    'errors',
    (d) => {
      call(d, 'errors', 'unknown-version').stdout = error(7, 'what version?');
    },
    'the error code must be 1, not 7 ("what version?")',
  ],
  [
    'a code that means success',
    'errors',
    (d) => {
      call(d, 'errors', 'broken-json').stdout = error(0, 'x');
    },
    'code must not be 0',
  ],
  [
    'a variable that is not named',
    'errors',
    (d) => {
      call(d, 'errors', 'no-netns').stdout = error(4, 'something is missing');
    },
    'the message must name CNI_NETNS, and says "something is missing"',
  ],
  [
    'an error aside',
    'errors',
    (d) => Object.assign(call(d, 'errors', 'broken-json'), failing('', error(6, 'x'))),
    'the error is on standard error, but a runtime reads it from standard output',
  ],
  [
    'words instead of JSON',
    'errors',
    (d) => Object.assign(call(d, 'errors', 'broken-json'), failing('this is not JSON')),
    'without an error result: "this is not JSON" on standard output',
  ],
  [
    'a crash',
    'errors',
    (d) => Object.assign(call(d, 'errors', 'no-netns'), { outcome: 'late', status: null }),
    'ADD: bridge did not end in time',
  ],
  [
    'a lease for nothing',
    'errors',
    (d) => look(d, 'errors', 'refused').kept.push({ path: '/var/lib/x', container: 'first' }),
    'still reserved after calls that were refused',
  ],
  [
    'an ADD before the last one failed',
    'errors',
    (d) => {
      d.operations = d.operations.filter(({ purpose }) => purpose !== 'pool-empty');
      Object.assign(call(d, 'errors', 'add', 'number 2'), failing(''));
    },
    'ADD failed for the number 2 container',
  ],
  [
    'half of an ADD',
    'errors',
    (d) => {
      const { links } = look(d, 'errors', 'still-full');
      links.push({ ...links[0], index: 999, name: 'veth9' } as (typeof links)[0]);
    },
    'veth9 is left on the node after an ADD for which there was no address',
  ],
];

describe.each(Object.entries({ VERSION, ADD, TAKEN, CHECK, DEL, ERRORS }))('%s fails', (_, cases) => {
  it.each(cases)('%s', (_name, part, edit, words) => {
    const judgement = judge([part], edit);
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
    expect(judgement.evidence[0]).toMatchObject({
      host: 'worker',
      command: expect.any(String),
      expected: expect.any(String),
      found: expect.any(String),
    });
  });
});

it('tells the first mistake of each part, and shows the others', () => {
  const judgement = judge(['version', 'add', 'del'], (draft) => {
    Object.assign(call(draft, 'version', 'version'), failing(''));
    Object.assign(call(draft, 'add', 'add-again'), { status: 0 });
  });
  expect(judgement.diagnosis).toContain('VERSION failed');
  expect(judgement.evidence).toHaveLength(2);
});

it('without a pool nothing is tried with one, and that is no mistake', () => {
  const without = (draft: Draft<CniResult>) => {
    draft.operations = draft.operations.filter(
      ({ part, purpose }) => part !== 'errors' || !['add', 'pool-empty', 'del-after-error'].includes(purpose),
    );
  };
  expect(judge(['errors'], without)).toMatchObject({ verdict: 'pass' });
});

describe('a list', () => {
  const list = cni.schema.parse({ host: 'worker', conflist: '/etc/cni/net.d/x.conflist' });
  it('is walked: ADD, CHECK and DEL', () => {
    expect(
      cni.judge(list, { topology: DEFAULT_TOPOLOGY, state, probes: [JSON.parse(recorded)] }),
    ).toMatchObject({ verdict: 'pass' });
    expect(cni.title(list)).toContain('/etc/cni/net.d/x.conflist adds containers, checks them');
  });
  it('that cannot be used', () => {
    const nothing = { plugins: [], cniVersion: '', containers: {}, operations: [], looks: [] };
    const result: ProbeResult = { probe: 'cni', unusable: 'No such file or directory', ...nothing };
    expect(cni.judge(list, { topology: DEFAULT_TOPOLOGY, state, probes: [result] })).toMatchObject({
      verdict: 'fail',
      diagnosis:
        '/etc/cni/net.d/x.conflist cannot be used as a network configuration list: No such file or directory',
    });
  });
});

describe('could not look', () => {
  it('without a probe, with another, or one that was not finished', () => {
    const args = cni.schema.parse(entry);
    expect(() => cni.judge(args, { topology: DEFAULT_TOPOLOGY, state, probes: [] })).toThrow(Inconclusive);
    expect(() =>
      cni.judge(args, {
        topology: DEFAULT_TOPOLOGY,
        state,
        probes: [{ probe: 'ping', outcome: 'silent', detail: '' }],
      }),
    ).toThrow(Inconclusive);
    expect(() => judge(['del'], (draft) => Object.assign(draft, { looks: [] }))).toThrow('was not looked at');
    expect(() => judge(['del'], (draft) => Object.assign(draft, { operations: [] }))).toThrow(
      'was not tried',
    );
    expect(() => judge(['add'], (draft) => Object.assign(draft, { containers: {} }))).toThrow('there was no');
  });
});

describe('what it asks for', () => {
  it('one plugin: with its folder first in CNI_PATH', () => {
    const args = cni.schema.parse({ ...entry, plugin: '/srv/cni/wire', calls: ['errors'], pool: 3 });
    expect(cni.cost).toBe('load');
    expect(cni.probes?.(args)).toEqual([
      {
        probe: 'cni',
        from: { host: 'worker' },
        target: {
          program: '/srv/cni/wire',
          network: {
            cniVersion: '1.0.0',
            name: 'wired',
            plugins: [{ type: 'bridge', ipam: config.ipam }],
          },
        },
        path: ['/srv/cni', '/opt/cni/bin'],
        capabilities: {},
        parts: ['errors'],
        pool: 3,
      },
    ]);
  });
  it('a list', () => {
    const capabilities = { portMappings: [{ hostPort: 8080, containerPort: 80 }] };
    const args = cni.schema.parse({ host: 'worker', conflist: '/etc/x.conflist', capabilities });
    expect(cni.probes?.(args)).toMatchObject([
      { target: { conflist: '/etc/x.conflist' }, capabilities, parts: ['add', 'check', 'del'] },
    ]);
  });
  it.each([
    [{ plugin: undefined, config: undefined }, 'needs plugin or conflist'],
    [{ conflist: '/etc/x' }, 'not both'],
    [{ config: undefined }, 'belongs to plugin'],
    [{ plugin: 'wire' }, 'must be a path from the root'],
    [{ plugin: undefined, config: undefined, conflist: '/x', calls: ['version'] }, 'calls of one plugin'],
    [{ plugin: undefined, config: undefined, conflist: '/x', pool: 3 }, 'belongs to plugin'],
    [{ calls: ['add', 'add'] }, 'twice'],
    [{ calls: [] }, ''],
    [{ calls: ['JUMP'] }, ''],
    [{ pool: 2 }, ''],
    [{ config: { ...config, name: '../x' } }, 'is not a name for a network'],
    [{ config: { name: 'x' } }, ''],
  ])('refuses %j', (args, words) => {
    const parsed = cni.schema.safeParse({ ...entry, ...args });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).toContain(words);
  });
});

reverts(cni, [
  [{ conflist: '/etc/x.conflist' }, /^rm -f '\/etc\/x.conflist'$/],
  [
    { plugin: '/srv/wire', config: { cniVersion: '1.0.0', name: 'x', type: 'wire' } },
    /^rm -f '\/srv\/wire'$/,
  ],
]);
