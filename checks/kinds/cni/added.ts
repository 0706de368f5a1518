/** ADD: what it printed held against the specification, and against what the kernel has. Pure. */

import type { CniOperation } from '../../probes/cni.ts';
import { attachment } from './attachment.ts';
import { complaint, lastCall, resultOf, succeeded } from './printed.ts';
import { refusalProblem } from './refusal.ts';
import type { AddResult } from './spec.ts';
import { bare, type Problem, the, type View } from './view.ts';

const LABELS = ['first', 'second', 'third'] as const;

export function* add(view: View): Generator<Problem> {
  yield* unadded(view);
  const results = new Map<string, AddResult>();
  for (const label of LABELS) {
    const operation = view.operation('add', label);
    const result = resultOf(operation);
    if ('wrong' in result) {
      yield view.ofCall(
        `what ADD prints is no result: ${result.wrong}`,
        operation,
        'a result as in section 5 of the CNI specification',
      );
      return;
    }
    yield* unfinished(view, operation, result.value);
    results.set(label, result.value);
  }
  yield* shared(view, results);
  const look = view.look('added');
  for (const [label, result] of results) yield* attachment(view, look, label, result);
  yield* again(view);
  yield* taken(view);
}

/** ADDs that did not succeed. After one of the first container, the others were not tried. */
export function* unadded(view: View, purpose = 'add'): Generator<Problem> {
  for (const operation of view.operations(purpose)) {
    if (succeeded(operation)) continue;
    const { container } = operation;
    yield view.ofCall(
      `ADD failed for ${the(container)}${unlike(view, container)}: ${complaint(lastCall(operation))}`,
      operation,
      'status 0 and a result',
    );
  }
}

/** What the second and the third container have that the first has not. */
function unlike(view: View, label: string | undefined): string {
  if (label === 'second') return ` (CNI_IFNAME is ${view.container(label).ifname})`;
  if (label === 'third')
    return ` (CNI_NETNS is the path ${view.container(label).netns}, not in /run/netns, so that ip -n does not find it)`;
  return '';
}

/** A result that follows the schema, but says too little. */
function* unfinished(view: View, operation: CniOperation, result: AddResult): Generator<Problem> {
  const problem = (diagnosis: string, expected: string) => view.ofCall(diagnosis, operation, expected);
  if (result.cniVersion !== view.cniVersion)
    yield problem(
      `the result is in cniVersion ${result.cniVersion}, the configuration in ${view.cniVersion}`,
      `"cniVersion": "${view.cniVersion}"`,
    );
  if (result.ips.length === 0)
    yield problem('the result names no address: ips is empty', '"ips": [{"address": ...}]');
  if (result.interfaces.length === 0)
    yield problem(
      'the result names no device: interfaces is empty',
      '"interfaces": [{"name": ..., "sandbox": ...}]',
    );
}

function* shared(view: View, results: ReadonlyMap<string, AddResult>): Generator<Problem> {
  const owners = new Map<string, string>();
  for (const [label, { ips }] of results) {
    for (const { address } of ips) {
      const owner = owners.get(bare(address));
      if (owner !== undefined && owner !== label)
        yield view.ofCall(
          `${the(owner)} and ${the(label)} both got ${bare(address)}: an address must be reserved when it is given away, with a lock, since two containers may be added at the same time`,
          view.operation('add', label),
          'an address that no other container has',
        );
      owners.set(bare(address), label);
    }
  }
}

/** The container has a device of that name from somebody else. */
function* taken(view: View): Generator<Problem> {
  const operation = view.operation('add-taken');
  const { ifname } = view.container('occupied');
  const problem = refusalProblem(view, operation, {
    why: `the container already has a device ${ifname} that another program made`,
  });
  if (problem) yield problem;
  const given = view.device(view.look('taken'), 'occupied')?.addresses ?? [];
  const [address] = given.filter((one) => !one.startsWith('fe80'));
  if (address !== undefined)
    yield view.ofCall(
      `another program had made ${ifname} before, and ADD put ${address} on it`,
      operation,
      'what is there stays as it is',
    );
}

/** A second ADD for the same container and device must be refused, and change nothing. */
function* again(view: View): Generator<Problem> {
  const operation = view.operation('add-again');
  const { ifname } = view.container('first');
  const problem = refusalProblem(view, operation, {
    why: `a second ADD, with ${ifname} there already`,
  });
  if (problem) yield problem;
  const [before, after] = [view.look('added'), view.look('added-again')];
  const [had, has] = [view.device(before, 'first'), view.device(after, 'first')];
  const gone = had?.addresses.filter((address) => !has?.addresses.includes(address)) ?? [];
  if (gone.length > 0)
    yield view.ofCall(
      `the second ADD took ${gone.join(', ')} away from the first container, which was working`,
      operation,
      'what is there stays as it is',
    );
  const known = new Set(before.links.map(({ index }) => index));
  const more = after.links.filter(({ index }) => !known.has(index)).map(({ name }) => name);
  if (more.length > 0)
    yield view.ofLook(
      `the second ADD, which was refused, left ${more.join(', ')} on the node`,
      'ip -br link',
      'no new device',
      after.links.map(({ name }) => name).join(', '),
    );
}
