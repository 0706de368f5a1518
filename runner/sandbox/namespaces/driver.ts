/**
 * The driver `namespaces`: lab hosts made of Linux namespaces on this machine, without root, daemon or VM.
 * build.ts makes a sandbox, sandbox.ts is one that runs, preflight.ts tells whether this machine can.
 */
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Driver, Sandbox } from '../driver.ts';
import { build, type NamespacesOptions } from './build.ts';
import { liveRecords, publicRecord, stateBase } from './kept-sandboxes.ts';
import { judge } from './preflight.ts';
import { machineFacts } from './preflight-facts.ts';
import { NamespacesSandbox, watchEnd } from './sandbox.ts';

/** `kept` lists every sandbox of this user that is alive, kept or still served by the process that built it. */
export function namespacesDriver(options: NamespacesOptions = {}): Driver {
  return {
    name: 'namespaces',
    preflight: async () => judge(await machineFacts(options)),
    up: (topology, upOptions = {}) => build(topology, options, upOptions),
    kept: async () => liveRecords(stateBase()).map(publicRecord),
    attach,
  };
}

/** The sandbox does not become ours: it ends with its owner, or by `down()`. */
async function attach(id: string): Promise<Sandbox> {
  const base = stateBase();
  const live = liveRecords(base);
  const record = live.find((one) => one.id === id);
  if (!record) {
    const known = live.map((one) => one.id).join(', ') || 'none';
    throw new UsageError(`no running sandbox "${id}"; running: ${known}`);
  }
  return new NamespacesSandbox(join(base, id), record, watchEnd(record.keeper));
}
