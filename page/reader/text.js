// Text to nodes: always as text, never as markup.

/** An element with these properties and children; strings become text. */
function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Set `text`, with spans where it has findings [number, start, end], words [start, end, entry] or differences
 * [start, end]. Nothing is touched where nothing has changed: a selection in it stays.
 */
function paint(element, text, findings = [], words = [], differences = []) {
  const told = findings.length || words.length || differences.length;
  const state = told ? JSON.stringify([text, findings, words, differences]) : text;
  if (element.painted === state) return;
  element.painted = state;
  if (!told) {
    element.textContent = text;
    return;
  }
  const cuts = new Set([0, text.length]);
  for (const [, start, end] of findings) cuts.add(start).add(end);
  for (const [start, end] of [...words, ...differences]) cuts.add(start).add(end);
  const places = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  const begun = new Set();
  element.replaceChildren(
    ...places.slice(0, -1).map((start, number) => piece(text.slice(start, places[number + 1]), start, findings, words, differences, begun)),
  );
}

function piece(text, at, findings, words, differences, begun) {
  const covers = (start, end) => start <= at && at < end;
  const found = findings.filter(([, start, end]) => covers(start, end)).map(([number]) => number);
  const word = words.find(([start, end]) => covers(start, end));
  const differs = differences.some(([start, end]) => covers(start, end));
  if (!found.length && !word && !differs) return text;
  const span = made("span", {}, text);
  if (word) {
    span.className = "word";
    span.dataset.entry = word[2];
  }
  if (differs) span.classList.add("differs");
  if (found.length) {
    span.classList.add("finding");
    span.dataset.findings = found.join(" ");
    if (!begun.has(found[0])) span.tabIndex = 0; // a mark is one stop, however many words it covers
    begun.add(found[0]);
  }
  return span;
}

/** The findings of each side of each sentence, under "column index target": [[number, start, end], …]. */
function findingsBySide(findings) {
  const sides = new Map();
  findings.forEach(([, , spans], number) => {
    for (const [column, index, start, end, target] of spans) {
      if (start === end) continue;
      const key = `${column} ${index} ${target}`;
      sides.set(key, [...(sides.get(key) ?? []), [number, start, end]]);
    }
  });
  return sides;
}
