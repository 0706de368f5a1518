/** The two counts of a load run, endpoint by endpoint: what the DNAT rules sent there, and what answered. Draws no conclusion. */
import type { LoadResult } from '../../probes/load.ts';

/** What the exercise asks for. Shares sum to 1. */
export interface WantedDistribution {
  /** `10.96.0.10:80` */
  readonly service: string;
  readonly endpoints: readonly WantedEndpoint[];
}
interface WantedEndpoint {
  /** `10.244.1.2:8080` */
  readonly address: string;
  /** First line of what it answers. */
  readonly answer: string;
  readonly share: number;
}

export interface Counts {
  readonly attempted: number;
  readonly endpoints: readonly EndpointCount[];
  /** Answers that no endpoint gives -> how often. */
  readonly strangers: ReadonlyMap<string, number>;
  /** DNAT rules that counted packets but lead to no endpoint. */
  readonly astray: LoadResult['dnat'];
  /** Sum of all answers, of endpoints and strangers. */
  readonly answered: number;
  /** Packets that all DNAT rules counted. */
  readonly sent: number;
  /** Reason -> connections without an answer. */
  readonly lost: ReadonlyMap<string, number>;
}
export interface EndpointCount extends WantedEndpoint {
  /** New flows that DNAT rules to this address counted. */
  readonly sent: number;
  readonly answered: number;
}

export function count(result: LoadResult, wanted: WantedDistribution): Counts {
  const answers = new Map(Object.entries(result.answers));
  // A DNAT rule without a port keeps the service's.
  const dnat = result.dnat.map((rule) => ({
    ...rule,
    to: rule.to.includes(':') ? rule.to : `${rule.to}:${wanted.service.split(':')[1]}`,
  }));
  const known = new Set(wanted.endpoints.map(({ address }) => address));
  const names = new Set(wanted.endpoints.map(({ answer }) => answer));
  return {
    attempted: result.attempted,
    endpoints: wanted.endpoints.map((endpoint) => ({
      ...endpoint,
      sent: total(dnat.filter(({ to }) => to === endpoint.address).map(({ packets }) => packets)),
      answered: answers.get(endpoint.answer) ?? 0,
    })),
    strangers: new Map([...answers].filter(([answer]) => !names.has(answer))),
    astray: dnat.filter(({ to, packets }) => packets > 0 && !known.has(to)),
    answered: total([...answers.values()]),
    sent: total(dnat.map(({ packets }) => packets)),
    lost: new Map(Object.entries(result.lost).filter(([, times]) => times > 0)),
  };
}

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
