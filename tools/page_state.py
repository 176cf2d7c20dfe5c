"""When a page of the atlas has come to rest, as a condition that the browser evaluates."""

from __future__ import annotations

from typing import Final

MAPS_DRAWN: Final = """(() => {
  // While it plays, the timeline shows its map another window of days than the link's.
  const dates = location.pathname.endsWith('/timeline') ? [] : ['from', 'to'];
  // The map of a group shows that group, whatever actors the link names.
  const actors = location.pathname.endsWith('/groups') ? [] : ['actor'];
  const keys = [...dates, ...actors, 'gov', 'district', 'route', 'type', 'target', 'outlet',
                'country', 'stance', 'status', 'prec', 'set', 'q'];
  const filters = (query) => {
    const pairs = new URLSearchParams(query);
    // The filters of a saved view do not stand in the address.
    if (new URLSearchParams(location.search).has('view')) return '';
    return JSON.stringify(keys.map((key) => pairs.getAll(key).sort()));
  };
  const wanted = filters(location.search);
  return [...document.querySelectorAll('iframe[title^="streamlit_folium"]')].every((frame) => {
    const drawn = frame.contentDocument?.querySelector('.atlas-map')?.dataset.drawn;
    return drawn !== undefined && filters(drawn.slice(drawn.indexOf('?'))) === wanted;
  });
})()"""
"""Every map of the page, if there is any, shows what the address says."""

SETTLED: Final = f"""(() => {{
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-testid="stSkeleton"]')) return false;
  return {MAPS_DRAWN};
}})()"""
"""The script run has ended, every part is there, and every map shows what the address says.

An action takes a moment to reach the server: first wait for what it changes, then for this.
"""
