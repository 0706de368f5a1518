/** Device names that a CNI plugin draws at random, in a picture that is the same after each run. Pure. */

/** `veth` and 4 bytes in hexadecimal, as the plugins bridge and ptp name the node's end (containernetworking/plugins, pkg/ip). */
const DRAWN = /\bveth[0-9a-f]{8}\b/g;

/** @returns the same picture with such names numbered in the order in which they stand there; a name is as long as before */
export function numberedNames(svg: string): string {
  const numbers = new Map<string, string>();
  return svg.replace(DRAWN, (name) => {
    const known = numbers.get(name) ?? `veth${String(numbers.size + 1).padStart(8, '0')}`;
    numbers.set(name, known);
    return known;
  });
}
