/** Listens at several places at once while something is sent. Knows when to begin: as soon as the last of them listens. */
import type { HopsProbe } from '../../../../checks/probes/hops.ts';
import { listen } from '../capture/capture.ts';
import type { ProbeContext, Prober } from '../prober.ts';

export const hops: Prober<'hops'> = { make };

/** @throws GeneratorFailed when one of the places cannot be listened to; then nothing is sent */
async function make(
  { sandbox, run }: ProbeContext,
  { points, filter, packets, stimuli }: HopsProbe,
): Promise<object> {
  const timeoutMs = Math.max(...stimuli.map((stimulus) => stimulus.timeoutMs));
  let begin = (): void => {};
  let giveUp = (_: unknown): void => {};
  const begun = new Promise<void>((resolve, reject) => {
    begin = resolve;
    giveUp = reject;
  });
  const sent = begun.then(() => Promise.all(stimuli.map(run)));
  sent.catch(() => {}); // heard by every capture that waits for it
  let deaf = points.length;
  if (deaf === 0) begin();
  const captured = await Promise.allSettled(
    points.map(async ({ at, device }) => {
      try {
        return await listen(sandbox, { at, device, filter, packets, timeoutMs }, () => {
          deaf -= 1;
          if (deaf === 0) begin();
          return sent;
        });
      } catch (thrown) {
        giveUp(thrown);
        throw thrown;
      }
    }),
  );
  // In the order of the points, after all of them have ended: no capture outlives the probe.
  const captures = captured.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    const { stimulus: _, ...capture } = one.value;
    return capture;
  });
  return { captures, stimuli: await sent };
}
