// The embedding site's colour, never at the cost of contrast: it is made darker or lighter until
// text in it, and on it, can be read (WCAG 2.2: 4.5 to 1).

const ENOUGH = 4.5;
const STEP = 0.04;
const INK = [27, 36, 34];
const WHITE = [255, 255, 255];

/** Give the page this colour ("0b625d") as its accent. */
export function useColour(hex) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const surfaces = ["--surface", "--paper"].map((name) => parse(token(name)));
    const accent = readable(parse(hex), surfaces, dark.matches);
    const set = (name, colour) => document.documentElement.style.setProperty(name, colour);
    set("--accent", css(accent));
    set("--on-accent", css(contrast(accent, WHITE) >= contrast(accent, INK) ? WHITE : INK));
  };
  dark.addEventListener("change", apply);
  apply();
}

/** The nearest colour that stands out from all of the surfaces. */
export function readable(colour, surfaces, isDark) {
  const towards = isDark ? WHITE : [0, 0, 0];
  for (let share = 0; share <= 1; share += STEP) {
    const mixed = colour.map((part, i) => Math.round(part + (towards[i] - part) * share));
    if (surfaces.every((surface) => contrast(mixed, surface) >= ENOUGH)) return mixed;
  }
  return towards;
}

export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const parse = (hex) => hex.replace("#", "").match(/../g).map((pair) => parseInt(pair, 16));
const css = (colour) => `rgb(${colour.join(" ")})`;
