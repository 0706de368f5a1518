/**
 * Kind `cni`: a plugin is called as version 1.0.0 of the CNI specification says, or a network configuration list is walked,
 * for containers that the runner makes; what was printed and what the kernel holds then is judged. Calls nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, pass } from '../../kind.ts';
import { CNI_PARTS, type CniNetwork, type CniPart, type CniProbe, type CniResult } from '../../probes/cni.ts';
import { distinct, entryFields } from '../../support/entry-fields.ts';
import { madeProbe } from '../../support/probed.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Judgement } from '../../verdict.ts';
import { add } from './added.ts';
import { check } from './checked.ts';
import { del } from './deleted.ts';
import { errors } from './errors.ts';
import { complaint, lastCall } from './printed.ts';
import { version } from './version.ts';
import { type Problem, View } from './view.ts';

const path = z.string().regex(/^(\/[^/:\s]+)+$/, 'must be a path from the root, such as /opt/cni/bin/bridge');

const config = z.looseObject({
  cniVersion: z.string().min(1),
  name: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'is not a name for a network'),
  type: z.string().min(1),
});

const schema = z
  .strictObject({
    ...entryFields('cni'),
    /** The program to call, with the configuration that it is given. */
    plugin: path.optional(),
    config: config.optional(),
    /** Or the file of a network configuration list. */
    conflist: path.optional(),
    /** CNI_PATH, behind the folder of `plugin`. */
    path: z.array(path).default(['/opt/cni/bin']),
    /** Capability arguments, as a runtime has them: `portMappings`, `bandwidth`. */
    capabilities: z.record(z.string(), z.unknown()).default({}),
    /** Which calls; of a list those that concern the whole of it. */
    calls: z.array(z.enum(CNI_PARTS)).min(1).refine(distinct, 'names a call twice').optional(),
    /** How many addresses the network of `config` has: at least 3, and then one more container is refused. */
    pool: z.int().min(3).max(16).optional(),
  })
  .superRefine(({ plugin, config, conflist, calls, pool }, context) => {
    const say = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', path, message });
    if ((plugin === undefined) === (conflist === undefined))
      say('needs plugin or conflist, and not both', 'plugin');
    if ((plugin === undefined) !== (config === undefined)) say('belongs to plugin', 'config');
    if (conflist !== undefined && calls?.some((one) => one === 'version' || one === 'errors'))
      say('version and errors are calls of one plugin, not of a list', 'calls');
    if (conflist !== undefined && pool !== undefined) say('belongs to plugin', 'pool');
  });
export type CniArgs = z.infer<typeof schema>;

const JUDGES: Readonly<Record<CniPart, (view: View) => Generator<Problem>>> = {
  version,
  add,
  check,
  del,
  errors,
};

const WORDS: Readonly<Record<CniPart, string>> = {
  version: 'answers VERSION',
  add: 'adds containers',
  check: 'checks them',
  del: 'deletes them and leaves nothing',
  errors: 'refuses what it must',
};

export const cni: CheckKind<CniArgs> = {
  kind: 'cni',
  summary: 'a CNI plugin, or a list of them, called as the specification says, for containers of the check',
  schema,
  examples: [{ plugin: '/srv/cni/wire', config: { cniVersion: '1.0.0', name: 'net', type: 'wire' } }],
  depth: 'light',
  cost: 'load',
  dependsOn: () => 'all',
  revert: { takes: 'file', script: ({ plugin, conflist = '' }) => `rm -f ${quoted(plugin ?? conflist)}` },
  title: (args) =>
    `${subject(args)} ${partsOf(args)
      .map((part) => WORDS[part])
      .join(', ')}`,
  probes: (args) => [request(args)],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'cni');
    if ('verdict' in result) return result;
    if (result.unusable !== undefined) return unusable(args, result.unusable);
    const problems: Problem[] = [];
    for (const part of partsOf(args)) {
      // What follows a mistake is often only its consequence.
      const view = new View(args.host, part, result, routesOf(args));
      const problem = stuck(view) ?? JUDGES[part](view).next().value;
      if (problem) problems.push(problem);
    }
    const [worst] = problems;
    return worst
      ? fail(
          worst.diagnosis,
          problems.map(({ evidence }) => evidence),
        )
      : pass(praise(args, result));
  },
};

/** A part ends with a call that has no end. */
function stuck(view: View): Problem | undefined {
  const operation = view.all().find((one) => lastCall(one).outcome === 'late');
  return (
    operation && view.ofCall(`${operation.command}: ${complaint(lastCall(operation))}`, operation, 'an end')
  );
}

function partsOf({ calls, conflist }: CniArgs): readonly CniPart[] {
  return calls ?? (conflist === undefined ? CNI_PARTS : ['add', 'check', 'del']);
}

function subject({ plugin, conflist }: CniArgs): string {
  return plugin ?? conflist ?? '';
}

function request(args: CniArgs): CniProbe {
  const { host, plugin, config, conflist, path, capabilities, pool } = args;
  const common = {
    probe: 'cni',
    from: { host },
    capabilities,
    parts: partsOf(args),
    ...(pool !== undefined && { pool }),
  } as const;
  if (plugin === undefined || config === undefined) {
    if (conflist === undefined) throw new Inconclusive('there is nothing to call');
    return { ...common, target: { conflist }, path };
  }
  const folder = plugin.slice(0, plugin.lastIndexOf('/'));
  return {
    ...common,
    target: { program: plugin, network: networkOf(config) },
    path: [folder, ...path.filter((one) => one !== folder)],
  };
}

function networkOf({ cniVersion, name, ...plugin }: NonNullable<CniArgs['config']>): CniNetwork {
  return { cniVersion, name, plugins: [plugin] };
}

const asked = z.looseObject({ ipam: z.looseObject({ routes: z.array(z.looseObject({ dst: z.string() })) }) });

function routesOf({ config }: CniArgs): readonly string[] {
  return asked.safeParse(config).data?.ipam.routes.map(({ dst }) => dst) ?? [];
}

function unusable({ host, conflist = '' }: CniArgs, why: string): Judgement {
  return fail(`${conflist} cannot be used as a network configuration list: ${why}`, [
    {
      host,
      command: `jq . ${conflist}`,
      expected: '{"cniVersion": ..., "name": ..., "plugins": [{"type": ...}, ...]}',
      found: why,
    },
  ]);
}

function praise(args: CniArgs, { operations, containers }: CniResult): string {
  const made = Object.values(containers).flatMap((part) => Object.keys(part)).length;
  const calls = operations.flatMap((operation) => operation.calls).length;
  return `${subject(args)} was called ${calls} times${made > 0 ? ` for ${made} containers` : ''}, and did what it must`;
}
