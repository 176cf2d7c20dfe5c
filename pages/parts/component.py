"""Components of our own: a script and a style from ``assets/``, mounted in the page itself.

Only a few lines travel with the page; the script is fetched once from our own server and kept by
the browser. Data go as JSON and are set as text or attributes by the script, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from pages.parts.assets import ASSETS_DIR, asset_path

# The address is relative to that of the page, so that it also holds below a base path.
_LOADER = """
export default function (component) {
  const style = component.parentElement.querySelector("link");
  const show = () => style.nextElementSibling.style.removeProperty("visibility");
  if (style?.sheet) show();
  else if (style) style.onload = style.onerror = show;
  let close = null;
  let gone = false;
  import(new URL("%s", location.href).href).then((script) => {
    if (!gone) close = script.mount(component);
  });
  return () => { gone = true; if (close) close(); };
}
"""


@cache
def component(name: str) -> Callable[..., Any]:
    """The component whose script is ``assets/{name}.js`` and style, if any, ``assets/{name}.css``.

    The script exports ``mount(component)``; its root is an element of class ``name``.
    """
    # The style is asked for by its address: given inline it would be sent again at every run. The
    # component is hidden until it is there.
    has_style = (ASSETS_DIR / f"{name}.css").exists()
    style = f'<link rel="stylesheet" href="{asset_path(f"{name}.css")}">' if has_style else ""
    hidden = ' style="visibility: hidden"' if has_style else ""
    return st.components.v2.component(
        f"atlas.{name}",
        html=f'{style}<div class="{name}"{hidden}></div>',
        js=_LOADER % asset_path(f"{name}.js"),
    )
