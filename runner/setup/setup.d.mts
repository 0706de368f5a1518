import type { Wanted } from '../sandbox/packages.d.mts';

/** Each ends the process with a message and a remedy when it cannot do its work. */
export declare function checkNode(): void;
export declare function installNpmPackages(): void;
/** @param options status: to end with, by default 2 */
export declare function installDebianPackages(wanted: readonly Wanted[], options?: { status?: number }): void;
/** Files outside web/app that are built into the page. */
export declare const PAGE_SHARES: readonly string[];
export declare function buildPage(): void;
export declare function buildCommandLine(): void;
export declare function setUp(packages: readonly Wanted[]): void;
