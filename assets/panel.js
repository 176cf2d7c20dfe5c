/* Clicks in the panel beside the map: data-act names what to do (choose, close, add), data-value
   with what. Links with a modifier key stay the browser's own. */

const mounted = new WeakMap();

export function mount({ parentElement, setTriggerValue }) {
  mounted.get(parentElement)?.();
  const act = (event) => {
    const target = event.target.closest?.("[data-act]");
    if (!target || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("act", { act: target.dataset.act, value: target.dataset.value || "" });
  };
  document.addEventListener("click", act);
  parentElement.querySelector(".panel").dataset.ready = "yes";
  const close = () => document.removeEventListener("click", act);
  mounted.set(parentElement, close);
  return close;
}
