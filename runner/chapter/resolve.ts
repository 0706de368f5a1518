/** A check as the chapter wrote it becomes arguments that its kind can judge: variables put in, host filled in, parsed. */
import type { DueCheck } from '../../checks/judge.ts';
import type { CheckKind } from '../../checks/kind.ts';
import { UsageError } from '../errors.ts';
import type { HostName } from '../sandbox/driver.ts';
import { knownWords } from '../yaml/nearest.ts';
import { zodWords } from '../yaml/zod-words.ts';
import type { Chapter, Check } from './model.ts';
import { putVariables } from './variables.ts';

export type Kinds = ReadonlyMap<string, CheckKind<unknown>>;

export interface ResolveOptions {
  readonly kinds: Kinds;
  /** The learner's drawn numbers, as their shells see them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where a check looks that names no host: the chapter's first. */
  readonly defaultHost: HostName;
}

/** What a kind's schema receives: host, netns if given, and the kind's own arguments. */
export function kindArguments(
  source: Readonly<Record<string, unknown>>,
  drawn: Readonly<Record<string, number>>,
  defaultHost: string,
): Record<string, unknown> {
  const { id: _id, kind: _kind, title: _title, ...own } = source;
  return { host: defaultHost, ...putVariables(own, drawn) };
}

/** Resolves the checks of a chapter with one learner's numbers; what names no host looks at the chapter's first. */
export function resolverFor(
  chapter: Pick<Chapter, 'hosts'>,
  kinds: Kinds,
  variables: ResolveOptions['variables'],
): (check: Check) => DueCheck {
  const defaultHost = chapter.hosts[0] as HostName;
  return (check) => resolveCheck(check, { kinds, variables, defaultHost });
}

/** @throws UsageError when the kind is unknown or refuses its arguments; a chapter that parsed has neither */
export function resolveCheck(check: Check, options: ResolveOptions): DueCheck {
  const kind = options.kinds.get(check.kind);
  if (!kind) {
    throw new UsageError(
      `Check ${check.id}: unknown kind "${check.kind}"; ${knownWords(check.kind, options.kinds.keys())}`,
    );
  }
  const drawn = Object.fromEntries(
    Object.entries(options.variables).map(([name, text]) => [name, Number(text)]),
  );
  const given = kindArguments(check.source, drawn, options.defaultHost);
  const parsed = kind.schema.safeParse(given);
  if (!parsed.success) {
    const why = zodWords(kind.schema, given, parsed.error).map(({ words }) => words);
    throw new UsageError(`Check ${check.id} (${check.kind}): ${why.join('; ')}`);
  }
  return { id: check.id, title: check.title ?? kind.title(parsed.data), kind, args: parsed.data };
}
