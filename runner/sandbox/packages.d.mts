/** A program, looked for where a lab host has it, and the Debian package that brings it. */
export interface Wanted {
  readonly command: string;
  readonly package: string;
}
export declare const LAB_PACKAGES: readonly Wanted[];
export declare const TEST_PACKAGES: readonly Wanted[];
export declare const VM_PACKAGES: readonly Wanted[];
export declare const BOX_PACKAGES: readonly Wanted[];
export declare const UPLINK_PACKAGES: readonly Wanted[];
export declare const UNWANTED_SERVICES: Readonly<Record<string, string | readonly string[]>>;
