// What this browser keeps for its visitor: the glossary, as CSV, and the addresses of what was read here. It leaves the
// browser only for the page's own server.

const GLOSSARY = "zhaiyi-glossary";
const RUNS = "zhaiyi-runs";

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector("span");
  try {
    const csv = localStorage.getItem(GLOSSARY) ?? "";
    const runs = localStorage.getItem(RUNS) ?? "[]";
    // Told at the beginning, and again where another window has added to the glossary: the server joins the two.
    const grown = data.csv && csv !== place.dataset.csv && csv !== data.csv;
    if (data.csv === null || grown) {
      place.dataset.csv = csv;
      setStateValue("kept", { csv, runs: JSON.parse(runs) });
      return;
    }
    place.dataset.csv = data.csv;
    write(GLOSSARY, data.csv, csv);
    write(RUNS, JSON.stringify(data.runs), runs);
  } catch {
    // A browser that keeps nothing: the visit does.
  }
}

function write(name, now, before) {
  if (now === before) return;
  if (now && now !== "[]") localStorage.setItem(name, now);
  else localStorage.removeItem(name);
}
