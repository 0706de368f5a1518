/** The lab hosts' machines that vagrant/Vagrantfile describes: one for each host of the default topology, called as it is. */
import { DEFAULT_TOPOLOGY } from '../../../checks/network/default-topology.ts';
import { hostNames } from '../../../checks/network/topology.ts';

export const MACHINES: readonly string[] = hostNames(DEFAULT_TOPOLOGY);
