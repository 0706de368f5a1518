/** What zod refuses, in an author's words: the argument, the bad value, and what was allowed. Pure. */
import { z } from 'zod';
import { nearest } from './nearest.ts';

export interface Refused {
  /** Where the complaint belongs: for an unknown argument that argument itself. */
  readonly path: readonly PropertyKey[];
  readonly words: string;
}

/** @param value what was parsed */
export function zodWords(schema: z.ZodType, value: unknown, error: z.ZodError): Refused[] {
  return error.issues.flatMap((issue): Refused[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = allowedKeys(schema, value, issue.path);
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        words: `unknown argument ${dotted([...issue.path, key])}${allowed(key, known)}`,
      }));
    }
    if (issue.code === 'invalid_key') {
      const why = issue.issues[0]?.message ?? 'is not allowed';
      return [{ path: issue.path, words: `${dotted(issue.path)}: the name ${why}` }];
    }
    const found = at(value, issue.path);
    const where = dotted(issue.path);
    if (found === undefined && issue.path.length > 0) {
      return [{ path: issue.path, words: `${where} is missing: ${hint(issue)}` }];
    }
    const words = hint(issue);
    const lead = where === '' || words.startsWith(`${where} `) ? '' : `${where} `;
    return [{ path: issue.path, words: `${lead}${words}; found ${shown(found)}` }];
  });
}

/** What was allowed: the schema's own words where it has some, else ours in place of zod's. */
function hint(issue: z.core.$ZodIssue): string {
  const own = /^(Invalid|Too|Expected)\b/.exec(issue.message) === null;
  if (own) return issue.message;
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
  }
  return `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

function article(expected: string): string {
  const words: Record<string, string> = {
    array: 'a list',
    object: 'a map of arguments',
    record: 'a map',
    int: 'a whole number',
  };
  return words[expected] ?? `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function allowed(key: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const guess = nearest(key, known);
  return `; ${guess === undefined ? '' : `did you mean ${guess}? `}known: ${known.join(', ')}`;
}

/** `peer.netns`, `endpoints[2].address` */
function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Keys that the strict object at the path knows; of a discriminated union, those of the member that the value chose. */
function allowedKeys(schema: unknown, value: unknown, path: readonly PropertyKey[]): string[] {
  const [key, ...rest] = path;
  const keys = membersOf(schema, value).flatMap((member) => {
    if (key === undefined) return member instanceof z.ZodObject ? Object.keys(member.shape) : [];
    const inner: unknown = member instanceof z.ZodArray ? member.element : member.shape[String(key)];
    return allowedKeys(inner, at(value, [key]), rest);
  });
  return [...new Set(keys)];
}

/** The objects and lists that a schema comes down to, without its wrappers. */
function membersOf(schema: unknown, value: unknown): (z.ZodObject | z.ZodArray)[] {
  if (schema instanceof z.ZodObject || schema instanceof z.ZodArray) return [schema];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return membersOf(schema.unwrap(), value);
  }
  if (schema instanceof z.ZodPipe) return membersOf(schema.in, value);
  if (!(schema instanceof z.ZodUnion)) return [];
  const members = schema.options.flatMap((option) => membersOf(option, value));
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return members;
  const key = schema.def.discriminator;
  const chosen = members.filter((member) => {
    const wanted: unknown = member instanceof z.ZodObject ? member.shape[key] : undefined;
    return wanted instanceof z.ZodType && wanted.safeParse(at(value, [key])).success;
  });
  return chosen.length > 0 ? chosen : members;
}
