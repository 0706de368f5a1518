import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTopology } from '../read-topology.ts';
import { archive, directory, file, link } from './files.ts';
import { hostEnvironment, hostFiles } from './host-files.ts';
import { skeleton, skeletonEntries, skeletonKey } from './skeleton.ts';

test('an archive is lines and bytes', () => {
  const bytes = archive([
    directory('etc'),
    link('etc/mtab', '/proc/mounts'),
    file('etc/hosts', 'é\n', 0o600),
  ]);
  expect(bytes.toString()).toBe('d 755 etc\nl /proc/mounts etc/mtab\nf 600 3 etc/hosts\né\n\n');
});

test('names that would break the format are refused', () => {
  for (const path of ['a b', 'a\nb', '/etc/passwd'])
    expect(() => archive([file(path, '')])).toThrow(/not a name/);
});

describe('the files of a host', () => {
  const entries = hostFiles(readTopology({ hosts: ['control-plane', 'worker', 'internet'] }), 'worker');
  const text = (path: string) => {
    const entry = entries.find((one) => one.path === path);
    return entry?.kind === 'file' ? entry.content : undefined;
  };
  test('every directory is made before what is in it', () => {
    const made = new Set(['etc', 'run', 'dev']);
    for (const { kind, path } of entries) {
      const parent = path.split('/').slice(0, -1).join('/');
      expect(parent === '' || made.has(parent), path).toBe(true);
      if (kind === 'directory') made.add(path);
    }
  });
  test('names of all hosts, and its own', () => {
    expect(text('etc/hosts')).toContain(
      '172.18.0.2\tcontrol-plane\n172.18.0.3\tworker\n203.0.113.10\tinternet\n',
    );
    expect(text('etc/hostname')).toBe('worker\n');
  });
  test('accounts that tools change to', () => {
    for (const name of ['root:x:0:0', 'nobody:x:65534', 'tcpdump:', 'www-data:'])
      expect(text('etc/passwd')).toContain(name);
  });
});

test('a sandbox’s variables are in the environment, the runner’s are not', () => {
  const environment = hostEnvironment({ ENDPOINTS: '4' });
  expect(environment).toMatchObject({ ENDPOINTS: '4', HOME: '/root' });
  expect(Object.keys(environment)).toHaveLength(8);
});

describe('the copied part of /etc', () => {
  let root: string;
  let etc: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wirebook-etc-'));
    etc = join(root, 'etc');
    mkdirSync(join(etc, 'alternatives'), { recursive: true });
    mkdirSync(join(etc, 'ssh'));
    mkdirSync(join(etc, 'bird'), { mode: 0o750 });
    writeFileSync(join(etc, 'services'), 'http 80/tcp\n');
    writeFileSync(join(etc, 'login.defs'), 'private\n', { mode: 0o640 });
    for (const secret of ['shadow', 'machine-id', 'ssh/key', 'bird/bird.conf'])
      writeFileSync(join(etc, secret), 'secret');
    symlinkSync('/usr/sbin/iptables-nft', join(etc, 'alternatives/iptables'));
    symlinkSync('/usr/bin/chromium', join(etc, 'alternatives/x-www-browser'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('is an allow-list, and only what everybody may read', () => {
    const paths = skeletonEntries(etc).map(({ path }) => path);
    expect(paths).toEqual(['etc', 'etc/alternatives', 'etc/alternatives/iptables', 'etc/services']);
  });
  test('is kept, and made again when something changed', () => {
    const cache = join(root, 'cache');
    const spare = join(root, 'spare');
    const first = skeleton(spare, etc, cache);
    expect(skeleton(spare, etc, cache)).toBe(first);
    const key = skeletonKey(etc);
    writeFileSync(join(etc, 'services'), 'http 80/tcp\nhttps 443/tcp\n');
    expect(skeletonKey(etc)).not.toBe(key);
    expect(skeleton(spare, etc, cache)).not.toBe(first);
    expect(existsSync(spare)).toBe(false);
  });
  test('is made for the one sandbox where nothing can be kept', () => {
    const spare = join(root, 'spare');
    expect(skeleton(spare, etc, '/dev/null/.cache')).toBe(spare);
    expect(readFileSync(spare)).toEqual(readFileSync(skeleton('', etc, join(root, 'cache'))));
  });
});
