/* Signing in leads away and back to the first page: this keeps where the reader was, so that the
   server can lead back there, and forgets it once somebody is signed in. */

const COOKIE = "atlas_back";
const MOST = 3500; // characters; browsers drop longer cookies
const MINUTES = 15;

export function mount({ data }) {
  const stop = new AbortController();
  const keep = (value, seconds) => {
    document.cookie = `${COOKIE}=${value}; path=/; max-age=${seconds}; samesite=lax`;
  };
  if (data.signedIn) keep("", 0);
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.('[class*="st-key-sign_in_"] button')) return;
      const page = location.pathname.split("/").pop();
      const value = encodeURIComponent(page + location.search);
      if (value.length <= MOST) keep(value, MINUTES * 60);
    },
    { signal: stop.signal, capture: true },
  );
  return () => stop.abort();
}
