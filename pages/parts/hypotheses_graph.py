"""The drawing of hypotheses: what ``geo.view.hypotheses_graph`` becomes for ``assets/graph.js``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from geo.claims.hypotheses import Hypothesis
from geo.view.hypotheses_graph import BOX_HEIGHT, BOX_WIDTH, graph, words_of
from geo.view.words import counted
from pages.parts.component import component


def draw(
    held: Sequence[Hypothesis], chosen: Collection[str], aside: Collection[Hypothesis], key: str
) -> str | None:
    """Mount the drawing; returns the name of an actor that was clicked.

    Parameters
    ----------
    chosen : names whose boxes stand out.
    aside : hypotheses that join nobody in the present reading because of a "distinct".
    """
    found = graph(held)
    data: dict[str, Any] = {
        "width": found.width,
        "height": found.height,
        "label": f"{counted(len(held), 'hypothesis', 'hypotheses')} as a drawing; the table below "
        "has the same in words",
        "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT},
        "boxes": [
            {"name": box.name, "x": box.x, "y": box.y, "chosen": box.name in chosen,
             "title": f"{box.name}: click to see this group"}
            for box in found.boxes
        ],
        "lines": [
            {
                "curve": line.curve,
                "words": line.words,
                "kind": line.hypothesis.kind.value.split()[0],
                "level": line.hypothesis.confidence.value,
                "arrow": not line.hypothesis.kind.mutual,
                "label": words_of(line.hypothesis),
                "title": f"{line.hypothesis.name}: {line.hypothesis.confidence} confidence",
                "aside": line.hypothesis in aside,
            }
            for line in found.lines
        ],
    }  # fmt: skip
    result = component("graph")(data=data, key=key, on_choose_change=lambda: None)
    return str(result.choose) if result.choose else None
