/** What `npm run test:vm` was asked for. Pure: words in, what they mean out. */
import { parseArgs } from 'node:util';
import { UsageError } from '../../errors.ts';

/** How much is proved in machines: of chosen exercises a few attempts, of all exercises a few, all but mutants, or every attempt. */
const PROOFS = ['some', 'brief', 'most', 'all'] as const;

export interface VmWords {
  readonly help: boolean;
  readonly publicBox: boolean;
  readonly proofs: (typeof PROOFS)[number];
  /** By number or name; empty: all. */
  readonly chapters: readonly string[];
}

export const USAGE = `npm run test:vm [-- [--public-box] [--proofs some|brief|most|all] [chapter...]]
  Replays chapters (all, unless some are named) in virtual machines, runs the driver's own test, and proves checks.
  --public-box    with the box that learners download, instead of the one built here
  --proofs some   a few attempts at chosen exercises (the default)
           brief  a few attempts at every exercise of these chapters: without KVM some minutes for each
           most   every solution and wrong attempt, and a few mutants of each exercise
           all    every attempt`;

/** @throws UsageError */
export function vmWords(argv: readonly string[]): VmWords {
  const { values, positionals } = parsed(argv);
  const proofs = PROOFS.find((one) => one === values.proofs);
  if (!proofs) throw new UsageError(`--proofs ${values.proofs}: it is one of ${PROOFS.join(', ')}`, USAGE);
  return { help: values.help, publicBox: values['public-box'], proofs, chapters: positionals };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        'public-box': { type: 'boolean', default: false },
        proofs: { type: 'string', default: PROOFS[0] as string },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, USAGE);
  }
}
