import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestartProbe, RestartResult } from '../../../../checks/probes/restart.ts';
import type { Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { run } from '../testing/service-host.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  await run(sandbox, 'worker', `${POD}\nmkdir -p /srv/web; echo 'still here' > /srv/web/page`);
});
afterAll(() => sandbox?.down());

/** `pause NAME`: a process of that name with net, ipc and uts of its own; `up NAME`: wait until its port 80 answers. */
const POD = `cat > /srv/lib.sh <<'LIB'
quiet() { setsid "$@" >/dev/null 2>&1 </dev/null & }
named() {
  until [ "$(readlink /proc/$2/ns/net)" != "$(readlink /proc/1/ns/net)" ]; do sleep 0.05; done
  mkdir -p /run/netns
  ln -sfn /proc/$2/ns/net /run/netns/$1
  ip link add v-$1 type veth peer name eth0 netns $2
  nsenter -n -t $2 sh -c "ip link set lo up; ip addr add 10.0.0.2/24 dev eth0; ip link set eth0 up"
  ip link set v-$1 up
}
pause() { unshare -n -i -u bash -c "exec -a pause-$1 sleep 1001" >/dev/null 2>&1 </dev/null & holder=$!; named $1 $holder; }
up() { until ip netns exec $1 curl -s -o /dev/null http://127.0.0.1/; do sleep 0.05; done; }
LIB`;

const prepare = (script: string) => run(sandbox, 'worker', `. /srv/lib.sh\n${script}`);
const probe = async (netns: string, more: Partial<RestartProbe> = {}, slowdown = sandbox.slowdown) => {
  const request: RestartProbe = {
    probe: 'restart',
    from: { host: 'worker', netns },
    app: 'http\\.server',
    holder: `^pause-${netns}`,
    url: 'http://127.0.0.1/',
    timeoutMs: 3000,
    ...more,
  };
  const slow: Sandbox = Object.create(sandbox, { slowdown: { value: slowdown } });
  return (await runProbes(slow, [request]))[0] as RestartResult;
};
const said = async (script: string) => (await sandbox.exec('worker', ['bash', '-c', script])).stdout.trim();

describe('survived', () => {
  it('a container with mounts and PIDs of its own, as often as one likes', async () => {
    await prepare(`pause duo
cd /srv/web
FLAVOUR=sweet quiet nsenter -n -i -u -t $holder unshare --mount --pid --fork --mount-proc python3 -m http.server 80
up duo`);
    const [first, second] = [await probe('duo'), await probe('duo')];
    for (const result of [first, second]) {
      expect(result).toMatchObject({
        outcome: 'survived',
        before: ['eth0 10.0.0.2/24'],
        after: ['eth0 10.0.0.2/24'],
        app: { command: 'python3 -m http.server 80' },
        byItself: false,
      });
    }
    expect(second.app?.pid).not.toBe(first.app?.pid);
    expect(second.holder).toEqual(first.holder);
    // The new one has the folder, the environment, and the kinds of namespaces that the old one had.
    expect(await said('ip netns exec duo curl -s http://127.0.0.1/page')).toBe('still here');
    expect(
      await said(`pid=$(pgrep -f '^python3 -m http'); tr '\\0' '\\n' < /proc/$pid/environ | grep FLAVOUR
for kind in net ipc uts mnt pid; do
  [ /proc/$pid/ns/$kind -ef /proc/$(pgrep -f ^pause-duo)/ns/$kind ] && echo same $kind || echo own $kind
done; nsenter -m -p -t $pid ls /proc | grep -c '^[0-9]'`),
    ).toBe('FLAVOUR=sweet\nsame net\nsame ipc\nsame uts\nown mnt\nown pid\n2');
  });
  it('an app in the PID namespace of the host, and in one that another process leads', async () => {
    await prepare(`pause flat
quiet nsenter -n -i -u -t $holder python3 -m http.server 80
up flat`);
    expect(await probe('flat')).toMatchObject({ outcome: 'survived' });
    await prepare(`pause led
quiet nsenter -n -i -u -t $holder unshare --mount --pid --fork --mount-proc sh -c 'python3 -m http.server 80 & exec sleep 1002'
up led`);
    expect(await probe('led')).toMatchObject({ outcome: 'survived' });
    expect(await said(`nsenter -p -m -t $(pgrep -f '^sleep 1002') pgrep -fc '^python3 -m http.server'`)).toBe(
      '1',
    );
  });
  it('slowly, where the host is slow', async () => {
    await prepare(`pause slow
quiet nsenter -n -i -u -t $holder python3 -S -c "
import http.server, os, time
if os.path.exists('/srv/again'): time.sleep(2)
open('/srv/again', 'w').close()
http.server.HTTPServer((\\"\\", 80), http.server.SimpleHTTPRequestHandler).serve_forever()"
up slow`);
    expect(await probe('slow', { timeoutMs: 500 }, 1)).toMatchObject({ outcome: 'silent-after' });
    await prepare('up slow');
    expect(await probe('slow', { timeoutMs: 500 }, Math.max(20, sandbox.slowdown))).toMatchObject({
      outcome: 'survived',
    });
  });
  it('somebody else starts it again', async () => {
    await prepare(`pause loop
quiet nsenter -n -i -u -t $holder sh -c 'while :; do python3 -S -c "
import http.server
class Server(http.server.HTTPServer): allow_reuse_address = True
Server((\\"\\", 80), http.server.SimpleHTTPRequestHandler).serve_forever()"; done'
up loop`);
    const result = await probe('loop');
    expect(result.outcome).toBe('survived');
    expect(await said(`ip netns exec loop curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/`)).toBe(
      '200',
    );
  });
});

describe('did not survive', () => {
  it('the holder lives in the app PID namespace', async () => {
    await prepare(`quiet unshare -n -i -u --pid --fork --kill-child bash -c '(exec -a pause-child sleep 1001) & exec python3 -m http.server 80'
until holder=$(pgrep -f ^pause-child); do sleep 0.05; done
named child $holder; up child`);
    expect(await probe('child')).toMatchObject({ outcome: 'holder-gone' });
  });
  it('the name leads to the app, not to the holder', async () => {
    await prepare(`pause link
quiet nsenter -n -i -u -t $holder python3 -m http.server 80
up link
ln -sfn /proc/$(ip netns pids link | sort -n | tail -1)/ns/net /run/netns/link`);
    expect(await probe('link')).toMatchObject({ outcome: 'namespace-gone' });
  });
  it('somebody takes the address away with it', async () => {
    await prepare(`pause less
quiet nsenter -n -i -u -t $holder python3 -m http.server 80
quiet bash -c 'while kill -0 $0 2>/dev/null; do sleep 0.02; done; ip -n less addr flush dev eth0' $!
up less`);
    expect(await probe('less')).toMatchObject({ outcome: 'addresses-changed', after: [] });
  });
  it('another process serves', async () => {
    await prepare(`pause two
quiet nsenter -n -i -u -t $holder python3 -m http.server 80
quiet nsenter -n -i -u -t $holder sh -c 'exec python3 -m http.server 81 # the app'
up two`);
    expect(await probe('two', { app: 'http.server 81' })).toMatchObject({ outcome: 'another-answers' });
  });
});

describe('nothing is killed', () => {
  it.each([
    ['no-app', { app: 'nginx' }],
    ['no-holder', { holder: '^nobody' }],
    ['silent-before', { url: 'http://127.0.0.1:9/' }],
  ] as const)('%s', async (outcome, more) => {
    const before = await said(`pgrep -f '^python3 -m http.server 80'`);
    expect(await probe('duo', more)).toMatchObject({ outcome });
    expect(await said(`pgrep -f '^python3 -m http.server 80'`)).toBe(before);
  });
  it('an app that runs elsewhere is named', async () => {
    await prepare('quiet sleep 1003');
    expect(await probe('duo', { app: '^sleep 1003' })).toMatchObject({
      outcome: 'no-app',
      stray: { command: 'sleep 1003' },
    });
  });
  it("a name of the host's own namespace", async () => {
    await prepare('ln -sfn /proc/1/ns/net /run/netns/own');
    expect(await probe('own')).toMatchObject({ outcome: 'hosts-own' });
  });
});

describe('failed', () => {
  it('no such namespace, or only a file of that name: the learner has not made it', async () => {
    await prepare('touch /run/netns/only-a-file');
    for (const netns of ['nowhere', 'only-a-file']) {
      expect(await probe(netns)).toMatchObject({ probe: 'failed', originMissing: true });
    }
  });
  it('no such host, or words that are no pattern for Python', async () => {
    expect(await probe('duo', { from: { host: 'moon', netns: 'duo' } })).toMatchObject({
      probe: 'failed',
      originMissing: false,
    });
    expect(await probe('duo', { app: '(?<name>x)' })).toMatchObject({
      probe: 'failed',
      reason: expect.stringContaining('not a regular expression'),
    });
  });
});
