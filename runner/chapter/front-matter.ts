/** The front matter of a chapter: the YAML between two `---` lines at its very top. */
import { z } from 'zod';
import { DEFAULT_TOPOLOGY } from '../../checks/network/default-topology.ts';
import { hostNames, selectHosts, type Topology, topologySchema } from '../../checks/network/topology.ts';
import { hostsApart } from '../../checks/network/topology-rules.ts';
import type { Problems } from '../yaml/problems.ts';
import { readWith, readYaml } from '../yaml/yaml-source.ts';

const words = z.string({ error: 'must be some words' }).trim().min(1, 'must not be empty');

/** Names that every shell already uses: a variable of that name would break it. */
const TAKEN = [
  'HOME',
  'PATH',
  'PWD',
  'SHELL',
  'TERM',
  'USER',
  'LANG',
  'ENV',
  'HOSTNAME',
  'IFS',
  'SHLVL',
  'UID',
];

const range = z
  .tuple([z.int(), z.int()], { error: 'must be a range of two whole numbers such as [3, 5]' })
  .refine(([from, to]) => from <= to, 'must be a range from the smaller to the larger number')
  .refine(([from, to]) => to - from < 100, 'must be a range of at most 100 values, because each is tried');

const DEFAULT_HOSTS = hostNames(DEFAULT_TOPOLOGY);
const hosts = z
  .array(z.enum(DEFAULT_HOSTS, `must be one of ${DEFAULT_HOSTS.join(', ')}`))
  .min(1, 'must name at least one host')
  .refine((names) => new Set(names).size === names.length, 'must name each host once');

const schema = z.strictObject({
  title: words,
  summary: words,
  article: words,
  /** Hosts of the default topology, or a topology of the chapter's own. */
  hosts: hosts.optional(),
  topology: topologySchema.optional(),
  requires: z.array(words).default([]),
  variables: z
    .record(
      z
        .string()
        .regex(/^[A-Z][A-Z0-9_]*$/, 'must be a name of capitals, digits and _')
        .refine(
          (name) => !TAKEN.includes(name) && !/^(BASH|PS\d|LC_)/.test(name),
          'is a name that shells use',
        ),
      range,
    )
    .default({}),
});
type FrontMatter = z.infer<typeof schema>;

export interface SplitChapter {
  readonly matter: FrontMatter | undefined;
  readonly topology: Topology;
  /** Where the topology was refused: all hosts that it may have meant, so that the rest can be checked without repeating that mistake. */
  readonly hosts: readonly string[];
  readonly variables: FrontMatter['variables'];
  /** The source with the front matter's lines emptied. */
  readonly body: string;
}

/** @param notes is told what is odd, but no mistake */
export function splitFrontMatter(source: string, problems: Problems, notes: Problems): SplitChapter {
  const lines = source.split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) {
    problems.add(
      1,
      lines[0] === '---'
        ? 'the front matter is not closed: no second --- line follows'
        : `the chapter must begin with its front matter: line 1 must be ---, found "${(lines[0] ?? '').slice(0, 40)}"`,
    );
    return {
      matter: undefined,
      topology: DEFAULT_TOPOLOGY,
      hosts: DEFAULT_HOSTS,
      variables: {},
      body: source,
    };
  }
  const yaml = readYaml(lines.slice(1, end).join('\n'), 2, problems);
  const matter =
    yaml.value === undefined
      ? undefined
      : readWith(schema, yaml.value, 'front matter', (path) => yaml.lineOf(path), problems);
  const raw = (matter ?? yaml.value ?? {}) as {
    readonly hosts?: unknown;
    readonly topology?: unknown;
    readonly variables?: unknown;
  };
  const topology = readTopology(raw);
  if (yaml.value !== undefined && (raw.hosts === undefined) === (raw.topology === undefined)) {
    const message =
      raw.hosts === undefined
        ? 'hosts is missing: must be a list of lab hosts'
        : 'hosts and topology say the same thing; keep one of them';
    problems.add(yaml.lineOf(['hosts']), `front matter: ${message}`);
  }
  for (const name of topology ? hostsApart(topology) : []) {
    const line = yaml.lineOf([
      'topology',
      'hosts',
      topology?.hosts.findIndex((host) => host.name === name) ?? 0,
    ]);
    notes.add(
      line,
      `front matter: ${name} has no way to another host: no segment of its own or behind a router has one`,
    );
  }
  const variables = schema.shape.variables.safeParse(raw.variables);
  return {
    matter,
    topology: topology ?? DEFAULT_TOPOLOGY,
    hosts: topology ? hostNames(topology) : namedHosts(raw.topology),
    variables: variables.success ? variables.data : {},
    body: [...lines.slice(0, end + 1).fill(''), ...lines.slice(end + 1)].join('\n'),
  };
}

function readTopology(raw: { readonly hosts?: unknown; readonly topology?: unknown }): Topology | undefined {
  if (raw.topology !== undefined) return topologySchema.safeParse(raw.topology).data;
  const names = hosts.safeParse(raw.hosts);
  return names.success ? selectHosts(DEFAULT_TOPOLOGY, names.data) : undefined;
}

/** What a topology with mistakes calls its hosts, as far as that can be read. */
function namedHosts(topology: unknown): readonly string[] {
  const named = z.object({ hosts: z.array(z.object({ name: z.string() })).min(1) }).safeParse(topology);
  return named.success ? named.data.hosts.map(({ name }) => name) : DEFAULT_HOSTS;
}
