/** DEL: takes all of a container back and nothing of the others, and may be repeated and come late. Pure. */

import type { CniOperation } from '../../probes/cni.ts';
import { unadded } from './added.ts';
import { leftovers, strayDevices } from './leftovers.ts';
import { complaint, lastCall, succeeded } from './printed.ts';
import { type Problem, the, type View } from './view.ts';

const LABELS = ['first', 'second', 'third'] as const;

/** What was particular about a DEL, by its purpose. Each must succeed. */
const WHY: Readonly<Record<string, string>> = {
  del: '',
  'del-again': ', the second time: what is gone already is no error',
  'del-no-device': ', whose device had been deleted before',
  'del-no-namespace': ', whose namespace was gone already',
  'del-no-netns': ' without CNI_NETNS, which is optional for DEL',
  'del-never-added': ', which was never added',
};

export function* del(view: View): Generator<Problem> {
  const before = [...unadded(view)];
  yield* before;
  if (before.length > 0) return;
  yield* failed(view, view.operation('del', 'first'));
  yield* leftovers(view, ['first'], 'before', 'deleted-first', 'DEL');
  yield* otherEnd(view);
  yield* disturbed(view);
  for (const purpose of Object.keys(WHY)) {
    for (const operation of view.operations(purpose)) yield* failed(view, operation);
  }
  yield* leftovers(view, [...LABELS, 'fourth'], 'before', 'deleted', 'DEL');
  yield* strayDevices(view, 'before', 'deleted', 'DEL');
  for (const problem of unadded(view, 'add-next'))
    yield {
      ...problem,
      diagnosis: `three containers came and went, and now there is no room for three new ones: ${problem.diagnosis}`,
    };
}

function* failed(view: View, operation: CniOperation): Generator<Problem> {
  if (succeeded(operation)) return;
  yield view.ofCall(
    `DEL failed for ${the(operation.container)}${WHY[operation.purpose] ?? ''}: ${complaint(lastCall(operation))}`,
    operation,
    'status 0',
  );
}

/** A veth pair goes at once, so whose other end stays was only moved or renamed. */
function* otherEnd(view: View): Generator<Problem> {
  const peer = view.device(view.look('added'), 'first')?.peer;
  const { links } = view.look('deleted-first');
  const left = links.find(({ index }) => index === peer);
  if (left)
    yield view.ofLook(
      `${left.name}, the other end of the first container's device, is left on the node after DEL`,
      'ip -br link',
      'no such device',
      links.map(({ name }) => name).join(', '),
    );
}

/** A DEL that took too much. */
function* disturbed(view: View): Generator<Problem> {
  const [then, now] = [view.look('added'), view.look('deleted-first')];
  for (const label of ['second', 'third']) {
    const { ifname, netns } = view.container(label);
    const [had, has] = [view.device(then, label), view.device(now, label)];
    const lost = had?.addresses.filter((address) => !has?.addresses.includes(address)) ?? [];
    if (had && (!has || lost.length > 0))
      yield view.ofLook(
        `DEL of the first container took ${has ? lost.join(', ') : ifname} from ${the(label)}`,
        `nsenter --net=${netns} ip -br addr`,
        `${ifname} with ${had.addresses.join(', ')}`,
        has ? has.addresses.join(', ') : 'no such device',
      );
    const kept = (look: typeof now) => look.kept.filter(({ container }) => container === label).length;
    if (kept(now) < kept(then))
      yield view.ofLook(
        `DEL of the first container gave back the address of ${the(label)}, too`,
        'ls /var/lib/cni/networks/*',
        'its lease',
        'no lease',
      );
  }
  const silent = now.pings.find(({ answered }) => !answered);
  if (silent)
    yield view.ofLook(
      `since DEL of the first container, ${the(silent.to)} does not answer any more`,
      'ip -br addr',
      'an answer to ping',
      'silence',
    );
}
