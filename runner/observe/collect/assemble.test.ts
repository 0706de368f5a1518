import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findPeer } from '../../../checks/network/state/peer.ts';
import { assembleHost } from './assemble.ts';
import type { RawSection } from './sections.ts';

/** A full collection of `worker` with br0, namespace server, a nameless namespace and a dead name in /run/netns. */
const raw: readonly RawSection[] = JSON.parse(
  readFileSync(new URL('fixtures/host.json', import.meta.url), 'utf8'),
);
const worker = assembleHost('worker', 'full', raw);
const [own, server, nameless] = worker.namespaces;

/** The recording with some sections replaced (or left out). */
function changed(change: (section: RawSection) => RawSection | undefined) {
  return assembleHost(
    'worker',
    'full',
    raw.flatMap((section) => change(section) ?? []),
  );
}
const inServer = (name: string, parts: Partial<RawSection>) => (section: RawSection) =>
  section.where === String(server?.inode) && section.name === name ? { ...section, ...parts } : section;
const serverOf = (host: typeof worker) => host.namespaces.find(({ name }) => name === 'server');

describe('a whole host', () => {
  test("its own namespace first, then the named, then a process's", () => {
    expect(worker.unreadable).toBeUndefined();
    expect(worker.namespaces.map(({ name }) => name)).toEqual(['', 'server', null]);
    expect(nameless?.pids).toEqual([16]);
    expect(worker.deadNames).toEqual(['dead']);
  });
  test('every section of every namespace is there', () => {
    expect(worker.namespaces.map(({ missing }) => missing)).toEqual([{}, {}, {}]);
    expect(own?.iptables?.tables.nat).toBeDefined();
    expect(server?.sockets?.map(({ port }) => port)).toEqual([8080]);
    expect(own?.sysctls?.['net.ipv4.ip_forward']).toBe('0');
    expect(own?.conntrack?.length).toBe(2);
    expect(nameless?.conntrack).toEqual([]);
  });
  test('both ends of a veth pair find each other', () => {
    const port = own?.links?.find(({ name }) => name === 'veth-server');
    if (!own || !server || !port) throw new Error('the recording lacks veth-server');
    expect(port.peerNamespace).toBe(server.inode);
    const peer = findPeer(worker, own, port);
    expect(peer).toMatchObject({ netns: { name: 'server' }, link: { name: 'eth0' } });
    if (peer) expect(findPeer(worker, peer.netns, peer.link)?.link.name).toBe('veth-server');
  });
  test('the end of the underlay is nowhere to be found', () => {
    const eth0 = own?.links?.find(({ name }) => name === 'eth0');
    if (own && eth0) expect(findPeer(worker, own, eth0)).toBeUndefined();
  });
  test('processes with their namespaces', () => {
    expect(worker.processes.map(({ command }) => command)).toEqual([
      'init',
      'sleep 100',
      'python3 -m http.server 8080',
    ]);
    expect(worker.processes[2]?.namespaces.net).toBe(server?.inode);
  });
  test('light asks for no full section', () => {
    const light = assembleHost('worker', 'light', raw);
    expect(light.namespaces[0]).not.toHaveProperty('sockets');
    expect(light.namespaces[0]?.missing).toEqual({});
  });
});

describe('what cannot be read is missing, with the reason, and costs nothing else', () => {
  test('a tool that is not installed', () => {
    const host = changed(inServer('nft', { status: 127, stdout: '', stderr: 'nft: is not installed\n' }));
    expect(serverOf(host)).not.toHaveProperty('nft');
    expect(serverOf(host)?.missing).toEqual({ nft: 'nft: is not installed' });
  });
  test('a tool that fails after having printed', () => {
    const host = changed(inServer('iptables', { status: 4, stderr: 'Permission denied\n' }));
    expect(serverOf(host)?.missing).toEqual({ iptables: 'Permission denied' });
  });
  test('a batch that stops: what came before is kept', () => {
    const lines =
      raw
        .find((section) => section.where === String(server?.inode) && section.name === 'ip')
        ?.stdout.split('\n') ?? [];
    const stdout = `${lines.slice(0, 2).join('\n')}\n`;
    const host = changed(
      inServer('ip', { status: 1, stdout, stderr: 'Dump terminated\nCommand failed -:3\n' }),
    );
    expect(serverOf(host)?.links).toBeDefined();
    expect(serverOf(host)?.routes).toBeDefined();
    expect(serverOf(host)?.missing).toEqual({ rules: 'Dump terminated', neighbours: 'Dump terminated' });
  });
  test('output that is not understood', () => {
    const host = changed(inServer('sockets', { stdout: 'what is this\n' }));
    expect(serverOf(host)?.missing.sockets).toMatch(/what is this/);
  });
  test('a section that never came', () => {
    const host = changed((section) => (section.name === 'fdb' ? undefined : section));
    expect(host.namespaces.map(({ missing }) => missing.fdb)).toEqual(
      Array(3).fill('the host did not come to it'),
    );
  });
  test('a namespace that went away before it was entered', () => {
    const gone = '/run/netns/server: No such file or directory\n';
    const host = changed(inServer('enter', { status: 1, stderr: gone }));
    expect(serverOf(host)).not.toHaveProperty('links');
    expect(serverOf(host)?.missing.links).toMatch(/could not be entered: .*No such file/);
    expect(Object.keys(serverOf(host)?.missing ?? {})).toHaveLength(10);
  });
  test.each([
    ['garbage in the listing', 'namespaces', 'nonsense\0'],
    ['pid 1 is not readable', 'namespaces', ''],
    ['garbage in the processes', 'processes', 'nonsense\0'],
  ])('the host: %s', (_, name, stdout) => {
    const host = changed((section) => (section.name === name ? { ...section, stdout } : section));
    expect(host.unreadable).toBeTruthy();
    expect(host.namespaces).toEqual([]);
  });
});
