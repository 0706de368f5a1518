/** What a call of a plugin printed, and what is wrong with that: it did not start, did not end, or printed no proper JSON. Pure. */

import type { z } from 'zod';
import type { CniCall, CniOperation } from '../../probes/cni.ts';
import { readJson } from '../../read-json.ts';
import { addResult, errorResult, mistake } from './spec.ts';

export type Printed<T> = { readonly value: T } | { readonly wrong: string };

/** Why a call never came to a status, or undefined. */
export function notRun({ outcome, plugin }: CniCall): string | undefined {
  switch (outcome) {
    case 'ran':
      return undefined;
    case 'missing':
      return `there is no program ${plugin} where CNI_PATH leads`;
    case 'forbidden':
      return `${plugin} is not executable: chmod +x`;
    case 'no-interpreter':
      return `the interpreter in the first line of ${plugin} does not exist (or that line ends in a carriage return)`;
    case 'no-program':
      return `${plugin} cannot be executed by the kernel: a script needs a first line such as #!/bin/bash (a shell does without, a runtime does not)`;
    case 'late':
      return `${plugin} did not end in time: it waits for something, or has no end`;
    case 'killed':
      return `${plugin} was ended by a signal`;
  }
}

export function lastCall({ calls }: CniOperation): CniCall {
  const last = calls.at(-1);
  if (!last) throw new Error('an operation without a call');
  return last;
}

export function succeeded(operation: CniOperation): boolean {
  return lastCall(operation).status === 0;
}

/** One JSON value on standard output and nothing else, of this form. */
export function printed<S extends z.ZodType>(call: CniCall, schema: S): Printed<z.infer<S>> {
  const { stdout } = call;
  if (stdout.trim() === '') return { wrong: `nothing on standard output` };
  const value = readJson(stdout);
  if (value === undefined) return { wrong: notJson(stdout) };
  const wrong = mistake(schema, value);
  return wrong === undefined ? { value: value as z.infer<S> } : { wrong };
}

function notJson(stdout: string): string {
  const lines = stdout.trim().split('\n');
  const stray = lines.find((line) => readJson(line) === undefined && /^[^[\]{}",]/.test(line.trim()));
  const rest = lines.filter((line) => line !== stray).join('\n');
  if (stray !== undefined && readJson(rest) !== undefined) {
    return `"${short(stray)}" beside the JSON on standard output: whatever else is to be said belongs on standard error`;
  }
  return `"${short(stdout)}" on standard output, which is not one JSON value`;
}

/** Why a call failed, in the plugin's own words: its error result, or else the last line it wrote. */
export function complaint(call: CniCall): string {
  const why = notRun(call);
  if (why !== undefined) return why;
  const error = printed(call, errorResult);
  if ('value' in error)
    return `${error.value.msg}${error.value.details ? ` (${short(error.value.details)})` : ''}`;
  const said = `${call.stdout}\n${call.stderr}`.trim().split('\n').at(-1);
  return said ? short(said) : 'it said nothing';
}

/** The result of an operation that succeeded. */
export function resultOf(operation: CniOperation): Printed<z.infer<typeof addResult>> {
  return printed(lastCall(operation), addResult);
}

const LONGEST = 80;

export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
