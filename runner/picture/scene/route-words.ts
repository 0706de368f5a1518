/** Routes and neighbours in the words of `ip route` and `ip neigh`. Pure. */
import type { Neighbour, Route } from '../../../checks/network/state/network-state.ts';

export function routeWords(route: Route): string {
  const hop = ({ gateway, device }: { gateway?: string; device?: string }) =>
    [gateway && `via ${gateway}`, device && `dev ${device}`].filter(Boolean).join(' ');
  const { type, destination, table, source, metric, nexthops = [] } = route;
  return [
    type === 'unicast' ? '' : type,
    destination,
    hop(route),
    ...nexthops.map((next) => `nexthop ${hop(next)}`),
    table === 'main' ? '' : `table ${table}`,
    source === undefined ? '' : `src ${source}`,
    metric === undefined ? '' : `metric ${metric}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

export function neighbourWords({ address, device, mac, states }: Neighbour): string {
  return [address, `dev ${device}`, mac === undefined ? '' : `lladdr ${mac}`, ...states]
    .filter((word) => word !== '')
    .join(' ');
}
