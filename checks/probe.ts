/**
 * Probes: traffic that a check needs and the runner makes (`runner/observe/probes`). Here are only the
 * requests and their results, as plain data; nothing in this folder sends a packet.
 */
import type { CniProbe, CniResult } from './probes/cni.ts';

export type ProbeRequest =
  | HttpProbe
  | PingProbe
  | MtuProbe
  | LoadProbe
  | CaptureProbe
  | HopsProbe
  | SurvivalProbe
  | WithdrawalProbe
  | LookupProbe
  | FileProbe
  | CniProbe;
export type ProbeResult =
  | HttpResult
  | PingResult
  | MtuResult
  | LoadResult
  | CaptureResult
  | HopsResult
  | SurvivalResult
  | WithdrawalResult
  | LookupResult
  | FileResult
  | CniResult
  | ProbeFailed;

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

/** ICMP echo requests over IPv4 that must not be cut (DF), size after size, each repeated until something comes of it or the deadline. */
export interface MtuProbe {
  readonly probe: 'mtu';
  readonly from: Origin;
  readonly to: string;
  /** Bytes of the IP packet, ascending. The first that is not answered is the last that is sent. */
  readonly sizes: readonly number[];
  /** For each size. */
  readonly timeoutMs: number;
}
export interface MtuResult {
  readonly probe: 'mtu';
  readonly echoes: readonly SizedEcho[];
}
export interface SizedEcho {
  readonly size: number;
  /** `refused-here`: EMSGSIZE; `refused-on-the-way`: ICMP "fragmentation needed" (RFC 1191), `detail` says by whom and what it can pass on. */
  readonly outcome: 'answered' | 'refused-here' | 'refused-on-the-way' | 'silent' | 'unreachable';
  readonly detail: string;
}

/** N fresh TCP connections, each an HTTP GET, with what answered; and the counters of the DNAT rules before and after. */
export interface LoadProbe {
  readonly probe: 'load';
  readonly from: Origin;
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  /** For each connection. None is begun after 15 s, or once 500 are lost. */
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

/** An app of a pod is killed (SIGKILL) and, when its pod is still there, started again with the same words in it. */
export interface SurvivalProbe {
  readonly probe: 'survival';
  /** The pod's network namespace, by name. */
  readonly from: Required<Origin>;
  /** Regular expression on the command line of the process to kill, in that namespace. JavaScript's and Python's alike. */
  readonly app: string;
  /** The same for the process that holds the pod's namespaces, and must stay. */
  readonly holder: string;
  /** What the app answers inside the pod: before, and again after its new start. */
  readonly url: string;
  /** For the new start to answer. */
  readonly timeoutMs: number;
}
export interface SurvivalResult {
  readonly probe: 'survival';
  /**
   * `survived`: killed, holder and addresses stayed, and the app answers again. Before the kill: `hosts-own` (the name
   * leads to the host's own namespace), `no-app`, `no-holder`, `silent-before`; nothing was killed then. After it: `not-killed`,
   * `holder-gone`, `namespace-gone` (the name leads nowhere, or to another), `addresses-changed`, `another-answers`, `silent-after`.
   */
  readonly outcome:
    | 'survived'
    | 'hosts-own'
    | 'no-app'
    | 'no-holder'
    | 'silent-before'
    | 'not-killed'
    | 'holder-gone'
    | 'namespace-gone'
    | 'addresses-changed'
    | 'another-answers'
    | 'silent-after';
  /** Global IPv4 addresses as `eth0 10.0.0.2/24`, before the kill and after it (empty when nobody could look). */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly app?: SurvivalProcess;
  readonly holder?: SurvivalProcess;
  /** With `no-app` and `no-holder`: one that matches, but is in another network namespace. */
  readonly stray?: SurvivalProcess;
  /** Somebody else had started the app again already. */
  readonly byItself: boolean;
}
interface SurvivalProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * The BIRD that announces a range withdraws it and, whatever comes of that, announces it again. Done only when it is there to
 * be withdrawn, and every host has learnt it.
 */
export interface WithdrawalProbe {
  readonly probe: 'withdrawal';
  /** The announcing host; its own network namespace. */
  readonly from: { readonly host: string };
  /** e.g. `10.244.1.0/24` */
  readonly range: string;
  /** Hosts whose kernels must lose the route to the range, and get it back. */
  readonly learntBy: readonly string[];
  /** For all of them to lose it, and again for all to get it back. */
  readonly timeoutMs: number;
}
export interface WithdrawalResult {
  readonly probe: 'withdrawal';
  /** `nothing-withdrawn`: not announced, or a host had not learnt it. `stayed`, `not-back`: on `hosts`, when the time was over. */
  readonly outcome: 'came-back' | 'nothing-withdrawn' | 'stayed' | 'not-back';
  readonly hosts: readonly string[];
  /** What BIRD said before, by host. */
  readonly speakers: Readonly<Record<string, Speaker>>;
}
/** What `birdc` says on a host. */
export interface Speaker {
  /** birdc's complaint; present only when no BIRD answered. */
  readonly silent?: string;
  /** Where its routes to the range come from: a protocol of the configuration and its type (`Static`, `BGP`...). */
  readonly routes: readonly { readonly protocol: string; readonly type: string }[];
  readonly sessions: readonly BgpSession[];
}
export interface BgpSession {
  /** Of the protocol in the configuration. */
  readonly name: string;
  readonly neighbour: string;
  /** `Established`, `Active`, `Down`... */
  readonly state: string;
  /** The last one; empty when there was none. */
  readonly error: string;
}

/** What passes a device while something is sent: listening begins before, and ends when all of it was written down. */
export interface CaptureProbe {
  readonly probe: 'capture';
  readonly at: Origin;
  readonly device: string;
  /** pcap-filter(7) */
  readonly filter: string;
  /** The capture ends when it has so many. */
  readonly packets: number;
  readonly stimulus: HttpProbe | PingProbe;
}
export interface CaptureResult extends Captured {
  readonly probe: 'capture';
  readonly stimulus: HttpResult | PingResult | ProbeFailed;
}
export interface Captured {
  /** A capture file (pcap-savefile(5)), frames cut after 256 bytes. */
  readonly pcap: Uint8Array;
  /** It has as many packets as were asked for: later ones, if any, are not in it. */
  readonly filled: boolean;
  /** Packets that the kernel could not keep. */
  readonly dropped: number;
}

/** What the kernel would do with packets of its own, by `ip route get`: nothing is sent. */
export interface LookupProbe {
  readonly probe: 'lookup';
  readonly from: Origin;
  /** IPv4 */
  readonly addresses: readonly string[];
}
export interface LookupResult {
  readonly probe: 'lookup';
  /** One for each address, in that order. */
  readonly decisions: readonly Decision[];
}
/** `unreachable`: no packet leaves, for want of a route or because one refuses. */
export type Decision =
  | { readonly is: 'gateway'; readonly gateway: string; readonly detail: string }
  | { readonly is: 'on-link' | 'unreachable' | 'local' | 'broadcast' | 'multicast'; readonly detail: string };

/** A text file of a host as it stands now. */
export interface FileProbe {
  readonly probe: 'file';
  readonly host: string;
  /** Absolute. */
  readonly path: string;
}
export interface FileResult {
  readonly probe: 'file';
  /** Its first 64 KiB; absent when there is no such file. */
  readonly content?: string;
  /** Root may execute it. */
  readonly executable?: boolean;
}

/** What passes several devices while things are fetched: all of them are listened to before the first is asked for. */
export interface HopsProbe {
  readonly probe: 'hops';
  readonly points: readonly { readonly at: Origin; readonly device: string }[];
  /** pcap-filter(7) */
  readonly filter: string;
  /** A capture ends when it has so many. */
  readonly packets: number;
  /** At the same time. */
  readonly stimuli: readonly HttpProbe[];
}
export interface HopsResult {
  readonly probe: 'hops';
  /** One for each point, in that order. */
  readonly captures: readonly Captured[];
  /** One for each stimulus, in that order. */
  readonly stimuli: readonly (HttpResult | ProbeFailed)[];
}

/** The runner could not make the probe (tool missing, namespace gone). Judged `error` unless the kind knows better. */
export interface ProbeFailed {
  readonly probe: 'failed';
  readonly reason: string;
  /** True when the origin (host, namespace, or device to listen on) does not exist: the learner's doing, not ours. */
  readonly originMissing: boolean;
}
