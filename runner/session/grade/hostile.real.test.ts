/** A lab that takes all it can get, beside one in which somebody learns: that one's chapter replays as recorded. */
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadChapter } from '../../chapter/load.ts';
import { momentLines, PLAIN } from '../../report/text.ts';
import { driverByName } from '../../sandbox/drivers.ts';
import { openLab } from '../open.ts';
import { replay } from './replay.ts';

const CHAPTERS = fileURLToPath(new URL('../../testing/chapters', import.meta.url));

/** Each without end, in a loop of its own, so that one that meets its limit does not end the others. */
const FLOODS: readonly string[] = [
  // Processors and processes
  'while :; do :; done',
  'while :; do (while :; do :; done) & (while :; do :; done) & wait -n; done',
  `python3 -c 'import os, time
while True:
    try: os.fork()
    except OSError: time.sleep(0.1)'`,
  'while :; do kill -HUP -1; kill -WINCH -1; done',
  // Memory, files and inodes
  `python3 -c 'held = []
while True: held.append(bytearray(1 << 20))'`,
  'while :; do dd if=/dev/zero of=/tmp/fill bs=1M; rm /tmp/fill; done',
  'i=0; while :; do i=$((i + 1)); : > /tmp/inode-$i; done',
  // Descriptors, pseudo-terminals, pipes, watches
  `python3 -c 'import os, pty, time, ctypes
libc, held = ctypes.CDLL(None), []
while True:
    for take in (pty.openpty, os.pipe, libc.inotify_init, lambda: os.open("/dev/null", 0)):
        try: held.append(take())
        except OSError: time.sleep(0.01)'`,
  // What network namespaces share: neighbours, remembered connections
  'ip link add flood0 type dummy; ip link set flood0 up; ip addr add 10.99.0.1/16 dev flood0; while :; do for i in $(seq 250); do ip neigh replace 10.99.1.$i dev flood0 lladdr 02:00:00:00:00:01; done; done',
  'i=0; while :; do i=$((i + 1)); ip netns add flood-$i || sleep 0.1; done',
];

test('a hostile lab beside an honest one', async () => {
  const driver = driverByName('namespaces');
  const hostile = await driver.up({ hosts: ['worker'] });
  onTestFinished(() => hostile.down());
  const raging = FLOODS.map((flood) => `setsid bash -c ${quoted(flood)} >/dev/null 2>&1 </dev/null &`);
  await hostile.exec('worker', ['bash', '-c', raging.join('\n')]);
  const chapter = await loadChapter(CHAPTERS, '01');
  const lab = await openLab(chapter, { driver, seed: 'test', kinds: KINDS });
  onTestFinished(() => lab.close());
  const { moments } = await replay(lab);
  const bad = moments.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  expect(bad.flatMap((moment) => momentLines(moment, PLAIN)).join('\n')).toBe('');
  expect(moments.length).toBeGreaterThan(3);
});

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
