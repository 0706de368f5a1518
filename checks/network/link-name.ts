/** The names of the links that lead to lab hosts, in the network namespace that joins these. Pure. */

/** IFNAMSIZ without its final NUL (linux/if.h). */
export const LONGEST_NAME = 15;

/** The other end of a host's interface: the host's name, with a number from the second interface on. */
export const linkName = (host: string, index: number): string => (index === 0 ? host : `${host}.${index}`);
