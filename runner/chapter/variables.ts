/**
 * Variables in check arguments: `$NAME` stands for the number drawn under that name. A string that is all of it becomes that
 * number; within a longer string its digits are put in, as in `10.1.$THIRD.7`. Pure.
 */

const WHOLE = /^\$([A-Z][A-Z0-9_]*)$/;
const ANYWHERE = /\$([A-Z][A-Z0-9_]*)/g;

type Ranges = Readonly<Record<string, readonly [number, number]>>;

/** A copy of the arguments with numbers in place of `$NAME`; a name that is not drawn stays as it is. */
export function putVariables<T>(value: T, drawn: Readonly<Record<string, number>>): T;
export function putVariables(value: unknown, drawn: Readonly<Record<string, number>>): unknown {
  if (typeof value === 'string') {
    const name = WHOLE.exec(value)?.[1];
    if (name !== undefined) return Object.hasOwn(drawn, name) ? drawn[name] : value;
    return value.replace(ANYWHERE, (text, inner: string) =>
      Object.hasOwn(drawn, inner) ? String(drawn[inner]) : text,
    );
  }
  if (Array.isArray(value)) return value.map((item) => putVariables(item, drawn));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, putVariables(inner, drawn)]));
  }
  return value;
}

/** Every string in the arguments, with its path. */
export function strings(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { path: PropertyKey[]; text: string }[] {
  if (typeof value === 'string') return [{ path: [...path], text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => strings(item, [...path, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]));
  }
  return [];
}

/** The names in a string, and whether it is nothing but one of them. */
export function variableNames(text: string): { readonly names: string[]; readonly whole: boolean } {
  const names = [...text.matchAll(ANYWHERE)].flatMap(([, name]) => name ?? []);
  return { names, whole: WHOLE.test(text) };
}

/** Every way of drawing the named variables: 3 values of one and 2 of another are 6 draws. */
export function everyDraw(ranges: Ranges, names: readonly string[]): Record<string, number>[] {
  return names.reduce<Record<string, number>[]>(
    (draws, name) =>
      draws.flatMap((draw) => values(ranges, name).map((value) => ({ ...draw, [name]: value }))),
    [{}],
  );
}

/** Every value of each variable in turn, the others at their lowest: what is only text cannot depend on two at a time. */
export function oneAtATime(ranges: Ranges, names: readonly string[]): Record<string, number>[] {
  const lowest = Object.fromEntries(names.map((name) => [name, ranges[name]?.[0] ?? 0]));
  return names.flatMap((name) => values(ranges, name).map((value) => ({ ...lowest, [name]: value })));
}

function values(ranges: Ranges, name: string): number[] {
  const [from, to] = ranges[name] ?? [0, -1];
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
