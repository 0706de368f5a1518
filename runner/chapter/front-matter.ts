/** The front matter of a chapter: the YAML between two `---` lines at its very top. */
import { z } from 'zod';
import { HOST_NAMES, type HostName } from '../sandbox/driver.ts';
import type { Problems } from './problems.ts';
import { readWith, readYaml } from './yaml-source.ts';

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

const schema = z.strictObject({
  title: words,
  summary: words,
  article: words,
  hosts: z
    .array(z.enum(HOST_NAMES as [(typeof HOST_NAMES)[number]], `must be one of ${HOST_NAMES.join(', ')}`))
    .min(1, 'must name at least one host')
    .refine((hosts) => new Set(hosts).size === hosts.length, 'must name each host once'),
  minutes: z.int().min(1).max(240),
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
  /** Where they were refused: all hosts there are, so that the rest can be checked without repeating that mistake. */
  readonly hosts: readonly HostName[];
  readonly variables: FrontMatter['variables'];
  /** The source with the front matter's lines emptied. */
  readonly body: string;
}

export function splitFrontMatter(source: string, problems: Problems): SplitChapter {
  const lines = source.split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) {
    problems.add(
      1,
      lines[0] === '---'
        ? 'the front matter is not closed: no second --- line follows'
        : `the chapter must begin with its front matter: line 1 must be ---, found "${(lines[0] ?? '').slice(0, 40)}"`,
    );
    return { matter: undefined, hosts: HOST_NAMES, variables: {}, body: source };
  }
  const yaml = readYaml(lines.slice(1, end).join('\n'), 2, problems);
  const matter =
    yaml.value === undefined
      ? undefined
      : readWith(schema, yaml.value, 'front matter', (path) => yaml.lineOf(path), problems);
  const raw = (matter ?? yaml.value ?? {}) as { readonly hosts?: unknown; readonly variables?: unknown };
  const hosts = schema.shape.hosts.safeParse(raw.hosts);
  const variables = schema.shape.variables.safeParse(raw.variables);
  return {
    matter,
    hosts: hosts.success ? hosts.data : HOST_NAMES,
    variables: variables.success ? variables.data : {},
    body: [...lines.slice(0, end + 1).fill(''), ...lines.slice(end + 1)].join('\n'),
  };
}
