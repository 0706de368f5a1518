import { expect, it, vi } from 'vitest';
import type { Depth } from '../../../checks/network/state/network-state.ts';
import type { Observation } from '../../../checks/observation.ts';
import { World } from '../../../runner/picture/testing/world.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import type { ServerMessage } from '../../protocol.ts';
import { LivePicture } from './live-picture.ts';

/** A lab that is looked at, as far as a picture knows of it. */
function setUp({ emulated = false } = {}) {
  const world = World.of('worker');
  const listeners = new Set<(observation: Observation) => void>();
  const looks: Depth[] = [];
  const lab = {
    sandbox: { emulated },
    onObserved(listener: (observation: Observation) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async observe(depth: Depth) {
      looks.push(depth);
      const { topology, state } = world.observation();
      const seen = {
        revision: 1,
        takenAt: 0,
        topology,
        variables: {},
        state: { ...state, depth },
        probes: [],
      };
      for (const listener of listeners) listener(seen);
      return seen;
    },
  } as unknown as Lab;
  const onTrouble = vi.fn();
  const picture = new LivePicture({ title: 'The network', onTrouble });
  picture.follow(lab);
  const page = () => {
    const told: Extract<ServerMessage, { type: 'picture' }>[] = [];
    return {
      told,
      send: (message: ServerMessage) => void (message.type === 'picture' && told.push(message)),
    };
  };
  return { worker: world.hosts[0] as World['hosts'][number], lab, looks, picture, page, onTrouble };
}

it('is drawn for pages that show it, and only when it has changed', async () => {
  const { worker, lab, picture, page } = setUp();
  const viewer = page();
  await lab.observe('light');
  picture.show(viewer);
  await vi.waitFor(() => expect(viewer.told).toHaveLength(1));
  expect(viewer.told[0]?.svg).toContain('data-key="if:worker//eth0"');
  expect(viewer.told[0]?.changed).toEqual([]);
  await lab.observe('light');
  expect(viewer.told).toHaveLength(1);
  worker.addSpace('client');
  await lab.observe('light');
  expect(viewer.told).toHaveLength(2);
  expect(viewer.told[1]?.changed).toContain('netns:worker/client');
  picture.leave(viewer);
  worker.addSpace('server');
  await lab.observe('light');
  expect(viewer.told).toHaveLength(2);
});

it('is sent at once to a page that comes later, with nothing marked as new', async () => {
  const { worker, lab, picture, page } = setUp();
  const [first, second] = [page(), page()];
  picture.show(first);
  await vi.waitFor(() => expect(first.told).toHaveLength(1));
  worker.addSpace('client');
  await lab.observe('light');
  picture.show(second);
  expect(second.told[0]).toEqual({ ...first.told[1], changed: [] });
});

it('looks at sockets and rules after a command, a few times, and not while nobody looks', async () => {
  const { lab, looks, picture, page } = setUp();
  await lab.observe('light');
  expect(looks).toEqual(['light']);
  const viewer = page();
  picture.show(viewer);
  for (let look = 0; look < 4; look += 1) await lab.observe('light');
  const full = () => looks.filter((depth) => depth === 'full').length;
  expect(full()).toBe(3);
  picture.commandEnded();
  for (let look = 0; look < 4; look += 1) await lab.observe('light');
  expect(full()).toBe(6);
  picture.leave(viewer);
  picture.commandEnded();
  await lab.observe('light');
  expect(full()).toBe(6);
});

it('looks once at machines that are emulated', async () => {
  const { lab, looks, picture, page } = setUp({ emulated: true });
  picture.show(page());
  for (let look = 0; look < 3; look += 1) await lab.observe('light');
  expect(looks.filter((depth) => depth === 'full')).toHaveLength(1);
});

it('gives the command that shows a thing in the terminal, and none for a name that is no word', async () => {
  const { worker, picture, page } = setUp();
  worker.addSpace('client');
  worker.addLink(1, 'eth0', 'veth');
  worker.addSpace('a; reboot');
  worker.addLink(2, 'eth0', 'veth');
  const viewer = page();
  picture.show(viewer);
  await vi.waitFor(() => expect(viewer.told).toHaveLength(1));
  const commands = Object.fromEntries(
    (viewer.told[0]?.rows ?? [])
      .filter(({ name }) => name === 'eth0')
      .map((row) => [row.namespace, row.command]),
  );
  expect(commands).toEqual({
    '-': 'ip -d addr show dev eth0',
    client: 'ip -n client -d addr show dev eth0',
    'a; reboot': undefined,
  });
});

it('says what went wrong, and goes on', async () => {
  const { lab, picture, page, onTrouble } = setUp();
  const viewer = page();
  picture.show(viewer);
  await vi.waitFor(() => expect(viewer.told).toHaveLength(1));
  expect(onTrouble).not.toHaveBeenCalled();
  Object.assign(lab, { observe: () => Promise.reject(new Error('gone')) });
  picture.forget();
  picture.show(page());
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledWith(new Error('gone')));
});
