/** Where the Perl programs are that make a lab host and enter it. */
import { join } from 'node:path';
import { ROOT } from '../../package-root.mjs';

export const INSIDE = join(ROOT, 'runner/sandbox/linux-host/inside');
