// What a message tells about the page: enough to know which campaign and page led to a lead, no more.
import type { Landing } from "../contract";

const CAMPAIGN = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"];
const CLICK_IDS = ["gclid", "gbraid", "wbraid", "fbclid", "msclkid", "li_fat_id", "ttclid"];
const LONGEST = 300;

/** A message's metadata as of now. Addresses go without hash and without any query but campaign and click ids. */
export function pageContext(landing: Landing, own: Record<string, unknown>, locale: string): object {
  const { title, referrer } = document;
  const first = campaign(landing.url);
  return {
    page: { url: bare(location.href), title: title.slice(0, LONGEST), referrer: origin(referrer || landing.referrer) },
    landing_page: bare(landing.url),
    locale,
    utm: pick({ ...first, ...campaign(location.href) }, CAMPAIGN),
    ...pick({ ...first, ...campaign(location.href) }, CLICK_IDS),
    ...(Object.keys(own).length && { context: bounded(own) }),
  };
}

/** What the page's scripts added: twenty short texts at most. */
function bounded(own: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(own).slice(0, 20);
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(0, 40), String(value).slice(0, 200)]));
}

function campaign(address: string): Record<string, string> {
  const query = parse(address)?.searchParams;
  const found = [...CAMPAIGN, ...CLICK_IDS].map((key) => [key, query?.get(key)?.slice(0, LONGEST)] as const);
  return Object.fromEntries(found.filter(([, value]) => value)) as Record<string, string>;
}

function pick(values: Record<string, string>, keys: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

function bare(address: string): string {
  const url = parse(address);
  if (!url) return "";
  const query = new URLSearchParams(campaign(address)).toString();
  return url.origin + url.pathname + (query && `?${query}`);
}

function origin(address: string): string {
  return parse(address)?.origin ?? "";
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
