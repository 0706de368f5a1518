/** Percent-encoding in links (RFC 3986, section 2.1). Pure. */

/** @returns undefined when there is no such text: `%f`, or bytes that are no UTF-8 (`%ff`) */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
