/* Links to incidents in server-made HTML open without loading the page anew. A click with a
   modifier key, or one that is no plain click, stays the browser's own. */

const mounted = new WeakMap();

export function mount({ parentElement, setTriggerValue }) {
  mounted.get(parentElement)?.();
  const open = (event) => {
    const link = event.target.closest?.("a[data-incident]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("open", link.dataset.incident);
  };
  document.addEventListener("click", open);
  const close = () => document.removeEventListener("click", open);
  mounted.set(parentElement, close);
  return close;
}
