import { expect, test } from 'vitest';
import { EXIT } from '../../errors.ts';
import { vagrantTrouble } from './troubles.ts';

/** Words of Vagrant 2.3, vagrant-libvirt 0.11 and VirtualBox 7. */
const COMPLAINTS: readonly (readonly [complaint: string, what: RegExp, remedy: RegExp])[] = [
  ['spawn vagrant ENOENT', /not installed/, /apt-get install -y vagrant/],
  [
    'No usable default provider could be found for your system.\n\nVagrant relies on interactions with 3rd party systems, known as\n"providers".',
    /no provider/,
    /VirtualBox/,
  ],
  [
    'Error while creating domain: Call to virDomainCreateWithFlags failed: internal error: qemu unexpectedly closed the monitor: No space left on device',
    /disk is full/,
    /df -h/,
  ],
  [
    'Error saving the server: Call to virDomainDefineXML failed: invalid argument: could not get preferred machine for /usr/bin/qemu-system-x86_64 type=kvm: Could not access KVM kernel module: No such file',
    /no hardware virtualization/,
    /WIREBOOK_TCG=1/,
  ],
  ['VBoxManage: error: VT-x is not available (VERR_VMX_NO_VMX)', /no hardware virtualization/, /firmware/],
  [
    "Error while connecting to Libvirt: Error making a connection to libvirt URI qemu:///system:\nCall to virConnectOpen failed: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file",
    /libvirt does not answer/,
    /systemctl start libvirtd/,
  ],
  [
    "The box 'debian/bookworm64' could not be found or\ncould not be accessed in the remote catalog.\n\nError: Could not resolve host: vagrantcloud.com",
    /box of the machines/,
    /WIREBOOK_BOX/,
  ],
  ['Timed out while waiting for the machine to boot. This means that', /did not start in time/, /try again/],
  ["Volume for domain is already created. Please run 'vagrant destroy' first.", /was killed/, /destroy -f/],
  ["Vagrant can't use the requested machine because it is locked!", /another vagrant/, /wait/],
  ['first\n\nsomething new\nand odd', /vagrant up worker failed: something new and odd/, /vagrant up worker/],
];

test.each(COMPLAINTS)('%s', (complaint, what, remedy) => {
  const error = vagrantTrouble(['up', '--no-tty', 'worker'], complaint);
  expect(error.exit).toBe(EXIT.sandbox);
  expect(error.message).toMatch(what);
  expect(error.remedy).toMatch(remedy);
});
