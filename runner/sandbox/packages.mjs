// The programs that labs and tests run, with the Debian and Ubuntu packages that have them. Plain JavaScript without
// imports: read before any npm package is installed.

/**
 * @typedef {object} Wanted
 * @property {string} command the program, looked for where a lab host has it: /usr/sbin, /usr/bin, /usr/local; or a path
 * @property {string} package the Debian package
 */

/** What every lab host needs. @type {readonly Wanted[]} */
export const LAB_PACKAGES = [
  { command: 'bash', package: 'bash' },
  { command: 'perl', package: 'perl-base' },
  { command: 'unshare', package: 'util-linux' },
  { command: 'nsenter', package: 'util-linux' },
  { command: 'lsns', package: 'util-linux' },
  { command: 'mount', package: 'mount' },
  { command: 'ps', package: 'procps' },
  { command: 'sysctl', package: 'procps' },
  { command: 'ip', package: 'iproute2' },
  { command: 'bridge', package: 'iproute2' },
  { command: 'ss', package: 'iproute2' },
  { command: 'ping', package: 'iputils-ping' },
  { command: 'arping', package: 'iputils-arping' },
  { command: 'socat', package: 'socat' },
  { command: 'iptables', package: 'iptables' },
  { command: 'nft', package: 'nftables' },
  { command: 'conntrack', package: 'conntrack' },
  { command: 'tcpdump', package: 'tcpdump' },
  { command: 'curl', package: 'curl' },
  { command: 'python3', package: 'python3' },
  { command: 'jq', package: 'jq' },
  { command: 'nano', package: 'nano' },
  { command: 'column', package: 'bsdextrautils' },
  { command: 'bird', package: 'bird2' },
  { command: '/usr/lib/cni/bridge', package: 'containernetworking-plugins' },
  { command: 'crun', package: 'crun' },
];

/** What only our own tests need. @type {readonly Wanted[]} */
export const TEST_PACKAGES = [
  { command: 'chromium', package: 'chromium' },
  { command: 'shellcheck', package: 'shellcheck' },
  { command: 'newuidmap', package: 'uidmap' },
  { command: 'setpriv', package: 'util-linux' },
  { command: 'sshd', package: 'openssh-server' },
];

/** What virtual machines on libvirt need. @type {readonly Wanted[]} */
export const VM_PACKAGES = [
  { command: 'vagrant', package: 'vagrant' },
  { command: '/usr/share/vagrant-plugins/plugins.d/vagrant-libvirt.json', package: 'vagrant-libvirt' },
  { command: 'libvirtd', package: 'libvirt-daemon-system' },
  { command: 'virsh', package: 'libvirt-clients' },
  { command: 'qemu-system-x86_64', package: 'qemu-system-x86' },
  { command: 'qemu-img', package: 'qemu-utils' },
  { command: 'dnsmasq', package: 'dnsmasq-base' },
  { command: 'ssh', package: 'openssh-client' },
];

/** What builds their box. @type {readonly Wanted[]} */
export const BOX_PACKAGES = [
  { command: 'mmdebstrap', package: 'mmdebstrap' },
  { command: 'grub-mkimage', package: 'grub-common' },
  { command: '/usr/lib/grub/i386-pc/boot.img', package: 'grub-pc-bin' },
  { command: 'mke2fs', package: 'e2fsprogs' },
  { command: 'sfdisk', package: 'fdisk' },
];

/** What gives a lab with the public box a way out. @type {readonly Wanted[]} */
export const UPLINK_PACKAGES = [{ command: 'slirp4netns', package: 'slirp4netns' }];

/** What those packages would leave running on the machine, by package: labs start their own. @type {Readonly<Record<string, string | readonly string[]>>} */
export const UNWANTED_SERVICES = {
  bird2: 'bird.service',
  'openssh-server': ['ssh.service', 'ssh.socket'],
  'libvirt-daemon-system': [
    'libvirtd.service',
    'libvirtd.socket',
    'libvirtd-ro.socket',
    'libvirtd-admin.socket',
    'virtlogd.socket',
    'virtlockd.socket',
    'libvirt-guests.service',
  ],
};
