// Pasted links lead where they say: no redirect through a search engine, no tracking words.
const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|mc_[ce]id|igshid|yclid|msclkid)$/;

export function cleanLinks(page) {
  for (const anchor of page.querySelectorAll("a[href]")) {
    const href = cleanAddress(anchor.getAttribute("href"));
    if (href) anchor.setAttribute("href", href);
    else anchor.replaceWith(...anchor.childNodes);
  }
}

export function cleanAddress(href) {
  let url;
  try {
    url = new URL(href);
  } catch {
    return href.startsWith("/") ? href : ""; // relative to a document we do not have
  }
  if (!/^(https?|mailto):$/.test(url.protocol)) return "";
  const target = /(^|\.)google\.\w+$/.test(url.hostname) && url.pathname === "/url";
  if (target && url.searchParams.has("q")) return cleanAddress(url.searchParams.get("q"));
  const tracked = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (!tracked.length) return href;
  tracked.forEach((name) => url.searchParams.delete(name));
  return url.href;
}
