/** The `yaml checks` of an exercise and the `yaml answer` of a question, held against the kinds' schemas. */
import { z } from 'zod';
import { answer } from '../../checks/kinds/answer/answer.ts';
import { knownWords } from '../yaml/nearest.ts';
import type { Problems } from '../yaml/problems.ts';
import { type Path, readWith, readYaml } from '../yaml/yaml-source.ts';
import { zodWords } from '../yaml/zod-words.ts';
import { NAME } from './fields.ts';
import type { Check } from './model.ts';
import type { FenceNode } from './outline.ts';
import { type Kinds, kindArguments } from './resolve.ts';
import { everyDraw, oneAtATime, strings, variableNames } from './variables.ts';

export interface CheckContext {
  readonly kinds: Kinds;
  readonly hosts: readonly string[];
  readonly variables: Readonly<Record<string, readonly [number, number]>>;
  readonly problems: Problems;
}

/** The kind of a question's check, and its id, under which wrong answers are declared (`# fails: answer`). */
export const ANSWER = answer.kind;

/** Draws of one check's variables that are tried; more of them means that the chapter wants simpler checks. */
const MOST_DRAWS = 1000;
/** Arguments whose strings name lab hosts, wherever they stand. */
const HOST_KEYS = ['host', 'countersOn'];

const name = z.string().regex(NAME, 'must be lower-case letters, digits and hyphens');
const common = z.looseObject({
  id: name,
  kind: z.string().min(1),
  title: z.string().trim().min(1).optional(),
  netns: z.string().min(1).optional(),
});
const answerCommon = z.looseObject({
  id: z.literal(ANSWER).default(ANSWER),
  kind: z.literal(ANSWER, `must be ${ANSWER}`),
  title: z.string().trim().min(1).optional(),
  netns: z.string().min(1).optional(),
});

export function readChecks(fence: FenceNode, context: CheckContext): Check[] {
  const { problems } = context;
  const yaml = readYaml(fence.token.content, fence.line + 1, problems);
  if (yaml.value === undefined) return [];
  if (!Array.isArray(yaml.value)) {
    problems.add(fence.line, 'checks must be a list: each begins with "- id: ..."');
    return [];
  }
  if (yaml.value.length === 0) problems.add(fence.line, 'the list of checks is empty');
  const lines = new Map<string, number>();
  return yaml.value.flatMap((value: unknown, index) => {
    const lineOf = (path: Path): number => yaml.lineOf([index, ...path]);
    const check = readCheck(common, value, `check ${index + 1}`, lineOf, context);
    if (!check) return [];
    const first = lines.get(check.id);
    if (first !== undefined)
      problems.add(lineOf(['id']), `check id "${check.id}" is already used on line ${first}`);
    lines.set(check.id, first ?? lineOf(['id']));
    return [check];
  });
}

export function readAnswer(fence: FenceNode, context: CheckContext): Check {
  const yaml = readYaml(fence.token.content, fence.line + 1, context.problems);
  const unread: Check = { id: ANSWER, kind: ANSWER, source: {}, line: fence.line };
  if (yaml.value === undefined) return unread;
  const check = readCheck(answerCommon, yaml.value, ANSWER, (path) => yaml.lineOf(path), context);
  return check ?? unread;
}

function readCheck(
  schema: z.ZodType<z.infer<typeof common>>,
  value: unknown,
  what: string,
  lineOf: (path: Path) => number,
  context: CheckContext,
): Check | undefined {
  const { kinds, problems } = context;
  const entry = readWith(schema, value, what, lineOf, problems);
  if (!entry) return undefined;
  const check: Check = {
    id: entry.id,
    kind: entry.kind,
    ...(entry.title === undefined ? {} : { title: entry.title }),
    source: entry,
    line: lineOf([]),
  };
  const called = `check ${check.id}`;
  const hostsAndVariables = checkStrings(check, called, lineOf, context);
  const kind = kinds.get(check.kind);
  if (!kind) {
    problems.add(
      lineOf(['kind']),
      `${called}: unknown kind "${check.kind}"; ${knownWords(check.kind, kinds.keys())}`,
    );
  } else if (hostsAndVariables) {
    for (const draw of drawsToTry(hostsAndVariables, context.variables)) {
      const given = kindArguments(entry, draw, context.hosts[0] ?? '');
      const parsed = kind.schema.safeParse(given);
      if (parsed.success) continue;
      const drawn = Object.entries(draw).map(([variable, number]) => `${variable}=${number}`);
      const where = drawn.length > 0 ? ` with ${drawn.join(', ')}` : '';
      for (const { path, words } of zodWords(kind.schema, given, parsed.error)) {
        problems.add(lineOf(path), `${called} (${check.kind})${where}: ${words}`);
      }
      break;
    }
  }
  return check;
}

/** Variables that a check uses, by how it does. */
interface Used {
  /** As a whole argument, where it is a number: how many endpoints there are, say. */
  readonly numbers: readonly string[];
  /** Within a longer string, where it is only text. */
  readonly digits: readonly string[];
}

function drawsToTry({ numbers, digits }: Used, ranges: CheckContext['variables']): Record<string, number>[] {
  const every = everyDraw(ranges, numbers);
  const alone = oneAtATime(ranges, digits);
  return alone.length === 0
    ? every
    : [
        ...every.map((draw) => ({ ...alone[0], ...draw })),
        ...alone.map((draw) => ({ ...draw, ...every[0] })),
      ];
}

/** Hosts and variables named in the arguments; undefined when the kind's schema should not even be asked. */
function checkStrings(
  check: Check,
  called: string,
  lineOf: (path: Path) => number,
  { hosts, variables, problems }: CheckContext,
): Used | undefined {
  const known = Object.keys(variables);
  const numbers = new Set<string>();
  const digits = new Set<string>();
  let sound = true;
  const complain = (path: Path, message: string): void => {
    problems.add(lineOf(path), `${called}: ${message}`);
    sound = false;
  };
  const { title: _title, ...own } = check.source;
  for (const { path, text } of strings(own)) {
    const key = path.findLast((part) => typeof part === 'string');
    if (typeof key === 'string' && HOST_KEYS.includes(key) && !hosts.includes(text)) {
      complain(path, `host "${text}" is not one of the chapter's hosts; ${knownWords(text, hosts)}`);
    }
    const { names, whole } = variableNames(text);
    for (const name of names) {
      if (known.includes(name)) (whole ? numbers : digits).add(name);
      else complain(path, `unknown variable $${name}; ${knownWords(name, known)}`);
    }
    const braced = known.find((name) => text.includes(`\${${name}}`));
    if (braced) complain(path, `write $${braced} without braces, found "${text}"`);
  }
  const draws = [...numbers].reduce((product, variable) => {
    const [from, to] = variables[variable] ?? [0, 0];
    return product * (to - from + 1);
  }, 1);
  if (draws > MOST_DRAWS)
    complain([], `${draws} draws of its variables are too many to try; at most ${MOST_DRAWS}`);
  return sound ? { numbers: [...numbers], digits: [...digits] } : undefined;
}
