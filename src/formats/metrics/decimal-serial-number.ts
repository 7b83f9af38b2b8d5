/**
 * Returns a serial number as a decimal number, as exporters written in Go print it.
 * @param hex as in `Certificate.serialNumber`
 */
export function decimalSerialNumber(hex: string): string {
  return hex.startsWith('-') ? `-${BigInt(`0x${hex.slice(1)}`)}` : BigInt(`0x${hex}`).toString();
}
