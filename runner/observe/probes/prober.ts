/** What makes a probe. One folder holds one: how it is made, its programs, its test. `run.ts` has them all. */
import type { ProbeName, ProbeRequest, RequestOf, ResultOf } from '../../../checks/probe.ts';
import type { ProbeFailed } from '../../../checks/probes/failed.ts';
import type { HostAccess } from '../../sandbox/driver.ts';

export interface ProbeContext {
  readonly sandbox: HostAccess;
  /** Makes another probe, for one that listens to it. */
  run<R extends ProbeRequest>(request: R): Promise<ResultOf<R['probe']> | ProbeFailed>;
}

export interface Prober<P extends ProbeName> {
  /** Several that stand side by side are made at the same time. Absent: one after the other. */
  readonly sideBySide?: true;
  /**
   * @returns the result without `probe`, as it came from the host: whoever calls this holds it against the result's schema
   * @throws GeneratorFailed when it could not be made; what the network or the learner did is a result
   */
  make(context: ProbeContext, request: RequestOf<P>): Promise<object>;
}
