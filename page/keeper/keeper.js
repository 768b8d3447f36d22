// What this browser keeps for its visitor: the glossary, as CSV. It leaves the browser only for the page's own server.

const GLOSSARY = "zhaiyi-glossary";

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector("span");
  try {
    const csv = localStorage.getItem(GLOSSARY) ?? "";
    // Told at the beginning, and again where another window has added to the glossary: the server joins the two.
    const grown = data.csv && csv !== place.dataset.csv && csv !== data.csv;
    if (data.csv === null || grown) {
      place.dataset.csv = csv;
      setStateValue("kept", { csv });
      return;
    }
    place.dataset.csv = data.csv;
    document.documentElement.dataset.kept = ""; // for who waits until the page has settled
    if (data.csv === csv) return;
    if (data.csv) localStorage.setItem(GLOSSARY, data.csv);
    else localStorage.removeItem(GLOSSARY);
  } catch {
    // A browser that keeps nothing: the visit does.
  }
}
