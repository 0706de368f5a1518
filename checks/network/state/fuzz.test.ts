/** Every parser of a tool's output, with outputs that no tool prints: they are read whole, or refused in words. */
import { describe, expect, test } from 'vitest';
import { changedJson, changedText, type Draw, expectPlain, fuzz } from '../../testing/fuzz.ts';
import { parseBridgeFdb } from './bridge-fdb.ts';
import { parseConntrack } from './conntrack.ts';
import { recorded } from './fixtures/read.ts';
import { parseIpAddr } from './ip-addr.ts';
import { parseIpNeigh } from './ip-neigh.ts';
import { parseIpRoute } from './ip-route.ts';
import { parseIpRule } from './ip-rule.ts';
import { parseIptablesSave } from './iptables-save.ts';
import { parseMounts } from './mountinfo.ts';
import { parseNft } from './nft.ts';
import { parseNamespaceFiles, parseProcesses } from './proc.ts';
import { parseRecords } from './records.ts';
import { parseSs } from './ss.ts';
import { parseSysctls } from './sysctl.ts';
import { UnreadableOutput } from './unreadable.ts';

const NAMESPACES = [
  '4 4026532335 /proc/1/ns/net\0',
  '4 4026532331 /proc/1/ns/mnt\0',
  '60 2 /proc/1/root\0',
  '4 4026532407 /proc/18/ns/net\0',
  '60 2 /proc/18/root\0',
  '4 4026532407 /run/netns/server\0',
  '81 5 /run/netns/dead\0',
].join('');
const PROCESSES = [
  '/proc/1/stat:1 (init) S 0 0 0 0 -1 4194624\0',
  '/proc/1/cmdline:init\0',
  '/proc/18/stat:18 (a (b) c) S 1 18 18 0 -1\0',
  '/proc/18/cmdline:python3\0/proc/18/cmdline:-m\0/proc/18/cmdline:http.server\0',
].join('');
const MOUNTS = [
  '504 467 0:127 / / rw,relatime - tmpfs worker rw,size=65536k',
  '545 504 0:4 net:[4026532507] /run/netns/a\\040b rw shared:7 master:3 - nsfs nsfs rw',
].join('\n');
const RECORDS = [
  '/var/lib/cni/networks/pods/10.244.1.2\nblog\r\neth0\0',
  '/var/lib/cni/networks/pods/last_reserved_ip.0\n10.244.1.3\0',
  '/run/crun/blog/status\n{"pid":4711,"rootfs":"/srv","annotations":{"a":"b"}}\0',
].join('');

/** Each parser, with real outputs. */
const PARSERS: readonly (readonly [
  name: string,
  parse: (text: string) => unknown,
  outputs: readonly string[],
])[] = [
  ['bridge fdb', parseBridgeFdb, [recorded('bridge-fdb.txt')]],
  ['conntrack', parseConntrack, [recorded('conntrack.txt')]],
  ['ip addr', parseIpAddr, ['host', 'pair', 'pod'].map((name) => recorded(`ip-addr-${name}.txt`))],
  ['ip neigh', parseIpNeigh, [recorded('ip-neigh.txt')]],
  ['ip route', parseIpRoute, [recorded('ip-route.txt')]],
  ['ip rule', parseIpRule, [recorded('ip-rule.txt')]],
  [
    'iptables-save',
    parseIptablesSave,
    [recorded('iptables-save.txt'), recorded('iptables-save-foreign.txt')],
  ],
  ['mountinfo', parseMounts, [MOUNTS]],
  ['nft', parseNft, [recorded('nft.txt')]],
  ['namespaces', parseNamespaceFiles, [NAMESPACES]],
  ['processes', (text) => parseProcesses(text, parseNamespaceFiles(NAMESPACES)), [PROCESSES]],
  ['records', parseRecords, [RECORDS]],
  ['ss', parseSs, [recorded('ss.txt')]],
  ['sysctl', parseSysctls, [recorded('sysctl.txt')]],
];

const WORDS = [
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '"',
  'null',
  '1',
  '-A ',
  '-j',
  '*nat\n',
  'COMMIT\n',
  '*__proto__\n',
  'src=',
  '=',
];

function changed(draw: Draw, outputs: readonly string[]): string {
  const output = draw.pick(outputs);
  return /^[[{]/.test(output) && draw.chance(0.7)
    ? changedJson(draw, output)
    : changedText(draw, output, WORDS);
}

describe('read whole or refused', () => {
  test.each(PARSERS)('%s', async (_name, parse, outputs) => {
    for (const output of outputs) expectPlain(parse(output));
    await fuzz(
      150,
      (draw) => changed(draw, outputs),
      (text) => {
        let found: unknown;
        try {
          found = parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableOutput);
          expect((error as Error).message.length).toBeLessThan(400);
        }
        expectPlain(found);
      },
    );
  });
});
