/**
 * Probes: traffic that a check needs and the runner makes (`runner/network/probes`). Here are only the
 * requests and their results, as plain data; nothing in this folder sends a packet.
 */

export type ProbeRequest = HttpProbe | PingProbe | LoadProbe;
export type ProbeResult = HttpResult | PingResult | LoadResult | ProbeFailed;

/** Where a probe starts: a host and, optionally, a named network namespace of it. */
export interface Origin {
  readonly host: string;
  readonly netns?: string;
}

/** One HTTP GET over a fresh connection; while it is refused it is tried again for 0.4 s, for a server that is just starting. */
export interface HttpProbe {
  readonly probe: 'http';
  readonly from: Origin;
  /** e.g. `http://10.0.0.2:8080/` */
  readonly url: string;
  readonly timeoutMs: number;
}
export interface HttpResult {
  readonly probe: 'http';
  /** `answered`: an HTTP status came back. The others follow curl's exit status 7, 28, and ENETUNREACH/EHOSTUNREACH. */
  readonly outcome: 'answered' | 'refused' | 'timeout' | 'unreachable' | 'garbled';
  readonly status?: number;
  /** First 4 KiB of the body. */
  readonly body?: string;
  readonly detail: string;
}

/** ICMP echo, repeated until one answer or the deadline. */
export interface PingProbe {
  readonly probe: 'ping';
  readonly from: Origin;
  readonly to: string;
  readonly timeoutMs: number;
}
export interface PingResult {
  readonly probe: 'ping';
  readonly outcome: 'answered' | 'silent' | 'unreachable';
  readonly ttl?: number;
  readonly detail: string;
}

/** N fresh TCP connections, each an HTTP GET, with what answered; and the counters of the DNAT rules before and after. */
export interface LoadProbe {
  readonly probe: 'load';
  readonly from: Origin;
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  /** For each connection. The whole run ends after 15 s, and soon after 500 connections are lost. */
  readonly timeoutMs: number;
  /** Hosts and namespaces whose nat counters are read before and after the run. */
  readonly countersOn: readonly Origin[];
}
export interface LoadResult {
  readonly probe: 'load';
  /** Connections begun: fewer than asked for when the run ended early. */
  readonly attempted: number;
  /** First line of the body -> how many connections it answered. */
  readonly answers: Readonly<Record<string, number>>;
  /** Connections without an answer, by reason: refused, timeout, unreachable, reset, garbled. */
  readonly lost: Readonly<Record<string, number>>;
  /** Packets that DNAT rules counted during the run, by chain and `--to-destination`, summed over `countersOn`. */
  readonly dnat: readonly { readonly chain: string; readonly to: string; readonly packets: number }[];
  readonly ms: number;
}

/** The runner could not make the probe (tool missing, namespace gone). Judged `error` unless the kind knows better. */
export interface ProbeFailed {
  readonly probe: 'failed';
  readonly reason: string;
  /** True when the origin (host or namespace) does not exist: the learner's doing, not ours. */
  readonly originMissing: boolean;
}
