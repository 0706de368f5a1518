/** Reads what a program of ours printed about a host. */
import { z } from 'zod';
import { readJson } from '../../../../checks/read-json.ts';
import { GeneratorFailed } from './hidden.ts';

/** @throws GeneratorFailed when it is not what it should be */
export function checkAnswer<T>(value: unknown, answer: z.ZodType<T>, who = 'the probe'): T {
  const parsed = answer.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new GeneratorFailed(`${who} answered nonsense: ${z.prettifyError(parsed.error)}`);
}

/** The same for JSON. */
export function readAnswer<T>(text: string, answer: z.ZodType<T>, who?: string): T {
  return checkAnswer(readJson(text), answer, who);
}

const printed = z.looseObject({ originMissing: z.string().optional() });

/**
 * @returns an object that is still to be held against the schema of its probe's result
 * @throws GeneratorFailed when it is none, or says that there is no such origin
 */
export function readPrinted(text: string): object {
  const { originMissing, ...answer } = readAnswer(text, printed);
  if (originMissing !== undefined) throw new GeneratorFailed(originMissing, true);
  return answer;
}
