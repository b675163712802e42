/**
 * The numbers of pcapng (draft-ietf-opsawg-pcapng) that our container uses. All lengths are padded to four
 * octets.
 */

export const SECTION_HEADER = 0x0a0d0d0a;
export const INTERFACE_DESCRIPTION = 1;
export const PACKET = 2;
export const SIMPLE_PACKET = 3;
export const ENHANCED_PACKET = 6;
/** Custom blocks; the second kind is not copied by tools that change a file. */
export const CUSTOM = 0x0bad;
export const CUSTOM_NO_COPY = 0x40000bad;

/** Stands in a section header in the writer's byte order. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Raw IP, version by its first four bits. */
export const LINKTYPE_RAW = 101;
/**
 * The enterprise number that RFC 5612 keeps for examples: so what carries it must also say that it is ours.
 */
export const ENTERPRISE = 32473;

export const OPTION_END = 0;
export const OPTION_HARDWARE = 2;
export const OPTION_APPLICATION = 4;
export const OPTION_INTERFACE_NAME = 2;
export const OPTION_TIME_RESOLUTION = 9;
export const OPTION_PACKET_FLAGS = 2;
/** A custom option with UTF-8 text, to be copied. */
export const OPTION_CUSTOM_TEXT = 2988;

/** Direction in the packet flags: seen from the interface, which is the stack's. */
export const INBOUND = 1;
export const OUTBOUND = 2;

/** Version of what our custom blocks and options hold. */
export const CONTAINER_VERSION = 1;

export const padded = (length: number): number => (length + 3) & ~3;
