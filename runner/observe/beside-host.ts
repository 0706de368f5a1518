/** Perl programs that run beside a host (`Sandbox.open`) and look into it, with lab.pl before them: what it takes to do so safely. */
import { source } from './source.ts';

/** @param path of the program, from the folder `runner`. Returns the words before its own arguments. */
export function besideHost(path: string): readonly string[] {
  return ['perl', '-e', `${source('sandbox/linux-host/inside/lab.pl')}\n${source(path)}`];
}
