/** Fields that the schemas of state kinds share: names, addresses and places as a chapter writes them. Judges nothing. */
import { z } from 'zod';

/** A device name: at most 15 bytes, no white space, no slash (`dev_valid_name` in the kernel). */
export const deviceName = z
  .string()
  .regex(/^[^\s/:]{1,15}$/, 'must be a device name: 1 to 15 characters without spaces, / or :');

export const netnsName = z
  .string()
  .regex(/^[^\s/]{1,255}$/, 'must be a name as in /run/netns, without spaces or /');

export const ipAddress = z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address such as 10.0.0.2' });

export const prefixedAddress = z.union([z.cidrv4(), z.cidrv6()], {
  error: 'must be an address with its prefix length, such as 10.0.0.2/24',
});

export const destination = z.union([z.literal('default'), z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: "must be 'default', a range such as 10.0.0.0/24, or an address such as 10.0.0.9",
});

/** Lower case, as the kernel prints it. */
export const macAddress = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, 'must be a MAC address such as 02:42:0a:00:00:02')
  .transform((mac) => mac.toLowerCase());

/** "The MAC of that device": host and netns as everywhere (absent host: the check's; absent netns: the host's own). */
export const deviceReference = z.strictObject({
  host: z.string().min(1).optional(),
  netns: netnsName.optional(),
  link: deviceName,
});

/** A regular expression on the command lines of processes. */
export const commandPattern = z
  .string()
  .min(1)
  .refine(
    (text) => {
      try {
        new RegExp(text);
        return true;
      } catch {
        return false;
      }
    },
    { error: 'must be a regular expression' },
  );

export const present = z.boolean().default(true);
