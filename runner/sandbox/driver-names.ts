/** The names of all sandbox drivers: by themselves, because `--help` says them and needs no driver for that. */
export const DRIVER_NAMES = ['namespaces', 'ssh', 'vagrant'] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];
