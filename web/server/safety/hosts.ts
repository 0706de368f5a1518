/**
 * Which Host and Origin a request may name. A page of another site can make a browser send us requests, but not under
 * our own name: so a foreign name means DNS rebinding or a foreign page. Pure but for the list of interfaces.
 */
import { networkInterfaces } from 'node:os';
import { inRange, sameAddress } from '../../../checks/network/addresses.ts';

export function isLoopback(host: string): boolean {
  return host === 'localhost' || sameAddress(host, '::1') || inRange(host, '127.0.0.0/8') === true;
}

/** `[::1]` for `::1`: an address as it stands in a URL. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Values of the Host header that mean this server. @param host what it listens on */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const names = new Set(['127.0.0.1', 'localhost', '::1', host]);
  if (host === '0.0.0.0' || host === '::') {
    names.delete(host);
    for (const addresses of Object.values(networkInterfaces())) {
      for (const { address, scopeid } of addresses ?? []) if (!scopeid) names.add(address);
    }
  }
  // Browsers leave the port away when it is the scheme's own.
  const suffix = port === 80 ? '' : `:${port}`;
  return new Set([...names].map((name) => inUrl(name).toLowerCase() + suffix));
}

export function hostAllowed(hosts: ReadonlySet<string>, header: string | undefined): header is string {
  return header !== undefined && hosts.has(header.toLowerCase());
}

/** Exact: the page that asks was loaded from the very name that it asks. A missing Origin is a foreign one. */
export function originAllowed(header: string | undefined, host: string): boolean {
  return header === `http://${host.toLowerCase()}`;
}
