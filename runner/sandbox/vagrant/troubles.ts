/** What vagrant and its providers complain of, in a reader's words and with the remedy. Pure. */
import { SandboxError } from '../../errors.ts';

export const INSTALL_VAGRANT =
  'Debian: sudo apt-get install -y vagrant vagrant-libvirt; elsewhere: https://developer.hashicorp.com/vagrant/install';
const INSTALL_PROVIDER =
  'install VirtualBox, or libvirt: sudo apt-get install -y vagrant-libvirt libvirt-daemon-system qemu-system-x86';
export const ENABLE_VIRTUALIZATION =
  "switch on VT-x or AMD-V in the computer's firmware (in a virtual machine: nested virtualization), or let libvirt emulate the processor, ten times slower: WIREBOOK_TCG=1";

const KNOWN: readonly (readonly [words: RegExp, what: string, remedy: string])[] = [
  [/vagrant ENOENT/, 'Vagrant is not installed', INSTALL_VAGRANT],
  [
    /No usable default provider|provider '?\S+'? (could not be found|was requested)|provider for this Vagrant-managed machine is reporting that it\s+is not usable|VBoxManage.*(not|could not be) (found|detected)/i,
    'Vagrant has no provider of virtual machines here',
    INSTALL_PROVIDER,
  ],
  [
    /No space left on device|VERR_DISK_FULL|not enough (free )?space/i,
    'the disk is full',
    'make room where Vagrant keeps boxes (~/.vagrant.d) and the provider keeps disks: df -h',
  ],
  [
    /VT-x is (not available|disabled)|AMD-V is (not available|disabled)|VERR_VMX|VERR_SVM|could not access KVM|KVM kernel module|does not support virt type ['"]?kvm|invalid argument: could not find capabilities.*kvm/i,
    'this computer has no hardware virtualization',
    ENABLE_VIRTUALIZATION,
  ],
  [
    /Cannot allocate memory|not enough memory|VERR_NO_MEMORY/i,
    'there is not enough memory for the machines',
    'four machines of 512 MiB are needed: end other programs',
  ],
  [
    /Failed to connect socket|Error while connecting to [Ll]ibvirt|authentication unavailable/,
    'libvirt does not answer',
    'sudo systemctl start libvirtd; sudo usermod -aG libvirt "$USER", and log in anew',
  ],
  [
    /Could not resolve host|Couldn't open file|could not be found or\s+could not be accessed|box '.*' could not be found|error occurred while downloading/i,
    'the box of the machines cannot be had',
    'connect this computer to the Internet once; or build a box and name it: vagrant/README.md, WIREBOOK_BOX',
  ],
  [
    /Timed out while waiting for the machine to boot/,
    'a machine did not start in time',
    'end other programs and try again; vagrant/README.md has more',
  ],
  [
    /Volume for domain is already created|domain .* (is already taken|already exists)|Name `?.*`? of domain about to create is already taken/i,
    'machines of a run that was killed are in the way',
    'cd vagrant; vagrant destroy -f; with libvirt: virsh list --all; virsh undefine --remove-all-storage <name>',
  ],
  [
    /locked|another process is already executing an action/i,
    'another vagrant is at work on these machines',
    'wait until it is ready',
  ],
];

export function vagrantTrouble(words: readonly string[], complaint: string): SandboxError {
  const command = `vagrant ${words.filter((word) => !word.startsWith('-')).join(' ')}`;
  const known = KNOWN.find(([pattern]) => pattern.test(complaint));
  const last = lastWords(complaint);
  if (known) return new SandboxError(`${known[1]} (${command}: ${last})`, { remedy: known[2] });
  return new SandboxError(`${command} failed: ${last}`, { remedy: `cd vagrant; ${command}` });
}

/** The last paragraph that it printed. */
function lastWords(text: string): string {
  const paragraphs = text.trim().split(/\n\s*\n/);
  const words = (paragraphs.at(-1) ?? '').replaceAll(/\s+/g, ' ').trim();
  return words.length > 300 ? `...${words.slice(-300)}` : words || 'without a word';
}
