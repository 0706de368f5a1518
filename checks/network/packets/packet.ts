/** A captured Ethernet frame, taken apart as far as checks look: ARP, IPv4, ICMP, TCP, UDP, and a frame in VXLAN. Plain values. */

interface Ethernet {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly sourceMac: string;
  readonly destinationMac: string;
}

/** RFC 826, for IPv4 over Ethernet. */
export interface Arp {
  readonly protocol: 'arp';
  /** 1 request, 2 reply. */
  readonly operation: number;
  readonly senderMac: string;
  readonly sender: string;
  readonly targetMac: string;
  readonly target: string;
  /** Bytes on the wire behind the Ethernet header, padding included. */
  readonly length: number;
}

/** RFC 791. */
export interface IpHeader {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  /** Bytes behind the IP header, by the header's own account. */
  readonly length: number;
}

/** RFC 792. */
export interface Icmp extends IpHeader {
  readonly protocol: 'icmp';
  readonly type: number;
  readonly code: number;
  /** Of an echo request or reply. */
  readonly id: number;
  readonly sequence: number;
}

/** RFC 9293. */
export interface Tcp extends IpHeader {
  readonly protocol: 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Of its first byte (of a SYN, itself); and the next that it expects from the other side. 32 bits. */
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: ReadonlySet<'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG'>;
  readonly payload: number;
}

/** RFC 768. */
export interface Udp extends IpHeader {
  readonly protocol: 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: number;
  /** Where the payload reads as one, whatever the port. */
  readonly vxlan?: Vxlan;
}

/** RFC 7348: an Ethernet frame as the payload of UDP. */
export interface Vxlan {
  /** The network that the frame belongs to, 24 bits. */
  readonly vni: number;
  readonly inner: Packet;
}

/** Another protocol over IPv4, a later fragment, or a transport header that is cut off. */
export interface OtherIp extends IpHeader {
  readonly protocol: 'ip';
  readonly number: number;
}

/** Neither ARP nor IPv4, or a header that makes no sense. */
interface Unknown {
  readonly protocol: 'unknown';
  readonly etherType: number;
}

export type Packet = Ethernet & (Arp | Icmp | Tcp | Udp | OtherIp | Unknown);
