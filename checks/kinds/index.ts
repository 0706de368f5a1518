/** All check kinds by name. A new kind is a file beside this one, its test, and its line here. */
import type { CheckKind } from '../kind.ts';
// Judged from the collected state.
import { address } from './address.ts';
import { answer } from './answer.ts';
import { bgpRoute } from './bgp-route.ts';
import { capture } from './capture.ts';
import { clientAddress } from './client-address.ts';
import { cni } from './cni.ts';
import { conntrack } from './conntrack.ts';
import { distribution } from './distribution.ts';
import { encapsulation } from './encapsulation.ts';
import { fdb } from './fdb.ts';
import { http } from './http.ts';
import { iptables } from './iptables.ts';
import { link } from './link.ts';
import { listening } from './listening.ts';
import { mesh } from './mesh.ts';
import { mtu } from './mtu.ts';
import { namespace } from './namespace.ts';
import { nat } from './nat.ts';
import { neighbour } from './neighbour.ts';
import { noNat } from './no-nat.ts';
import { ping } from './ping.ts';
import { pod } from './pod.ts';
import { podGone } from './pod-gone.ts';
import { processSurvival } from './process-survival.ts';
import { program } from './program.ts';
import { route } from './route.ts';
import { routeDecisions } from './route-decisions.ts';
import { service } from './service.ts';
import { sharedNamespaces } from './shared-namespaces.ts';
import { sysctl } from './sysctl.ts';

const kinds: readonly CheckKind<unknown>[] = [
  // From the collected state.
  namespace,
  link,
  address,
  route,
  neighbour,
  fdb,
  sysctl,
  listening,
  iptables,
  nat,
  conntrack,
  sharedNamespaces,
  pod,
  podGone,
  answer,
  // From traffic, and from rules walked as a packet would.
  http,
  clientAddress,
  ping,
  mesh,
  noNat,
  mtu,
  capture,
  encapsulation,
  routeDecisions,
  service,
  distribution,
  // From what stays when a process is killed, and what goes when a route is withdrawn.
  processSurvival,
  bgpRoute,
  // From what a learner's own program does when it is called.
  program,
  cni,
];

/** Kind name -> kind. */
export const KINDS: ReadonlyMap<string, CheckKind<unknown>> = new Map(kinds.map((kind) => [kind.kind, kind]));
