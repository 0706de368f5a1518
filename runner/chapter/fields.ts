/** Holds attributes against what a step or a container may carry: names, values, flags. Knows no markup. */

import { knownWords } from '../yaml/nearest.ts';
import type { AttributeList } from './attributes.ts';

/** How one attribute's value is read. */
export interface Field<T> {
  readonly read: (text: string) => T | Refusal;
}
/** An attribute without a value. */
export interface Flag {
  readonly flag: true;
}

/** What was allowed instead, as the end of "must be ...". */
class Refusal {
  readonly allowed: string;
  constructor(allowed: string) {
    this.allowed = allowed;
  }
}

export const flag: Flag = { flag: true };

/** Ids and names: they stand in URLs, file names and marks. */
export const NAME = /^[a-z0-9][a-z0-9-]*$/;

export const nameField: Field<string> = {
  read: (text) =>
    NAME.test(text) ? text : new Refusal('lower-case letters, digits and hyphens, such as add-client'),
};

export const textField: Field<string> = {
  read: (text) => (text.trim() === '' ? new Refusal('some words in double quotes') : text.trim()),
};

export function integerField(from: number, to: number): Field<number> {
  return {
    read: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= from && value <= to ? value : new Refusal(`a whole number from ${from} to ${to}`);
    },
  };
}

/** More than 0, decimals allowed. */
export function secondsField(to: number): Field<number> {
  return {
    read: (text) => {
      const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
      return value > 0 && value <= to ? value : new Refusal(`seconds, more than 0 and at most ${to}`);
    },
  };
}

export function oneOfField<T extends string>(allowed: readonly T[], what: string): Field<T> {
  return {
    read: (text) => allowed.find((word) => word === text) ?? new Refusal(`${what}: ${allowed.join(', ')}`),
  };
}

type Fields = Readonly<Record<string, Field<unknown> | Flag>>;
type Values<F extends Fields> = {
  [K in keyof F]?: F[K] extends Field<infer T> ? T : true;
};

/**
 * @param what `a step`, `an exercise`: whose attributes they are
 * @param complain is told each mistake with its column in words
 */
export function readFields<F extends Fields>(
  list: AttributeList,
  fields: F,
  what: string,
  complain: (message: string) => void,
): Values<F> {
  const values: Record<string, unknown> = {};
  for (const { column, message } of list.problems) complain(`${message} (column ${column})`);
  for (const { key, value, column } of list.attributes) {
    const at = `(column ${column})`;
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!field) {
      complain(`unknown attribute "${key}" of ${what} ${at}; ${knownWords(key, Object.keys(fields))}`);
    } else if (key in values) {
      complain(`${key} is given twice ${at}`);
    } else if ('flag' in field) {
      if (value === undefined) values[key] = true;
      else complain(`${key} is a flag and takes no value, found "${value}" ${at}; write ${key} alone`);
    } else if (value === undefined) {
      complain(`${key} needs a value ${at}; write ${key}=...`);
    } else {
      const read = field.read(value);
      if (read instanceof Refusal) complain(`${key} must be ${read.allowed}; found "${value}" ${at}`);
      else values[key] = read;
    }
  }
  return values as Values<F>;
}
