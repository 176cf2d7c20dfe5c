// Colours of the base map, and which of the two themes the page has.

export const THEMES = {
  light: {
    sea: "#cfdde6", abroad: "#eceae4", land: "#faf9f6", border: "#8d8778", governorate: "#b3ac9b",
    district: "#ddd8cc", river: "#a9c5d8", lake: "#c3d8e5", road: ["#e2d8c2", "#d3c19c"],
    roadCase: "#c2b08a", town: "#3d3b36", label: "#3d3b36", faint: "#6f6a5f", water: "#4f7691",
    halo: "rgba(250, 249, 246, 0.88)", surface: "#ffffff", ink: "#1c1b19", chosen: "#0b57d0",
  },
  dark: {
    sea: "#0d151c", abroad: "#15181b", land: "#1d2125", border: "#7b848c", governorate: "#566069",
    district: "#30373d", river: "#2f4a5e", lake: "#1c3241", road: ["#443d2e", "#5f5438"],
    roadCase: "#5f5438", town: "#d9d6cf", label: "#d9d6cf", faint: "#a09c93", water: "#7fa9c6",
    halo: "rgba(20, 23, 26, 0.85)", surface: "#24292e", ink: "#f2f0ec", chosen: "#8ab4f8",
  },
};

/** "light" or "dark", by the page's background that Streamlit hands to its components. */
export function pageTheme() {
  const root = getComputedStyle(document.documentElement);
  const colour = root.getPropertyValue("--background-color").trim();
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  if (!hex) return "light";
  const [r, g, b] = hex.slice(1).map((part) => parseInt(part, 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
}

export const FONT = '"IBM Plex Sans", system-ui, sans-serif';
