/** Orders that depend on the things themselves and not on how they were listed. Pure. */

/** `web-2` before `web-10`. Code points decide in the end, so that every machine has the same order. */
export function byName(a: string, b: string): number {
  const [left, right] = [pieces(a), pieces(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [one, other] = [left[at] as string, right[at] as string];
    const numbers = Number(one) - Number(other);
    if (numbers !== 0 && !Number.isNaN(numbers)) return numbers;
    if (one !== other && Number.isNaN(numbers)) return one < other ? -1 : 1;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

function pieces(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

/** By the first of these that differs. */
export function sortedBy<T>(all: readonly T[], ...keys: ((one: T) => string | number)[]): T[] {
  return [...all].sort((a, b) => {
    for (const key of keys) {
      const [one, other] = [key(a), key(b)];
      const order =
        typeof one === 'number' && typeof other === 'number'
          ? compareNumbers(one, other)
          : byName(String(one), String(other));
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Infinity is equal to itself, which a subtraction would not say. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
