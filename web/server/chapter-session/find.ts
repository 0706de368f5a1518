import { UsageError } from '../../../runner/errors.ts';

/** @throws UsageError that names what there is */
export function find<T>(all: readonly T[], nameOf: (one: T) => string, name: string, what: string): T {
  const found = all.find((one) => nameOf(one) === name);
  if (found === undefined) {
    throw new UsageError(
      `This chapter has no ${what} named ${name}.`,
      `It has: ${all.map(nameOf).join(', ')}`,
    );
  }
  return found;
}
