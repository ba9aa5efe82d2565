/**
 * Headers by which a proxy, a tunnel or a load balancer shows that a request came from elsewhere. Until a key is
 * created, such a request does not count as local, even if its connection is. A proxy that adds none of these headers
 * cannot be detected. Knows header names and nothing else.
 */

/** Whole names in lower case, from the products' own documentation of the headers they add. */
const NAMES: ReadonlySet<string> = new Set([
  'forwarded',
  'forwarded-for',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-remote-addr',
  'x-remote-ip',
  'x-originating-ip',
  'x-proxyuser-ip',
  'proxy-client-ip',
  'wl-proxy-client-ip',
  'true-client-ip',
  'client-ip',
  // Cloudflare and its tunnels.
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-pseudo-ipv4',
  'cf-ray',
  'cf-visitor',
  'cf-ipcountry',
  'cf-worker',
  'cdn-loop',
  // Fly, Fastly, DigitalOcean, Azure, Google, Netlify, AWS.
  'fly-client-ip',
  'fly-forwarded-port',
  'fastly-client-ip',
  'fastly-ff',
  'do-connecting-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-appengine-user-ip',
  'x-nf-client-connection-ip',
  'x-amzn-trace-id',
  'cloudfront-viewer-address',
  // Tailscale serve and funnel.
  'tailscale-user-login',
  'tailscale-funnel-request',
  'tailscale-headers-info',
]);
/** `x-forwarded`, `x-forwarded-for`, `x-original-forwarded-for`, `x-envoy-external-address`, `x-arr-log-id`, … */
const BEGINNINGS = ['x-forwarded', 'x-original-', 'x-envoy-', 'x-vercel-', 'x-arr-'];

/** The first such header of a request, as shown in messages; undefined where there is none. Names in lower case. */
export function forwardedHeader(headers: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of Object.keys(headers)) {
    if (NAMES.has(name) || BEGINNINGS.some((beginning) => name.startsWith(beginning))) return name;
  }
  return undefined;
}
