// Addresses come from the bot, from the server and from visitors. Only these kinds ever become a link.
const SCHEMES = ["https:", "http:", "mailto:", "tel:"];

/** The address when it is absolute and of an allowed kind; null otherwise. */
export function safeUrl(address: string | null): string | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return SCHEMES.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
