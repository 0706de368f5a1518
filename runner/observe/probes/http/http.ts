/** Fetches a URL (http.py). Judges nothing. */
import type { Prober } from '../prober.ts';
import { generate, generatorProgram } from '../support/generator.ts';

const PROGRAM = generatorProgram('http/http.py');

/** Beyond the probe's own deadline, for starting Python on a busy machine. */
const STARTING_MS = 5_000;

export const http: Prober<'http'> = {
  sideBySide: true,
  make({ sandbox }, { from, url, timeoutMs }) {
    const { hostname, port, pathname, search } = new URL(url);
    const request = {
      probe: 'http',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      path: pathname + search,
      timeoutMs,
    };
    return generate(sandbox, from, PROGRAM, request, timeoutMs + STARTING_MS);
  },
};
