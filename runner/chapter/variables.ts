/** Variables in check arguments: a string that is all of `$NAME` stands for the number drawn under that name. Pure. */

const VARIABLE = /^\$([A-Z][A-Z0-9_]*)$/;

/** A copy of the arguments with numbers in place of `$NAME`; a name that is not drawn stays as it is. */
export function putVariables<T>(value: T, drawn: Readonly<Record<string, number>>): T;
export function putVariables(value: unknown, drawn: Readonly<Record<string, number>>): unknown {
  if (typeof value === 'string') {
    const name = VARIABLE.exec(value)?.[1];
    return name !== undefined && Object.hasOwn(drawn, name) ? drawn[name] : value;
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

/** The name when the whole string is `$NAME`. */
export function variableName(text: string): string | undefined {
  return VARIABLE.exec(text)?.[1];
}

/** Every way of drawing the named variables: 3 values of one and 2 of another are 6 draws. */
export function everyDraw(
  ranges: Readonly<Record<string, readonly [number, number]>>,
  names: readonly string[],
): Record<string, number>[] {
  return names.reduce<Record<string, number>[]>(
    (draws, name) => {
      const [from, to] = ranges[name] ?? [0, -1];
      const values = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      return draws.flatMap((draw) => values.map((value) => ({ ...draw, [name]: value })));
    },
    [{}],
  );
}
