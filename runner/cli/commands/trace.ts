/** `wirebook trace`: sends one packet in a sandbox of a chapter and says what became of it, hop by hop. */
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadProofs } from '../../chapter/load.ts';
import type { Chapter } from '../../chapter/model.ts';
import { EXIT, UsageError } from '../../errors.ts';
import { parseOrigin, parseTarget } from '../../journey/target.ts';
import { journeyLines } from '../../journey/text.ts';
import { traceJourney } from '../../journey/trace.ts';
import type { Driver } from '../../sandbox/driver.ts';
import { chooseSandbox, isOf } from '../../session/grade/choose-sandbox.ts';
import type { Lab } from '../../session/lab.ts';
import { LOCAL } from '../../session/learner.ts';
import { openLab } from '../../session/open.ts';
import { replayUntil } from '../../session/replay-until.ts';
import { momentName, timeline } from '../../session/timeline.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { freshLab } from '../fresh-lab.ts';
import { chaptersFolder } from '../options.ts';
import { type Progress, progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly from: string;
  readonly to: string;
  readonly reply?: boolean;
  readonly size?: number;
  readonly ttl?: number;
  readonly at?: string;
  readonly id?: string;
  readonly seed: string;
  readonly json?: boolean;
}

export async function trace(
  context: Context,
  name: string,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await chosenChapter(chaptersFolder(command), name);
  const from = parseOrigin(options.from, chapter.hosts);
  const target = parseTarget(options.to);
  const { size, ttl } = options;
  if (size !== undefined && target.protocol === 'tcp')
    throw new UsageError('The first packet of a TCP connection carries nothing.', 'Leave out --size.');
  const progress = progressLine(context);
  const lab = await labFor(chapter, chosenDriver(options, context), options, context, progress);
  progress.show('sending the packet');
  const journey = await traceJourney(lab.sandbox, {
    from,
    ...target,
    size: size ?? 0,
    ...(ttl !== undefined && { ttl }),
  });
  progress.clear();
  const { outcome } = journey;
  const whole = options.reply || (outcome.is === 'lost' && outcome.leg === 'answer');
  const shown = whole ? journey : { ...journey, hops: journey.hops.filter(({ leg }) => leg === 'request') };
  if (options.json) context.print(JSON.stringify(shown, null, 2));
  else for (const line of journeyLines(shown, context.paint)) context.print(line);
  process.exitCode = outcome.is === 'lost' ? EXIT.failed : EXIT.ok;
}

/** The running one, unless a point of the chapter is named, or there is none. */
async function labFor(
  chapter: Chapter,
  driver: Driver,
  options: Options,
  context: Context,
  progress: Progress,
): Promise<Lab> {
  const running = options.at === undefined ? await driver.kept() : [];
  if (options.id !== undefined || running.some((one) => isOf(one, chapter.id))) {
    const record = chooseSandbox(running, LOCAL, chapter.id, options.id);
    const sandbox = await driver.attach(record.id);
    const lab = await openLab(chapter, { driver, seed: record.labels.seed ?? '', kinds: KINDS, sandbox });
    context.cleanup.add(() => lab.close());
    return lab;
  }
  const lab = await freshLab(chapter, context, { driver, seed: options.seed, progress });
  const onProgress = (what: string) => progress.show(what);
  const proofs = await loadProofs(chapter);
  const last = timeline(chapter).at(-1);
  if (options.at !== undefined) await replayUntil(lab, options.at, proofs, { onProgress });
  else if (last) await replayUntil(lab, momentName(last), proofs, { through: true, onProgress });
  return lab;
}
