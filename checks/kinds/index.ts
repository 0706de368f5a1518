/** All check kinds by name. A new kind is a file beside this one, its test, and its line here. */
import type { CheckKind } from '../kind.ts';
// Judged from the collected state.
import { address } from './address/address.ts';
import { answer } from './answer/answer.ts';
import { bgpRoute } from './bgp-route/bgp-route.ts';
import { capture } from './capture/capture.ts';
import { clientAddress } from './client-address/client-address.ts';
import { cni } from './cni/cni.ts';
import { conntrack } from './conntrack/conntrack.ts';
import { distribution } from './distribution/distribution.ts';
import { encapsulation } from './encapsulation/encapsulation.ts';
import { fdb } from './fdb/fdb.ts';
import { hookPredictions } from './hook-predictions/hook-predictions.ts';
import { http } from './http/http.ts';
import { iptables } from './iptables/iptables.ts';
import { journey } from './journey/journey.ts';
import { lease } from './lease/lease.ts';
import { link } from './link/link.ts';
import { listening } from './listening/listening.ts';
import { mesh } from './mesh/mesh.ts';
import { mtu } from './mtu/mtu.ts';
import { namespace } from './namespace/namespace.ts';
import { nat } from './nat/nat.ts';
import { neighbour } from './neighbour/neighbour.ts';
import { noNat } from './no-nat/no-nat.ts';
import { ping } from './ping/ping.ts';
import { pod } from './pod/pod.ts';
import { podGone } from './pod-gone/pod-gone.ts';
import { processSurvival } from './process-survival/process-survival.ts';
import { program } from './program/program.ts';
import { route } from './route/route.ts';
import { routeDecisions } from './route-decisions/route-decisions.ts';
import { service } from './service/service.ts';
import { sharedNamespaces } from './shared-namespaces/shared-namespaces.ts';
import { sysctl } from './sysctl/sysctl.ts';

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
  lease,
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
  journey,
  hookPredictions,
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
