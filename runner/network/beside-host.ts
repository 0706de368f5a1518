/** Perl programs that run beside a host (`Sandbox.open`) and look into it, with lab.pl before them: what it takes to do so safely. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../package-root.mjs';

const source = (path: string) => readFileSync(join(ROOT, 'runner', path), 'utf8');

/** @param path of the program, from the folder `runner`. Returns the words before its own arguments. */
export function besideHost(path: string): readonly string[] {
  return ['perl', '-e', `${source('sandbox/namespaces/inside/lab.pl')}\n${source(path)}`];
}
